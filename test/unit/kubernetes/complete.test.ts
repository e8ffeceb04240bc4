import { describe, expect, it } from 'vitest'
import { completeManifest } from '../../../src/kubernetes/complete.ts'

/** `|` is the caret. */
const complete = (text: string): readonly string[] | undefined => {
  const offset = text.indexOf('|')
  const found = completeManifest(text.replace('|', ''), offset)
  return found?.options.map(({ label }) => label)
}

const POLICY = 'apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\n'

describe('completeManifest', () => {
  it.each([
    ['fields of the object', `${POLICY}|`, ['apiVersion', 'kind', 'metadata', 'spec']],
    ['a field below another', `${POLICY}spec:\n  |`, ['egress', 'ingress', 'podSelector', 'policyTypes']],
    ['behind a dash', `${POLICY}spec:\n  ingress:\n    - |`, ['from', 'ports']],
    ['behind a dash at the column of its key', `${POLICY}spec:\n  ingress:\n  - |`, ['from', 'ports']],
    ['beside the first field of an item', `${POLICY}spec:\n  ingress:\n    - from: []\n      |`, ['from', 'ports']],
    [
      'in an item of an item',
      `${POLICY}spec:\n  ingress:\n  - from:\n    - |`,
      ['ipBlock', 'namespaceSelector', 'podSelector'],
    ],
    [
      'in a second item, past the first',
      `${POLICY}spec:\n  ingress:\n  - from:\n    - podSelector: {}\n    - namespaceSelector:\n        |`,
      ['matchExpressions', 'matchLabels'],
    ],
    ['values of a list of texts', `${POLICY}spec:\n  policyTypes:\n  - |`, undefined],
    ['below what has a value', `${POLICY}spec:\n  podSelector: {}\n  |`, ['egress', 'ingress', 'podSelector', 'policyTypes']],
    [
      'a value of a few',
      'apiVersion: v1\nkind: Service\nspec:\n  type: |',
      ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
    ],
    ['true or false', 'apiVersion: v1\nkind: Pod\nspec:\n  hostNetwork: |', ['false', 'true']],
    ['the kind of a version', 'apiVersion: discovery.k8s.io/v1\nkind: |', ['EndpointSlice']],
    ['the version of a kind', 'kind: NetworkPolicy\napiVersion: |', ['networking.k8s.io/v1']],
    ['a document of its own', `${POLICY}---\napiVersion: v1\nkind: Namespace\nspec:\n  |`, ['finalizers']],
    [
      'the document before it',
      `${POLICY}spec:\n  |\n---\napiVersion: v1\nkind: Namespace\n`,
      ['egress', 'ingress', 'podSelector', 'policyTypes'],
    ],
    ['the beginning of an empty text', '|', ['apiVersion', 'kind', 'metadata', 'spec']],
    ['a place that nothing is known of', `${POLICY}spec:\n  nosuch:\n    |`, undefined],
    ['a free text', 'apiVersion: v1\nkind: Pod\nmetadata:\n  name: |', undefined],
  ])('%s', (_, text, expected) => {
    const found = complete(text)
    if (expected === undefined) expect(found).toBeUndefined()
    else expect([...(found ?? [])].sort()).toEqual([...expected].sort())
  })

  it('begins where the word begins, and names required fields first', () => {
    const text = 'apiVersion: v1\nkind: Pod\nspec:\n  containers:\n    - na'
    const found = completeManifest(text, text.length)
    expect(found?.from).toBe(text.length - 2)
    expect(found?.options[0]).toEqual({ label: 'name', type: 'string', required: true })
  })
})
