/** Addresses that will be refused one day. @see k8s.io/apimachinery pkg/util/validation/ip.go, GetWarningsForIP and GetWarningsForCIDR, v1.34 */
import ipaddr from 'ipaddr.js'
import { standardIp, validateCidr, validateIp } from '../addresses.ts'

const maskOf = (address: string, length: number): string => {
  const isV6 = address.includes(':')
  const network = isV6
    ? ipaddr.IPv6.networkAddressFromCIDR(`${address}/${length}`).toString()
    : ipaddr.IPv4.networkAddressFromCIDR(`${address}/${length}`).toString()
  return `${network}/${length}`
}

export const warnIp = (field: string, text: string): readonly string[] => {
  if (validateIp(text).length > 0) return []
  const standard = text.includes(':') ? ipaddr.parse(text).toString() : standardIp(text)
  if (standard === text) return []
  return text.includes(':')
    ? [`${field}: IPv6 address "${text}" should be in RFC 5952 canonical format ("${standard}")`]
    : [
        `${field}: non-standard IP address "${text}" will be considered invalid in a future Kubernetes release: use "${standard}"`,
      ]
}

export const warnCidr = (field: string, text: string): readonly string[] => {
  if (validateCidr(text).length > 0) return []
  const [address = '', digits = ''] = text.split('/')
  const length = Number(digits)
  const standard = standardIp(address)
  const block = maskOf(standard, length)
  if (standard !== address || String(length) !== digits)
    return [
      `${field}: non-standard CIDR value "${text}" will be considered invalid in a future Kubernetes release: use "${block}"`,
    ]
  const full = ipaddr.parse(standard).toString()
  if (block !== `${full}/${length}`) {
    const host = `${standard}/${standard.includes(':') ? 128 : 32}`
    return [`${field}: CIDR value "${text}" is ambiguous in this context (should be "${block}" or "${host}"?)`]
  }
  return full === standard ? [] : [`${field}: IPv6 CIDR value "${text}" should be in RFC 5952 canonical format ("${block}")`]
}
