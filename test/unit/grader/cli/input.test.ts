import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { runGrade as grade, writeManifest as file } from '../support/run-grade.ts'
import { SHOP } from '../support/shop.ts'

const shop = file('shop.yaml', SHOP)
const POLICY = (labels: string): string => `---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: only-friends, namespace: shop }
spec: { podSelector: { matchLabels: { ${labels} } } }
`
const again = file('again.yaml', POLICY('app: web').replace('---\n', ''))
const folder = (name: string): string => {
  const path = join(dirname(shop), name)
  mkdirSync(path, { recursive: true })
  return path
}

describe('an object that is given twice', () => {
  const COMMANDS: Readonly<Record<string, readonly string[]>> = {
    trace: ['trace', 'pod/shop/client', 'pod/shop/web:80', '--file', shop, again],
    matrix: ['matrix', '--file', shop, again],
    lint: ['lint', '--file', shop, again],
    forbid: ['forbid', '*/*', 'shop/*', '--file', shop, again],
    rules: ['rules', 'service/shop/web', '--file', shop, again],
  }

  test.each(Object.entries(COMMANDS))('%s says both places, and in JSON', async (_, command) => {
    const { err } = await grade(...command)
    expect(err).toMatch(
      /NetworkPolicy shop\/only-friends is given twice: \S*shop\.yaml:17:1 and \S*again\.yaml:1:1\. The later counts/u,
    )
    const json = await grade(...command, '--format', 'json')
    expect(JSON.parse(json.out)).toMatchObject({
      warnings: [
        {
          code: 'duplicate-object',
          object: { kind: 'NetworkPolicy', namespace: 'shop', name: 'only-friends' },
          ignored: expect.stringMatching(/shop\.yaml:17:1$/u) as string,
          applied: expect.stringMatching(/again\.yaml:1:1$/u) as string,
        },
      ],
    })
    expect((await grade(...command, '--lang', 'ko')).err).toContain('두 번 나옵니다')
  })

  test('the later counts, fields of the earlier that it does not have are gone', async () => {
    const both = file(
      'both.yaml',
      `${POLICY('app: web').replace(' } }\n', ' }, policyTypes: [Ingress, Egress] }\n')}${POLICY('app: db')}`,
    )
    const { code, out, err } = await grade('compare', both, file('db.yaml', POLICY('app: db')))
    expect([code, out]).toEqual([0, expect.stringContaining('✔ Equivalent')])
    expect(err).toMatch(/both\.yaml:2:1 and \S*both\.yaml:7:1/u)
  })

  test('of another namespace or kind it is another', async () => {
    const other = file('other.yaml', POLICY('app: web').replace('namespace: shop', 'namespace: pay'))
    expect((await grade('lint', '--file', shop, other)).err).toBe('')
  })

  test('of a submission, in the log of its result, too', async () => {
    const { err, out } = await grade('3-3', '--file', shop, again, '--format', 'json')
    expect(err).toContain('is given twice')
    expect(JSON.parse(out)).toMatchObject({ log: [expect.stringContaining('only-friends')] })
  })
})

describe('nothing to show', () => {
  test('a folder without manifests is refused, and says what is read', async () => {
    const empty = folder('empty')
    for (const command of [
      ['matrix', '--file', empty],
      ['compare', shop, empty],
      ['lint', '--file', shop, empty],
    ]) {
      const { code, err } = await grade(...command)
      expect([code, err]).toEqual([2, expect.stringMatching(/holds no manifests\.\n +where +\S*empty\n/u)])
    }
  })

  test('a folder with manifests in a folder inside it', async () => {
    const full = folder('full/inner')
    writeFileSync(join(full, 'shop.yml'), SHOP)
    expect((await grade('matrix', '--file', dirname(full))).code).toBe(0)
  })

  test('namespaces without Pods, with the nearest name', async () => {
    const { code, err } = await grade('matrix', '--file', shop, '--namespace', 'shp')
    expect([code, err]).toEqual([
      2,
      expect.stringMatching(/no running Pods[\s\S]*shop\.yaml: namespaces shp\n[\s\S]*Did you mean "shop"\?/u),
    ])
    expect((await grade('matrix', '--file', again)).code).toBe(2)
    expect((await grade('matrix', '--file', again, '--lang', 'ko')).err).toContain('실행 중인 Pod가 없어')
  })
})

describe('options of grade <task>', () => {
  test.each([
    ['matrix', '--watch', ['matrix', '--file', shop, '--watch']],
    ['rules', '--on', ['--on', 'manifests', 'rules', '--file', shop]],
    ['compare', '--file', ['compare', shop, shop, '--file', shop]],
    ['up', '--output', ['up', '--output', 'x']],
  ])('%s refuses %s', async (command, option, args) => {
    const { code, err } = await grade(...args)
    expect([code, err]).toEqual([2, expect.stringContaining(`grade ${command} does not take ${option}.`)])
  })

  test.each([
    ['matrix', ['matrix', '--file', shop]],
    ['lint', ['lint', '--file', shop]],
    ['compare', ['compare', shop, shop]],
    ['trace', ['trace', 'pod/shop/client', 'web', '--file', shop]],
    ['forbid', ['forbid', '*/*', 'shop/*', '--file', shop]],
    ['rules', ['rules', '--file', shop]],
  ])('%s writes to --output what it would print', async (_, args) => {
    const path = join(dirname(shop), 'out.txt')
    rmSync(path, { force: true })
    const [plain, written] = [await grade(...args), await grade(...args, '--output', path)]
    expect([written.code, written.out]).toEqual([plain.code, ''])
    expect(readFileSync(path, 'utf8')).toBe(plain.out)
  })

  test('a file that cannot be written', async () => {
    const { code, err } = await grade('matrix', '--file', shop, '--output', join(shop, 'no'))
    expect([code, err]).toEqual([3, expect.stringContaining('The report cannot be written.')])
  })
})

test.each([
  ['compare', [0, 1, 3, 4]],
  ['forbid', [0, 1, 3, 4]],
  ['lint', [0, 1, 3]],
])('the help of %s lists its exit codes', async (command, codes) => {
  for (const language of ['en', 'ko']) {
    const { out } = await grade('--lang', language, command, '--help')
    const [, list = ''] = out.split(/(?:Exit codes|종료 코드):\n/u)
    expect(
      list
        .trim()
        .split('\n')
        .map((line) => Number(line.trim().split(' ')[0])),
    ).toEqual(codes)
  }
})

test('custom resources are left out, and said to be', async () => {
  const custom = '\n---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: c, namespace: shop }\nspec: {}\n'
  const { code, err } = await grade('compare', shop, file('custom.yaml', SHOP + custom))
  expect([code, err]).toEqual([0, expect.stringContaining('Certificate cert-manager.io/v1')])
})

test('kinds of known groups that are not known here are left out, too', async () => {
  const volume = '\n---\napiVersion: v1\nkind: RangeAllocation\nmetadata: { name: v }\nspec: {}\n'
  const { code, err } = await grade('matrix', '--file', file('volume.yaml', SHOP + volume))
  expect([code, err]).toEqual([0, expect.stringContaining('RangeAllocation v1')])
})
