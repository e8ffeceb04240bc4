/** IP addresses and blocks, parsed once and compared as bytes. */
import { readAnyBlock, readIpv6, spellIpv6 } from '../kubernetes/ip-spellings.ts'
import { readIpv4, readIpv4Block } from '../kubernetes/ipv4.ts'
import { rememberByText } from './remember.ts'

export type AddressFamily = 'IPv4' | 'IPv6'

/** An address as its bytes, most significant first: 4 for IPv4, 16 for IPv6. */
export type AddressBytes = readonly number[]

export interface AddressBlock {
  readonly bytes: AddressBytes
  readonly prefixLength: number
}

/** The other family, whose spellings are many and slow to read. */
const readOther = rememberByText((text): { readonly bytes: AddressBytes; readonly spelling: string } | undefined => {
  const bytes = text.includes(':') ? readIpv6(text) : undefined
  return bytes === undefined ? undefined : { bytes, spelling: spellIpv6(bytes) }
})

/** Reads an address; undefined where the text is none. IPv4 must be written with four numbers, as Kubernetes requires. */
export const parseAddress = (text: string): AddressBytes | undefined => readIpv4(text) ?? readOther(text)?.bytes

/** The one spelling of an address under which it is looked up; undefined where the text is none. */
export const normalizeAddress = (text: string): string | undefined =>
  readIpv4(text) !== undefined ? text : readOther(text)?.spelling

/** The spelling of `normalizeAddress`. */
export const formatAddress = (bytes: AddressBytes): string => (bytes.length === 4 ? bytes.join('.') : spellIpv6(bytes))

export const familyOf = (address: string): AddressFamily => (address.includes(':') ? 'IPv6' : 'IPv4')

/** `10.96.0.10:80`, `[fd00::a]:80`, and without a port the address alone. */
export const nameEnd = (ip: string, port: number | undefined): string =>
  port === undefined ? ip : `${ip.includes(':') ? `[${ip}]` : ip}:${port}`

/** Reads `address/length`; host bits may be set. Undefined where the text is no block. */
export const parseBlock = rememberByText((text): AddressBlock | undefined => readIpv4Block(text) ?? readAnyBlock(text))

const toNumber = (bytes: AddressBytes): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

const toBytes = (number: bigint, length: number): AddressBytes =>
  Array.from({ length }, (_, index) => Number((number >> BigInt(8 * (length - 1 - index))) & 0xffn))

/** The number of a block's first address, whatever host bits the text has. */
const startOf = ({ bytes, prefixLength }: AddressBlock): bigint => {
  const hostBits = BigInt(8 * bytes.length - prefixLength)
  return (toNumber(bytes) >> hostBits) << hostBits
}

/**
 * The address at an offset from the start of a block, whatever host bits the text has; it may lie behind the block's end. Undefined
 * where the text is no block, or the family has no such address.
 */
export const addressInBlock = (text: string, offset: number | bigint): string | undefined => {
  const block = parseBlock(text)
  if (block === undefined) return undefined
  const number = startOf(block) + BigInt(offset)
  const { length } = block.bytes
  return number >> BigInt(8 * length) === 0n ? formatAddress(toBytes(number, length)) : undefined
}

/** How far into a block an address lies; undefined where it lies outside, or either text is none. Exact up to 2^53. */
export const offsetInBlock = (text: string, address: string): number | undefined => {
  const block = parseBlock(text)
  const bytes = parseAddress(address)
  if (block === undefined || bytes === undefined || !blockContains(block, bytes)) return undefined
  return Number(toNumber(bytes) - startOf(block))
}

/** How many addresses a block has; 0 where the text is none. Exact up to 2^53. */
export const sizeOfBlock = (text: string): number => {
  const block = parseBlock(text)
  return block === undefined ? 0 : 2 ** (8 * block.bytes.length - block.prefixLength)
}

/** The smallest block that holds all addresses and blocks; undefined where there are none, or they are not of one family. */
export const coverOf = (texts: readonly string[]): string | undefined => {
  const blocks = texts.flatMap(
    (text) => parseBlock(text.includes('/') ? text : `${text}/${familyOf(text) === 'IPv6' ? 128 : 32}`) ?? [],
  )
  const [first, ...others] = blocks
  if (first === undefined || others.some(({ bytes }) => bytes.length !== first.bytes.length)) return undefined
  let prefixLength = Math.min(...blocks.map((block) => block.prefixLength))
  while (others.some(({ bytes }) => !blockContains({ ...first, prefixLength }, bytes))) prefixLength -= 1
  return maskBlock(`${formatAddress(first.bytes)}/${prefixLength}`)
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
