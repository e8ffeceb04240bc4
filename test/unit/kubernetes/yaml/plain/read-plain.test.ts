import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isJsonObject, isList } from '../../../../../src/kubernetes/json.ts'
import { parsePath } from '../../../../../src/kubernetes/field-path.ts'
import { findPlace } from '../../../../../src/kubernetes/yaml/plain/find-place.ts'
import { positionOf, toLines } from '../../../../../src/kubernetes/yaml/plain/lines.ts'
import { readPlainDocuments } from '../../../../../src/kubernetes/yaml/plain/read-plain.ts'
import { readAnyManifests } from '../../../../../src/kubernetes/yaml/read-whole.ts'
import { readManifests } from '../../../../../src/kubernetes/yaml/read-manifests.ts'
import type { ManifestFile } from '../../../../../src/kubernetes/yaml/documents.ts'
import { makeInput } from '../../../../bench/inputs.ts'

const ROOT = join(import.meta.dirname, '../../../../..')

const textsBelow = (folder: string): readonly string[] =>
  readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ya?ml$/u.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))

const pathsOf = (value: unknown, path = ''): readonly string[] => {
  if (isList(value)) return value.flatMap((item, index) => [`${path}[${index}]`, ...pathsOf(item, `${path}[${index}]`)])
  if (!isJsonObject(value)) return []
  return Object.entries(value)
    .filter(([key]) => /^[\w-]+$/u.test(key))
    .flatMap(([key, item]) => {
      const here = path === '' ? key : `${path}.${key}`
      return [here, ...pathsOf(item, here)]
    })
}

const told = ({ documents, problems }: ManifestFile): unknown => ({
  problems,
  documents: documents.map((document) => ({
    text: JSON.stringify(document.value),
    index: document.index,
    duplicateKeys: document.duplicateKeys,
    places: ['', 'no.such.field', ...pathsOf(document.value)].map((path) => [path, document.position(path)]),
  })),
})

const isPlain = (text: string): boolean => readPlainDocuments(text) !== undefined

const expectSame = (text: string): void => {
  expect(told(readManifests(text, 'f.yaml')), text).toEqual(told(readAnyManifests(text, 'f.yaml')))
}

const TEXTS = [...textsBelow('tasks'), ...textsBelow('test/cases')]

test('manifests as people write them are plain, but for a few, and read as the whole reader reads them', () => {
  for (const text of TEXTS) expectSame(text)
  const plain = TEXTS.filter(isPlain).length
  expect(plain / TEXTS.length).toBeGreaterThan(0.5)
})

test('where a part of a plain document stands is found on the way there, or left to the whole reader', () => {
  let asked = 0
  let found = 0
  for (const text of textsBelow('tasks')) {
    const plain = readPlainDocuments(text)
    if (plain?.every(({ value }) => isJsonObject(value) && value['items'] === undefined) !== true) continue
    const whole = readAnyManifests(text, 'f.yaml').documents
    for (const { value, index, start, end } of plain)
      for (const path of ['', 'no.such.field', ...pathsOf(value)]) {
        const lines = toLines(text, start, end) ?? []
        const range = findPlace({ text, lines, end }, parsePath(path))
        asked += 1
        if (range === undefined) continue
        found += 1
        expect(positionOf('f.yaml', text, range), `${path} in\n${text}`).toEqual(whole[index]?.position(path))
      }
  }
  expect(asked).toBeGreaterThan(5000)
  expect(found / asked).toBeGreaterThan(0.75)
})

test('a generated input is plain', () => {
  for (const text of Object.values(makeInput({ deployments: 5, policies: 5, namespaces: 2 }))) {
    expect(isPlain(text)).toBe(true)
    expectSame(text)
  }
})

const LIVE = `apiVersion: v1
items:
- apiVersion: v1
  data:
    nginx.conf: |
      server {
      \tlisten 80;   # comment

        location / { }
      }
    empty: ""
    other: |-
      one
       two
    kept: |+
      three

  kind: ConfigMap
  metadata:
    annotations:
      kubectl.kubernetes.io/last-applied-configuration: |
        {"apiVersion":"v1","kind":"ConfigMap"}
    creationTimestamp: "2025-01-01T00:00:00Z"
    name: web # the name
- apiVersion: v1
  kind: Pod
  metadata:
    labels: {}
    name: a
  spec:
    containers:
    - args: ["-c", 'it''s', x]
      command:
      - /bin/sh
      - "say \\"hello\\"\\n"
      image: nginx:1.27
      resources: {limits: {cpu: 100m}}
kind: List
metadata:
  resourceVersion: ""
`

