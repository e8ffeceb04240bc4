/** The wire format of protocol buffers. @see protobuf.dev, "Encoding" */

/** A number, or the bytes of a text, a message or a fixed number. */
export type WireValue = bigint | Uint8Array

/** Thrown where the data ends too early or is of no known form: the request is bad, not we. */
export class WireFormatError extends Error {}

interface Read {
  readonly value: bigint
  readonly next: number
}

const readVarint = (data: Uint8Array, start: number): Read => {
  let value = 0n
  for (let index = start, shift = 0n; shift < 70n; index += 1, shift += 7n) {
    const byte = data[index]
    if (byte === undefined) break
    value |= BigInt(byte & 0x7f) << shift
    if (byte < 0x80) return { value, next: index + 1 }
  }
  throw new WireFormatError('a number is cut off')
}

const slice = (data: Uint8Array, start: number, length: number): Uint8Array => {
  if (start + length > data.length) throw new WireFormatError('a field is cut off')
  return data.subarray(start, start + length)
}

/** Fields in the order in which they stand, by number. */
export const readFields = (data: Uint8Array): readonly (readonly [number, WireValue])[] => {
  const fields: (readonly [number, WireValue])[] = []
  let at = 0
  while (at < data.length) {
    const tag = readVarint(data, at)
    const number = Number(tag.value >> 3n)
    const form = Number(tag.value & 7n)
    at = tag.next
    if (form === 0) {
      const { value, next } = readVarint(data, at)
      fields.push([number, value])
      at = next
    } else if (form === 1 || form === 5) {
      const length = form === 1 ? 8 : 4
      fields.push([number, slice(data, at, length)])
      at += length
    } else if (form === 2) {
      const { value, next } = readVarint(data, at)
      fields.push([number, slice(data, next, Number(value))])
      at = next + Number(value)
    } else {
      throw new WireFormatError('a field has an unknown form')
    }
  }
  return fields
}

export const toText = (value: WireValue | undefined): string =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : ''

/** Numbers are signed, of 64 bits. */
export const toInteger = (value: WireValue): number => (typeof value === 'bigint' ? Number(BigInt.asIntN(64, value)) : 0)
