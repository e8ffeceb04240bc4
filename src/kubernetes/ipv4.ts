/** The usual spelling of IPv4 addresses and blocks, of which a large cluster has thousands; `ip-spellings.ts` reads all others. */

const FOUR_NUMBERS = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/u
const UP_TO_32 = /^(?:\d|[12]\d|3[0-2])$/u

/** Four bytes; undefined for any other text. */
export const readIpv4 = (text: string): readonly number[] | undefined => {
  const match = FOUR_NUMBERS.exec(text)
  if (match === null) return undefined
  const bytes = [Number(match[1]), Number(match[2]), Number(match[3]), Number(match[4])]
  return bytes.every((byte) => byte < 256) ? bytes : undefined
}

/** A block, whose host bits may be set; undefined for any other text. */
export const readIpv4Block = (
  text: string,
): { readonly bytes: readonly number[]; readonly prefixLength: number } | undefined => {
  const [address = '', length = '', ...rest] = text.split('/')
  const bytes = readIpv4(address)
  return bytes === undefined || rest.length > 0 || !UP_TO_32.test(length) ? undefined : { bytes, prefixLength: Number(length) }
}