describe('what is plain', () => {
  test.each([
    ['nothing', ''],
    ['a comment', '# nothing'],
    ['two marks', '---\n---\n'],
    ['the export of kubectl', LIVE],
    ['a comment before the mark', '# c\n---\na: 1\n---\n# d\n---\nb: 2\n'],
    ['numbers, words and blanks', 'a: 1\nb: -7\nc: 0.5\nd: 010\ne: 0x1f\nf: 1e3\ng: yes\nh: Null\ni: ~\nj: 10.0.0.0/16\nk:\n'],
    ['dates and times of day', 'a: 2025-01-01\nb: 12:30\nc: 1_000\nd: +1\ne: .5\nf: .inf\n'],
    ['a list as far left as its key', 'a:\n- 1\n- x: 1\n  z: 2\n-\nb: 1\n'],
    ['a colon and a hash within a word', 'a: b:c\nd: e#f\ng: http://h/i#j\n'],
    [
      'braces',
      "a: { pod: default/poc, port: 80, list: [{ x: 'a, b' }, \"c\\n\", -1], 'spec.ports[*]': { ok: true }, none: {} }\n",
    ],
    [
      'braces with words',
      'a: { url: http://h:80/i, ip: 10.0.0.1, v: 1.30, half: 0.5, time: 12:30, no: null, mode: 0644 }\nb: [ ]\n',
    ],
    [
      'words and options in braces',
      'a: { title: Handbook of the network team, args: [--port=8080, -p, "80", two  blanks ], none: no one }\nb: --port=80\nc: -e1\n',
    ],
    ['names that objects have', 'a: { constructor: toString }\nb: constructor\n'],
    [
      'addresses, versions and quantities',
      'a: 1.2.3\nb: 10.1.2.3/8\nc: 100m\nd: 64Mi\ne: 1.2.3.4.5\nf: 1k\ng: 2G\nh: 010.1.2.3\n',
    ],
    ['quoted keys', '"a": 1\n\'b\': 2\n'],
  ])('%s', (_name, text) => {
    expect(isPlain(text)).toBe(true)
    expectSame(text)
  })

  test.each([
    ['an anchor', 'a: &x 1\nb: *x\n'],
    ['a tag', 'a: !!str 1\n'],
    ['a merge', 'a:\n  <<: {b: 1}\n'],
    ['a key twice', 'a: 1\na: 2\n'],
    ['a key that is no text', 'yes: 1\n'],
    ['a value over two lines', 'a: b\n  c\n'],
    ['a folded block', 'a: >\n  b\n'],
    ['a tab', 'a:\n\tb: 1\n'],
    ['a directive', '%YAML 1.2\n---\na: 1\n'],
    ['an end mark', 'a: 1\n...\n'],
    ['windows lines', 'a: 1\r\nb: 2\r\n'],
    ['a question', '? a\n: b\n'],
    ['a list in a list', '- - a\n'],
    ['a value behind the mark', '--- a\n'],
    ['a prototype', '__proto__: 1\n'],
    ['JSON', '{"a": 1,\n"b": 2}\n'],
    ['bad indentation', 'a:\n    b: 1\n  c: 2\n'],
    ['an open quote', 'a: "b\n'],
    ['a second colon', 'a: b: c\n'],
    ['an open brace', 'a: { b: 1\n'],
    ['a key in braces', 'a: {? b}: c\n'],
    ['what follows a brace', 'a: { b: 1 } c\n'],
    ['a comma at the end and an anchor', 'a: [ &x 1, ]\n'],
  ])('not %s', (_name, text) => {
    expect(isPlain(text)).toBe(false)
    expectSame(text)
  })
})

/** Edits that a slip of the hand makes. */
const PIECES = [' ', '  ', '\n', '\n\n', ':', ': ', '- ', '#', ' # ', '"', "'", '[', ']', '{', '}', ',', '|', '|-', '|+', '>', '&a ', '*a', '!', '%', '@', '`', '\t', '~', '0', '1e3', '0x', 'yes', 'null', '<<: ', '---\n', '...\n', '? ', '\\', 'é', '\u0085', '\u2028'] // prettier-ignore

