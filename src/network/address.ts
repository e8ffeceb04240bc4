/** IP addresses and blocks, parsed once and compared as bytes. */
import ipaddr from 'ipaddr.js'

export type AddressFamily = 'IPv4' | 'IPv6'

/** An address as its bytes, most significant first: 4 for IPv4, 16 for IPv6. */
export type AddressBytes = readonly number[]

export interface AddressBlock {
  readonly bytes: AddressBytes
  readonly prefixLength: number
}

const FOUR_NUMBERS = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/u

/** The usual spelling of an IPv4 address, of which a large cluster has thousands; undefined for any other text. */
const readFourNumbers = (text: string): AddressBytes | undefined => {
  const match = FOUR_NUMBERS.exec(text)
  if (match === null) return undefined
  const bytes = [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])]
  return bytes.every((byte) => byte < 256) ? bytes : undefined
}

/** Reads an address; undefined where the text is none. IPv4 must be written with four numbers, as Kubernetes requires. */
export const parseAddress = (text: string): AddressBytes | undefined => {
  const bytes = readFourNumbers(text)
  if (bytes !== undefined) return bytes
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toByteArray() : undefined
}

/** The one spelling of an address under which it is looked up; undefined where the text is none. */
export const normalizeAddress = (text: string): string | undefined => {
  if (readFourNumbers(text) !== undefined) return text
  return text.includes(':') && ipaddr.IPv6.isValid(text) ? ipaddr.IPv6.parse(text).toRFC5952String() : undefined
}

/** The spelling of `normalizeAddress`. */
export const formatAddress = (bytes: AddressBytes): string => {
  const address = ipaddr.fromByteArray([...bytes])
  return address instanceof ipaddr.IPv6 ? address.toRFC5952String() : address.toString()
}

export const familyOf = (address: string): AddressFamily => (address.includes(':') ? 'IPv6' : 'IPv4')

/** Reads `address/length`; host bits may be set. Undefined where the text is no block. */
export const parseBlock = (text: string): AddressBlock | undefined => {
  if (!ipaddr.isValidCIDR(text)) return undefined
  const [address, prefixLength] = ipaddr.parseCIDR(text)
  return { bytes: address.toByteArray(), prefixLength }
}

/** The address at an offset (0 to 65535) from the start of a block, whatever host bits the text has; undefined where it is no block. */
export const addressInBlock = (text: string, offset: number): string | undefined => {
  const block = parseBlock(text)
  if (block === undefined) return undefined
  const bytes = block.bytes.map(
    (byte, index) => byte & (0xff << Math.min(8, Math.max(0, 8 * (index + 1) - block.prefixLength))),
  )
  const [high = 0, low = 0] = bytes.slice(-2)
  const number = ((high << 8) + low + offset) & 0xffff
  return formatAddress([...bytes.slice(0, -2), number >> 8, number & 0xff])
}

/** Blocks contain addresses of their own family only (semantics N21). */
export const blockContains = ({ bytes, prefixLength }: AddressBlock, address: AddressBytes): boolean => {
  if (bytes.length !== address.length) return false
  const whole = prefixLength >> 3
  for (let index = 0; index < whole; index++) if (bytes[index] !== address[index]) return false
  const rest = prefixLength & 7
  if (rest === 0) return true
  const shift = 8 - rest
  return (bytes[whole] ?? 0) >> shift === (address[whole] ?? 0) >> shift
}

/** True where one of the blocks, given as texts, contains the address. */
export const inBlocks = (blocks: readonly string[], address: string): boolean => {
  const bytes = parseAddress(address)
  return bytes !== undefined && blocks.some((text) => containsParsed(parseBlock(text), bytes))
}

const containsParsed = (block: AddressBlock | undefined, bytes: AddressBytes): boolean =>
  block !== undefined && blockContains(block, bytes)

/** 127.0.0.0/8 and ::1. */
export const isLoopback = (address: string): boolean => address.startsWith('127.') || normalizeAddress(address) === '::1'

/** A block without host bits, in the spelling of `normalizeAddress`; undefined where the text is none. */
export const maskBlock = (text: string): string | undefined => {
  const block = parseBlock(text)
  if (block === undefined) return undefined
  const masked = block.bytes.map((byte, index) => byte & (0xff << Math.max(0, 8 - Math.max(0, block.prefixLength - index * 8))))
  return `${formatAddress(masked.map((byte) => byte & 0xff))}/${block.prefixLength}`
}
