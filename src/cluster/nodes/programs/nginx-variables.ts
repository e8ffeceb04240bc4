/** Variables of nginx in what it answers and passes on. @see nginx.org/en/docs/varindex.html */
import type { HttpCall } from '../conversation.ts'
import { lookUpIn, type NginxMaps } from './nginx-maps.ts'

export interface VariableSource {
  readonly call: HttpCall
  /** Decoded, without a query. */
  readonly uri: string
  /** The query, without its question mark. */
  readonly args: string
  readonly hostname: string
  readonly nginxVersion: string
  readonly serverName: string
  readonly isTls: boolean
  /** Of the proxy_pass at hand. */
  readonly proxyHost?: string
  readonly captures?: readonly string[]
  /** What the request has set so far, by name. */
  readonly variables: Map<string, string>
  readonly maps: NginxMaps
  /** Tries a pattern, whose named groups are set. */
  readonly fits: (
    pattern: string,
    text: string,
    options: { readonly ignoreCase: boolean; readonly variables: Map<string, string> },
  ) => boolean
  readonly documentRoot?: string
  /** The file that the address would be. */
  readonly requestFile?: string
}

/** The Host header, as nginx compares it: without a port, in lower case. */
export const hostOf = ({ host }: HttpCall): string => host.replace(/:\d+$/u, '').toLowerCase()

const forwardedFor = ({ headers, client }: HttpCall): string =>
  headers['x-forwarded-for'] === undefined ? client : `${headers['x-forwarded-for']}, ${client}`

type Value = (source: VariableSource) => string

const VALUES: Readonly<Record<string, Value>> = {
  args: ({ args }) => args,
  query_string: ({ args }) => args,
  is_args: ({ args }) => (args === '' ? '' : '?'),
  uri: ({ uri }) => uri,
  document_uri: ({ uri }) => uri,
  request_uri: ({ call }) => call.target,
  request_method: ({ call }) => call.method,
  request: ({ call }) => `${call.method} ${call.target} HTTP/1.1`,
  server_protocol: () => 'HTTP/1.1',
  scheme: ({ isTls }) => (isTls ? 'https' : 'http'),
  https: ({ isTls }) => (isTls ? 'on' : ''),
  ssl_protocol: ({ isTls }) => (isTls ? 'TLSv1.3' : ''),
  host: ({ call }) => hostOf(call),
  server_name: ({ serverName }) => serverName,
  server_port: ({ call }) => String(call.port),
  remote_addr: ({ call }) => call.client,
  proxy_add_x_forwarded_for: ({ call }) => forwardedFor(call),
  proxy_host: ({ proxyHost = '' }) => proxyHost,
  hostname: ({ hostname }) => hostname,
  nginx_version: ({ nginxVersion }) => nginxVersion,
  content_type: ({ call }) => call.headers['content-type'] ?? '',
  content_length: ({ call }) => call.headers['content-length'] ?? '',
  request_body: ({ call }) => call.body,
  document_root: ({ documentRoot = '' }) => documentRoot,
  request_filename: ({ requestFile = '' }) => requestFile,
}

const cookieOf = ({ headers }: HttpCall, name: string): string =>
  (headers['cookie'] ?? '')
    .split(/;\s*/u)
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1) ?? ''

/** Found out when it is asked for first, and kept for the request. */
function mapped(name: string, source: VariableSource): string | undefined {
  const map = source.maps.get(name)
  if (map === undefined) return undefined
  const { variables, fits } = source
  const text = expand(map.source, source)
  // Whoever asks for itself is told nothing.
  variables.set(name, '')
  const value = expand(
    lookUpIn(map, text, (pattern, ignoreCase) => fits(pattern, text, { ignoreCase, variables })),
    source,
  )
  variables.set(name, value)
  return value
}

function valueOf(name: string, source: VariableSource): string {
  const { call, captures = [], args, variables } = source
  if (/^\d$/u.test(name)) return captures[Number(name)] ?? ''
  const set = variables.get(name) ?? mapped(name, source)
  if (set !== undefined) return set
  if (name === 'http_host') return call.host
  if (name.startsWith('http_')) return call.headers[name.slice('http_'.length).replaceAll('_', '-')] ?? ''
  if (name.startsWith('cookie_')) return cookieOf(call, name.slice('cookie_'.length))
  if (name.startsWith('arg_')) return new URLSearchParams(args).get(name.slice('arg_'.length)) ?? ''
  return VALUES[name]?.(source) ?? ''
}

/** DIFFERS: variables of rarer modules are empty (nginx-rewrite.test.ts). */
export const expand = (text: string, source: VariableSource): string =>
  text.replace(/\$(?:\{(\w+)\}|(\w+))/gu, (_whole, braced: string | undefined, plain: string | undefined) =>
    valueOf(braced ?? plain ?? '', source),
  )
