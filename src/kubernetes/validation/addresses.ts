/** Addresses and blocks as fields. @see k8s.io/apimachinery pkg/util/validation/ip.go, v1.34 */
import { isSmallerBlock, readIpv6 } from '../ip-spellings.ts'
import { readIpv4 } from '../ipv4.ts'

/** Leading zeros are read as decimal, as fields that are older than the stricter rule have it. */
export const standardIp = (text: string): string => (text.includes(':') ? text : text.replace(/(^|\.)0+(?=\d)/gu, '$1'))

const isIp = (text: string): boolean =>
  text.includes(':')
    ? !text.includes('%') && readIpv6(text) !== undefined
    : /^\d{1,3}(\.\d{1,3}){3}$/u.test(text) && readIpv4(standardIp(text)) !== undefined

export const validateIp = (text: string): readonly string[] =>
  isIp(text) ? [] : ['must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)']

const isCidr = (text: string): boolean => {
  const [address = '', length = '', ...rest] = text.split('/')
  if (rest.length > 0 || !isIp(address) || !/^\d+$/u.test(length)) return false
  return Number(length) <= (address.includes(':') ? 128 : 32)
}

export const validateCidr = (text: string): readonly string[] =>
  isCidr(text) ? [] : ['must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)']

/** True where both are blocks of one family, and the inner one is smaller and lies in the outer one. */
export const isStrictSubset = (inner: string, outer: string): boolean => isSmallerBlock(standardIp(inner), standardIp(outer))

/** Addresses that only one node knows cannot be an endpoint (semantics S7). */
export const specialRange = (ip: string): readonly string[] => {
  if (ip === '0.0.0.0' || ip === '::') return [`may not be unspecified (${ip})`]
  if (ip.startsWith('127.') || ip === '::1') return ['may not be in the loopback range (127.0.0.0/8, ::1/128)']
  if (ip.startsWith('169.254.') || ip.toLowerCase().startsWith('fe80:'))
    return ['may not be in the link-local range (169.254.0.0/16, fe80::/10)']
  if (ip.startsWith('224.0.0.') || ip.toLowerCase().startsWith('ff02:'))
    return ['may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)']
  return []
}

/** Of an address or a range. */
export const familyOf = (ip: string): string => (ip.includes(':') ? 'IPv6' : 'IPv4')
