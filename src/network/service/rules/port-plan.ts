/** What kube-proxy decides for each port of each Service before it writes rules, in whatever form. @see kubernetes/kubernetes pkg/proxy/topology.go, serviceport.go (v1.34) */
import type { Service, ServicePort } from '../../../kubernetes/generated/types.ts'
import type { FieldReference } from '../../../kubernetes/object.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { familyOf, inBlocks, normalizeAddress, parseBlock, type AddressFamily } from '../../address.ts'
import { addressesOfNode, clusterIpsOf, nameOf, type NetworkState } from '../../state.ts'
import { endpointsOfPort, zoneOfNode, type ServiceEndpoint } from '../endpoints.ts'
import { isProxied, loadBalancerIpsOf } from '../lookup.ts'
import { selectEndpoints } from '../select.ts'
import type { PortName } from './chain-name.ts'

/** The node whose rules are asked for. */
export interface RulesNode {
  readonly name: string
  readonly family: AddressFamily
}

/** What happens to traffic that no endpoint can take: it is rejected where there are none, dropped where there are none here. */
export interface Refusal {
  readonly action: 'REJECT' | 'DROP'
  readonly because: 'has no endpoints' | 'has no local endpoints'
}

export interface PortPlan {
  readonly name: PortName
  /** `spec.ports[0]` of the Service. */
  readonly where: FieldReference
  readonly clusterIp: string
  readonly port: number
  /** 0 where there is none. */
  readonly nodePort: number
  readonly externalIps: readonly string[]
  readonly loadBalancerIps: readonly string[]
  /** Empty where every source may use the load balancer. */
  readonly sourceRanges: readonly string[]
  /** The node's own address is in one of the ranges. */
  readonly nodeIsInRanges: boolean
  /** 0 where there is none. */
  readonly healthCheckNodePort: number
  readonly isInternalLocal: boolean
  readonly isExternalLocal: boolean
  /** Seconds for which a client keeps its endpoint; undefined without affinity. */
  readonly affinitySeconds: number | undefined
  /** Any endpoint, wherever it is. */
  readonly hasEndpoints: boolean
  /** In the order in which rules name them. */
  readonly cluster: readonly ServiceEndpoint[]
  readonly local: readonly ServiceEndpoint[]
  /** Endpoints that some chain of this node leads to. */
  readonly reachable: readonly ServiceEndpoint[]
  /** Whether the chain of policy Cluster, or Local, is written. */
  readonly usesCluster: boolean
  readonly usesLocal: boolean
  readonly isExternal: boolean
  /** Why traffic to the cluster address, or from outside, is refused; undefined where it is not. */
  readonly internalRefusal: Refusal | undefined
  readonly externalRefusal: Refusal | undefined
}

const NO_ENDPOINTS: Refusal = { action: 'REJECT', because: 'has no endpoints' }
const NO_LOCAL_ENDPOINTS: Refusal = { action: 'DROP', because: 'has no local endpoints' }
const DEFAULT_AFFINITY_SECONDS = 10_800

const textOf = ({ ip, port }: ServiceEndpoint): string => `${ip}:${port}`
const byText = (a: ServiceEndpoint, b: ServiceEndpoint): number => (textOf(a) < textOf(b) ? -1 : 1)

/** Every Service port that kube-proxy writes rules for on the node, one address family at a time. */
export const planPorts = (state: NetworkState, node: RulesNode): readonly PortPlan[] =>
  [...state.services.values()].filter(isProxied).flatMap((service) => {
    const clusterIp = clusterIpsOf(service).find((ip) => familyOf(ip) === node.family)
    if (clusterIp === undefined) return []
    return (service.spec?.ports ?? []).map((port, index) => planPort(state, node, { service, port, index, clusterIp }))
  })

interface Place {
  readonly service: Service
  readonly port: ServicePort
  readonly index: number
  readonly clusterIp: string
}

const planPort = (state: NetworkState, node: RulesNode, place: Place): PortPlan => {
  const { service, port, index, clusterIp } = place
  const { namespace, name } = nameOf(service)
  const addresses = addressesFor(state, node, place)
  const policies = policiesOf(service)
  return {
    name: { namespace, name, port: port.name ?? '', protocol: (port.protocol ?? 'TCP').toLowerCase() },
    where: { object: referenceTo(service), path: `spec.ports[${index}]` },
    clusterIp,
    port: port.port,
    ...addresses,
    ...policies,
    ...endpointsFor(state, node, place, { ...policies, isExternal: addresses.isExternal }),
  }
}

