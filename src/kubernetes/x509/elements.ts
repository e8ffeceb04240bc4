/** Elements of DER with the bytes that they are, and the values of the plain ones. @see ITU-T X.690 */
import { Asn1Error, childrenOf, type Element } from '../go/asn1.ts'

/** An element, and where its tag begins. */
export interface Part extends Element {
  readonly from: number
}

/** The parts of an element, each of which begins where the one before it ends. */
export const partsOf = (bytes: Uint8Array, whole: Element): readonly Part[] => {
  let from = whole.start
  return childrenOf(bytes, whole).map((child) => {
    const part = { ...child, from }
    from = child.end
    return part
  })
}

/** With tag and length. */
export const bytesOf = (bytes: Uint8Array, { from, end }: Part): Uint8Array => bytes.slice(from, end)

/** Without them. */
export const contentOf = (bytes: Uint8Array, { start, end }: Element): Uint8Array => bytes.slice(start, end)

/** Of a bit string whose bits are whole bytes. */
export const bitsOf = (bytes: Uint8Array, { start, end }: Element): Uint8Array => bytes.slice(start + 1, end)

/** `2.5.4.3` */
export const readObjectIdentifier = (bytes: Uint8Array, element: Element): string => {
  const numbers: number[] = []
  let value = 0
  for (const byte of contentOf(bytes, element)) {
    value = value * 128 + (byte & 0x7f)
    if ((byte & 0x80) !== 0) continue
    numbers.push(value)
    value = 0
  }
  const [first = 0, ...others] = numbers
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - top * 40, ...others].join('.')
}

const BMP_STRING = 30

/** Of any of the kinds of strings that names are made of. */
export const readText = (bytes: Uint8Array, element: Element): string =>
  new TextDecoder(element.tag === BMP_STRING ? 'utf-16be' : 'utf-8').decode(contentOf(bytes, element))

const UTC_TIME = 23

/** Milliseconds since 1970, of both kinds of times that certificates have. @see RFC 5280, section 4.1.2.5 */
export const readTime = (bytes: Uint8Array, element: Element): number => {
  const text = readText(bytes, element)
  const digits = element.tag === UTC_TIME ? `${Number(text.slice(0, 2)) < 50 ? '20' : '19'}${text}` : text
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/u.exec(digits)
  if (match === null) throw new Asn1Error('asn1: structure error: malformed time')
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = match.slice(1).map(Number)
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A positive number's bytes, without the zeros before it. */
export const magnitudeOf = (bytes: Uint8Array, element: Element): Uint8Array => {
  const content = contentOf(bytes, element)
  const at = content.findIndex((byte) => byte !== 0)
  return at < 0 ? content.slice(0, 0) : content.slice(at)
}
