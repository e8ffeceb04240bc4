/** That two readings never matter to a comparison (N24, N25) is an argument of `readings.ts`; here clusters are asked. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { NetworkPolicy } from '../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { comparePolicies } from '../../../../src/network/compare/compare.ts'
import { connect } from '../../../../src/network/connect.ts'
import { DEFAULT_CLUSTER_FACTS, type Facts } from '../../../../src/network/facts.ts'
import type { ConnectQuestion, Verdict } from '../../../../src/network/model.ts'
import { anyCluster, anyPolicy, named } from './oracles/clusters.ts'
import { MUTATIONS } from './oracles/mutations.ts'
import type { NaiveCluster } from './oracles/naive.ts'
import { REWRITES } from './oracles/rewrites.ts'

const NODES = ['node-a', 'node-b']

/** Every other Pod uses its node's network. */
const objectsOf = ({ namespaces, pods }: NaiveCluster): readonly KubernetesObject[] => [
  ...NODES.map((name, index): KubernetesObject & { status: object } => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: { addresses: [{ type: 'InternalIP', address: `10.9.0.${index + 2}` }] },
  })),
  ...Object.entries(namespaces).map(([name, labels]) => ({
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { ...labels } },
  })),
  ...pods.map(({ namespace, name, labels, ip, ports }, index): KubernetesObject & { spec: object; status: object } => {
    const isOnHost = index % 2 === 1
    const address = isOnHost ? `10.9.0.${(index % NODES.length) + 2}` : ip
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { namespace, name, labels: { ...labels } },
      spec: {
        nodeName: NODES[index % NODES.length],
        ...(isOnHost ? { hostNetwork: true } : {}),
        containers: [{ name: 'c', image: 'i', ports: [...ports] }],
      },
      status: { phase: 'Running', podIP: address, podIPs: [{ ip: address }] },
    }
  }),
]

const factsOf = ({ pods }: NaiveCluster, choices: NonNullable<Facts['cluster']['choices']>): Facts => ({
  cluster: { ...DEFAULT_CLUSTER_FACTS, choices },
  pods: Object.fromEntries(
    pods.map(({ namespace, name }) => [
      `${namespace}/${name}`,
      {
        complete: true,
        listeners: [80, 81].map(
          (port) => ({ container: 'c', program: 'p', protocol: 'TCP', port, address: '0.0.0.0' }) as const,
        ),
      },
    ]),
  ),
})

const CHOICES = (['as-nodes', 'as-pods'] as const).flatMap((hostNetworkPods) =>
  (['exempt', 'policed'] as const).map((ownNode) => ({ hostNetworkPods, ownNode, ownNodeRewritten: ownNode })),
)

const questionsOf = ({ pods }: NaiveCluster): readonly ConnectQuestion[] => {
  const sources = [...pods.map(({ namespace, name }) => ({ pod: { namespace, name } })), ...NODES.map((node) => ({ node }))]
  return sources.flatMap((from) =>
    pods.flatMap(({ namespace, name }) => [80, 81].map((port) => ({ from, to: { pod: { namespace, name } }, port }))),
  )
}

const pair = fc.oneof(
  fc
    .tuple(fc.array(anyPolicy, { minLength: 1, maxLength: 3 }), fc.constantFrom(...REWRITES))
    .map(([policies, rewrite]) => [policies, rewrite(policies)] as const),
  fc.tuple(anyPolicy, fc.array(anyPolicy, { maxLength: 2 }), fc.constantFrom(...Object.values(MUTATIONS))).map(
    ([one, others, mutate]) =>
      [
        [one, ...others],
        [mutate(one), ...others],
      ] as const,
  ),
)

test('what is equivalent stays so for Pods on their node’s network and for a Pod’s own node', { timeout: 180_000 }, () => {
  let asked = 0
  fc.assert(
    fc.property(pair, anyCluster, ([a, b], cluster) => {
      const sides: readonly (readonly NetworkPolicy[])[] = [named(a), named(b)]
      if (comparePolicies(sides[0]!, sides[1]!).kind !== 'equivalent') return
      asked++
      const objects = objectsOf(cluster)
      for (const choices of CHOICES) {
        const facts = factsOf(cluster, choices)
        const answers = sides.map((policies) => {
          const snapshot = { objects: [...objects, ...policies], facts }
          return questionsOf(cluster).map((question): Verdict | undefined => connect(snapshot, question).outcomes[0]?.verdict)
        })
        expect(answers[0], JSON.stringify({ a, b, choices })).toEqual(answers[1])
      }
    }),
    { numRuns: 60, seed: 4 },
  )
  expect(asked).toBeGreaterThan(20)
})