const ofFamily = (texts: readonly string[], family: AddressFamily): readonly string[] =>
  texts.flatMap((text) => normalizeAddress(text) ?? []).filter((ip) => familyOf(ip) === family)

type Addresses = Pick<
  PortPlan,
  'nodePort' | 'externalIps' | 'loadBalancerIps' | 'sourceRanges' | 'nodeIsInRanges' | 'isExternal'
>

const addressesFor = (state: NetworkState, { name, family }: RulesNode, { service, port }: Place): Addresses => {
  const { type, externalIPs = [], loadBalancerSourceRanges = [] } = service.spec ?? {}
  const nodePort = type === 'NodePort' || type === 'LoadBalancer' ? (port.nodePort ?? 0) : 0
  const externalIps = ofFamily(externalIPs, family)
  const loadBalancerIps = ofFamily(loadBalancerIpsOf(service), family)
  const ranges = loadBalancerSourceRanges.map((range) => range.trim()).filter((range) => familyOf(range) === family)
  const isOpen = ranges.some((range) => parseBlock(range)?.prefixLength === 0)
  const here = state.nodes.get(name)
  const own = (here === undefined ? [] : addressesOfNode(here)).filter((ip) => familyOf(ip) === family)
  return {
    nodePort,
    externalIps,
    loadBalancerIps,
    sourceRanges: isOpen ? [] : ranges,
    nodeIsInRanges: own.some((ip) => inBlocks(ranges, ip)),
    isExternal: nodePort !== 0 || externalIps.length > 0 || loadBalancerIps.length > 0,
  }
}

type Policies = Pick<PortPlan, 'isInternalLocal' | 'isExternalLocal' | 'affinitySeconds' | 'healthCheckNodePort'>

const policiesOf = ({ spec = {} }: Service): Policies => {
  const { clientIP } = spec.sessionAffinityConfig ?? {}
  const isExternalLocal = spec.externalTrafficPolicy === 'Local'
  return {
    isInternalLocal: spec.internalTrafficPolicy === 'Local',
    isExternalLocal,
    affinitySeconds: spec.sessionAffinity === 'ClientIP' ? (clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS) : undefined,
    healthCheckNodePort: spec.type === 'LoadBalancer' && isExternalLocal ? (spec.healthCheckNodePort ?? 0) : 0,
  }
}

type Endpoints = Pick<
  PortPlan,
  'hasEndpoints' | 'cluster' | 'local' | 'reachable' | 'usesCluster' | 'usesLocal' | 'internalRefusal' | 'externalRefusal'
>

const endpointsFor = (
  state: NetworkState,
  { name, family }: RulesNode,
  { service, port }: Place,
  { isInternalLocal, isExternalLocal, isExternal }: Pick<PortPlan, 'isInternalLocal' | 'isExternalLocal' | 'isExternal'>,
): Endpoints => {
  const zone = zoneOfNode(state, name)
  const all = endpointsOfPort(state, service, port, { family, node: name })
  const selected = selectEndpoints(all, { name, ...(zone === undefined ? {} : { zone }) })
  const cluster = [...selected.cluster].sort(byText)
  const local = [...selected.local].sort(byText)
  const { hasAny } = selected
  const refuse = (isLocal: boolean): Refusal | undefined =>
    !hasAny ? NO_ENDPOINTS : isLocal && local.length === 0 ? NO_LOCAL_ENDPOINTS : undefined
  const usesCluster = cluster.length > 0 && (!isInternalLocal || isExternal)
  const usesLocal = local.length > 0 && (isInternalLocal || (isExternalLocal && isExternal))
  const reachable = new Map(
    [...(usesCluster ? cluster : []), ...(usesLocal ? local : [])].map((endpoint) => [textOf(endpoint), endpoint]),
  )
  return {
    hasEndpoints: hasAny,
    cluster,
    local,
    reachable: [...reachable.values()].sort(byText),
    usesCluster,
    usesLocal,
    internalRefusal: refuse(isInternalLocal),
    externalRefusal: refuse(isExternalLocal),
  }
}
