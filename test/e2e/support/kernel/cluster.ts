/** A cluster of two nodes as objects for the model, and the same as network namespaces. */
import type { EndpointSlice, Node, Pod, Service, ServiceSpec } from '../../../../src/kubernetes/generated/types.ts'
import type { AddressFamily } from '../../../../src/network/address.ts'
import { DEFAULT_CLUSTER_FACTS, type ClusterFacts, type PodFacts } from '../../../../src/network/facts.ts'
import type { Snapshot } from '../../../../src/network/model.ts'
import { createNamespaces, type Namespaces } from './namespaces.ts'

/** The last part of an address: of nodes, Pods, clients, Services. */
export interface Plan {
  readonly family: AddressFamily
  readonly node: (index: number) => string
  readonly pod: (node: number, index: number) => string
  readonly service: (index: number) => string
  readonly balancer: (index: number) => string
  readonly client: string
  readonly stranger: string
  /** An address that a Service claims, and that a machine outside has. */
  readonly outer: string
  /** Blocks: of Pods on a node, of Services, of balancers' addresses, of the client. */
  readonly podBlock: (node: number) => string
  readonly pods: string
  readonly services: string
  readonly balancers: string
  readonly clients: string
}

const IPV4: Plan = {
  family: 'IPv4',
  node: (index) => `172.18.0.${String(index + 1)}`,
  pod: (node, index) => `10.244.${String(node)}.${String(index + 1)}`,
  service: (index) => `10.96.0.${String(index)}`,
  balancer: (index) => `192.0.2.${String(index)}`,
  client: '203.0.113.9',
  stranger: '198.51.100.9',
  outer: '198.51.100.80',
  podBlock: (node) => `10.244.${String(node)}.0/24`,
  pods: '10.244.0.0/16',
  services: '10.96.0.0/16',
  balancers: '192.0.2.0/24',
  clients: '203.0.113.0/28',
}

const IPV6: Plan = {
  family: 'IPv6',
  node: (index) => `fd00:18::${String(index + 1)}`,
  pod: (node, index) => `fd00:10:0:${String(node)}::${String(index + 1)}`,
  service: (index) => `fd00:96::${String(index)}`,
  balancer: (index) => `2001:db8:2::${String(index)}`,
  client: '2001:db8:1::9',
  stranger: '2001:db8:3::9',
  outer: '2001:db8:3::80',
  podBlock: (node) => `fd00:10:0:${String(node)}::/64`,
  pods: 'fd00:10::/48',
  services: 'fd00:96::/112',
  balancers: '2001:db8:2::/64',
  clients: '2001:db8:1::/124',
}

export const planOf = (family: AddressFamily): Plan => (family === 'IPv4' ? IPV4 : IPV6)

const TARGET = 8080

/** Pods: a and b on node-1, far on node-2; `host` is a Pod on the network of node-1. */
const HOMES = { a: 1, b: 1, far: 2 } as const
export type PodName = keyof typeof HOMES | 'host'

export const podIp = (plan: Plan, name: PodName): string =>
  name === 'host' ? plan.node(1) : plan.pod(HOMES[name], name === 'b' ? 2 : 1)

