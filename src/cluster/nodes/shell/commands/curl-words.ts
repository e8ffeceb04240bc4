/** curl's exit codes, its words for what went wrong, and its meter. @see curl.se/libcurl/c/libcurl-errors.html */
import { describeUntrusted } from './curl-tls.ts'
import { authorityOf, type HttpEnd } from './http.ts'

export type Failure = Exclude<HttpEnd, { kind: 'response' }>

/** Where the client was given none, they are absent. */
export interface Limits {
  readonly wholeMs?: number
  readonly connectMs?: number
}

/** What is wrong with an address that is none for curl. */
const describeUrl = (target: string): readonly [number, string] => {
  const scheme = /^([a-z][a-z\d+.-]*):\/\//iu.exec(target)?.[1]
  if (scheme !== undefined && !/^https?$/iu.test(scheme)) return [1, `Protocol "${scheme}" not supported`]
  const authority = authorityOf(target)
  if (authority === '') return [3, 'URL rejected: No host part in the URL']
  const port = /:([^:\]]*)$/u.exec(authority)?.[1] ?? ''
  if (port !== '' && !(Number(port) <= 65_535))
    return [3, 'URL rejected: Port number was not a decimal number between 0 and 65535']
  return [3, 'URL rejected: Malformed input to a URL function']
}

export const describeFailure = (end: Failure, { wholeMs, connectMs }: Limits, tookMs: number): readonly [number, string] => {
  const host = authorityOf(end.target).replace(/:\d+$/u, '')
  switch (end.kind) {
    case 'bad-url':
      return describeUrl(end.target)
    case 'unresolved':
      return [6, `Could not resolve host: ${host}`]
    case 'refused':
      return [7, `Failed to connect to ${host} port ${end.port} after 0 ms: Could not connect to server`]
    case 'timed-out':
      if (wholeMs !== undefined) return [28, `Connection timed out after ${wholeMs} milliseconds`]
      return connectMs === undefined
        ? [28, `Failed to connect to ${host} port ${end.port} after ${tookMs} ms: Could not connect to server`]
        : [28, `Failed to connect to ${host} port ${end.port} after ${connectMs} ms: Timeout was reached`]
    case 'not-http':
      return [1, 'Received HTTP/0.9 when not allowed']
    case 'not-tls':
      return [35, 'TLS connect error: error:0A0000C6:SSL routines::packet length too long']
    case 'untrusted':
      return describeUntrusted(end.checked)
    case 'empty':
      return [52, 'Empty reply from server']
    case 'too-many-redirects':
      return [47, 'Maximum (50) redirects followed']
  }
}

const METER = `  % Total    % Received % Xferd  Average Speed   Time    Time     Time  Current
                                 Dload  Upload   Total   Spent    Left  Speed
`

const clockTime = (ms: number): string => {
  const seconds = Math.floor(ms / 1000)
  if (seconds === 0) return '--:--:--'
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
  return parts.map((part, index) => (index === 0 ? String(part).padStart(2) : String(part).padStart(2, '0'))).join(':')
}

/** What curl shows on standard error while it writes elsewhere than to a terminal. */
export const renderProgress = (size: number, tookMs: number): string => {
  const first = '\r  0     0    0     0    0     0      0      0 --:--:-- --:--:-- --:--:--     0'
  if (size === 0)
    return `${METER}${first}\r  0     0    0     0    0     0      0      0 --:--:-- ${clockTime(tookMs).padStart(8)} --:--:--     0\n`
  const shown = String(size).padStart(5)
  const speed = String(size).padStart(6)
  return `${METER}${first}\r100 ${shown}  100 ${shown}    0     0 ${speed}      0 --:--:-- --:--:-- --:--:-- ${String(size).padStart(5)}\n`
}
