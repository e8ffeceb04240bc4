/** Random Services with their slices on a small cluster, and packets that are likely to meet them. */
import fc from 'fast-check'
import type { EndpointSlice, Node, Service } from '../../../../../src/kubernetes/generated/types.ts'
import type { AddressFamily } from '../../../../../src/network/address.ts'
import { DEFAULT_CLUSTER_FACTS, type ClusterFacts } from '../../../../../src/network/facts.ts'
import { indexSnapshot, type NetworkState } from '../../../../../src/network/state.ts'
import type { TracedPacket } from './trace.ts'

export const NODE = 'node-1'

/** Addresses by their place in the cluster, in both families. */
const ADDRESSES = {
  IPv4: {
    pod: '10.244',
    service: '10.96.0.',
    node: '172.18.0.',
    outside: '203.0.113.',
    external: '192.0.2.',
    pods: '10.244.0.0/16',
  },
  IPv6: {
    pod: 'fd00:10:',
    service: 'fd00:96::',
    node: 'fd00:18::',
    outside: '2001:db8:1::',
    external: '2001:db8:2::',
    pods: 'fd00:10::/32',
  },
} as const

const LOOPBACK = { IPv4: '127.0.0.1', IPv6: '::1' } as const

const podIp = (family: AddressFamily, node: number, index: number): string =>
  family === 'IPv4' ? `10.244.${node}.${index}` : `fd00:10:${node}::${index}`

export const nodeIp = (family: AddressFamily, node: number): string => `${ADDRESSES[family].node}${node + 1}`

const ZONES = ['a', 'b', 'a']

const nodes = (family: AddressFamily): readonly Node[] =>
  [1, 2, 3].map((index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: `node-${index}`, labels: { 'topology.kubernetes.io/zone': ZONES[index - 1] ?? '' } },
    status: {
      addresses: [
        { type: 'InternalIP', address: nodeIp(family, index) },
        ...(index === 1 ? [{ type: 'InternalIP', address: nodeIp(family, 50) }] : []),
      ],
    },
  }))

interface EndpointDraft {
  readonly node: number
  readonly isHost: boolean
  readonly index: number
  readonly ready: boolean
  readonly serving: boolean
  readonly terminating: boolean
  readonly zones: readonly string[]
  readonly nodes: readonly number[]
}

const endpointDraft: fc.Arbitrary<EndpointDraft> = fc.record({
  node: fc.integer({ min: 1, max: 3 }),
  isHost: fc.boolean().map((drawn) => drawn),
  index: fc.integer({ min: 2, max: 5 }),
  ready: fc.integer({ min: 0, max: 3 }).map((drawn) => drawn > 0),
  serving: fc.boolean(),
  terminating: fc.boolean(),
  zones: fc.subarray(['a', 'b']),
  nodes: fc.subarray([1, 2, 3]),
})

const serviceDraft = fc.record({
  type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'LoadBalancer'),
  protocols: fc.uniqueArray(fc.constantFrom('TCP', 'UDP', 'SCTP'), { minLength: 1, maxLength: 2 }),
  port: fc.constantFrom(80, 443),
  internal: fc.constantFrom('Cluster', 'Cluster', 'Local'),
  external: fc.constantFrom('Cluster', 'Local'),
  ranges: fc.subarray(['outside', 'pods', 'node', 'all', 'other-family'], { maxLength: 2 }),
  hasExternalIp: fc.boolean(),
  ipMode: fc.constantFrom(undefined, 'VIP', 'Proxy'),
  hasAffinity: fc.boolean(),
  hasNodePorts: fc.integer({ min: 0, max: 3 }).map((drawn) => drawn > 0),
  label: fc.constantFrom(undefined, undefined, undefined, 'service.kubernetes.io/headless'),
  endpoints: fc.array(endpointDraft, { maxLength: 4 }),
  usesHints: fc.boolean(),
})

type ServiceDraft = typeof serviceDraft extends fc.Arbitrary<infer Draft> ? Draft : never

const rangeOf = (family: AddressFamily, name: string): string => {
  const { outside, node, pods } = ADDRESSES[family]
  const zero = family === 'IPv4' ? '0' : ''
  const bits = family === 'IPv4' ? 28 : 124
  switch (name) {
    case 'outside':
      return `${outside}${zero}/${bits}`
    case 'node':
      return `${node}${zero}/${bits}`
    case 'pods':
      return pods
    case 'all':
      return family === 'IPv4' ? '0.0.0.0/0' : '::/0'
    default:
      return family === 'IPv4' ? '2001:db8::/64' : '198.51.100.0/24'
  }
}