const nodes = (plan: Plan): readonly Node[] =>
  [1, 2].map((index) => ({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node-${String(index)}`,
      // The balancer's addresses are routed to node-1.
      labels: index === 2 ? { 'node.kubernetes.io/exclude-from-external-load-balancers': '' } : {},
    },
    status: {
      addresses: [
        { type: 'InternalIP', address: plan.node(index) },
        ...(index === 1 ? [{ type: 'InternalIP', address: plan.node(11) }] : []),
      ],
    },
  }))

const makePod = (plan: Plan, name: PodName): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { namespace: 'default', name },
  spec: {
    containers: [{ name: 'main' }],
    nodeName: `node-${String(name === 'host' ? 1 : HOMES[name])}`,
    ...(name === 'host' ? { hostNetwork: true } : {}),
  },
  status: { phase: 'Running', podIP: podIp(plan, name), conditions: [{ type: 'Ready', status: 'True' }] },
})

interface Draft {
  readonly name: string
  readonly endpoints: readonly PodName[]
  readonly spec?: Partial<ServiceSpec>
  readonly nodePort?: number
  readonly protocol?: 'TCP' | 'UDP'
  readonly balancer?: number
}

const drafts = (plan: Plan): readonly Draft[] => [
  { name: 'web', endpoints: ['a', 'b', 'far'], nodePort: 30_001 },
  { name: 'own', endpoints: ['a'] },
  { name: 'empty', endpoints: [], nodePort: 30_003 },
  {
    name: 'away',
    endpoints: ['far'],
    nodePort: 30_004,
    spec: { internalTrafficPolicy: 'Local', externalTrafficPolicy: 'Local' },
  },
  { name: 'here', endpoints: ['a'], nodePort: 30_005, spec: { externalTrafficPolicy: 'Local' } },
  {
    name: 'guarded',
    endpoints: ['far'],
    nodePort: 30_006,
    balancer: 6,
    spec: { type: 'LoadBalancer', loadBalancerSourceRanges: [plan.clients] },
  },
  {
    name: 'guarded-empty',
    endpoints: [],
    nodePort: 30_007,
    balancer: 7,
    spec: { type: 'LoadBalancer', loadBalancerSourceRanges: [plan.clients] },
  },
  { name: 'sticky', endpoints: ['a', 'b', 'far'], spec: { sessionAffinity: 'ClientIP' } },
  { name: 'datagrams', endpoints: ['far'], protocol: 'UDP' },
  { name: 'host', endpoints: ['host'], nodePort: 30_010 },
  { name: 'outer', endpoints: [], spec: { externalIPs: [plan.outer] } },
]

export const serviceIp = (plan: Plan, name: string): string =>
  plan.service(1 + drafts(plan).findIndex((draft) => draft.name === name))

const makeService = (plan: Plan, { name, spec, nodePort, protocol = 'TCP', balancer }: Draft): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace: 'default', name },
  spec: {
    type: nodePort === undefined ? 'ClusterIP' : 'NodePort',
    clusterIP: serviceIp(plan, name),
    clusterIPs: [serviceIp(plan, name)],
    ipFamilies: [plan.family],
    ports: [{ port: 80, targetPort: TARGET, protocol, ...(nodePort === undefined ? {} : { nodePort }) }],
    ...spec,
  },
  ...(balancer === undefined ? {} : { status: { loadBalancer: { ingress: [{ ip: plan.balancer(balancer) }] } } }),
})

const makeSlice = (plan: Plan, { name, endpoints, protocol = 'TCP' }: Draft): EndpointSlice => ({
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { namespace: 'default', name, labels: { 'kubernetes.io/service-name': name } },
  addressType: plan.family,
  ports: [{ port: TARGET, protocol }],
  endpoints: endpoints.map((pod) => ({
    addresses: [podIp(plan, pod)],
    nodeName: `node-${String(pod === 'host' ? 1 : HOMES[pod])}`,
    conditions: { ready: true },
  })),
})

const LISTENERS = [
  { protocol: 'TCP', port: TARGET },
  { protocol: 'UDP', port: TARGET },
] as const

export const snapshotOf = (plan: Plan, facts: Partial<ClusterFacts>): Snapshot => {
  const pods = [...Object.keys(HOMES), 'host'] as PodName[]
  const listeners: PodFacts = {
    complete: true,
    listeners: LISTENERS.map((listener) => ({ ...listener, container: 'main', program: 'agent', address: '::' })),
  }
  return {
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } },
      ...nodes(plan),
      ...pods.map((name) => makePod(plan, name)),
      ...drafts(plan).flatMap((draft) => [makeService(plan, draft), makeSlice(plan, draft)]),
    ],
    facts: {
      cluster: {
        ...DEFAULT_CLUSTER_FACTS,
        podCidrs: [plan.pods],
        serviceCidrs: [plan.services],
        ingressControllers: [],
        ...facts,
      },
      pods: Object.fromEntries(pods.map((name) => [`default/${name}`, listeners])),
    },
  }
}

const ROUTER = { IPv4: '169.254.1.1', IPv6: 'fe80::1' } as const

const NAMES = ['router', 'node-1', 'node-2', 'a', 'b', 'far', 'outside'] as const

const KERNEL = {
  'ipv4/ip_forward': 1,
  'ipv4/conf/all/rp_filter': 0,
  'ipv4/conf/default/rp_filter': 0,
  'ipv4/conf/all/route_localnet': 1,
  'ipv4/icmp_ratelimit': 0,
  'ipv6/icmp/ratelimit': 0,
  'ipv6/conf/all/forwarding': 1,
  'ipv6/conf/default/accept_dad': 0,
}

/** Joins a namespace to the one it is routed by, as a network plugin joins a Pod to its node. */
const join = (
  spaces: Namespaces,
  plan: Plan,
  [inner, outer]: readonly [string, string],
  addresses: readonly string[],
): void => {
  const link = `to-${inner}`
  const isIpv4 = plan.family === 'IPv4'
  const gateway = ROUTER[plan.family]
  const sourceAt = outer.startsWith('node-') ? ` src ${plan.node(Number(outer.slice(-1)))}` : ''
  spaces.ip(outer, `link add ${link} type veth peer name eth0 netns @${inner}`, `link set ${link} up`)
  spaces.ip(inner, 'link set lo up', 'link set eth0 up')
  // The first address is the one that is used as a source.
  const other = (index: number): string => (isIpv4 ? '' : index === 0 ? ' nodad' : ' nodad preferred_lft 0')
  spaces.ip(inner, ...addresses.map((ip, index) => `addr add ${ip}/${isIpv4 ? '32' : '128'} dev eth0${other(index)}`))
  if (isIpv4) spaces.setKernel(outer, { [`ipv4/conf/${link}/proxy_arp`]: 1 })
  else spaces.ip(outer, `addr add ${gateway}/64 dev ${link} nodad`)
  spaces.ip(
    inner,
    ...(isIpv4 ? [`route add ${gateway} dev eth0 scope link`] : []),
    `route add default via ${gateway} dev eth0 src ${addresses[0] ?? ''}`,
  )
  spaces.ip(outer, ...addresses.map((ip) => `route add ${ip} dev ${link}${sourceAt}`))
}

/** What Pods send beyond the Pod ranges leaves with their node's address (P13), as kindnetd has it. */
const masqueradePods = (spaces: Namespaces, { family, podBlock, pods }: Plan, node: number): void => {
  const ip = family === 'IPv4' ? 'ip' : 'ip6'
  const rule = `${ip} saddr ${podBlock(node)} ${ip} daddr != ${pods} fib daddr type != local masquerade`
  const chain = `chain postrouting {\ntype nat hook postrouting priority srcnat + 10\n${rule}\n}`
  spaces.exec(`node-${String(node)}`, ['nft', '-f', '-'], `table ${ip} plugin {\n${chain}\n}\n`)
}

/** Two nodes with Pods, joined by a router that loses what nobody has. Nobody has rules yet. */
export const buildNamespaces = async (plan: Plan): Promise<Namespaces> => {
  const spaces = createNamespaces(NAMES)
  try {
    for (const name of NAMES) spaces.setKernel(name, KERNEL)
    spaces.ip('router', 'link set lo up', ...(plan.family === 'IPv4' ? [`addr add ${ROUTER.IPv4}/32 dev lo`] : []))
    join(spaces, plan, ['node-1', 'router'], [plan.node(1), plan.node(11)])
    join(spaces, plan, ['node-2', 'router'], [plan.node(2)])
    join(spaces, plan, ['outside', 'router'], [plan.client, plan.stranger, plan.outer])
    join(spaces, plan, ['a', 'node-1'], [podIp(plan, 'a')])
    join(spaces, plan, ['b', 'node-1'], [podIp(plan, 'b')])
    join(spaces, plan, ['far', 'node-2'], [podIp(plan, 'far')])
    const via = (node: number): string => `via ${plan.node(node)}`
    spaces.ip(
      'router',
      `route add ${plan.podBlock(1)} ${via(1)}`,
      `route add ${plan.podBlock(2)} ${via(2)}`,
      `route add ${plan.balancers} ${via(1)}`,
      `route add blackhole ${plan.family === 'IPv4' ? '0.0.0.0/0' : '::/0'}`,
    )
    for (const node of [1, 2]) masqueradePods(spaces, plan, node)
    for (const name of ['node-1', 'a', 'b', 'far']) await spaces.start(name, LISTENERS)
    await spaces.start('node-2', [])
    await spaces.start('outside', [{ protocol: 'TCP', port: 80 }])
    return spaces
  } catch (error) {
    spaces.close()
    throw error
  }
}
