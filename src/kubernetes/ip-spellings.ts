/** Addresses and blocks in all their spellings, of both families. Most clusters have the one of `ipv4.ts` alone, and pages do without this. */
import ipaddr from 'ipaddr.js'

/** Sixteen bytes; undefined where the text is no IPv6 address. */
export const readIpv6 = (text: string): readonly number[] | undefined =>
  text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toByteArray() : undefined

/** RFC 5952. */
export const spellIpv6 = (bytes: readonly number[]): string => new ipaddr.IPv6([...bytes]).toRFC5952String()

/** A block, whose host bits may be set; undefined where the text is none. */
export const readAnyBlock = (
  text: string,
): { readonly bytes: readonly number[]; readonly prefixLength: number } | undefined => {
  if (!ipaddr.isValidCIDR(text)) return undefined
  const [address, prefixLength] = ipaddr.parseCIDR(text)
  return { bytes: address.toByteArray(), prefixLength }
}

/** True where both are of one family, and the inner block is smaller and lies in the outer one. Throws where either is no block. */
export const isSmallerBlock = (inner: string, outer: string): boolean => {
  const [innerAddress, innerLength] = ipaddr.parseCIDR(inner)
  const [outerAddress, outerLength] = ipaddr.parseCIDR(outer)
  if (innerAddress.kind() !== outerAddress.kind() || innerLength <= outerLength) return false
  return innerAddress.match(outerAddress, outerLength)
}
