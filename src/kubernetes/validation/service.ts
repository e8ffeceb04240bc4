/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go, ValidateService, v1.34 */
import type { Service, ServicePort, ServiceSpec } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { duplicate, forbiddenField, invalidValue, notSupported, required } from './causes.ts'
import { validateChoice, validateLabels } from './metadata.ts'
import { validateClusterIps, validateExternalIps, validateFamilies, validateLoadBalancer } from './service-addresses.ts'
import { dns1123Label, dns1123Subdomain, portName, portNumber, qualifiedName } from './names.ts'

export const NODE_PORTS = { first: 30_000, last: 32_767 } as const
const MAX_AFFINITY_SECONDS = 86_400

const TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'] as const
const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const

export const NODE_PORT_OUT_OF_RANGE = `provided port is not in the valid range. The range of valid ports is ${NODE_PORTS.first}-${NODE_PORTS.last}`
export const NODE_PORT_TAKEN = 'provided port is already allocated'

export const nodePortOutOfRange = (field: string, port: number): StatusCause =>
  invalidValue(field, port, NODE_PORT_OUT_OF_RANGE)

export const nodePortTaken = (field: string, port: number): StatusCause => invalidValue(field, port, NODE_PORT_TAKEN)

const validateTargetPort = (port: ServicePort, path: string): readonly StatusCause[] => {
  const target = port.targetPort
  if (target === undefined) return []
  const details = typeof target === 'number' ? portNumber(target) : portName(target)
  return details.map((detail) => invalidValue(`${path}.targetPort`, target, detail))
}

const validatePort = (port: ServicePort, path: string, nameNeeded: boolean): readonly StatusCause[] => {
  const name = port.name ?? ''
  const number = (port.port as number | undefined) ?? 0
  return [
    ...(name === ''
      ? nameNeeded
        ? [required(`${path}.name`)]
        : []
      : dns1123Label(name).map((detail) => invalidValue(`${path}.name`, name, detail))),
    ...portNumber(number).map((detail) => invalidValue(`${path}.port`, number, detail)),
    ...(port.protocol !== undefined && !PROTOCOLS.some((known) => known === port.protocol)
      ? [notSupported(`${path}.protocol`, port.protocol, PROTOCOLS)]
      : []),
    ...validateTargetPort(port, path),
    ...(port.appProtocol === undefined
      ? []
      : qualifiedName(port.appProtocol).map((detail) => invalidValue(`${path}.appProtocol`, port.appProtocol, detail))),
  ]
}

const portKey = ({ protocol, port }: ServicePort): string => `${protocol ?? 'TCP'}/${port}`

const findDuplicates = (ports: readonly ServicePort[]): readonly StatusCause[] => {
  const names = new Set<string>()
  const keys = new Set<string>()
  return ports.flatMap((port, index) => {
    const causes: StatusCause[] = []
    const path = `spec.ports[${index}]`
    if (port.name !== undefined && port.name !== '') {
      if (names.has(port.name)) causes.push(duplicate(`${path}.name`, port.name))
      names.add(port.name)
    }
    const key = portKey(port)
    if (keys.has(key)) {
      const shown = { Name: '', Protocol: port.protocol ?? '', AppProtocol: null, Port: port.port, TargetPort: 0, NodePort: 0 }
      causes.push(duplicate(path, shown))
    }
    keys.add(key)
    return causes
  })
}

const validatePorts = (spec: ServiceSpec): readonly StatusCause[] => {
  const ports = spec.ports ?? []
  const headless = spec.clusterIP === 'None'
  const needed = spec.type !== 'ExternalName' && !headless
  return [
    ...(ports.length === 0 && needed ? [required('spec.ports')] : []),
    ...ports.flatMap((port, index) => validatePort(port, `spec.ports[${index}]`, ports.length > 1)),
  ]
}

const validateTypeRules = (spec: ServiceSpec): readonly StatusCause[] => {
  const isInternal = spec.type === undefined || spec.type === 'ClusterIP'
  return (spec.ports ?? []).flatMap((port, index) =>
    isInternal && port.nodePort !== undefined && port.nodePort !== 0
      ? [forbiddenField(`spec.ports[${index}].nodePort`, "may not be used when `type` is 'ClusterIP'")]
      : [],
  )
}

const validateExternalName = (spec: ServiceSpec): readonly StatusCause[] => {
  if (spec.type !== 'ExternalName') return []
  const name = (spec.externalName ?? '').replace(/\.$/u, '')
  const ips = spec.clusterIPs ?? (spec.clusterIP === undefined || spec.clusterIP === '' ? [] : [spec.clusterIP])
  return [
    ...(ips.length > 0 ? [forbiddenField('spec.clusterIPs', 'may not be set for ExternalName services')] : []),
    ...(name === ''
      ? [required('spec.externalName')]
      : dns1123Subdomain(name).map((detail) => invalidValue('spec.externalName', spec.externalName, detail))),
  ]
}

const validateAffinity = (spec: ServiceSpec): readonly StatusCause[] => {
  const seconds = spec.sessionAffinityConfig?.clientIP?.timeoutSeconds
  const field = 'spec.sessionAffinityConfig.clientIP.timeoutSeconds'
  if (spec.sessionAffinity !== 'ClientIP' || seconds === undefined) return []
  return seconds > 0 && seconds <= MAX_AFFINITY_SECONDS
    ? []
    : [invalidValue(field, seconds, `must be greater than 0 and less than ${MAX_AFFINITY_SECONDS}`)]
}

const validateTraffic = (spec: ServiceSpec): readonly StatusCause[] => {
  const external = spec.type === 'NodePort' || spec.type === 'LoadBalancer' || (spec.externalIPs ?? []).length > 0
  const policy = spec.externalTrafficPolicy
  return [
    ...(policy !== undefined && !external
      ? [invalidValue('spec.externalTrafficPolicy', policy, 'may only be set for externally-accessible services')]
      : validateChoice(policy, 'spec.externalTrafficPolicy', ['Cluster', 'Local'])),
    ...validateChoice(spec.internalTrafficPolicy, 'spec.internalTrafficPolicy', ['Cluster', 'Local']),
  ]
}

export const validateService = ({ spec }: Service): readonly StatusCause[] => {
  const present = spec ?? {}
  // The server allocates before it validates, and what is wrong with the addresses ends the request there.
  const addresses = validateClusterIps(present)
  if (addresses.length > 0) return addresses
  const headlessNodePort = present.clusterIP === 'None' && (present.type === 'NodePort' || present.type === 'LoadBalancer')
  return [
    ...(headlessNodePort
      ? [invalidValue('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${present.type ?? ''} services`)]
      : []),
    ...validatePorts(present),
    ...validateLabels(present.selector, 'spec.selector'),
    ...validateChoice(present.sessionAffinity, 'spec.sessionAffinity', ['ClientIP', 'None']),
    ...validateAffinity(present),
    ...validateChoice(present.type, 'spec.type', TYPES),
    ...validateExternalIps(present),
    ...validateExternalName(present),
    ...validateTypeRules(present),
    ...findDuplicates(present.ports ?? []),
    ...validateTraffic(present),
    ...validateFamilies(present),
    ...validateLoadBalancer(present),
  ]
}
