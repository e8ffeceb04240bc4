/** The address ranges of a cluster, as kubeadm's --pod-network-cidr and --service-cidr set them: one of a family, two for dual stack. */
import { addressInBlock, familyOf, type AddressFamily } from '../network/address.ts'
import { DEFAULT_CLUSTER_FACTS, type ClusterFacts } from '../network/facts.ts'

export interface ClusterRanges {
  /** Ranges of Pods; the first one's family is that of `status.podIP`. */
  readonly podCidrs: readonly string[]
  /** Ranges of Services; the first one's family is what Services get that ask for none. */
  readonly serviceCidrs: readonly string[]
  /** The address of Service kube-dns; the tenth of the first range where absent. */
  readonly dnsServiceIp?: string
  /** The address of Service kubernetes; the first of the first range where absent. */
  readonly apiServiceIp?: string
}

/** What kind chooses where a cluster has the family and nobody says otherwise. */
const OF_FAMILY = {
  IPv4: { pods: '10.244.0.0/16', services: '10.96.0.0/16', nodes: '172.18.0.0/16', nodePrefix: 24 },
  IPv6: { pods: 'fd00:10:244::/56', services: 'fd00:10:96::/112', nodes: 'fc00:f853:ccd:e793::/64', nodePrefix: 64 },
} as const

/** kubeadm's: IPv4 alone. */
export const DEFAULT_RANGES: ClusterRanges = {
  podCidrs: [OF_FAMILY.IPv4.pods],
  serviceCidrs: [OF_FAMILY.IPv4.services],
}

/** The ranges of a cluster of these families, the first one the primary. */
export const rangesOfFamilies = (families: readonly AddressFamily[]): ClusterRanges => ({
  podCidrs: families.map((family) => OF_FAMILY[family].pods),
  serviceCidrs: families.map((family) => OF_FAMILY[family].services),
})

/** The address of Service kubernetes. */
export const apiServiceIpOf = ({ serviceCidrs, apiServiceIp }: ClusterRanges): string =>
  apiServiceIp ?? addressInBlock(serviceCidrs[0] ?? '', 1) ?? ''

/** The address of Service kube-dns. */
export const dnsServiceIpOf = ({ serviceCidrs, dnsServiceIp }: ClusterRanges): string =>
  dnsServiceIp ?? addressInBlock(serviceCidrs[0] ?? '', 10) ?? ''

/** Addresses of the node of a number, one of each family that Pods have; the gateway of the nodes' network has the first. */
export const nodeAddressesOf = ({ podCidrs }: Pick<ClusterRanges, 'podCidrs'>, number: number): readonly string[] =>
  podCidrs.flatMap((cidr) => addressInBlock(OF_FAMILY[familyOf(cidr)].nodes, number + 2) ?? [])

/** The gateway of the nodes' network, in each family: the machine that the nodes are on. */
export const nodeGatewaysOf = (ranges: Pick<ClusterRanges, 'podCidrs'>): readonly string[] => nodeAddressesOf(ranges, -1)

/** How many bits the numbers of nodes need in a range that is too small for the usual share of a node. */
const NODE_BITS = 2

/** What of the cluster's ranges belongs to the node of a number: a /24 or /64 of each, less where the range is small. */
export const nodeRangesOf = ({ podCidrs }: ClusterRanges, number: number): readonly string[] =>
  podCidrs.flatMap((cidr) => {
    const bits = familyOf(cidr) === 'IPv4' ? 32 : 128
    const prefix = Math.max(OF_FAMILY[familyOf(cidr)].nodePrefix, Number(cidr.split('/')[1]) + NODE_BITS)
    const first = addressInBlock(cidr, BigInt(number) << BigInt(bits - prefix))
    return first === undefined ? [] : [`${first}/${prefix}`]
  })

const known = new WeakMap<ClusterRanges, ClusterFacts>()

/** The facts of a cluster with these ranges: for the same ranges the same object, however often its state is looked at. */
export const factsOfRanges = (ranges: ClusterRanges): ClusterFacts => {
  const facts: ClusterFacts = known.get(ranges) ?? {
    ...DEFAULT_CLUSTER_FACTS,
    podCidrs: ranges.podCidrs,
    serviceCidrs: ranges.serviceCidrs,
    dnsServiceIp: dnsServiceIpOf(ranges),
    nodeNameservers: nodeGatewaysOf(ranges).slice(0, 1),
  }
  known.set(ranges, facts)
  return facts
}
