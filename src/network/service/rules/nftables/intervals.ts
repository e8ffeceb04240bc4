/** Sets of addresses as nft prints them: sorted, and without overlaps. */
import { formatAddress, parseAddress, parseBlock, type AddressBytes } from '../../../address.ts'

interface Interval {
  readonly first: bigint
  readonly last: bigint
}

const BYTE_BITS = 8n

const toNumber = (bytes: AddressBytes): bigint => bytes.reduce((sum, byte) => (sum << BYTE_BITS) | BigInt(byte), 0n)

const toAddress = (value: bigint, length: number): string =>
  formatAddress(Array.from({ length }, (_, index) => Number((value >> (BYTE_BITS * BigInt(length - 1 - index))) & 255n)))

/** An address or a block. */
const readInterval = (text: string): { readonly interval: Interval; readonly length: number } | undefined => {
  const bytes = parseAddress(text)
  if (bytes !== undefined) return { interval: { first: toNumber(bytes), last: toNumber(bytes) }, length: bytes.length }
  const block = parseBlock(text)
  if (block === undefined) return undefined
  const size = 1n << BigInt(block.bytes.length * 8 - block.prefixLength)
  const first = (toNumber(block.bytes) / size) * size
  return { interval: { first, last: first + size - 1n }, length: block.bytes.length }
}

const merge = (intervals: readonly Interval[]): readonly Interval[] => {
  const merged: Interval[] = []
  for (const next of intervals.toSorted((one, other) => (one.first < other.first ? -1 : one.first > other.first ? 1 : 0))) {
    const before = merged.at(-1)
    if (before === undefined || next.first > before.last + 1n) merged.push(next)
    else if (next.last > before.last) merged[merged.length - 1] = { ...before, last: next.last }
  }
  return merged
}

const renderInterval = ({ first, last }: Interval, length: number): string => {
  const size = last - first + 1n
  const from = toAddress(first, length)
  if (size === 1n) return from
  const bits = size.toString(2)
  const isBlock = !bits.slice(1).includes('1') && first % size === 0n
  return isBlock ? `${from}/${String(length * 8 - bits.length + 1)}` : `${from}-${toAddress(last, length)}`
}

/** Addresses and blocks of one family, in the words of a rule: one alone, or several in braces. Neighbours become one. */
export const renderAddressSet = (texts: readonly string[]): string => {
  const read = texts.flatMap((text) => readInterval(text) ?? [])
  const length = read[0]?.length ?? 0
  const rendered = merge(read.map(({ interval }) => interval)).map((interval) => renderInterval(interval, length))
  return texts.length === 1 ? rendered.join('') : `{ ${rendered.join(', ')} }`
}

/** Addresses in the order of their numbers. */
export const sortAddresses = (texts: readonly string[]): readonly string[] =>
  texts.toSorted((one, other) => Number(toNumber(parseAddress(one) ?? []) - toNumber(parseAddress(other) ?? [])))

const UNITS: readonly (readonly [seconds: number, unit: string])[] = [
  [86_400, 'd'],
  [3600, 'h'],
  [60, 'm'],
  [1, 's'],
]

/** A time as nft prints it: `3h`, `1h30m`. */
export const renderDuration = (seconds: number): string => {
  let left = seconds
  let text = ''
  for (const [size, unit] of UNITS) {
    const count = Math.floor(left / size)
    if (count > 0) text += `${String(count)}${unit}`
    left -= count * size
  }
  return text === '' ? '0s' : text
}
