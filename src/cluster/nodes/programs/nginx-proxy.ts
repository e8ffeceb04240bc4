/** Requests that nginx hands on. @see nginx.org/en/docs/http/ngx_http_proxy_module.html */
import type { ExchangeOutcome, HttpResponse, ResolverLibrary } from '../../../network/model.ts'
import { statusPage } from '../../../network/http/pages.ts'
import { directivesNamed, valueOf, type Directive } from './nginx-config.ts'
import {
  defaultPortOf,
  peersOf,
  splitUrl,
  type LookUp,
  type Peer,
  type ProxyTarget,
  type ProxyTargets,
} from './nginx-upstreams.ts'
import { expand, type VariableSource } from './nginx-variables.ts'
import type { ServerProcess } from './program.ts'

/** What one nginx counts. */
export interface Counters {
  requests: number
  turns: number
  /** Requests that are with other servers now. */
  open: number
}

/** Each request that is handed on takes two of the connections that a worker has. @see worker_connections in the image's nginx.conf */
const CONNECTIONS = 1024

export interface Proxying {
  readonly targets: ProxyTargets
  readonly lookUp: LookUp
  readonly library: ResolverLibrary
  readonly counters: Counters
  readonly process: ServerProcess
  /** The name and version it gives itself. */
  readonly signature: string
  /** Of its error log. */
  readonly time: () => string
  readonly source: VariableSource
  readonly block: readonly Directive[]
  /** Empty where a pattern chose it. */
  readonly locationPath: string
  readonly isRewritten: boolean
}

/** `isOwn` is false where another server's answer is handed back. */
export type Proxied = HttpResponse & { readonly isOwn?: false }

const CONNECT_MS = 60_000
const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

const timeOf = (text: string | undefined): number => {
  const { count = '', unit = 's' } = /^(?<count>\d+)(?<unit>ms|s|m|h)?$/u.exec(text ?? '')?.groups ?? {}
  return count === '' ? CONNECT_MS : Number(count) * (UNITS[unit] ?? 1000)
}

/** Between two neighbours; nginx states its own. */
const NOT_PASSED_ON: ReadonlySet<string> = new Set(['host', 'connection', 'keep-alive', 'te', 'upgrade', 'expect'])

function sentHeaders(block: readonly Directive[], source: VariableSource): Readonly<Record<string, string>> {
  const stated = directivesNamed(block, 'proxy_set_header').map(
    ({ args: [name = '', value = ''] }) => [name.toLowerCase(), expand(value, source)] as const,
  )
  const own = new Map<string, string>([['host', source.proxyHost ?? ''], ['connection', 'close'], ...stated])
  const others = Object.entries(source.call.headers).filter(([name]) => !NOT_PASSED_ON.has(name) && !own.has(name))
  return Object.fromEntries([...[...own].filter(([, value]) => value !== ''), ...others])
}

function pathFor({ uri: own }: ProxyTarget, { source, locationPath, isRewritten }: Proxying): string {
  const query = source.args === '' ? '' : `?${source.args}`
  if (own === '') return isRewritten ? `${encodeURI(source.uri)}${query}` : source.call.target
  const rest = isRewritten ? source.uri : source.uri.slice(locationPath.length)
  return isRewritten ? `${encodeURI(rest)}${query}` : `${own}${encodeURI(rest)}${query}`
}

/** Where it leads now; a text where it leads nowhere. */
function dynamicTarget(url: string, { source, lookUp, block }: Proxying): ProxyTarget | string {
  const split = splitUrl(expand(url, source))
  if (split === undefined) return `invalid URL prefix in "${expand(url, source)}"`
  const isAddress = /^(?:[\d.]+|\[.*\])(?::\d+)?$/u.test(split.host)
  const name = split.host.replace(/:\d+$/u, '')
  if (!isAddress && directivesNamed(block, 'resolver').length === 0) return `no resolver defined to resolve ${name}`
  // Its own resolver knows no search list.
  const absolute: LookUp = (host) => lookUp(host.endsWith('.') ? host : `${host}.`)
  const peers = peersOf(split.host, defaultPortOf(split.scheme), absolute)
  return peers === undefined ? `${name} could not be resolved (3: Host not found)` : { ...split, peers }
}