interface Edit {
  readonly at: number
  readonly remove: number
  readonly piece: string
}

const edits = fc.array(
  fc.record<Edit>({ at: fc.nat(), remove: fc.constantFrom(0, 0, 1, 2, 5), piece: fc.constantFrom('', ...PIECES) }),
  { minLength: 1, maxLength: 3 },
)

const applyEdits = (text: string, list: readonly Edit[]): string => {
  let edited = text
  for (const { at, remove, piece } of list) {
    const place = at % (edited.length + 1)
    edited = edited.slice(0, place) + piece + edited.slice(place + remove)
  }
  return edited
}

const SMALL = [...TEXTS.filter((text) => text.length < 700), LIVE]

test('whatever slips into a manifest, both readers agree', () => {
  let plain = 0
  let other = 0
  fc.assert(
    fc.property(fc.constantFrom(...SMALL), edits, (text, list) => {
      const edited = applyEdits(text, list)
      if (!isPlain(edited)) {
        other += 1
        return
      }
      plain += 1
      expectSame(edited)
    }),
    { numRuns: Number(process.env['NETGRADE_RUNS'] ?? 1500), seed: 7 },
  )
  expect(Math.min(plain, other)).toBeGreaterThan(100)
})

const scalar = fc.oneof(
  fc.string({ unit: fc.constantFrom(...Array.from('abyesnoNULLtrue019.-_:#~+eExo/ ,"\'\\[]{}|>&*!%@?=')), maxLength: 8 }),
  fc.constantFrom('true', 'off', '1.0', '0o7', '0b1', '1:30', '-', '---', '.', '..', '+', '0_1', '1__0', '9007199254740993'),
)

test('whatever a value looks like, both readers agree', () => {
  let plain = 0
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('- ', 'k: ', 'l: ', 'm:\n  - ', 'n: |\n  '), scalar), { maxLength: 4 }),
      (lines) => {
        const text = `a:\n${lines.map(([head, value]) => `  ${head}${value}\n`).join('')}b: 1\n`
        if (!isPlain(text)) return
        plain += 1
        expectSame(text)
      },
    ),
    { numRuns: Number(process.env['NETGRADE_RUNS'] ?? 3000), seed: 7 },
  )
  expect(plain).toBeGreaterThan(100)
})

/** Braces and brackets that mostly close, around all kinds of scalars. */
const flow = fc.letrec<{ value: string }>((tie) => {
  const gap = fc.constantFrom('', ' ', ' ', '  ')
  const comma = fc.constantFrom(', ', ', ', ',', ' , ', ' ')
  const leaf = fc.oneof(scalar, fc.constantFrom('a', '80', "'a, b: c'", '"\\n"', 'a/b', 'http://h:80/', 'yes', '1.2.3.4/8'))
  const key = fc.constantFrom('a', 'b', 'c.d', "'e'", '"f"', 'yes', '1', '')
  const items = <Item>(item: fc.Arbitrary<Item>): fc.Arbitrary<readonly Item[]> => fc.array(item, { maxLength: 3 })
  const wrap = ([open, first, inside, last, close]: readonly string[]): string => `${open}${first}${inside}${last}${close}`
  const list = fc
    .tuple(items(tie('value')), comma)
    .map(([values, by]) => values.join(by))
    .chain((inside) => fc.tuple(fc.constant('['), gap, fc.constant(inside), gap, fc.constant(']')).map(wrap))
  const mapping = fc
    .tuple(items(fc.tuple(key, fc.constantFrom(': ', ': ', ':'), tie('value')).map((parts) => parts.join(''))), comma)
    .map(([pairs, by]) => pairs.join(by))
    .chain((inside) => fc.tuple(fc.constant('{'), gap, fc.constant(inside), gap, fc.constant('}')).map(wrap))
  return { value: fc.oneof({ maxDepth: 3 }, leaf, list, mapping) }
})

test('whatever stands in braces, both readers agree', () => {
  let plain = 0
  fc.assert(
    fc.property(flow.value, (value) => {
      const text = `a: { k: ${value} }\nb:\n- [${value}]\n`
      if (!isPlain(text)) return
      plain += 1
      expectSame(text)
    }),
    { numRuns: Number(process.env['NETGRADE_RUNS'] ?? 3000), seed: 7 },
  )
  expect(plain).toBeGreaterThan(300)
})
