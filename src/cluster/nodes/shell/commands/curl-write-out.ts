/** What `-w` prints once a transfer has ended. @see curl.se/docs/manpage.html, --write-out */
import type { HttpResponse } from '../../../../network/model.ts'
import { parseUrl, type HttpEnd } from './http.ts'

export interface Measured {
  readonly end: HttpEnd
  readonly tookMs: number
  readonly method: string
  readonly exitCode: number
  readonly message: string
  /** Sizes in bytes. */
  readonly uploaded: number
  readonly downloaded: number
  readonly requestHead: number
  readonly responseHead: number
  readonly localIp: string
  readonly file: string
}

type Variables = Readonly<Record<string, string | number | null>>

/** Which one it is does not matter to anybody. */
const CLIENT_PORT = 40_000

const TIMES = ['appconnect', 'connect', 'namelookup', 'pretransfer', 'redirect', 'starttransfer', 'total'] as const

const timesOf = ({ end, tookMs }: Measured): Variables => {
  const seconds = (tookMs / 1000).toFixed(6)
  const isTls = parseUrl(end.target)?.protocol === 'https:'
  const isUnused = (name: string): boolean => name === 'redirect' || (name === 'appconnect' && !isTls)
  return Object.fromEntries(TIMES.map((name) => [`time_${name}`, isUnused(name) ? '0.000000' : seconds]))
}

const connectionOf = ({ end, localIp }: Measured): Variables => {
  const isConnected = ['response', 'empty', 'not-http', 'untrusted'].includes(end.kind)
  return {
    local_ip: isConnected ? localIp : '',
    local_port: isConnected ? CLIENT_PORT : 0,
    num_connects: isConnected ? 1 + (end.redirects ?? 0) : 0,
    remote_ip: end.address,
    remote_port: isConnected ? Number(end.port) : 0,
  }
}

const responseOf = (response: HttpResponse | undefined): Variables => {
  const { status = 0, headers = {} } = response ?? {}
  return {
    content_type: headers['content-type'] ?? null,
    http_code: status,
    http_connect: 0,
    http_version: response === undefined ? '0' : response.version === '1.0' ? '1' : '1.1',
    num_headers: Object.keys(headers).length,
    redirect_url: headers['location'] ?? null,
    response_code: status,
  }
}

const variablesOf = (measured: Measured): Variables => {
  const { end, method, exitCode, message, file } = measured
  const url = parseUrl(end.target)
  return {
    ...responseOf(end.kind === 'response' ? end.response : undefined),
    ...connectionOf(measured),
    ...timesOf(measured),
    errormsg: message === '' ? null : message,
    exitcode: exitCode,
    filename_effective: file === '-' ? null : file,
    method,
    num_redirects: end.redirects ?? 0,
    scheme: url?.protocol.replace(':', '') ?? null,
    size_download: measured.downloaded,
    size_header: measured.responseHead,
    size_request: measured.requestHead,
    size_upload: measured.uploaded,
    speed_download: measured.downloaded,
    speed_upload: measured.uploaded,
    ssl_verify_result: end.checked?.verified.fault ?? 0,
    url: end.target,
    url_effective: url?.href ?? end.target,
    urlnum: 0,
  }
}

const CODES: ReadonlySet<string> = new Set(['http_code', 'response_code', 'http_connect'])

/** Times are numbers as they stand; texts are quoted. */
const toJson = (variables: Variables): string => {
  const fields = Object.entries(variables).map(([name, value]) => {
    const shown = name.startsWith('time_') ? String(value) : JSON.stringify(value)
    return `"${name}":${shown}`
  })
  return `{${fields.join(',')}}`
}

export interface Written {
  readonly stdout: string
  readonly stderr: string
}

export const writeOut = (format: string, measured: Measured): Written => {
  const variables = variablesOf(measured)
  let stderr = ''
  let toErrors = false
  let stdout = ''
  const put = (text: string): void => {
    if (toErrors) stderr += text
    else stdout += text
  }
  for (const [piece] of format.matchAll(/%\{[^}]*\}|%%|\\[nrt]|[\s\S]/gu)) {
    const name = /^%\{(.*)\}$/u.exec(piece)?.[1]
    if (piece === '%%') put('%')
    else if (piece.length === 2 && piece.startsWith('\\')) put({ '\\n': '\n', '\\r': '\r', '\\t': '\t' }[piece] ?? piece)
    else if (name === undefined) put(piece)
    else if (name === 'stdout' || name === 'stderr') toErrors = name === 'stderr'
    else if (name === 'json') put(toJson(variables))
    else if (name === 'onerror') {
      if (measured.exitCode === 0) break
    } else if (!(name in variables)) stderr += `curl: unknown --write-out variable: '${name}'\n`
    else put(CODES.has(name) ? String(variables[name]).padStart(3, '0') : String(variables[name] ?? ''))
  }
  return { stdout, stderr }
}
