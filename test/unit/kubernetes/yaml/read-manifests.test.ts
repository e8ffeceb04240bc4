import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'
import { renderYaml } from '../../../../src/kubernetes/yaml/render-yaml.ts'

const codes = (text: string): readonly string[] => readManifests(text, 'x.yaml').problems.map(({ code }) => code)

describe('what cannot be read', () => {
  test.each([
    ['nothing', '', ['manifest-empty']],
    ['comments alone', '# nothing\n', ['manifest-empty']],
    ['a list', '- a\n', ['manifest-no-object']],
    ['a text', 'hello\n', ['manifest-no-object']],
    ['binary', 'a\0b', ['manifest-binary']],
    ['more than 5 MiB', `a: ${'x'.repeat(5 * 1024 * 1024)}`, ['manifest-too-large']],
    ['a tab', 'a:\n\tb: 1\n', ['yaml-tab']],
    ['a line out of place', 'a:\n  b: 1\n c: 2\n', ['yaml-indentation']],
    ['an open quote', 'a: "b\n', ['yaml-unclosed']],
    ['an open bracket', 'a: [b\n', ['yaml-unclosed']],
    ['// on a line of its own', 'a:\n  // why\n  b: 1\n', ['yaml-slash-comment']],
    ['a tab before a value', 'a:\t\tb: 1\n', ['yaml-tab', 'yaml-indentation']],
    ['// and a line out of place', 'a: // why\n  b: 1\n c: 2\n', ['yaml-indentation']],
    ['an anchor that is none', 'a: *nobody\n', ['yaml-syntax']],
    ['a merge with what is no mapping', 'a:\n  <<: 1\n', ['yaml-syntax']],
    ['an alias within what it repeats', 'a: &a [*a]\n', ['yaml-alias-bomb']],
    ['an alias within an item of what it repeats', 'a: &a { b: { c: [1, *a] } }\n', ['yaml-alias-bomb']],
    ['an alias of a mark that was set again', 'a: &a [&a [1], *a]\n', []],
    ['brackets within brackets', `a: ${'['.repeat(20_000)}${']'.repeat(20_000)}\n`, ['yaml-syntax']],
    ['// behind a key', 'a: // why\n  b: 1\n', ['yaml-slash-comment']],
  ])('%s', (_, text, expected) => {
    expect([...new Set(codes(text))]).toEqual(expected)
  })

  test('aliases that expand without bound', () => {
    const rows = ['a: &a [x, x, x, x, x, x, x, x, x, x]']
    for (const [index, name] of ['b', 'c', 'd', 'e', 'f', 'g', 'h'].entries())
      rows.push(
        `${name}: &${name} [${Array(10)
          .fill(`*${'abcdefgh'[index] ?? 'a'}`)
          .join(', ')}]`,
      )
    expect(codes(rows.join('\n'))).toEqual(['yaml-alias-bomb'])
  })

  test('an address is no comment', () => {
    expect(codes('a: http://example.com\n')).toEqual([])
  })
})

