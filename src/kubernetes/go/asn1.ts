/** Elements of DER, and what Go says of bytes that are none. @see Go's encoding/asn1 */

export interface Element {
  readonly class: number
  readonly isCompound: boolean
  readonly tag: number
  /** Where its contents begin and end. */
  readonly start: number
  readonly end: number
}

export const SEQUENCE = 16

const MAX_LENGTH = 1 << 23
const TRUNCATED = 'asn1: syntax error: truncated tag or length'

/** What is wrong with bytes, in Go's words. */
export class Asn1Error extends Error {}

const byteAt = (bytes: Uint8Array, at: number): number => {
  const byte = bytes[at]
  if (byte === undefined) throw new Asn1Error(TRUNCATED)
  return byte
}

/** A number in groups of seven bits, and where it ends. */
const readBase128 = (bytes: Uint8Array, from: number): readonly [number, number] => {
  let value = 0
  for (let at = from; at < from + 4; at += 1) {
    const byte = byteAt(bytes, at)
    if (at === from && byte === 0x80) throw new Asn1Error('asn1: syntax error: integer is not minimally encoded')
    value = value * 128 + (byte & 0x7f)
    if ((byte & 0x80) === 0) return [value, at + 1]
  }
  throw new Asn1Error('asn1: structure error: base 128 integer too large')
}

/** Of several bytes, and where it ends. */
const readLongLength = (bytes: Uint8Array, from: number, count: number): readonly [number, number] => {
  if (count === 0) throw new Asn1Error('asn1: syntax error: indefinite length found (not DER)')
  let length = 0
  for (let at = from; at < from + count; at += 1) {
    const byte = byteAt(bytes, at)
    if (length >= MAX_LENGTH) throw new Asn1Error('asn1: structure error: length too large')
    length = length * 256 + byte
    if (length === 0) throw new Asn1Error('asn1: structure error: superfluous leading zeros in length')
  }
  if (length < 0x80) throw new Asn1Error('asn1: structure error: non-minimal length')
  return [length, from + count]
}

/** Throws Asn1Error. The contents may end beyond the bytes. */
export const readHeader = (bytes: Uint8Array, from: number): Element => {
  const first = byteAt(bytes, from)
  const low = first & 0x1f
  const [tag, afterTag] = low === 0x1f ? readBase128(bytes, from + 1) : [low, from + 1]
  const short = byteAt(bytes, afterTag)
  const [length, start] = (short & 0x80) === 0 ? [short, afterTag + 1] : readLongLength(bytes, afterTag + 1, short & 0x7f)
  return { class: first >> 6, isCompound: (first & 0x20) !== 0, tag, start, end: start + length }
}

const NO_PARAMETERS =
  '{optional:false explicit:false application:false private:false defaultValue:<nil> tag:<nil> stringType:0 timeType:0 set:false omitEmpty:false}'

/** The sequence that all of the bytes are; `type` is that of the Go struct that it is read into. */
export const readOnlySequence = (bytes: Uint8Array, type: string): Element => {
  if (bytes.length === 0) throw new Asn1Error('asn1: syntax error: sequence truncated')
  const element = readHeader(bytes, 0)
  const { tag, isCompound, start, end } = element
  if (tag !== SEQUENCE || element.class !== 0 || !isCompound) {
    const found = `{class:${element.class} tag:${tag} length:${end - start} isCompound:${isCompound}}`
    throw new Asn1Error(`asn1: structure error: tags don't match (${SEQUENCE} vs ${found}) ${NO_PARAMETERS} ${type} @${start}`)
  }
  if (end > bytes.length) throw new Asn1Error('asn1: syntax error: data truncated')
  if (end < bytes.length) throw new Asn1Error('asn1: syntax error: trailing data')
  return element
}

/** The elements that another one is made of. */
export const childrenOf = (bytes: Uint8Array, { start, end }: Element): readonly Element[] => {
  const children: Element[] = []
  for (let at = start; at < end;) {
    const child = readHeader(bytes, at)
    if (child.end > end) throw new Asn1Error('asn1: syntax error: data truncated')
    children.push(child)
    at = child.end
  }
  return children
}
