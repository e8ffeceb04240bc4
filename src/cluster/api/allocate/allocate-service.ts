/** Gives a Service its cluster IP and node ports, keeps those it had, and refuses what others hold. */
import type { Service, ServicePort, ServiceSpec } from '../../../kubernetes/generated/types.ts'
import { isService } from '../../../kubernetes/guards.ts'
import type { StatusCause } from '../../../kubernetes/status.ts'
import { withoutUndefined } from '../../../kubernetes/json.ts'
import { invalidValue } from '../../../kubernetes/validation/causes.ts'
import { nodePortOutOfRange, nodePortTaken } from '../../../kubernetes/validation/service.ts'
import type { Random } from '../../environment.ts'
import type { Store } from '../../store/store.ts'
import { isNodePort, nodePortKey, pickNodePort } from './node-port.ts'
import { isServiceIp, pickServiceIp, SERVICE_CIDR } from './service-ip.ts'

export type Allocation =
  { readonly ok: true; readonly service: Service } | { readonly ok: false; readonly causes: readonly StatusCause[] }

interface Taken {
  readonly ips: ReadonlySet<string>
  readonly ports: ReadonlySet<string>
}

const nodePortKeys = ({ ports = [], healthCheckNodePort: health }: ServiceSpec): readonly string[] => [
  ...ports.flatMap(({ nodePort, protocol }) => (nodePort === undefined ? [] : [nodePortKey(nodePort, protocol ?? 'TCP')])),
  ...(health === undefined || health === 0 ? [] : [nodePortKey(health, 'TCP')]),
]

/** What other Services hold. The Services are the record: nothing is lost in a crash, nothing leaks. */
const takenByOthers = (store: Store, service: Service): Taken => {
  const ips = new Set<string>()
  const ports = new Set<string>()
  for (const other of store.list('services')) {
    if (!isService(other)) continue
    if (other.metadata.name === service.metadata.name && other.metadata.namespace === service.metadata.namespace) continue
    for (const ip of other.spec?.clusterIPs ?? []) if (ip !== 'None') ips.add(ip)
    for (const key of nodePortKeys(other.spec ?? {})) ports.add(key)
  }
  return { ips, ports }
}

const refuseIp = (ip: string, why: string): Allocation => ({
  ok: false,
  causes: [invalidValue('spec.clusterIPs', [ip], `failed to allocate IP ${ip}: ${why}`)],
})

const families = (spec: ServiceSpec): Pick<ServiceSpec, 'ipFamilies' | 'ipFamilyPolicy'> => {
  const withoutSelector = spec.clusterIP === 'None' && Object.keys(spec.selector ?? {}).length === 0
  if (withoutSelector && spec.ipFamilyPolicy === undefined)
    return { ipFamilies: ['IPv4', 'IPv6'], ipFamilyPolicy: 'RequireDualStack' }
  return { ipFamilies: spec.ipFamilies ?? ['IPv4'], ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack' }
}

const allocateIp = (service: Service, old: Service | undefined, taken: Taken, random: Random): Allocation => {
  const spec: ServiceSpec = service.spec ?? {}
  if (spec.type === 'ExternalName') {
    const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy: _policy, ...rest } = spec
    return { ok: true, service: { ...service, spec: rest } }
  }
  const asked = [spec.clusterIP, spec.clusterIPs?.[0], old?.spec?.clusterIP].find((ip) => ip !== undefined && ip !== '')
  if (asked !== undefined && asked !== 'None') {
    if (!isServiceIp(asked))
      return refuseIp(asked, `the provided IP is not in the valid range. The range of valid IPs is ${SERVICE_CIDR}`)
    if (taken.ips.has(asked)) return refuseIp(asked, 'provided IP is already allocated')
  }
  const clusterIP = asked ?? pickServiceIp(taken.ips, random)
  if (clusterIP === undefined) return refuseIp('', 'range is full')
  const withIp = { ...spec, clusterIP, clusterIPs: [clusterIP] }
  return { ok: true, service: { ...service, spec: { ...withIp, ...families(withIp) } } }
}

const needsNodePorts = (spec: ServiceSpec): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)

/** The node port that the same port had before: a client that does not say it does not lose it. */
const formerNodePort = (port: ServicePort, old: Service | undefined): number | undefined => {
  const ports = old?.spec?.ports ?? []
  const same = ports.find((other) => other.port === port.port && other.protocol === port.protocol && other.name === port.name)
  return same?.nodePort
}

const allocatePorts = (service: Service, old: Service | undefined, taken: Taken, random: Random): Allocation => {
  const spec: ServiceSpec = service.spec ?? {}
  const used = new Set(taken.ports)
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
  const ports = claimed.map((port) => {
    if ('nodePort' in port) return port
    const protocol = port.protocol ?? 'TCP'
    const shared = claimed.find((other) => 'nodePort' in other && other.port === port.port && other.protocol !== port.protocol)
    const sharedPort = shared !== undefined && 'nodePort' in shared ? shared.nodePort : undefined
    const nodePort =
      sharedPort !== undefined && !used.has(nodePortKey(sharedPort, protocol))
        ? sharedPort
        : pickNodePort(used, protocol, random)
    if (nodePort !== undefined) used.add(nodePortKey(nodePort, protocol))
    return withoutUndefined({ ...port, nodePort }) as ServicePort
  })
  return { ok: true, service: { ...service, spec: { ...spec, ports } } }
}

/** `old` is the stored Service on update. Addresses of a Service that changes to ExternalName are released. */
export const allocateService = (
  service: Service,
  old: Service | undefined,
  { store, random }: { readonly store: Store; readonly random: Random },
): Allocation => {
  const taken = takenByOthers(store, service)
  const released = old?.spec?.type === 'ExternalName' || service.spec?.type === 'ExternalName' ? undefined : old
  const withIp = allocateIp(service, released, taken, random)
  return withIp.ok ? allocatePorts(withIp.service, released, taken, random) : withIp
}
