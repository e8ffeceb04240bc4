/** Cluster addresses and node ports of Services, taken from what the store holds. @see k8s.io/kubernetes pkg/registry/core/service, v1.34 */
import type { Service, ServicePort } from '../../kubernetes/generated/types.ts'
import { isService } from '../../kubernetes/guards.ts'
import type { StatusCause } from '../../kubernetes/status.ts'
import { invalidValue } from '../../kubernetes/validation/causes.ts'
import { NODE_PORTS, nodePortOutOfRange, nodePortTaken } from '../../kubernetes/validation/service.ts'
import type { Random } from '../environment.ts'
import type { Store } from '../store/store.ts'

/** 10.96.0.0/16, as kubeadm in kind has it. */
const SERVICE_PREFIX = '10.96.'
/** The first addresses are for those who choose one themselves (static band). */
const STATIC_BAND = 256
const RANGE = 65_534

export type Allocation =
  { readonly ok: true; readonly service: Service } | { readonly ok: false; readonly causes: readonly StatusCause[] }

const isInRange = (ip: string): boolean => ip.startsWith(SERVICE_PREFIX) && /^10\.96\.\d+\.\d+$/u.test(ip)

interface Taken {
  readonly ips: ReadonlySet<string>
  readonly nodePorts: ReadonlySet<string>
}

const takenBy = (store: Store, except: Service): Taken => {
  const others = store
    .list('services')
    .filter(isService)
    .filter(({ metadata }) => metadata.name !== except.metadata.name || metadata.namespace !== except.metadata.namespace)
  return {
    ips: new Set(others.flatMap(({ spec }) => spec?.clusterIPs ?? [])),
    nodePorts: new Set(
      others.flatMap(({ spec }) => (spec?.ports ?? []).map((port) => `${port.protocol ?? 'TCP'}/${port.nodePort ?? 0}`)),
    ),
  }
}

const pickIp = (taken: Taken, random: Random): string => {
  const start = random.below(RANGE - STATIC_BAND)
  for (let step = 0; step < RANGE; step++) {
    const offset = STATIC_BAND + 1 + ((start + step) % (RANGE - STATIC_BAND))
    const ip = `${SERVICE_PREFIX}${offset >> 8}.${offset & 255}`
    if (!taken.ips.has(ip)) return ip
  }
  return ''
}

const ipCause = (ip: string, why: string): StatusCause =>
  invalidValue('spec.clusterIPs', [ip], `failed to allocate IP ${ip}: ${why}`)

const allocateIp = (
  service: Service,
  taken: Taken,
  random: Random,
): { readonly ip: string; readonly causes: readonly StatusCause[] } => {
  const wanted = service.spec?.clusterIPs?.[0] ?? service.spec?.clusterIP ?? ''
  if (wanted === 'None') return { ip: wanted, causes: [] }
  if (wanted === '') return { ip: pickIp(taken, random), causes: [] }
  if (!isInRange(wanted))
    return { ip: wanted, causes: [ipCause(wanted, 'the provided network does not match the current range')] }
  return { ip: wanted, causes: taken.ips.has(wanted) ? [ipCause(wanted, 'provided IP is already allocated')] : [] }
}

const pickNodePort = (protocol: string, used: ReadonlySet<string>, random: Random): number => {
  const count = NODE_PORTS.last - NODE_PORTS.first + 1
  const start = random.below(count)
  for (let step = 0; step < count; step++) {
    const port = NODE_PORTS.first + ((start + step) % count)
    if (!used.has(`${protocol}/${port}`)) return port
  }
  return 0
}

