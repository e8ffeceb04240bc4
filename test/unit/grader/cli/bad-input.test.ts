/** Whatever is handed in, the commands that analyse answer or refuse with a reason and a place: nothing is ever thrown at the reader. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { runGrade, writeManifest, type Ran } from '../support/run-grade.ts'

const PODS = `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: nginx, ports: [{ containerPort: 80, name: http }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: client, namespace: shop }
spec: { containers: [{ name: client, image: busybox, args: [sleep, '3600'] }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { selector: { app: web }, ports: [{ port: 8080, targetPort: http }] }
`

const withPolicy = (spec: string, metadata = '{ name: p, namespace: shop }'): string =>
  `${PODS}---\napiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: ${metadata}\nspec: ${spec}\n`

const GOOD = writeManifest('good.yaml', withPolicy('{ podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] }'))

const COMMANDS: Readonly<Record<string, (file: string) => readonly string[]>> = {
  'trace of a connection': (file) => ['trace', 'pod/shop/client', 'service/shop/web:8080', '--file', file],
  'trace of a request': (file) => ['trace', 'outside', 'http://web.shop:8080/', '--file', file],
  'trace of a name': (file) => ['trace', 'pod/shop/client', 'web', '--file', file],
  matrix: (file) => ['matrix', '--file', file],
  compare: (file) => ['compare', GOOD, file],
  'compare, the other way round': (file) => ['compare', file, GOOD],
  lint: (file) => ['lint', '--file', file],
  forbid: (file) => ['forbid', '*/app!=web', 'shop/*', '--file', file],
}

const isExplained = ({ code, out, err }: Ran): boolean =>
  !err.includes('netgrade made a mistake') && ([0, 1, 4].includes(code) ? out !== '' : err !== '' && err.includes('\n'))

const REFUSED: Readonly<Record<string, readonly [text: string, reason: RegExp]>> = {
  'an unknown policyType': [withPolicy('{ podSelector: {}, policyTypes: [Inbound] }'), /spec\.policyTypes\[0\]/u],
  'three policyTypes': [withPolicy('{ podSelector: {}, policyTypes: [Ingress, Egress, Ingress] }'), /spec\.policyTypes/u],
  'port 0': [withPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: 0 }] }] }'), /ports\[0\]\.port/u],
  'port 65536': [withPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: 65536 }] }] }'), /ports\[0\]\.port/u],
  'a port that is no name': [withPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: "a_b" }] }] }'), /ports\[0\]\.port/u],
  'an end without a port': [withPolicy('{ podSelector: {}, ingress: [{ ports: [{ endPort: 90 }] }] }'), /endPort/u],
  'an end before its port': [withPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: 90, endPort: 80 }] }] }'), /endPort/u],
  'an end of a name': [withPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: http, endPort: 80 }] }] }'), /endPort/u],
  'an end at 65536': [withPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: 80, endPort: 65536 }] }] }'), /endPort/u],
  'an unknown protocol': [withPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: 80, protocol: HTTP }] }] }'), /protocol/u],
  'a peer that is nobody': [withPolicy('{ podSelector: {}, ingress: [{ from: [{}] }] }'), /from\[0\]/u],
  'a block with a selector': [
    withPolicy('{ podSelector: {}, ingress: [{ from: [{ podSelector: {}, ipBlock: { cidr: 10.0.0.0/8 } }] }] }'),
    /from\[0\]/u,
  ],
  'a block that is none': [
    withPolicy('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/40 } }] }] }'),
    /cidr/u,
  ],
  'an exception outside its block': [
    withPolicy('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [192.168.0.0/16] } }] }] }'),
    /except\[0\]/u,
  ],
  'an exception as large as its block': [
    withPolicy('{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/8] } }] }] }'),
    /except\[0\]/u,
  ],
  'In without values': [
    withPolicy('{ podSelector: { matchExpressions: [{ key: a, operator: In }] } }'),
    /matchExpressions\[0\]\.values/u,
  ],
  'Exists with values': [
    withPolicy('{ podSelector: { matchExpressions: [{ key: a, operator: Exists, values: [x] }] } }'),
    /matchExpressions\[0\]\.values/u,
  ],
  'an operator that there is not': [
    withPolicy('{ podSelector: { matchExpressions: [{ key: a, operator: Like, values: [x] }] } }'),
    /matchExpressions\[0\]\.operator/u,
  ],
  'a label that is none': [withPolicy('{ podSelector: { matchLabels: { "a b": x } } }'), /matchLabels/u],
  'a selector that is a list': [withPolicy('{ podSelector: [] }'), /podSelector/u],
  'text that is no YAML': ['{{{', /:\d+:\d+/u],
  'a text alone': ['hello', /:\d+:\d+|manifest/iu],
  'an object without a kind': ['apiVersion: v1\nmetadata: { name: a }\n', /kind/u],
}

const ANSWERED: Readonly<Record<string, string>> = {
  'selectors that contradict themselves': withPolicy(
    '{ podSelector: { matchLabels: { a: x }, matchExpressions: [{ key: a, operator: DoesNotExist }] }, ingress: [{ from: [{ podSelector: { matchExpressions: [{ key: b, operator: In, values: [x] }, { key: b, operator: NotIn, values: [x] }] } }] }] }',
  ),
  'exceptions that overlap': withPolicy(
    '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16, 10.1.2.0/24, 10.1.0.0/16] } }] }] }',
  ),
  'exceptions that leave nothing': withPolicy(
    '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.0.0.0/8, except: [10.0.0.0/9, 10.128.0.0/9] } }] }] }',
  ),
  'a name that no port has': withPolicy('{ podSelector: {}, ingress: [{ ports: [{ port: nowhere }] }] }'),
  'the first and the last port': withPolicy(
    '{ podSelector: {}, ingress: [{ ports: [{ port: 1 }, { port: 65535, endPort: 65535 }] }] }',
  ),
  'a namespace that there is not': withPolicy('{ podSelector: {} }', '{ name: p, namespace: nowhere }'),
  'no namespace at all': withPolicy('{ podSelector: {} }', '{ name: p }'),
  'no rules in any direction': withPolicy('{ podSelector: {}, policyTypes: [Ingress, Egress], ingress: [], egress: [] }'),
  'lists that are null': withPolicy('{ podSelector: {}, ingress: [{ from: null, ports: null }] }'),
  'the same policy twice': `${withPolicy('{ podSelector: {} }')}---\n${withPolicy('{ podSelector: {} }').slice(PODS.length + 4)}`,
  'ExternalNames that go round': `${withPolicy('{ podSelector: {} }')}---
apiVersion: v1
kind: Service
metadata: { name: a, namespace: shop }
spec: { type: ExternalName, externalName: b.shop.svc.cluster.local }
---
apiVersion: v1
kind: Service
metadata: { name: b, namespace: shop }
spec: { type: ExternalName, externalName: a.shop.svc.cluster.local }
`,
  'nothing but comments': '# nothing\n',
  'an empty file': '',
}

describe.each(Object.entries(COMMANDS))('%s', (_, command) => {
  test.each(Object.entries(REFUSED))('refuses %s, with its place', async (name, [text, reason]) => {
    const ran = await runGrade(...command(writeManifest(`${name.replaceAll(/\W/gu, '-')}.yaml`, text)))
    expect(ran.code, ran.out).toBe(2)
    expect(ran.err).toMatch(reason)
    expect(isExplained(ran), ran.err).toBe(true)
  })

  test.each(Object.entries(ANSWERED))('has an answer to %s', async (name, text) => {
    const ran = await runGrade(...command(writeManifest(`${name.replaceAll(/\W/gu, '-')}.yaml`, text)))
    expect(isExplained(ran), ran.err).toBe(true)
  })
})

test('ExternalNames that go round are traced and end', async () => {
  const file = writeManifest('round.yaml', ANSWERED['ExternalNames that go round']!)
  for (const target of ['a', 'http://a/', 'a:80', 'service/shop/a:80']) {
    const ran = await runGrade('trace', 'pod/shop/client', target, '--file', file)
    expect([ran.code, isExplained(ran)], ran.err).toEqual([1, true])
  }
})

/** How many mutated manifests; NETGRADE_RUNS asks for more, NETGRADE_SEED for others. */
const RUNS = Number(process.env['NETGRADE_RUNS'] ?? 150)
const SEED = Number(process.env['NETGRADE_SEED'] ?? 4)

