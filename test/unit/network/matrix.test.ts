import fc from 'fast-check'
import { expect, it } from 'vitest'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../src/network/facts.ts'
import { connectAll, connectOnPorts, verdictAt } from '../../../src/network/matrix.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { connectToAddress } from '../../../src/network/path/connect-address.ts'
import { indexSnapshot } from '../../../src/network/state.ts'
import type { EqualPriority } from '../../../src/network/choices.ts'
import { clusterPoliciesOver, labelsOver, policyOver } from './policy/arbitraries.ts'

const alphabet = { keys: ['a', 'b'], values: ['x', 'y'] }

const nodes = ['n1', 'n2'].map((name, index) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  status: { addresses: [{ type: 'InternalIP', address: `172.18.0.${index + 2}` }] },
})) as readonly KubernetesObject[]

const pods = fc
  .array(
    fc.record({
      namespace: fc.constantFrom('one', 'two', 'three'),
      labels: labelsOver(alphabet),
      named: fc.boolean(),
      node: fc.constantFrom('n1', 'n2', 'nowhere'),
      host: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      range: fc.constantFrom('10.244.0', '10.244.1', '10.1.0'),
      listens: fc.constantFrom(80, 81),
      complete: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  )
  .map((made) =>
    made.map(({ namespace, labels, named, node, host, range, listens, complete }, index) => ({
      listens,
      complete,
      pod: {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: `p${index}`, namespace, labels },
        spec: {
          nodeName: node,
          ...(host ? { hostNetwork: true } : {}),
          containers: [{ name: 'c', ...(named ? { ports: [{ name: 'http', containerPort: 80 }] } : {}) }],
        },
        status: { phase: 'Running', podIP: host ? `172.18.0.${node === 'n2' ? 3 : 2}` : `${range}.${index + 1}` },
      },
    })),
  )

const sets = fc.oneof(
  fc.array(policyOver(alphabet), { maxLength: 4 }),
  fc
    .tuple(fc.array(policyOver(alphabet), { maxLength: 2 }), clusterPoliciesOver(alphabet, 3))
    .map(([own, cluster]) => [...own, ...cluster]),
)
const orders = fc.constantFrom<EqualPriority>('first-name', 'deny-first', 'accept-first')

it('N33 N34 N35 asks each group once, and says what asking every Pod for every other would, whichever kind the policies are', () => {
  fc.assert(
    fc.property(pods, sets, orders, (made, policies, equalPriority) => {
      const facts = {
        cluster: { ...DEFAULT_CLUSTER_FACTS, choices: { equalPriority } },
        pods: Object.fromEntries(
          made.map(({ pod, listens, complete }) => [
            `${pod.metadata.namespace}/${pod.metadata.name}`,
            {
              complete,
              listeners: [{ container: 'c', program: 'nginx', protocol: 'TCP' as const, port: listens, address: '0.0.0.0' }],
            },
          ]),
        ),
      }
      const snapshot: Snapshot = { objects: [...nodes, ...made.map(({ pod }) => pod), ...policies], facts }
      const state = indexSnapshot(snapshot)
      const ports = [{ port: 80 }, { port: 81 }, { port: 80, protocol: 'UDP' as const }]
      for (const [number, matrix] of connectOnPorts(snapshot, { ports }).entries())
        for (const [row, source] of matrix.pods.entries())
          for (const [column, target] of made.entries()) {
            const { outcomes } = connectToAddress(
              state,
              { pod: source },
              { ip: target.pod.status.podIP, port: 80, ...ports[number] },
            )
            expect(verdictAt(matrix, row, column)).toBe(outcomes[0]?.verdict)
          }
    }),
    { numRuns: 200 },
  )
})

it('gives one group to Pods that differ only in what no policy mentions', () => {
  const pod = (name: string, labels: Readonly<Record<string, string>>): KubernetesObject =>
    ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'one', labels },
      spec: { nodeName: 'n1', containers: [{ name: 'c' }] },
      status: { phase: 'Running', podIP: `10.244.0.${name.length}` },
    }) as KubernetesObject
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'one' },
    spec: { podSelector: { matchLabels: { app: 'a' } }, ingress: [] },
  } as KubernetesObject
  const pods = [
    pod('a', { app: 'a', hash: '1' }),
    pod('aa', { app: 'a', hash: '2' }),
    pod('aaa', { app: 'b' }),
    pod('aaaa', { app: 'c' }),
    pod('aaaaa', {}),
  ]
  const snapshot = { objects: [...nodes, ...pods, policy], facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: {} } }
  expect(connectAll(snapshot, { port: 80 }).groups).toEqual([0, 0, 1, 1, 2])
})

it('leaves out other namespaces', () => {
  const snapshot = { objects: [], facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: {} } }
  expect(connectAll(snapshot, { port: 80, namespaces: ['other'] }).pods).toEqual([])
})
