/** Random small clusters in which everything that a NetworkPolicy can say occurs often. */
import fc from 'fast-check'
import type { LabelSelector, NetworkPolicy } from '../../../../../src/kubernetes/generated/types.ts'
import type { NaiveCluster, NaiveEnd, NaiveFlow, NaivePod, NaiveProtocol } from './naive.ts'

const NAME = 'kubernetes.io/metadata.name'
const NAMESPACES = ['one', 'two', 'three'] as const
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const satisfies readonly NaiveProtocol[]

const labels = fc.dictionary(fc.constantFrom('a', 'b'), fc.constantFrom('x', 'y', 'z'), { maxKeys: 2 })

const selectorOver = (keys: readonly string[], values: readonly string[]): fc.Arbitrary<LabelSelector> => {
  const key = fc.constantFrom(...keys)
  const listed = fc.record({
    key,
    operator: fc.constantFrom('In', 'NotIn'),
    values: fc.subarray([...values], { minLength: 1, maxLength: 2 }),
  })
  const bare = fc.record({ key, operator: fc.constantFrom('Exists', 'DoesNotExist') })
  return fc.record(
    {
      matchLabels: fc.dictionary(key, fc.constantFrom(...values), { maxKeys: 2 }),
      matchExpressions: fc.array(fc.oneof(listed, bare), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  )
}

const podSelector = selectorOver(['a', 'b'], ['x', 'y'])
const namespaceSelector = fc.oneof(selectorOver(['a', 'b'], ['x', 'y']), selectorOver([NAME], ['one', 'two', 'absent']))

const ipBlock = fc.constantFrom(
  { cidr: '0.0.0.0/0' },
  { cidr: '::/0' },
  { cidr: '10.0.0.0/8', except: ['10.244.0.0/24', '10.244.0.0/23'] },
  { cidr: '10.244.1.0/24', except: ['10.244.1.5/32'] },
  { cidr: '10.244.0.7/32' },
  { cidr: '192.0.2.0/25' },
  { cidr: 'fd00::/16', except: ['fd00:0:0:1::/64'] },
  { cidr: 'fd00::1:0/112' },
  { cidr: '2001:db8::1/128' },
)

const peer = fc.oneof(
  { weight: 2, arbitrary: fc.record({ podSelector }) },
  { weight: 2, arbitrary: fc.record({ namespaceSelector }) },
  { weight: 3, arbitrary: fc.record({ podSelector, namespaceSelector }) },
  { weight: 3, arbitrary: fc.record({ ipBlock }) },
)

const protocol = fc.constantFrom(...PROTOCOLS)
const port = fc.oneof(
  fc.record({ port: fc.constantFrom<number | string>(80, 81, 90, 'http', 'dns'), protocol }, { requiredKeys: [] }),
  fc.record(
    { port: fc.constantFrom(79, 80, 81), endPort: fc.constantFrom(81, 90, 65_535), protocol },
    { requiredKeys: ['port', 'endPort'] },
  ),
)

const rules = (field: 'from' | 'to'): fc.Arbitrary<Record<string, unknown>[]> =>
  fc.array(
    fc.record({ [field]: fc.array(peer, { maxLength: 2 }), ports: fc.array(port, { maxLength: 2 }) }, { requiredKeys: [] }),
    {
      maxLength: 2,
    },
  )

const spec = fc.record(
  {
    podSelector: fc.oneof(fc.constant({}), podSelector),
    policyTypes: fc.subarray(['Ingress', 'Egress'], { minLength: 1 }),
    ingress: rules('from'),
    egress: rules('to'),
  },
  { requiredKeys: ['podSelector'] },
)

/** Valid policies of namespaces `one` and `two`; names are given by `named`. */
export const anyPolicy: fc.Arbitrary<NetworkPolicy> = fc.record({
  apiVersion: fc.constant('networking.k8s.io/v1' as const),
  kind: fc.constant('NetworkPolicy' as const),
  metadata: fc.record({ name: fc.constant('p'), namespace: fc.constantFrom('one', 'two') }),
  spec,
})

export const named = (policies: readonly NetworkPolicy[]): readonly NetworkPolicy[] =>
  policies.map((policy, index) => ({ ...policy, metadata: { ...policy.metadata, name: `p${index}` } }))

const PORTS = [79, 80, 81, 90, 443, 65_535] as const

const podPorts = fc.uniqueArray(
  fc.record({ name: fc.constantFrom('http', 'dns'), containerPort: fc.constantFrom(80, 81, 443), protocol }),
  { selector: ({ name }) => name, maxLength: 2 },
)

const POD_ADDRESSES = ['10.244.0.7', '10.244.1.5', '10.244.1.9', '10.9.9.9', 'fd00::1:2', 'fd00:0:0:1::3', 'fd01::4']
const OUTSIDE = ['10.244.0.200', '192.0.2.1', '192.0.2.200', '2001:db8::1', 'fd00::5']

const pods = fc
  .tuple(
    fc.shuffledSubarray(POD_ADDRESSES, { minLength: 3, maxLength: 5 }),
    fc.array(fc.record({ namespace: fc.constantFrom(...NAMESPACES), labels, ports: podPorts }), { minLength: 5, maxLength: 5 }),
  )
  .map(([addresses, made]) => addresses.map((ip, index): NaivePod => ({ ...made[index]!, ip, name: `pod-${index}` })))

export const anyCluster: fc.Arbitrary<NaiveCluster> = fc.record({
  namespaces: fc
    .tuple(labels, labels, labels)
    .map((each) => Object.fromEntries(NAMESPACES.map((name, index) => [name, { ...each[index], [NAME]: name }]))),
  pods,
  policies: fc.array(anyPolicy, { minLength: 1, maxLength: 4 }).map(named),
})

const familyOf = ({ ip }: NaiveEnd): boolean => ip.includes(':')

/** Every connection between two ends, of which one is a Pod, on every port that a rule could single out. */
export const flowsOf = ({ pods: all }: NaiveCluster): readonly NaiveFlow[] => {
  const ends: readonly NaiveEnd[] = [...all, ...OUTSIDE.map((ip) => ({ ip }))]
  return ends.flatMap((from, source) =>
    ends.flatMap((to, destination) =>
      source === destination || familyOf(from) !== familyOf(to) || Math.min(source, destination) >= all.length
        ? []
        : PROTOCOLS.map((asked, index) => ({
            from,
            to,
            // Every pair is asked with every protocol, on other ports than its neighbours.
            port: PORTS[(2 * index + source + destination) % PORTS.length] ?? 80,
            protocol: asked,
          })),
    ),
  )
}
