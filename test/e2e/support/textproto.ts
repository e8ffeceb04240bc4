/** Messages of protobuf in its text format, as far as test data needs it: fields in their order, each as often as it stands there. */
export type Field = readonly [name: string, value: Message | Uint8Array | string]
export type Message = readonly Field[]

interface Token {
  readonly kind: 'text' | 'word' | 'sign'
  readonly text: string
}

const TOKEN =
  /\s+|#[^\n]*|(?<text>"(?:\\[^]|[^"\\])*"|'(?:\\[^]|[^'\\])*')|(?<word>-?[\w.+]+(?:-\d+)?|\[[\w./]+\])|(?<sign>[{}:<>,[\];])/uy

function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < source.length) {
    const at = TOKEN.lastIndex
    const found = TOKEN.exec(source)
    if (found === null) throw new Error(`no token at ${at}: ${source.slice(at, at + 40)}`)
    for (const kind of ['text', 'word', 'sign'] as const) {
      const text = found.groups?.[kind]
      if (text !== undefined) tokens.push({ kind, text })
    }
  }
  return tokens
}

const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, a: 7, b: 8, f: 12, v: 11 }

const ESCAPE = /\\(?:[xX]([0-9a-fA-F]{1,2})|([0-7]{1,3})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([^]))|([^\\]+)/gu

/** The bytes that a quoted text stands for. */
const bytesOf = (quoted: string): readonly number[] =>
  [...quoted.slice(1, -1).matchAll(ESCAPE)].flatMap(([, hex, octal, short, long, letter, plain]) => {
    if (hex !== undefined) return [Number.parseInt(hex, 16)]
    if (octal !== undefined) return [Number.parseInt(octal, 8) & 255]
    const point = short ?? long
    if (point !== undefined) return [...new TextEncoder().encode(String.fromCodePoint(Number.parseInt(point, 16)))]
    const escaped = letter === undefined ? undefined : ESCAPES[letter]
    return escaped === undefined ? [...new TextEncoder().encode(letter ?? plain ?? '')] : [escaped]
  })

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '<': '>' }

/** Fails where the text is not in the format. */
export function readTextproto(source: string): Message {
  const tokens = tokensOf(source)
  let next = 0
  const isSign = (sign: string): boolean => tokens[next]?.kind === 'sign' && tokens[next]?.text === sign
  const skip = (...signs: readonly string[]): boolean => {
    const isThere = signs.some(isSign)
    if (isThere) next++
    return isThere
  }

  const readValue = (): Field[1] => {
    const token = tokens[next] ?? { kind: 'sign', text: 'the end' }
    const closing = CLOSING[token.text]
    if (token.kind === 'sign' && closing !== undefined) {
      next++
      return readMessage(closing)
    }
    if (token.kind === 'sign') throw new Error(`no value at ${token.text}`)
    next++
    if (token.kind === 'word') return token.text
    const bytes = [...bytesOf(token.text)]
    for (; tokens[next]?.kind === 'text'; next++) bytes.push(...bytesOf(tokens[next]?.text ?? ''))
    return Uint8Array.from(bytes)
  }

  const readMessage = (closing?: string): Message => {
    const fields: Field[] = []
    while (next < tokens.length && !(closing !== undefined && skip(closing))) {
      const name = tokens[next++]?.text ?? ''
      skip(':')
      if (skip('[')) {
        while (!skip(']')) {
          fields.push([name, readValue()])
          skip(',')
        }
      } else fields.push([name, readValue()])
      skip(',', ';')
    }
    return fields
  }
  return readMessage()
}
