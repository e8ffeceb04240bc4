/** Fields of Protobuf messages, as they are written. @see https://protobuf.dev/programming-guides/encoding/ */

const encoder = new TextEncoder()

const varint = (value: number): number[] =>
  value < 0x80 ? [value] : [(value % 0x80) | 0x80, ...varint(Math.floor(value / 0x80))]

export const concat = (parts: readonly Uint8Array[]): Uint8Array => {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    joined.set(part, at)
    at += part.length
  }
  return joined
}

const tag = (number: number, wireType: number): number[] => varint(number * 8 + wireType)

/** A length-delimited field: a text, or a message of fields. */
export const field = (number: number, content: string | readonly Uint8Array[]): Uint8Array => {
  const bytes = typeof content === 'string' ? encoder.encode(content) : concat(content)
  return concat([Uint8Array.from([...tag(number, 2), ...varint(bytes.length)]), bytes])
}

/** A whole number from 0, or a truth value. */
export const wholeField = (number: number, value: number | boolean): Uint8Array =>
  Uint8Array.from([...tag(number, 0), ...varint(Number(value))])

export const doubleField = (number: number, value: number): Uint8Array => {
  const bytes = new Uint8Array(8)
  new DataView(bytes.buffer).setFloat64(0, value, true)
  return concat([Uint8Array.from(tag(number, 1)), bytes])
}
