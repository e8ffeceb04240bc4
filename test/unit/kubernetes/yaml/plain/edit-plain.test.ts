import { describe, expect, test } from 'vitest'
import { parsePath, setPath } from '../../../../../src/kubernetes/field-path.ts'
import { isJsonObject } from '../../../../../src/kubernetes/json.ts'
import { editPlain } from '../../../../../src/kubernetes/yaml/plain/edit-plain.ts'
import { readManifests } from '../../../../../src/kubernetes/yaml/read-manifests.ts'

const POLICY = `# who may come
kind: NetworkPolicy
spec:
  podSelector: {}
  ingress:
    - from:   # partners
        - podSelector:
            matchLabels:
              app: web # the client

      ports:
        - port: eighty # a word
          protocol: TCP
        - port: 81
---
kind: Service
spec:
  ports:
  - name: a
    port: 80
  # the end
`

/** The lines that differ. */
const changed = (before: string, after: string | undefined): readonly string[] => {
  const rows = (text: string): readonly string[] => text.split('\n')
  const [old, now] = [rows(before), rows(after ?? '')]
  return [
    ...old.filter((row) => !now.includes(row)).map((row) => `- ${row}`),
    ...now.filter((row) => !old.includes(row)).map((row) => `+ ${row}`),
  ]
}

describe('edits of plain texts', () => {
  test.each([
    ['nothing', 0, [], []],
    [
      'a value keeps its comment',
      0,
      [{ path: 'spec.ingress[0].ports[0].port', value: 80 }],
      ['-         - port: eighty # a word', '+         - port: 80 # a word'],
    ],
    [
      'a field behind the dash goes',
      0,
      [{ path: 'spec.ingress[0].ports[0].port', value: undefined }],
      ['-         - port: eighty # a word', '-           protocol: TCP', '+         - protocol: TCP'],
    ],
    [
      'the last field of an item goes',
      0,
      [{ path: 'spec.ingress[0].ports[0].protocol', value: undefined }],
      ['-           protocol: TCP'],
    ],
    ['an item goes', 0, [{ path: 'spec.ingress[0].ports[1]', value: undefined }], ['-         - port: 81']],
    ['a field that was not there', 0, [{ path: 'spec.ingress[0].ports[1].endPort', value: 90 }], ['+           endPort: 90']],
    ['parents that were not there', 1, [{ path: 'spec.selector.app', value: 'web' }], ['+   selector:', '+     app: web']],
    [
      'a block for a value',
      0,
      [{ path: 'spec.podSelector', value: { matchLabels: { app: 'db' } } }],
      ['-   podSelector: {}', '+   podSelector:', '+     matchLabels:', '+       app: db'],
    ],
    [
      'a list as far left as its key',
      1,
      [
        { path: 'spec.ports[0].port', value: 8080 },
        { path: 'spec.ports[1]', value: { port: 1 } },
      ],
      ['-     port: 80', '+     port: 8080', '+   - port: 1'],
    ],
  ] as const)('%s', (_name, document, edits, lines) => {
    const after = editPlain(POLICY, document, edits)
    expect(after).toBeDefined()
    expect(changed(POLICY, after)).toEqual(lines)
  })

  test.each([
    ['what is not plain', 'a: &x 1\n', [{ path: 'a', value: 2 }]],
    ['within braces', 'a: { b: 1 }\n', [{ path: 'a.b', value: 2 }]],
    ['brackets before a comment', 'a: # words\n  b: 1\n', [{ path: 'a', value: [] }]],
    ['the only field of its parent', 'a:\n  b: 1\n', [{ path: 'a.b', value: undefined }]],
    ['a text that needs more than quotes', 'a: 1\n', [{ path: 'a', value: 'é' }]],
  ] as const)('not %s', (_name, text, edits) => {
    expect(editPlain(text, 0, edits)).toBeUndefined()
  })

  test('not a document that is not there', () => {
    expect(editPlain('a: 1\n', 3, [])).toBeUndefined()
  })

  test('a text reads as the edit wants it', () => {
    const [before] = readManifests(POLICY, 'f.yaml').documents
    for (const [path, value] of [
      ['spec.ingress[0].from[0].podSelector.matchLabels', { tier: 'x' }],
      ['metadata', { name: 'net' }],
    ] as const) {
      const [after] = readManifests(editPlain(POLICY, 0, [{ path, value }]) ?? '', 'f.yaml').documents
      expect(after?.value).toEqual(setPath(before?.value, parsePath(path), value))
      expect(isJsonObject(after?.value)).toBe(true)
    }
  })
})