describe('what is read', () => {
  const text =
    'apiVersion: v1\nkind: Pod\nmetadata:\n  name: a\nspec:\n  containers:\n    - name: c\n      ports:\n        - containerPort: 80\n---\nkind: List\nitems:\n  - kind: Service\n'

  test('several documents, and the items of a List', () => {
    expect(readManifests(text, 'x.yaml').documents.map(({ value }) => value['kind'])).toEqual(['Pod', 'Service'])
  })

  test.each([
    ['metadata.name', 4, 3],
    ['spec.containers[0].ports[0].containerPort', 9, 11],
    ['spec.containers[0]', 7, 7],
    ['spec.containers[0].image', 7, 7],
    ['spec.containers[5]', 6, 3],
    ['spec.containers.name', 6, 3],
    ['metadata.name.first', 4, 3],
    ['nothing.at.all', 1, 1],
  ])('%s stands at line %i, column %i', (path, line, column) => {
    const position = readManifests(text, 'x.yaml').documents[0]?.position(path)
    expect([position?.line, position?.column]).toEqual([line, column])
  })

  test.each([
    ['yes', true],
    ['n', false],
    ['on', true],
    ['0400', 256],
    ['0x50', 80],
    ['1.10', 1.1],
    ['2001-01-01', '2001-01-01'],
    ['"yes"', 'yes'],
    ['~', null],
  ])('YAML 1.1 as Go reads it: %s', (written, value) => {
    expect(readManifests(`a: ${written}\nb: 1\n`, 'x.yaml').documents[0]?.value['a']).toEqual(value)
  })

  test('byte order marks and CRLF do not matter', () => {
    expect(readManifests('\uFEFFa: 1\r\nb: 2\r\n', 'x.yaml').documents[0]?.value).toEqual({ a: 1, b: 2 })
  })

  test('keys that stand twice are told by path', () => {
    expect(readManifests('a:\n  b: 1\n  b: 2\n', 'x.yaml').documents[0]?.duplicateKeys).toEqual(['a.b'])
  })

  test('a document of nothing between others is left out', () => {
    const file = readManifests('---\n~\n---\na: 1\n---\n', 'x.yaml')
    expect([file.documents.map(({ value }) => value), file.problems]).toEqual([[{ a: 1 }], []])
  })

  test('a List by reference, and keys that are no texts', () => {
    // Where the reference stands.
    expect(readManifests('x: &a [{ kind: Pod }]\nkind: List\nitems: *a\n', 'x.yaml').documents[0]?.position('kind').line).toBe(
      3,
    )
    expect(readManifests('? [a]\n: 1\nb: 2\n', 'x.yaml').documents[0]?.position('b').line).toBe(3)
  })

  test('every object that is written reads back as it was', () => {
    const key = fc.oneof(fc.string(), fc.constantFrom('yes', 'n', '0x1', '1e3', '~', '1:20', '2001-01-01', 'a.b/c', '-', '<<'))
    const text = fc.oneof(
      key,
      fc.constantFrom('0o17', '0777', '.inf', 'null', ' a', 'a ', 'a: b', '# a', 'a\nb\n\n', '\t', '|', '&a', '!x'),
    )
    const value = fc.letrec<{ tree: unknown }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.integer(),
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (Object.is(number, -0) ? 0 : number)),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(key, tie('tree'), { maxKeys: 3 }),
      ),
    })).tree
    const named = fc.dictionary(key, value, { maxKeys: 4 }).map((fields) => ({ kind: 'X', ...fields }))
    fc.assert(
      fc.property(
        named.filter((object) => object.kind !== 'List'),
        (object) => {
          expect(readManifests(renderYaml(object), 'x.yaml').documents[0]?.value).toEqual(object)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('what is written reads back', () => {
    const value = { kind: 'X', data: { a: 'yes', b: '80', c: [1, { d: null }], e: 'two\nlines\n' } }
    expect(readManifests(renderYaml(value), 'x.yaml').documents[0]?.value).toEqual(value)
  })
})

test('a text without digits is no number, as for kubectl', () => {
  const text = `a: e1\nb: .\nc: [._, E+5, e-7]\nd: [.inf, -.Inf, 1e3, .5, 1_0.5]\n`
  expect(readManifests(text, 'f.yaml').documents[0]?.value).toEqual({
    a: 'e1',
    b: '.',
    c: ['._', 'E+5', 'e-7'],
    d: [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1000, 0.5, 10.5],
  })
})

test("items of a list as the API answers it are of the list's kind", () => {
  const text = 'apiVersion: v1\nkind: PodList\nitems:\n  - metadata:\n      name: a\n  - kind: Service\n'
  const { documents } = readManifests(text, 'x.yaml')
  expect(documents.map(({ value }) => value)).toEqual([
    { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } },
    { apiVersion: 'v1', kind: 'Service' },
  ])
  expect(documents[0]?.position('metadata.name').line).toBe(5)
})