const WHOLE = withPolicy(
  '{ podSelector: { matchLabels: { app: web } }, policyTypes: [Ingress, Egress], ingress: [{ from: [{ namespaceSelector: {}, podSelector: { matchExpressions: [{ key: a, operator: In, values: [x, z] }] } }, { ipBlock: { cidr: 10.0.0.0/8, except: [10.1.0.0/16] } }], ports: [{ port: 80, endPort: 90 }, { port: http }] }], egress: [{ to: [{ podSelector: {} }] }] }',
)

const SCRAPS = [
  '',
  ' ',
  '\n',
  '\t',
  '{',
  '}',
  '[',
  ']',
  ':',
  '- ',
  '"',
  "'",
  '&a ',
  '*a',
  '!!binary ',
  '|',
  '>',
  '---\n',
  '0',
  '-1',
  '65536',
  '1e999',
  '~',
  'null',
  'true',
  '.nan',
  '10.0.0.0/33',
  '::1/129',
  '\u0000',
  '\ufeff',
  '한',
  '\ud800',
  '<<: *a',
  '? ',
]
type Edit = (text: string) => string

const cut = fc.record({ at: fc.nat(WHOLE.length), length: fc.nat(12), scrap: fc.constantFrom(...SCRAPS) }).map(
  ({ at, length, scrap }): Edit =>
    (text) =>
      text.slice(0, at) + scrap + text.slice(at + length),
)

