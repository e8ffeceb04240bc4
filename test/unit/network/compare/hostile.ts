/** Policies made to be hard, with answers that are known all the same. */
import type { NetworkPolicy, NetworkPolicyPeer } from '../../../../src/kubernetes/generated/types.ts'

export const policy = (spec: NonNullable<NetworkPolicy['spec']>, name = 'p'): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name, namespace: 'shop' },
  spec,
})

export const fromPeers = (peers: readonly NetworkPolicyPeer[]): NetworkPolicy =>
  policy({ podSelector: {}, policyTypes: ['Ingress'], ingress: [{ from: [...peers] }] })

/**
 * Peers with three conditions each, which together match every Pod: each vertex of a graph in which all have degree three names the
 * parities of its three edges that are wrong for it, and their sum is odd, so that no labelling suits all.
 * Every peer is needed: without any one of them, some Pod matches none.
 * @see G. S. Tseitin, On the complexity of derivation in propositional calculus, 1968
 */
export const tautology = (labels: number): readonly NetworkPolicyPeer[] => {
  const vertices = Math.floor((labels * 2) / 3 / 2) * 2
  const edges: (readonly [number, number])[] = []
  for (let vertex = 0; vertex < vertices; vertex++) edges.push([vertex, (vertex + 1) % vertices])
  // Chords that leave no narrow waist.
  const open = new Set(Array.from({ length: vertices }, (_, index) => index))
  let state = 7
  while (open.size > 0) {
    const [first = 0] = open
    open.delete(first)
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    const rest = [...open]
    const other = rest[(state >> 8) % rest.length] ?? first
    open.delete(other)
    edges.push([first, other])
  }
  return Array.from({ length: vertices }, (_, vertex) => vertex).flatMap((vertex) => {
    const own = edges.flatMap((edge, index) => (edge.includes(vertex) ? [index] : []))
    const wanted = vertex === 0 ? 1 : 0
    return Array.from({ length: 1 << own.length }, (_, bits) => bits)
      .filter((bits) => own.reduce((sum, _, at) => sum + ((bits >> at) & 1), 0) % 2 !== wanted)
      .map((bits) => ({
        podSelector: {
          matchExpressions: own.map((edge, at) => ({
            key: `e${edge}`,
            operator: ((bits >> at) & 1) === 1 ? 'Exists' : 'DoesNotExist',
          })),
        },
      }))
  })
}

/** Blocks of which no two touch. */
export const blocks = (count: number): readonly NetworkPolicyPeer[] =>
  Array.from({ length: count }, (_, index) => ({ ipBlock: { cidr: `10.${index >> 7}.${(index & 127) * 2}.0/24` } }))

export const manyLabels = (count: number): Record<string, string> =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, 'x']))