export const externalIp = (family: AddressFamily, index: number): string => `${ADDRESSES[family].external}${index + 1}`
export const balancerIp = (family: AddressFamily, index: number): string => `${ADDRESSES[family].external}${index + 101}`
export const clusterIp = (family: AddressFamily, index: number): string => `${ADDRESSES[family].service}${index + 1}`
const nodePort = (index: number, port: number): number => 30_000 + index * 10 + port

const makeService = (family: AddressFamily, draft: ServiceDraft, index: number): Service => {
  const isBalanced = draft.type === 'LoadBalancer'
  const hasNodePorts = draft.type === 'NodePort' || (isBalanced && draft.hasNodePorts)
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: {
      namespace: index % 2 === 0 ? 'shop' : 'pay',
      name: `s${index}`,
      ...(draft.label === undefined ? {} : { labels: { [draft.label]: '' } }),
    },
    spec: {
      type: draft.type,
      clusterIP: clusterIp(family, index),
      clusterIPs: [clusterIp(family, index)],
      ipFamilies: [family],
      ports: draft.protocols.map((protocol, place) => ({
        name: draft.protocols.length === 1 ? '' : `p${place}`,
        port: draft.port,
        protocol,
        ...(hasNodePorts ? { nodePort: nodePort(index, place) } : {}),
      })),
      internalTrafficPolicy: draft.internal,
      externalTrafficPolicy: draft.external,
      ...(draft.hasExternalIp ? { externalIPs: [externalIp(family, index)] } : {}),
      ...(isBalanced ? { loadBalancerSourceRanges: draft.ranges.map((name) => rangeOf(family, name)) } : {}),
      ...(draft.hasAffinity ? { sessionAffinity: 'ClientIP' } : {}),
    },
    ...(isBalanced
      ? {
          status: {
            loadBalancer: {
              ingress: [{ ip: balancerIp(family, index), ...(draft.ipMode === undefined ? {} : { ipMode: draft.ipMode }) }],
            },
          },
        }
      : {}),
  }
}

const makeSlice = (family: AddressFamily, draft: ServiceDraft, index: number): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: {
    namespace: index % 2 === 0 ? 'shop' : 'pay',
    name: `s${index}`,
    labels: { 'kubernetes.io/service-name': `s${index}` },
  },
  addressType: family,
  ports: draft.protocols.map((protocol, place) => ({
    name: draft.protocols.length === 1 ? '' : `p${place}`,
    port: 8080 + place,
    protocol,
  })),
  endpoints: draft.endpoints.map(({ node, isHost, index: pod, ready, serving, terminating, zones, nodes: hinted }) => ({
    addresses: [isHost && pod === 2 ? nodeIp(family, node) : podIp(family, node, pod)],
    nodeName: `node-${node}`,
    conditions: { ready, serving, terminating },
    ...(draft.usesHints
      ? { hints: { forZones: zones.map((name) => ({ name })), forNodes: hinted.map((name) => ({ name: `node-${name}` })) } }
      : {}),
  })),
})

export interface RandomCluster {
  readonly family: AddressFamily
  readonly state: NetworkState
  readonly own: readonly string[]
  readonly packets: readonly TracedPacket[]
}

const packetsOf = (family: AddressFamily, services: readonly ServiceDraft[]): fc.Arbitrary<TracedPacket> => {
  const { outside } = ADDRESSES[family]
  const fromNode = fc.record({
    source: fc.constant(nodeIp(family, 1)),
    isFromNode: fc.constant(true),
  })
  const fromElsewhere = fc.record({
    source: fc.constantFrom(
      podIp(family, 1, 3),
      podIp(family, 2, 3),
      podIp(family, 1, 9),
      nodeIp(family, 2),
      `${outside}5`,
      `${outside}99`,
    ),
    isFromNode: fc.constant(false),
  })
  const others = fc.record({
    destination: fc.constantFrom(clusterIp(family, 77), podIp(family, 2, 3), nodeIp(family, 1), nodeIp(family, 2)),
    port: fc.constantFrom(80, 8080, 30_000, 30_010),
    protocol: fc.constantFrom('tcp', 'udp', 'sctp'),
  })
  const aimed = fc.oneof(...services.flatMap((draft, index) => targetsOf(family, draft, index)))
  const target = fc.oneof({ arbitrary: aimed, weight: 8 }, { arbitrary: others, weight: 1 })
  const sent = fc
    .tuple(fc.oneof({ arbitrary: fromNode, weight: 1 }, { arbitrary: fromElsewhere, weight: 4 }), target)
    .map(([source, to]) => ({ ...source, ...to }))
  const toItself = fc.oneof(...services.map((draft, index) => overLoopback(family, draft, index)))
  return fc.oneof({ arbitrary: sent, weight: 9 }, { arbitrary: toItself, weight: 1 })
}

