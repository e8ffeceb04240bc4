import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../../support/run-grade.ts'
import { SHOP } from '../../support/shop.ts'

const shop = file('shop.yaml', SHOP)

describe('lint', () => {
  test('a part without effect, with its place', async () => {
    const { code, out } = await grade(
      'lint',
      '--file',
      file(
        'twice.yaml',
        SHOP.replace(/$/u, "    - from: [{ podSelector: { matchLabels: { friend: 'yes', more: 'yes' } } }]\n"),
      ),
    )
    expect(code).toBe(1)
    expect(out).toMatch(
      /twice\.yaml:24:7 +NetworkPolicy shop\/only-friends spec\.ingress\[1\] +adds nothing beside the rest of this policy\n/u,
    )
  })

  test('the one policy beside which another adds nothing, and the plugins for which it does', async () => {
    const spec = (name: string, port: string): string =>
      `---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: ${name}, namespace: shop }\nspec: { podSelector: {}, ingress: [{ ports: [${port}] }] }\n`
    const ranges = file('ranges.yaml', spec('wide', '{ port: 80, endPort: 90 }') + spec('narrow', '{ port: 85 }'))
    expect((await grade('lint', '--file', ranges)).out).toMatch(
      /NetworkPolicy shop\/narrow +adds nothing beside NetworkPolicy shop\/wide; depends on: whether the plugin knows endPort: no → has an effect\n/u,
    )
    expect((await grade('lint', '--file', ranges, '--lang', 'ko')).out).toContain(
      'NetworkPolicy shop/wide에 더하는 것이 없음; 달라질 수 있음',
    )
    const json = await grade('lint', '--file', ranges, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({
      findings: [{ by: [{ name: 'wide' }], otherwise: [{ unusual: ['endPort'] }] }],
    })
    const alone = await grade('lint', '--file', file('alone.yaml', spec('open', '').replace('{ ports: [] }', '{}')))
    expect(alone.out).toContain('adds nothing: all that it selects and allows would be allowed without it')
  })

  test('nothing to say', async () => {
    const { code, out } = await grade('lint', '--file', shop)
    expect([code, out]).toEqual([0, expect.stringContaining('every part has an effect')])
  })
})
