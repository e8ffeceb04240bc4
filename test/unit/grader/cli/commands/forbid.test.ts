import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../../support/run-grade.ts'
import { SHOP } from '../../support/shop.ts'

const shop = file('shop.yaml', SHOP)

describe('forbid', () => {
  test('what the policies shut out everywhere', async () => {
    const { code, out } = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', shop)
    expect([code, out]).toEqual([0, expect.stringContaining('Never, in any possible cluster: */friend!=yes → shop/app=web')])
  })

  test('what can happen, with a cluster in which it does', async () => {
    const { code, out } = await grade('forbid', '*/friend!=yes', 'shop/*', '--file', shop, '--port', '80')
    expect(code).toBe(1)
    expect(out).toContain('It can happen')
    expect(out).toMatch(/a Pod of namespace \S+ → a Pod of namespace shop, TCP 80/u)
  })

  test('the ports that were asked about, in the sentence', async () => {
    const { out } = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', shop, '--port', '53', '--protocol', 'UDP')
    expect(out).toContain('Never, in any possible cluster: */friend!=yes → shop/app=web:53/UDP')
  })

  test.each([
    ['forbid', ['*/*', 'shop/*', '--file']],
    ['lint', ['--file']],
    ['compare', [shop]],
  ])('%s says nothing where some policies are of a kind that is not known', async (command, args) => {
    const unknown = file(
      'admin.yaml',
      'apiVersion: policy.networking.k8s.io/v1alpha1\nkind: AdminNetworkPolicy\nmetadata: { name: a }\n',
    )
    const { code, err } = await grade(command, ...args, unknown)
    expect(code).toBe(2)
    expect(err).toContain('AdminNetworkPolicy policy.networking.k8s.io/v1alpha1')
  })

  describe('N24 N32 what policies usually do not apply to', () => {
    const onNode = file(
      'on-node.yaml',
      SHOP.replace('spec: { containers: [{ name: web', 'spec: { hostNetwork: true, containers: [{ name: web'),
    )
    const entered = file(
      'entered.yaml',
      SHOP.replace('spec: { selector: { app: web }', 'spec: { type: NodePort, selector: { app: web }'),
    )

    test('a Pod on the network of its node that trace connects to is named, and the promise depends on it', async () => {
      const traced = await grade('trace', 'pod/shop/client', 'pod/shop/web:80', '--file', onNode)
      expect([traced.code, traced.out]).toEqual([0, expect.stringContaining('depends on: Pods on the network of their node')])
      const { code, out } = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', onNode)
      expect([code, out]).toEqual([4, expect.stringContaining('± Never, but for what policies usually do not apply to')])
      expect(out).toMatch(/depends on:\n +Pods on the network of their node \(N24 N25\): Pod shop\/web\n/u)
      const json = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', onNode, '--format', 'json')
      expect(JSON.parse(json.out)).toMatchObject({
        kind: 'holds',
        here: expect.arrayContaining([
          { on: 'hostNetworkPods', end: 'to', semantics: ['N24'], objects: [expect.objectContaining({ name: 'web' })] },
        ]) as unknown,
      })
    })

    test('the matrix names them, too', async () => {
      for (const format of ['text', 'markdown', 'svg', 'dot', 'json'] as const) {
        const said = format === 'json' ? /"onNodes": \["shop\/web"\]/u : /Pods\s+on\s+the\s+network[^.]*shop\/web/u
        expect((await grade('matrix', '--file', onNode, '--format', format)).out).toMatch(said)
        expect((await grade('matrix', '--file', shop, '--format', format)).out).not.toMatch(said)
      }
      expect((await grade('matrix', '--file', onNode, '--lang', 'ko')).out).toContain('노드 네트워크를 쓰는 Pod')
    })

    test('where none is given, what is not counted is said', async () => {
      const { code, out } = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', shop)
      expect([code, out.replaceAll(/\s+/gu, ' ')]).toEqual([
        0,
        expect.stringContaining('servers on the network of their node [N24]'),
      ])
      expect(out).not.toContain('depends on')
      const korean = await grade('forbid', '*/friend!=yes', 'shop/app=web', '--file', shop, '--lang', 'ko')
      expect(korean.out).toContain('노드 네트워크를 쓰는')
    })

    test('a node port by which trace connects from outside', async () => {
      const { code, out } = await grade('forbid', 'outside', 'shop/app=web', '--file', entered)
      expect([code, out]).toEqual([4, expect.stringContaining('(N20 N32): Service shop/web')])
    })
  })

  test.each(['shop', '*/a>1', '/app=web', '*/'])('%s is no kind of Pods', async (pods) => {
    expect((await grade('forbid', pods, 'shop/*', '--file', shop)).code).toBe(2)
  })
})
