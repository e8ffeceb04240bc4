import { familyOf, normalizeAddress, parseAddress } from '../address.ts'

const hex = (byte: number): string => byte.toString(16).padStart(2, '0')

/** The name under which an address's PTR record stands, with a trailing dot; undefined where the text is no address. */
export function reverseName(address: string): string | undefined {
  const bytes = parseAddress(address)
  if (bytes === undefined) return undefined
  if (familyOf(address) === 'IPv4') return `${[...bytes].reverse().join('.')}.in-addr.arpa.`
  return `${Array.from(bytes.map(hex).join('')).reverse().join('.')}.ip6.arpa.`
}

/** The address that a reverse name asks for, normalised; undefined where the name is no complete reverse name. */
export function addressOfReverseName(name: string): string | undefined {
  const labels = name.toLowerCase().replace(/\.$/, '').split('.')
  const zone = labels.splice(-2).join('.')
  const parts = labels.reverse()
  if (zone === 'in-addr.arpa') return parts.length === 4 ? normalizeAddress(parts.join('.')) : undefined
  if (zone !== 'ip6.arpa' || parts.length !== 32 || !parts.every((part) => /^[0-9a-f]$/.test(part))) return undefined
  return normalizeAddress((parts.join('').match(/.{4}/g) ?? []).join(':'))
}
