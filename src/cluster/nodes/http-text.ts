/** HTTP messages as they stand on the wire. Bytes are letters below 256. */
import type { HttpResponse, RequestQuestion } from '../../network/model.ts'
import { reasonOf } from './http-reasons.ts'

const RESPONSE = /^HTTP\/1\.\d (\d{3})[^\r\n]*\r?\n((?:[^\r\n]+\r?\n)*)\r?\n([\s\S]*)$/u

/** The first line of a response. */
export const statusLine = ({ status, reason, version }: HttpResponse): string =>
  `HTTP/${version ?? '1.1'} ${status} ${reason ?? reasonOf(status)}`

/** Header lines by lower-case name. */
export const readHeaders = (text: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    text.split(/\r?\n/u).flatMap((line) => {
      const at = line.indexOf(':')
      return at < 0 ? [] : [[line.slice(0, at).trim().toLowerCase(), line.slice(at + 1).trim()]]
    }),
  )

/** What a text says as an HTTP response; undefined where it is none. */
export const readResponse = (text: string): HttpResponse | undefined => {
  const match = RESPONSE.exec(text)
  if (match === null) return undefined
  return { status: Number(match[1]), headers: readHeaders(match[2] ?? ''), body: toLetters(match[3] ?? '') }
}

/** `content-type` as `Content-Type`. */
export const titleCase = (name: string): string =>
  name === 'etag' ? 'ETag' : name.replace(/(?:^|-)[a-z]/gu, (letter) => letter.toUpperCase())

/** Names with abbreviations, as nginx and its users write them. */
const ABBREVIATED: Readonly<Record<string, string>> = { 'x-real-ip': 'X-Real-IP', 'x-request-id': 'X-Request-ID' }

/** A request as a client writes it. */
export const renderRequest = ({ method = 'GET', url, headers = {} }: RequestQuestion, target: string): string => {
  const { host, ...others } = headers
  const lines = Object.entries(others).map(([name, value]) => `${ABBREVIATED[name] ?? titleCase(name)}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\nHost: ${host ?? new URL(url).host}\r\n${lines.join('')}\r\n`
}

/** UTF-8, as letters below 256. */
export const toBytes = (text: string): string =>
  Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')

/** Letters below 256 as the text they are in UTF-8; as they are, where they are none. */
export const toLetters = (bytes: string): string => {
  if (!/[\u0080-\u00FF]/u.test(bytes) || /[^\u0000-\u00FF]/u.test(bytes)) return bytes
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes, (letter) => letter.charCodeAt(0)))
  } catch {
    return bytes
  }
}

/** In which order servers write their heads, by the begin of their names. Others are written in Go, most of them. */
const HEAD_ORDERS: readonly (readonly [server: string, order: readonly string[]])[] = [
  [
    'nginx',
    ['server', 'date', 'content-type', 'content-length', 'last-modified', 'location', 'connection', 'etag', 'accept-ranges'],
  ],
  ['SimpleHTTP', ['server', 'date', 'connection', 'location', 'content-type', 'content-length', 'last-modified']],
  ['Apache', ['date', 'server', 'last-modified', 'etag', 'accept-ranges', 'location', 'content-length', 'content-type']],
]

/**
 * What the program states, by name; then what Go's server finds out itself, the type among it where it may be told by the content.
 * @see https://pkg.go.dev/net/http#DetectContentType
 */
const orderOfGo = (headers: Readonly<Record<string, string>>): readonly string[] => {
  const type = headers['content-type'] ?? 'text/plain; charset=utf-8'
  const isSniffed = /^(?:text\/(?:plain|html|xml); charset=|application\/octet-stream$|image\/)/u.test(type)
  const own = ['date', 'content-length', ...(isSniffed ? ['content-type'] : [])]
  const stated = Object.keys(headers).filter((name) => !own.includes(name) && name !== 'connection')
  return [...stated.toSorted(), ...own]
}

/** Answers that have no content, not even an empty one. */
const EMPTY: ReadonlySet<number> = new Set([204, 304])

/** The headers of a response on the wire: what a server adds to those that its facts state. `server` writes them, whether it says so or not. */
export const wireHeaders = (
  { status, headers, body }: HttpResponse,
  nowMs: number,
  server = headers['server'] ?? '',
): Readonly<Record<string, string>> => {
  // A proxy has passed the head on as it stands.
  if (headers['date'] !== undefined) return headers
  const all: Record<string, string> = {
    date: new Date(nowMs).toUTCString(),
    ...(EMPTY.has(status) ? {} : { 'content-length': String(new TextEncoder().encode(body).length) }),
    ...(server.startsWith('nginx') ? { connection: 'keep-alive' } : {}),
    ...headers,
  }
  const order = HEAD_ORDERS.find(([name]) => server.startsWith(name))?.[1] ?? orderOfGo(all)
  const ordered = [
    ...order.filter((name) => all[name] !== undefined),
    ...Object.keys(all).filter((name) => !order.includes(name)),
  ]
  return Object.fromEntries(ordered.map((name) => [name, all[name] ?? '']))
}
