/** Gives a Service its cluster IP and node ports, keeps those it had, and refuses what others hold. */
import type { Service, ServicePort, ServiceSpec } from '../../../kubernetes/generated/types.ts'
import { isServiceCIDR } from '../../../kubernetes/guards.ts'
import type { Status, StatusCause } from '../../../kubernetes/status.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { isEqual, withoutUndefined } from '../../../kubernetes/json.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'
import { needsHealthPort, validateClusterIps, validateFamilies } from '../../../kubernetes/validation/service-addresses.ts'
import { nodePortOutOfRange, nodePortTaken } from '../../../kubernetes/validation/service.ts'
import { familyOf } from '../../../network/address.ts'
import type { Random } from '../../environment.ts'
import { DEFAULT_RANGES } from '../../ranges.ts'
import type { Store } from '../../store/store.ts'
import { refuse, refuseInvalid } from '../write/context.ts'
import type { WriteResult } from '../writer.ts'
import { allocateHealthPort } from './health-check-port.ts'
import { Claims, nodePortKeys, takenByOthers, type Held } from './held.ts'
import { isNodePort, nodePortKey, pickNodePort } from './node-port.ts'
import { familiesOf } from './service-families.ts'
import { isReady, SERVICE_CIDRS } from './service-cidrs.ts'
import { isServiceIp, pickServiceIp } from './service-ip.ts'

type Refusal = { readonly ok: false; readonly causes: readonly StatusCause[] } | { readonly ok: false; readonly status: Status }

export type Allocation = { readonly ok: true; readonly service: Service } | Refusal

/** What of a Service is judged before it is given anything. */
const validateAsked = (spec: ServiceSpec): readonly StatusCause[] =>
  spec.type === 'ExternalName' ? [] : [...validateFamilies(spec), ...validateClusterIps(spec)]

const refuseIp = (ip: string, why: string): Allocation => ({
  ok: false,
  causes: [invalidValue('spec.clusterIPs', [ip], `failed to allocate IP ${ip}: ${why}`)],
})

/** The addresses that are asked for, or that the Service has. */
const addressesOf = (spec: ServiceSpec, old: ServiceSpec | undefined): readonly string[] => {
  const [given] = [spec.clusterIP, spec.clusterIPs?.[0], old?.clusterIP].filter((ip) => ip !== undefined && ip !== '')
  if (given === undefined) return []
  const lists = [spec.clusterIPs, old?.clusterIPs].filter((list) => list?.[0] === given)
  return [given, ...(lists[0] ?? []).slice(1)]
}

/** A Service that was dual-stack and is asked to have one family gives up the second, as long as nobody names it anew. */
const withoutSecond = (spec: ServiceSpec, old: ServiceSpec | undefined): ServiceSpec =>
  spec.ipFamilyPolicy === 'SingleStack' && old?.ipFamilies?.length === 2 && isEqual(spec.clusterIPs, old.clusterIPs)
    ? (withoutUndefined({
        ...spec,
        clusterIPs: spec.clusterIPs?.slice(0, 1),
        ipFamilies: spec.ipFamilies?.slice(0, 1),
      }) as ServiceSpec)
    : spec

interface Addressing extends Allocating {
  readonly taken: Held
}

/** One address of a family: the one that is asked for, or any that is free. */
const takeIp = (asked: string | undefined, cidrs: readonly string[], { taken, random }: Addressing): Allocation | string => {
  if (asked !== undefined) {
    if (!cidrs.some((cidr) => isServiceIp(cidr, asked)))
      return refuseIp(asked, 'the provided network does not match the current range')
    return taken.has(asked) ? refuseIp(asked, 'provided IP is already allocated') : asked
  }
  for (const cidr of cidrs) {
    const ip = pickServiceIp(cidr, taken, random)
    if (ip !== undefined) return ip
  }
  return refuseIp('', 'range is full')
}

/** The cluster's own ranges, then those that somebody added and that are ready. */
const rangesInUse = ({ store, serviceCidrs = DEFAULT_RANGES.serviceCidrs }: Allocating): readonly string[] => {
  const added = store.list(SERVICE_CIDRS).filter(isServiceCIDR).filter(isReady)
  return [...new Set([...serviceCidrs, ...added.flatMap(({ spec }) => spec?.cidrs ?? [])])]
}

