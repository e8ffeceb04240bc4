/** Blocks of PEM as Go finds them. @see Go's encoding/pem */

export interface PemBlock {
  readonly type: string
  readonly hasHeaders: boolean
  readonly bytes: Uint8Array
}

const BLOCK = /(?:^|\n)-----BEGIN ([^\n]*?)-----[ \t\r]*\n([\s\S]*?)\n?-----END ([^\n]*?)-----[ \t\r]*(?=\n|$)/gu
const HEADER = /^[^\n:]*:[^\n]*(?:\n|$)/u

const decode = (base64: string): Uint8Array | undefined => {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  } catch {
    return undefined
  }
}

/** Blocks in their order; what is none is passed over. */
export const readPem = (text: string): readonly PemBlock[] =>
  [...text.matchAll(BLOCK)].flatMap(([, type = '', body = '', end = '']) => {
    let rest = body
    while (HEADER.test(rest)) rest = rest.replace(HEADER, '')
    const bytes = type === end ? decode(rest.replace(/\s/gu, '')) : undefined
    return bytes === undefined ? [] : [{ type, hasHeaders: rest !== body, bytes }]
  })
