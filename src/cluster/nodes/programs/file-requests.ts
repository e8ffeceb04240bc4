/** What a server of files answers to a client that knows a file already, or wants a part of it. @see RFC 9110, sections 13 and 14 */
import type { HttpResponse } from '../../../network/model.ts'
import { statusPage } from '../../../network/http/pages.ts'
import type { HttpCall } from '../conversation.ts'

const isKnown = ({ headers }: HttpCall, { etag = '', 'last-modified': changed = '' }: HttpResponse['headers']): boolean => {
  const known = headers['if-none-match']
  if (known !== undefined) return known.split(',').some((one) => one.trim().replace(/^W\//u, '') === etag || one.trim() === '*')
  const since = headers['if-modified-since']
  // nginx takes it for known where the time is the very one.
  return since !== undefined && Date.parse(since) === Date.parse(changed)
}

/** From the first byte to the last; undefined where it is no range that is understood, `none` where nothing is in it. */
const rangeOf = (wanted: string, length: number): readonly [first: number, last: number] | 'none' | undefined => {
  const { from = '', to = '' } = /^bytes=(?<from>\d*)-(?<to>\d*)$/u.exec(wanted)?.groups ?? {}
  if (from === '' && to === '') return undefined
  const first = from === '' ? Math.max(0, length - Number(to)) : Number(from)
  const last = from === '' || to === '' ? length - 1 : Math.min(length - 1, Number(to))
  return first >= length || first > last ? 'none' : [first, last]
}

const part = (call: HttpCall, served: HttpResponse): HttpResponse | undefined => {
  const bytes = new TextEncoder().encode(served.body)
  const range = rangeOf(call.headers['range'] ?? '', bytes.length)
  if (range === undefined) return undefined
  const { 'accept-ranges': _none, etag = '', 'last-modified': changed = '', server = '', ...rest } = served.headers
  if (range === 'none') {
    const headers = { server, 'content-type': 'text/html', 'content-range': `bytes */${bytes.length}` }
    return { status: 416, headers, body: statusPage(416, server) }
  }
  const [first, last] = range
  const headers = {
    ...rest,
    server,
    etag,
    'last-modified': changed,
    'content-length': String(last - first + 1),
    'content-range': `bytes ${first}-${last}/${bytes.length}`,
  }
  return { status: 206, headers, body: new TextDecoder().decode(bytes.subarray(first, last + 1)) }
}

/** Undefined where the file is sent as it is. */
export const answerOfFile = (call: HttpCall): HttpResponse | undefined => {
  const { served, method } = call
  if (served.status !== 200 || served.headers['etag'] === undefined || !['GET', 'HEAD'].includes(method)) return undefined
  if (!isKnown(call, served.headers)) return part(call, served)
  const { 'content-type': _type, 'accept-ranges': _ranges, ...headers } = served.headers
  return { status: 304, headers, body: '' }
}