const FAILURES: Readonly<Record<string, readonly [glibc: string, musl: string]>> = {
  refused: ['connect() failed (111: Connection refused)', 'connect() failed (111: Connection refused)'],
  unreachable: ['connect() failed (113: No route to host)', 'connect() failed (113: Host is unreachable)'],
  'timed-out': ['upstream timed out (110: Connection timed out)', 'upstream timed out (110: Operation timed out)'],
}

/** Why a server gave no answer; undefined where it did. */
const whyNot = (outcome: ExchangeOutcome | undefined, library: ResolverLibrary): string | undefined => {
  if (outcome?.verdict !== 'connected') {
    const [glibc, musl] = FAILURES[outcome?.verdict ?? ''] ?? FAILURES['unreachable'] ?? ['', '']
    return `${library === 'glibc' ? glibc : musl} while connecting to upstream`
  }
  if (outcome.response !== undefined) return undefined
  const isNoHttp = outcome.banner !== undefined
  return isNoHttp
    ? 'upstream sent no valid HTTP/1.0 header while reading response header from upstream'
    : 'upstream prematurely closed connection while reading response header from upstream'
}

const urlOf = ({ scheme }: ProxyTarget, { ip, port }: Peer, path: string): string =>
  `${scheme}://${ip.includes(':') ? `[${ip}]` : ip}:${port}${path}`

function complain(
  why: string,
  upstream: string,
  { counters, process, source: { call, serverName }, time }: Proxying,
  severity = 'error',
): void {
  const told = upstream === '' ? '' : `, upstream: "${upstream}"`
  const request = `${call.method} ${call.target} HTTP/1.1`
  process.print(
    `${time()} [${severity}] 29#29: *${counters.requests} ${why}, client: ${call.client}, server: ${serverName}, request: "${request}"${told}, host: "${call.host}"\n`,
  )
}

/** What the other server said, as nginx hands it back. */
function handedBack(
  { headers, status, reason, body }: HttpResponse,
  base: string,
  { signature, locationPath }: Proxying,
): Proxied {
  const { server: _server, date: _date, connection: _connection, location, ...rest } = headers
  const isOurs = location !== undefined && locationPath !== '' && location.startsWith(base)
  const moved = location === undefined ? {} : { location: isOurs ? `${locationPath}${location.slice(base.length)}` : location }
  const words = reason === undefined ? {} : { reason }
  return { status, ...words, headers: { server: signature, ...rest, ...moved }, body, isOwn: false }
}

const page = (status: number, server: string): Proxied => ({
  status,
  headers: { server, 'content-type': 'text/html' },
  body: statusPage(status, server),
})

/** Asks the servers behind it one after the other, until one answers. */
export async function proxy(directive: Directive, given: Proxying): Promise<Proxied> {
  const { targets, counters, block, process, library, signature } = given
  counters.requests += 1
  const target = targets.get(directive) ?? dynamicTarget(directive.args[0] ?? '', given)
  if (typeof target === 'string') {
    complain(target, '', given)
    return page(502, signature)
  }
  const source = { ...given.source, proxyHost: target.host }
  const path = pathFor(target, given)
  const headers = sentHeaders(block, source)
  const { method, body } = source.call
  const first = counters.turns++
  let status = 502
  for (let turn = 0; turn < target.peers.length; turn++) {
    const peer = target.peers[(first + turn) % target.peers.length]
    if (peer === undefined) break
    const url = urlOf(target, peer, path)
    if (counters.open >= CONNECTIONS / 2) {
      complain(`${CONNECTIONS} worker_connections are not enough while connecting to upstream`, url, given, 'alert')
      return page(500, signature)
    }
    counters.open += 1
    const version = valueOf(block, 'proxy_http_version') ?? '1.0'
    const outcome = await process.send(url, { method, headers, body, version }).finally(() => (counters.open -= 1))
    const why = whyNot(outcome, library)
    if (why === undefined && outcome?.response !== undefined)
      return handedBack(outcome.response, `${target.scheme}://${target.host}${target.uri}`, given)
    const isLate = outcome?.verdict === 'timed-out'
    if (isLate) await process.wait(timeOf(valueOf(block, 'proxy_connect_timeout')))
    complain(why ?? '', url, given)
    status = isLate ? 504 : 502
  }
  return page(status, signature)
}