/** Words that stand in manifests, one for another: what is left is often a manifest, and sometimes a valid one. */
const WORDS = [
  'Ingress',
  'Egress',
  'In',
  'NotIn',
  'Exists',
  '80',
  '90',
  '65535',
  '65536',
  'http',
  '{}',
  '[]',
  'null',
  'web',
  'shop',
  'a',
  '10.0.0.0/8',
  '10.1.0.0/16',
  '::/0',
  'Pod',
  'Service',
  'podSelector',
  'namespaceSelector',
  'ipBlock',
  'ports',
  'from',
  'to',
]
const swap = fc
  .record({ word: fc.constantFrom(...WORDS), other: fc.constantFrom(...WORDS), which: fc.nat(6) })
  .map(({ word, other, which }): Edit => (text) => {
    const pieces = text.split(word)
    const at = which % Math.max(1, pieces.length - 1)
    return pieces.length === 1 ? text : `${pieces.slice(0, at + 1).join(word)}${other}${pieces.slice(at + 1).join(word)}`
  })
const edit = fc.oneof({ weight: 1, arbitrary: cut }, { weight: 2, arbitrary: swap })

test('the manifest that is mutated is sound', async () => {
  const ran = await runGrade('lint', '--file', writeManifest('whole.yaml', WHOLE))
  expect(ran.err).toBe('')
  expect(ran.code).toBeLessThan(2)
})

test(`${RUNS} mutated manifests are answered or refused`, { timeout: 600_000 }, async () => {
  const names = Object.keys(COMMANDS)
  const seen = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), fc.constantFrom(...names), async (edits, name) => {
      const text = edits.reduce((whole, change) => change(whole), WHOLE)
      const ran = await runGrade(...COMMANDS[name]!(writeManifest('mutated.yaml', text)))
      seen.set(ran.code, (seen.get(ran.code) ?? 0) + 1)
      expect(isExplained(ran), `${name}: ${ran.code} ${ran.err}`).toBe(true)
      expect(ran.code).toBeLessThan(3)
    }),
    { numRuns: RUNS, seed: SEED },
  )
  // Some are still manifests, and some are not.
  expect((seen.get(0) ?? 0) + (seen.get(1) ?? 0)).toBeGreaterThan(RUNS / 20)
  expect(seen.get(2) ?? 0).toBeGreaterThan(RUNS / 4)
})
