/** What is plain is written as the library writes it; nearly all that a cluster holds is plain. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { writePlain } from '../../../../../src/kubernetes/yaml/plain/write-plain.ts'
import { readManifests } from '../../../../../src/kubernetes/yaml/read-manifests.ts'
import { renderManifest, renderYaml } from '../../../../../src/kubernetes/yaml/render-yaml.ts'
import { writeWhole } from '../../../../../src/kubernetes/yaml/write-whole.ts'

const ROOT = join(import.meta.dirname, '../../../../..')
const PRINTED = { indentsLists: false, singleQuotes: false }
const WRITTEN = { indentsLists: true, singleQuotes: true }
const STYLES = [PRINTED, WRITTEN]

const ODD = [
  ...[
    '',
    ' ',
    'a b',
    'a: b',
    'a:b',
    'a #b',
    'a#b',
    'a:',
    ':a',
    '-',
    '- a',
    '-a',
    '--port=80',
    '-e5',
    'e5',
    'E-5',
    '?',
    '? a',
    '*.shop',
  ],
  ...[
    '&a',
    '!a',
    '@a',
    '`a',
    '%a',
    '"a"',
    "'a'",
    `"it's"`,
    'it’s',
    'a\\b',
    'true',
    'True',
    'yes',
    'no',
    'y',
    'off',
    'null',
    '~',
    '80',
    '080',
  ],
  ...[
    '0x1f',
    '1e5',
    '1.5',
    '.5',
    '1_000',
    '1:30',
    '10.0.0.1',
    '10.0.0.0/8',
    '100m',
    '64Mi',
    '2026-01-01',
    '<<',
    '=',
    '---',
    '--- a',
    '...',
  ],
  ...[
    'a\n',
    'a\nb',
    'a\n\nb\n',
    'a\n\n',
    '\na',
    ' a\nb',
    'a \nb',
    'a\n b\n',
    'a\n ',
    'a\tb',
    'a\r\n',
    '---\na\n',
    '%a\nb',
    '레이블',
    '$(HOME)',
  ],
  ...[
    'server {\n    listen 8080;\n\n    root /usr;\n}\n',
    '/app(/|$)(.*)',
    '/$2',
    'node-1',
    'kubernetes.io/metadata.name',
    'http://poc:80',
    '[a]',
    'a]',
  ],
]

const text = fc.oneof(
  fc.constantFrom(...ODD),
  fc.string({ unit: 'grapheme', maxLength: 12 }),
  fc.stringMatching(/^[\w ./:#-]{0,12}$/u),
)
const scalar = fc.oneof(text, fc.integer(), fc.double(), fc.boolean(), fc.constant(null))
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(text, tie('value'), { maxKeys: 3 }),
  ),
}))

test('each odd text, as a value, a key and an item', () => {
  for (const style of STYLES)
    for (const odd of ODD)
      for (const object of [{ a: odd }, { [odd]: 1 }, { a: [odd, { b: odd }] }]) {
        const written = writePlain(object, style)
        if (written !== undefined) expect(written).toBe(writeWhole(object, style))
      }
})

test('any value', () => {
  fc.assert(
    fc.property(fc.dictionary(text, value, { minKeys: 1, maxKeys: 4 }), fc.constantFrom(...STYLES), (object, style) => {
      const written = writePlain(object, style)
      if (written !== undefined) expect(written).toBe(writeWhole(object, style))
    }),
    { numRuns: 2000 },
  )
})

test('the course’s manifests are plain, and their texts read as what was written', () => {
  const files = readdirSync(join(ROOT, 'tasks'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml') && /(?:solution|wrong)/u.test(entry.parentPath))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
  const objects = files.flatMap((file) => readManifests(file, 'answer.yaml').documents.map((document) => document.value))
  expect(objects.length).toBeGreaterThan(200)
  const plain = objects.filter((object) => writePlain(object, WRITTEN) !== undefined)
  expect(plain.length / objects.length).toBeGreaterThan(0.97)
  for (const object of objects)
    for (const render of [renderYaml, renderManifest])
      expect(readManifests(render(object), 'again.yaml').documents.map((document) => document.value)).toEqual([object])
})

test('what looks like something else is quoted, in a list as well', () => {
  const object = {
    metadata: { labels: { port: '80', enabled: 'true', none: '' } },
    args: ['-c', '*.shop', 'a: b', `"hi" there`],
    empty: [{}, []],
  }
  expect(renderManifest(object)).toBe(`metadata:
  labels:
    port: "80"
    enabled: "true"
    none: ""
args:
  - -c
  - "*.shop"
  - "a: b"
  - '"hi" there'
empty:
  - {}
  - []
`)
})