const allocateNodePorts = (
  service: Service,
  taken: Taken,
  random: Random,
): { readonly ports: readonly ServicePort[]; readonly causes: readonly StatusCause[] } => {
  const ports = service.spec?.ports ?? []
  const used = new Set(taken.nodePorts)
  const causes: StatusCause[] = []
  ports.forEach(({ nodePort, protocol }, index) => {
    if (nodePort === undefined || nodePort === 0) return
    const field = `spec.ports[${index}].nodePort`
    const key = `${protocol ?? 'TCP'}/${nodePort}`
    if (nodePort < NODE_PORTS.first || nodePort > NODE_PORTS.last) causes.push(nodePortOutOfRange(field, nodePort))
    else if (used.has(key)) causes.push(nodePortTaken(field, nodePort))
    used.add(key)
  })
  const chosen = ports.map((port) => {
    if (port.nodePort !== undefined && port.nodePort !== 0) return port
    const protocol = port.protocol ?? 'TCP'
    const nodePort = pickNodePort(protocol, used, random)
    used.add(`${protocol}/${nodePort}`)
    return { ...port, nodePort }
  })
  return { ports: chosen, causes }
}

const withoutNodePorts = (ports: readonly ServicePort[]): readonly ServicePort[] =>
  ports.map(({ nodePort: _released, ...port }) => port)

const release = (service: Service): Service => {
  const { clusterIP: _ip, clusterIPs: _ips, ipFamilies: _families, ipFamilyPolicy: _policy, ...spec } = service.spec ?? {}
  return { ...service, spec }
}

/** What a Service had and the new version does not mention is kept (a Service of `kubectl apply` names no address). */
const keepOld = (service: Service, old: Service | undefined): Service => {
  if (old?.spec === undefined || service.spec === undefined || old.spec.type === 'ExternalName') return service
  const { clusterIP, clusterIPs } = old.spec
  const ports = (service.spec.ports ?? []).map((port) => {
    if (port.nodePort !== undefined && port.nodePort !== 0) return port
    const before = old.spec?.ports?.find(
      (candidate) => candidate.port === port.port && (candidate.protocol ?? 'TCP') === (port.protocol ?? 'TCP'),
    )
    return before?.nodePort === undefined || old.spec?.type === 'ClusterIP' ? port : { ...port, nodePort: before.nodePort }
  })
  const ip =
    (service.spec.clusterIP ?? '') === '' && clusterIP !== undefined
      ? { clusterIP, ...(clusterIPs === undefined ? {} : { clusterIPs }) }
      : {}
  return { ...service, spec: { ...service.spec, ...ip, ...(service.spec.ports === undefined ? {} : { ports }) } }
}

const needsNodePorts = ({ spec }: Service): boolean =>
  spec?.type === 'NodePort' || (spec?.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)

/** Gives a Service its addresses and node ports; explicit ones are checked. Addresses of ExternalName Services are released. */
export const allocateService = (
  given: Service,
  old: Service | undefined,
  context: { readonly store: Store; readonly random: Random },
): Allocation => {
  if (given.spec?.type === 'ExternalName') return { ok: true, service: release(given) }
  const service = keepOld(given, old)
  const taken = takenBy(context.store, service)
  const { ip, causes: ipCauses } = allocateIp(service, taken, context.random)
  const spec = service.spec ?? {}
  const nodePorts = needsNodePorts(service) ? allocateNodePorts(service, taken, context.random) : undefined
  const typeChanged = old !== undefined && needsNodePorts(old) && !needsNodePorts(service)
  const causes = [...ipCauses, ...(nodePorts?.causes ?? [])]
  if (causes.length > 0) return { ok: false, causes }
  const ports = nodePorts?.ports ?? (typeChanged ? withoutNodePorts(spec.ports ?? []) : spec.ports)
  return {
    ok: true,
    service: {
      ...service,
      spec: {
        ...spec,
        ...(ports === undefined ? {} : { ports }),
        clusterIP: ip,
        clusterIPs: [ip],
        ipFamilies: spec.ipFamilies ?? ['IPv4'],
        ipFamilyPolicy: spec.ipFamilyPolicy ?? 'SingleStack',
      },
    },
  }
}
