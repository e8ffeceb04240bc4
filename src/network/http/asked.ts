import type { RequestQuestion, Source } from '../model.ts'

/** An HTTP request, read from what was asked. */
export interface AskedRequest {
  /** Who opens the connection. */
  readonly from: Source
  readonly scheme: 'http' | 'https'
  /** Where the connection goes: a name, or an address without brackets. */
  readonly host: string
  readonly port: number
  /** Path and query, as sent. */
  readonly target: string
  readonly method: string
  /** The Host header. */
  readonly hostHeader: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  /** As an Ingress controller sees a client outside, where that is known. */
  readonly seenAs?: string
}

const DEFAULT_PORTS = { http: 80, https: 443 } as const

/** Reads a URL as curl does: without a scheme it is http. Undefined where it is no URL of HTTP. */
export function readRequest({ from, url, method = 'GET', headers = {}, seenAs }: RequestQuestion): AskedRequest | undefined {
  const parsed = parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : `http://${url}`)
  if (parsed === undefined) return undefined
  const scheme = parsed.protocol.slice(0, -1)
  if (scheme !== 'http' && scheme !== 'https') return undefined
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return {
    from,
    scheme,
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? DEFAULT_PORTS[scheme] : Number(parsed.port),
    target: `${parsed.pathname}${parsed.search}`,
    method: method.toUpperCase(),
    hostHeader: lower['host'] ?? parsed.host,
    headers: lower,
    ...(seenAs === undefined ? {} : { seenAs }),
  }
}

function parse(text: string): URL | undefined {
  try {
    return new URL(text)
  } catch {
    return undefined
  }
}
