/** @see k8s.io/kubernetes pkg/apis/{core,discovery}/validation, v1.34 */
import type { Endpoint, EndpointAddress, Endpoints, EndpointSlice } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { specialRange, validateIp } from './addresses.ts'
import { checkText, duplicate, invalidEach, invalidValue, notSupported, required, tooMany } from './causes.ts'
import { validateLabels } from './metadata.ts'
import { dns1123Label, dns1123Subdomain, labelValue, portNumber, qualifiedName } from './names.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'] as const
const MAX_ADDRESSES = 100
const MAX_PORTS = 20_000
const MAX_ENDPOINTS = 1000
const MAX_ZONES = 8

interface Port {
  readonly name?: string
  readonly port?: number
  readonly protocol?: string
  readonly appProtocol?: string
}

const validateProtocol = (protocol: string | undefined, field: string): readonly StatusCause[] => {
  if (protocol === undefined) return [required(field)]
  return PROTOCOLS.some((known) => known === protocol) ? [] : [notSupported(field, protocol, PROTOCOLS)]
}

const validatePort = (
  { name = '', port = 0, protocol, appProtocol }: Port,
  path: string,
  named: boolean,
): readonly StatusCause[] => [
  ...(named && name === '' ? [required(`${path}.name`)] : checkText(`${path}.name`, name, dns1123Label)),
  ...invalidEach(`${path}.port`, port, portNumber(port)),
  ...validateProtocol(protocol === '' ? undefined : protocol, `${path}.protocol`),
  ...validateAppProtocol(appProtocol, `${path}.appProtocol`),
]

/** Unlike the name, it may be absent but not empty. */
const validateAppProtocol = (appProtocol: string | undefined, field: string): readonly StatusCause[] =>
  appProtocol === undefined ? [] : invalidEach(field, appProtocol, qualifiedName(appProtocol))

/** The range check comes last, parses the text once more, and says so in fewer words. */
const validateAddresses = (addresses: readonly EndpointAddress[] | undefined, field: string): readonly StatusCause[] =>
  (addresses ?? []).flatMap(({ ip, hostname, nodeName }, index) => {
    const wrong = validateIp(ip)
    const at = `${field}[${index}]`
    return [
      ...invalidEach(`${at}.ip`, ip, wrong),
      ...checkText(`${at}.hostname`, hostname, dns1123Label),
      ...(nodeName === undefined ? [] : invalidEach(`${at}.nodeName`, nodeName, dns1123Subdomain(nodeName))),
      ...invalidEach(`${at}.ip`, ip, wrong.length > 0 ? ['must be a valid IP address'] : specialRange(ip)),
    ]
  })

export const validateEndpoints = ({ subsets }: Endpoints): readonly StatusCause[] =>
  (subsets ?? []).flatMap((subset, index) => {
    const path = `subsets[${index}]`
    const none = (subset.addresses ?? []).length + (subset.notReadyAddresses ?? []).length === 0
    const ports = subset.ports ?? []
    return [
      ...(none ? [required(path, 'must specify `addresses` or `notReadyAddresses`')] : []),
      ...validateAddresses(subset.addresses, `${path}.addresses`),
      ...validateAddresses(subset.notReadyAddresses, `${path}.notReadyAddresses`),
      ...ports.flatMap((port, at) => validatePort(port, `${path}.ports[${at}]`, ports.length > 1)),
    ]
  })

/** An address of the slice's family, and one that more than its own node can reach. */
const validateSliceAddress = (address: string, type: string, list: string, index: number): readonly StatusCause[] => {
  const field = `${list}[${index}]`
  if (type === 'FQDN') return invalidEach(field, address, dns1123Subdomain(address.replace(/\.$/u, '')))
  const wrong = validateIp(address)
  if (wrong.length > 0) return invalidEach(field, address, wrong)
  const family = address.includes(':') ? 'IPv6' : 'IPv4'
  if ((type === 'IPv4' || type === 'IPv6') && family !== type)
    return [invalidValue(list, address, `must be an ${type} address`)]
  return invalidEach(field, address, specialRange(address))
}

const validateHints = (hints: Endpoint['hints'], path: string): readonly StatusCause[] =>
  (['forZones', 'forNodes'] as const).flatMap((list) => {
    const entries = hints?.[list] ?? []
    const seen = new Set<string>()
    if (entries.length > MAX_ZONES) return [tooMany(`${path}.${list}`, entries.length, MAX_ZONES)]
    return entries.flatMap(({ name }, index) => {
      const field = `${path}.${list}[${index}].name`
      if (seen.has(name)) return [duplicate(field, name)]
      seen.add(name)
      return invalidEach(field, name, list === 'forZones' ? labelValue(name) : dns1123Subdomain(name))
    })
  })

const validateEndpoint = (endpoint: Endpoint, path: string, type: string): readonly StatusCause[] => {
  const { hostname, nodeName, hints, deprecatedTopology } = endpoint
  const addresses = (endpoint.addresses as readonly string[] | undefined) ?? []
  const list = `${path}.addresses`
  return [
    ...(addresses.length === 0 ? [required(list, 'must contain at least 1 address')] : []),
    ...(addresses.length > MAX_ADDRESSES ? [tooMany(list, addresses.length, MAX_ADDRESSES)] : []),
    ...addresses.flatMap((address, index) => validateSliceAddress(address, type, list, index)),
    ...(nodeName === undefined ? [] : invalidEach(`${path}.nodeName`, nodeName, dns1123Subdomain(nodeName))),
    ...validateLabels(deprecatedTopology, `${path}.deprecatedTopology`),
    ...(hostname === undefined ? [] : invalidEach(`${path}.hostname`, hostname, dns1123Label(hostname))),
    ...validateHints(hints, `${path}.hints`),
  ]
}

const validateSlicePorts = (ports: NonNullable<EndpointSlice['ports']>): readonly StatusCause[] => {
  const names = new Set<string>()
  if (ports.length > MAX_PORTS) return [tooMany('ports', ports.length, MAX_PORTS)]
  // Port numbers of slices are not checked for their range.
  return ports.flatMap(({ name = '', protocol, appProtocol }, index) => {
    const path = `ports[${index}]`
    const twice = names.has(name)
    names.add(name)
    return [
      ...checkText(`${path}.name`, name, dns1123Label),
      ...(twice ? [duplicate(`${path}.name`, name)] : []),
      ...validateProtocol(protocol, `${path}.protocol`),
      ...validateAppProtocol(appProtocol, `${path}.appProtocol`),
    ]
  })
}

const validateType = (type: string): readonly StatusCause[] => {
  if (type === '') return [required('addressType')]
  return ADDRESS_TYPES.some((known) => known === type) ? [] : [notSupported('addressType', type, ADDRESS_TYPES)]
}

export const validateEndpointSlice = ({ addressType: type, endpoints, ports }: EndpointSlice): readonly StatusCause[] => {
  const list = (endpoints as readonly Endpoint[] | null | undefined) ?? []
  return [
    ...validateType(type),
    ...(list.length > MAX_ENDPOINTS
      ? [tooMany('endpoints', list.length, MAX_ENDPOINTS)]
      : list.flatMap((endpoint, index) => validateEndpoint(endpoint, `endpoints[${index}]`, type))),
    ...validateSlicePorts(ports ?? []),
  ]
}
