/** @see k8s.io/kubernetes pkg/apis/{core,discovery}/validation, v1.34 */
import type { EndpointAddress, Endpoints, EndpointSlice } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { specialRange, validateIp } from './addresses.ts'
import { invalidValue, notSupported, required } from './causes.ts'
import { dns1123Label, portNumber } from './names.ts'

const PROTOCOLS = ['SCTP', 'TCP', 'UDP'] as const
const ADDRESS_TYPES = ['FQDN', 'IPv4', 'IPv6'] as const

const validateAddress = (ip: string, field: string): readonly StatusCause[] => {
  const wrong = validateIp(ip)
  return (wrong.length > 0 ? wrong : specialRange(ip)).map((detail) => invalidValue(field, ip, detail))
}

interface Port {
  readonly name?: string
  readonly port?: number
  readonly protocol?: string
}

const validatePorts = (ports: readonly Port[] | undefined, field: string): readonly StatusCause[] =>
  (ports ?? []).flatMap(({ name, port, protocol }, index) => {
    const path = `${field}[${index}]`
    const needed = (ports ?? []).length > 1 && (name ?? '') === ''
    return [
      ...(needed
        ? [required(`${path}.name`)]
        : (name ?? '') === ''
          ? []
          : dns1123Label(name ?? '').map((detail) => invalidValue(`${path}.name`, name, detail))),
      ...portNumber(port ?? 0).map((detail) => invalidValue(`${path}.port`, port ?? 0, detail)),
      ...(protocol === undefined
        ? [required(`${path}.protocol`)]
        : PROTOCOLS.some((known) => known === protocol)
          ? []
          : [notSupported(`${path}.protocol`, protocol, PROTOCOLS)]),
    ]
  })

const validateSubsetAddresses = (addresses: readonly EndpointAddress[] | undefined, field: string): readonly StatusCause[] =>
  (addresses ?? []).flatMap(({ ip }, index) => validateAddress((ip as string | undefined) ?? '', `${field}[${index}].ip`))

export const validateEndpoints = ({ subsets }: Endpoints): readonly StatusCause[] =>
  (subsets ?? []).flatMap((subset, index) => {
    const path = `subsets[${index}]`
    const none = (subset.addresses ?? []).length + (subset.notReadyAddresses ?? []).length === 0
    return [
      ...(none ? [required(path, 'must specify `addresses` or `notReadyAddresses`')] : []),
      ...validateSubsetAddresses(subset.addresses, `${path}.addresses`),
      ...validateSubsetAddresses(subset.notReadyAddresses, `${path}.notReadyAddresses`),
      ...validatePorts(subset.ports, `${path}.ports`),
    ]
  })

export const validateEndpointSlice = (slice: EndpointSlice): readonly StatusCause[] => {
  const type = slice.addressType as string | undefined
  const endpoints = slice.endpoints as EndpointSlice['endpoints'] | undefined
  return [
    ...(type === undefined || type === ''
      ? [required('addressType')]
      : ADDRESS_TYPES.some((known) => known === type)
        ? []
        : [notSupported('addressType', type, ADDRESS_TYPES)]),
    ...(endpoints ?? []).flatMap((endpoint, index) => {
      const path = `endpoints[${index}].addresses`
      const addresses = endpoint.addresses as readonly string[] | undefined
      if ((addresses ?? []).length === 0) return [required(path, 'must contain at least 1 address')]
      return type === 'FQDN' ? [] : (addresses ?? []).flatMap((address, at) => validateAddress(address, `${path}[${at}]`))
    }),
  ]
}