const allocateIps = (service: Service, old: Service | undefined, addressing: Addressing): Allocation => {
  const spec: ServiceSpec = withoutSecond(service.spec ?? {}, old?.spec)
  if (spec.type === 'ExternalName') {
    const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy: _policy, ...rest } = spec
    return { ok: true, service: { ...service, spec: rest } }
  }
  const asked = addressesOf(spec, old?.spec)
  const serviceCidrs = rangesInUse(addressing)
  const withAsked = { ...spec, clusterIP: asked[0] ?? '', clusterIPs: asked }
  const families = familiesOf(withAsked, [...new Set(serviceCidrs.map(familyOf))])
  if (!families.ok) return families
  const { ok: _ok, ...chosen } = families
  if (asked[0] === 'None')
    return { ok: true, service: { ...service, spec: { ...spec, clusterIP: 'None', clusterIPs: ['None'], ...chosen } } }
  const clusterIPs: string[] = []
  for (const [index, family] of families.ipFamilies.entries()) {
    const ip = takeIp(
      asked[index],
      serviceCidrs.filter((cidr) => familyOf(cidr) === family),
      addressing,
    )
    if (typeof ip !== 'string') return ip
    clusterIPs.push(ip)
  }
  return { ok: true, service: { ...service, spec: { ...spec, clusterIP: clusterIPs[0] ?? '', clusterIPs, ...chosen } } }
}

const needsNodePorts = (spec: ServiceSpec): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)

/** The node port that the same port had before: a client that does not say it does not lose it. */
const formerNodePort = (port: ServicePort, old: Service | undefined): number | undefined => {
  const ports = old?.spec?.ports ?? []
  const same = ports.find((other) => other.port === port.port && other.protocol === port.protocol && other.name === port.name)
  return same?.nodePort
}

/** With the node port of the same port with another protocol, where that is free with its own. */
const withNodePort = (port: ServicePort, claimed: readonly ServicePort[], used: Claims, random: Random): ServicePort => {
  const protocol = port.protocol ?? 'TCP'
  const shared = claimed.find((other) => 'nodePort' in other && other.port === port.port && other.protocol !== port.protocol)
  const sharedPort = shared?.nodePort
  const nodePort =
    sharedPort !== undefined && !used.has(nodePortKey(sharedPort, protocol)) ? sharedPort : pickNodePort(used, protocol, random)
  if (nodePort !== undefined) used.add(nodePortKey(nodePort, protocol))
  return withoutUndefined({ ...port, nodePort }) as ServicePort
}

const allocatePorts = (service: Service, old: Service | undefined, taken: Held, random: Random): Allocation => {
  const spec: ServiceSpec = service.spec ?? {}
  const used = new Claims(taken)
  const causes: StatusCause[] = []
  const claimed = (spec.ports ?? []).map((port, index) => {
    const { nodePort: given, ...rest } = port
    const wanted = given === undefined || given === 0 ? formerNodePort(port, old) : given
    if (wanted === undefined || !(spec.type === 'NodePort' || spec.type === 'LoadBalancer')) return rest
    const key = nodePortKey(wanted, port.protocol ?? 'TCP')
    const field = `spec.ports[${index}].nodePort`
    if (!isNodePort(wanted)) causes.push(nodePortOutOfRange(field, wanted))
    else if (used.has(key)) causes.push(nodePortTaken(field, wanted))
    used.add(key)
    return { ...rest, nodePort: wanted }
  })
  if (causes.length > 0) return { ok: false, causes }
  if (!needsNodePorts(spec))
    return {
      ok: true,
      service: { ...service, spec: withoutUndefined({ ...spec, ports: spec.ports && claimed }) as ServiceSpec },
    }
  const ports = claimed.map((port) => ('nodePort' in port ? port : withNodePort(port, claimed, used, random)))
  return { ok: true, service: { ...service, spec: { ...spec, ports } } }
}

/** What a Service's allocation goes by. */
export interface Allocating {
  readonly store: Store
  readonly random: Random
  /** The cluster's ranges of Services; kubeadm's where absent. */
  readonly serviceCidrs?: readonly string[]
}

/** `old` is the stored Service on update. Addresses of a Service that changes to ExternalName are released. */
export const allocateService = (service: Service, old: Service | undefined, allocating: Allocating): Allocation => {
  const causes = validateAsked(service.spec ?? {})
  if (causes.length > 0) return { ok: false, causes }
  const taken = takenByOthers(allocating.store, service)
  const released = old?.spec?.type === 'ExternalName' || service.spec?.type === 'ExternalName' ? undefined : old
  const withIps = allocateIps(service, released, { ...allocating, taken })
  if (!withIps.ok) return withIps
  const withPorts = allocatePorts(withIps.service, released, taken, allocating.random)
  if (!withPorts.ok) return withPorts
  const { spec = {} } = withPorts.service
  if (!needsHealthPort(spec)) return withPorts
  const used = new Claims(taken, nodePortKeys({ ...spec, healthCheckNodePort: 0 }))
  const health = allocateHealthPort(spec, used, allocating.random)
  return health.ok ? { ok: true, service: { ...withPorts.service, spec: health.spec } } : health
}

/** What is refused to a Service is told before the rest of it is judged. */
export const refuseAllocation = (info: ResourceInfo, service: KubernetesObject, refusal: Refusal): WriteResult =>
  'status' in refusal ? refuse(refusal.status) : refuseInvalid(info, service, refusal.causes)
