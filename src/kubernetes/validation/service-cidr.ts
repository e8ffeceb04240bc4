/** Ranges of Services and the addresses taken out of them. @see pkg/apis/networking/validation/validation.go, ValidateServiceCIDR and ValidateIPAddress, v1.34 */
import ipaddr from 'ipaddr.js'
import type { IPAddress, ServiceCIDR } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { standardIp, validateCidr, validateIp } from './addresses.ts'
import { invalidEach, invalidValue, required } from './causes.ts'
import { immutable } from './update/immutable.ts'
import { dns1123Subdomain, pathSegment } from './names.ts'

/** One of each family. */
const MAX_CIDRS = 2

const canonical = (ip: string): string => (ip.includes(':') ? ipaddr.IPv6.parse(ip).toRFC5952String() : ip)

/** The stricter rule of fields that are newer: one way to write an address. */
export const validateCanonicalIp = (ip: string): readonly string[] => {
  const wrong = validateIp(ip)
  if (wrong.length > 0) return wrong
  if (standardIp(ip) !== ip) return ['must not have leading 0s']
  return canonical(ip) === ip ? [] : [`must be in canonical form ("${canonical(ip)}")`]
}

const startOf = (address: string, prefix: number): string =>
  address.includes(':')
    ? ipaddr.IPv6.networkAddressFromCIDR(`${address}/${prefix}`).toRFC5952String()
    : ipaddr.IPv4.networkAddressFromCIDR(`${address}/${prefix}`).toString()

const validateCanonicalCidr = (cidr: string): readonly string[] => {
  const wrong = validateCidr(cidr)
  if (wrong.length > 0) return wrong
  const [address = '', length = ''] = cidr.split('/')
  const prefix = Number(length)
  if (standardIp(address) !== address || String(prefix) !== length) return ['must not have leading 0s in IP or prefix length']
  const start = startOf(address, prefix)
  if (start !== canonical(address)) return ['must not have bits set beyond the prefix length']
  return start === address ? [] : [`must be in canonical form ("${start}/${prefix}")`]
}

export const validateServiceCidr = ({ spec }: ServiceCIDR): readonly StatusCause[] => {
  const field = 'spec.cidrs'
  const cidrs = spec?.cidrs ?? []
  if (cidrs.length === 0) return [required(field, 'at least one CIDR required')]
  if (cidrs.length > MAX_CIDRS) return [invalidValue(field, { CIDRs: cidrs }, `may only hold up to ${MAX_CIDRS} values`)]
  const wrong = cidrs.flatMap((cidr, index) => invalidEach(`${field}[${index}]`, cidr, validateCanonicalCidr(cidr)))
  if (wrong.length > 0) return wrong
  const families = new Set(cidrs.map((cidr) => cidr.includes(':')))
  const many = 'may specify no more than one IP for each IP family, i.e 192.168.0.0/24 and 2001:db8::/64'
  return families.size < cidrs.length ? [invalidValue(field, cidrs, many)] : []
}

/** A range may be given a second family, and nothing else. */
export const compareServiceCidrs = ({ spec }: ServiceCIDR, old: ServiceCIDR): readonly StatusCause[] => {
  const before = old.spec?.cidrs ?? []
  const cidrs = spec?.cidrs ?? []
  return before.length === 1 && cidrs.length === MAX_CIDRS
    ? immutable('spec.cidrs[0]', cidrs[0], before[0])
    : before.flatMap((cidr, index) => immutable(`spec.cidrs[${index}]`, cidrs[index], cidr))
}

export const validateIpAddress = ({ spec }: IPAddress): readonly StatusCause[] => {
  const field = 'spec.parentRef'
  const parent = spec?.parentRef
  if (parent === undefined) return [required(field)]
  const { group = '', resource, namespace = '', name } = parent
  return [
    ...(group === '' ? [] : invalidEach(`${field}.group`, group, dns1123Subdomain(group))),
    ...(resource === '' ? [required(`${field}.resource`)] : invalidEach(`${field}.resource`, resource, pathSegment(resource))),
    ...(name === '' ? [required(`${field}.name`)] : invalidEach(`${field}.name`, name, pathSegment(name))),
    ...(namespace === '' ? [] : invalidEach(`${field}.namespace`, namespace, pathSegment(namespace))),
  ]
}

/** The server shows the reference as its own code holds it. */
export const compareIpAddresses = ({ spec }: IPAddress, old: IPAddress): readonly StatusCause[] => {
  const shown = (address: IPAddress['spec']): unknown => {
    const { group = '', resource = '', namespace = '', name = '' } = address?.parentRef ?? {}
    return { Group: group, Resource: resource, Namespace: namespace, Name: name }
  }
  return immutable('spec.parentRef', shown(spec), shown(old.spec))
}