/** Only the node itself sends to its loopback, and from there: to node ports, which answer there or not (K13). */
const overLoopback = (family: AddressFamily, draft: ServiceDraft, index: number): fc.Arbitrary<TracedPacket> =>
  fc.record({
    source: fc.constant(LOOPBACK[family]),
    destination: fc.constant(LOOPBACK[family]),
    isFromNode: fc.constant(true),
    port: fc.constantFrom(nodePort(index, 0), nodePort(index, 1), draft.port),
    protocol: protocolOf(draft),
  })

const protocolOf = (draft: ServiceDraft): fc.Arbitrary<TracedPacket['protocol']> =>
  fc.constantFrom(...draft.protocols).map((name) => name.toLowerCase() as TracedPacket['protocol'])

/** What is sent to the addresses of a Service: mostly to a port that it has. */
const targetsOf = (
  family: AddressFamily,
  draft: ServiceDraft,
  index: number,
): readonly fc.Arbitrary<Pick<TracedPacket, 'destination' | 'port' | 'protocol'>>[] => {
  const protocol = protocolOf(draft)
  const addresses = [clusterIp, clusterIp, balancerIp, externalIp].map((make) => make(family, index))
  return [
    fc.record({
      destination: fc.constantFrom(...addresses),
      port: fc.constantFrom(draft.port, draft.port, draft.port, 81),
      protocol,
    }),
    fc.record({
      destination: fc.constantFrom(nodeIp(family, 1), nodeIp(family, 1), nodeIp(family, 50)),
      port: fc.constantFrom(nodePort(index, 0), nodePort(index, 0), nodePort(index, 1)),
      protocol,
    }),
  ]
}

export const randomCluster = (proxyMode: ClusterFacts['proxyMode']): fc.Arbitrary<RandomCluster> =>
  fc.constantFrom<AddressFamily>('IPv4', 'IPv6').chain((family) =>
    fc
      .record({
        services: fc.array(serviceDraft, { minLength: 1, maxLength: 3 }),
        knowsPods: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn > 0),
        masqueradeAll: fc.integer({ min: 0, max: 4 }).map((drawn) => drawn === 0),
        localhostNodePorts: fc.boolean(),
        nodePortAddresses: fc.constantFrom<ClusterFacts['nodePortAddresses']>(
          undefined,
          [`${nodeIp(family, 50)}/${family === 'IPv4' ? 32 : 128}`],
          'primary',
        ),
      })
      .chain((draft) =>
        fc.array(packetsOf(family, draft.services), { minLength: 20, maxLength: 20 }).map((packets) => ({ ...draft, packets })),
      )
      .map(({ services, knowsPods, packets, nodePortAddresses, ...facts }) => {
        const cluster: ClusterFacts = {
          ...DEFAULT_CLUSTER_FACTS,
          ...facts,
          proxyMode,
          podCidrs: knowsPods ? [ADDRESSES[family].pods] : [],
          serviceCidrs: ['10.96.0.0/16', 'fd00:96::/112'],
          ...(nodePortAddresses === undefined ? {} : { nodePortAddresses }),
        }
        const objects = [
          ...nodes(family),
          ...services.flatMap((draft, index) => [makeService(family, draft, index), makeSlice(family, draft, index)]),
        ]
        return {
          family,
          state: indexSnapshot({ objects, facts: { cluster, pods: {} } }),
          own: [nodeIp(family, 1), nodeIp(family, 50)],
          packets,
          [fc.toStringMethod]: () => JSON.stringify({ services: objects.slice(3), cluster }),
        }
      }),
  )
