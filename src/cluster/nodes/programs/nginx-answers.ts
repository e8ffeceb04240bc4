/** What nginx answers where that depends on more than a path: its servers' names, patterns of locations, variables, other servers behind it. */
import type { HttpResponse } from '../../../network/model.ts'
import { answerHttp } from '../../../network/http/routes.ts'
import { statusPage } from '../../../network/http/pages.ts'
import type { HttpCall } from '../conversation.ts'
import { directivesNamed, valueOf, type Directive } from './nginx-config.ts'
import { DEFAULT_ROOT, inheriting, routesOf, type ServerContext } from './nginx-locations.ts'
import type { NginxMaps } from './nginx-maps.ts'
import { proxy, type Proxied, type Proxying } from './nginx-proxy.ts'
import { fit, fitNamed, runRewrites, type Progress, type Rewriting } from './nginx-rewrite.ts'
import { expand, hostOf, type VariableSource } from './nginx-variables.ts'

export interface NamedServer {
  readonly addresses: readonly { readonly port: number; readonly isDefault: boolean; readonly isTls: boolean }[]
  readonly names: readonly string[]
  readonly block: readonly Directive[]
}

export interface Answering extends Omit<Proxying, 'source' | 'block' | 'locationPath' | 'isRewritten'> {
  readonly servers: readonly NamedServer[]
  readonly maps: NginxMaps
  readonly context: ServerContext
}

const fitsName = (pattern: string, host: string): number => {
  if (pattern === host) return 4
  if (pattern.startsWith('*.') || pattern.startsWith('.'))
    return host.endsWith(pattern.replace(/^\*/u, '')) || `.${host}` === pattern ? 3 : 0
  if (pattern.endsWith('.*')) return host.startsWith(pattern.slice(0, -1)) ? 2 : 0
  return pattern.startsWith('~') && fit(pattern.slice(1), host) !== undefined ? 1 : 0
}

/** The server whose name fits best; else the default one of the port. */
export function serverFor<Server extends NamedServer>(
  servers: readonly Server[],
  asked: number,
  host: string,
): Server | undefined {
  const at = servers.filter(({ addresses }) => addresses.some(({ port }) => port === asked))
  const score = ({ names }: NamedServer): number => Math.max(0, ...names.map((name) => fitsName(name.toLowerCase(), host)))
  const named = at.filter((one) => score(one) > 0).toSorted((a, b) => score(b) - score(a))[0]
  return named ?? at.find(({ addresses }) => addresses.some(({ port, isDefault }) => port === asked && isDefault)) ?? at[0]
}

interface Place {
  /** What the location is written for; empty for a pattern. */
  readonly path: string
  readonly block: readonly Directive[]
  readonly captures: readonly string[]
}

const prefixOf = ({ args: [first = '', second] }: Directive): string =>
  first === '=' || first === '^~' ? (second ?? '') : first

const isPattern = ({ args: [first = ''] }: Directive): boolean => first.startsWith('~')

/** The location that nginx takes: an exact one, else the first pattern that fits unless the longest prefix forbids it, else that. */
function locate(block: readonly Directive[], uri: string): Place {
  const locations = directivesNamed(block, 'location').filter(({ args: [first = ''] }) => !first.startsWith('@'))
  const enter = (chosen: Directive, captures: readonly string[] = []): Place => {
    const inner = inheriting(block, chosen.block ?? [])
    const place = { path: isPattern(chosen) ? '' : prefixOf(chosen), block: inner, captures }
    const deeper = locate(inner, uri)
    return deeper.path === NOWHERE ? place : deeper
  }
  const exact = locations.find((one) => one.args[0] === '=' && prefixOf(one) === uri)
  if (exact !== undefined) return enter(exact)
  const longest = locations
    .filter((one) => !isPattern(one) && one.args[0] !== '=' && uri.startsWith(prefixOf(one)))
    .toSorted((a, b) => prefixOf(b).length - prefixOf(a).length)[0]
  if (longest?.args[0] !== '^~')
    for (const one of locations.filter(isPattern)) {
      const { args: words } = one
      const isInsensitive = words[0]?.startsWith('~*') === true
      const text = words[1] ?? (words[0] ?? '').replace(/^~\*?/u, '')
      const match = fit(text, uri, isInsensitive)
      if (match !== undefined) return enter(one, match)
    }
  return longest === undefined ? { path: NOWHERE, block, captures: [] } : enter(longest)
}

/** No location fits: the server itself answers. */
const NOWHERE = '\0'

const decode = (text: string): string => {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** Decoded, and with one slash for several unless the server keeps them. */
export const normalize = (path: string, server: readonly Directive[]): string => {
  const decoded = decode(path)
  return valueOf(server, 'merge_slashes') === 'off' ? decoded : decoded.replace(/\/{2,}/gu, '/')
}

const ALWAYS = /^(?:20[0146]|30[123478])$/u

/** With what `add_header` adds, to answers that went well, and to others where it is to do so always. */
function withAdded(response: HttpResponse, block: readonly Directive[], source: VariableSource): HttpResponse {
  const added = directivesNamed(block, 'add_header').flatMap(
    ({ args: [name = '', value = '', always] }): [string, string][] => {
      const text = expand(value, source)
      return text !== '' && (always === 'always' || ALWAYS.test(String(response.status))) ? [[name.toLowerCase(), text]] : []
    },
  )
  return added.length === 0 ? response : { ...response, headers: { ...response.headers, ...Object.fromEntries(added) } }
}

const ABSOLUTE = /^https?:\/\//u

function redirect(
  status: number,
  target: string,
  { source, server }: { source: VariableSource; server: string },
): HttpResponse {
  const { call } = source
  const port = call.port === (source.isTls ? 443 : 80) ? '' : `:${call.port}`
  const location =
    ABSOLUTE.test(target) || !target.startsWith('/')
      ? target
      : `${source.isTls ? 'https' : 'http'}://${hostOf(call)}${port}${target}`
  return { status, headers: { server, 'content-type': 'text/html', location }, body: statusPage(status, server) }
}

/** What `return` with these words says. */
function returned(
  [first = '', second]: readonly string[],
  { source, block }: Pick<Progress, 'source' | 'block'>,
  server: string,
): HttpResponse | 'hangs-up' {
  const isCode = /^\d+$/u.test(first)
  const status = isCode ? Number(first) : 302
  if (status === 444) return 'hangs-up'
  const text = isCode ? second : first
  if (/^30[12378]$/u.test(String(status))) return redirect(status, expand(text ?? '', source), { source, server })
  if (text === undefined) return { status, headers: { server, 'content-type': 'text/html' }, body: statusPage(status, server) }
  const type = valueOf(block, 'default_type') ?? 'text/plain'
  return { status, headers: { server, 'content-type': type }, body: expand(text, source) }
}

/** The answer where directives before any content give one. */
function saidBefore({ end, source, block }: Rewriting, server: string): HttpResponse | 'hangs-up' | undefined {
  if (end.kind === 'redirects') return redirect(end.status, end.target, { source, server })
  if (end.kind !== 'returns') return undefined
  const said = returned(end.words, { source, block }, server)
  return said === 'hangs-up' ? said : withAdded(said, block, source)
}

interface Asked {
  readonly server: NamedServer
  readonly source: VariableSource
  /** How often it was sent on inside. */
  readonly turns: number
  readonly isRewritten: boolean
}

const MAX_TURNS = 10

/** In place of a page of its own, where the configuration names one. */
async function errorPage(
  response: HttpResponse,
  block: readonly Directive[],
  asked: Asked,
  all: Answering,
): Promise<HttpResponse> {
  const page = directivesNamed(block, 'error_page').findLast(({ args }) => args.slice(0, -1).includes(String(response.status)))
  const [target = '', ...words] = page?.args.toReversed() ?? []
  if (!target.startsWith('/') || asked.turns > 0) return response
  const given = words.find((word) => /^=\d+$/u.test(word))
  const { call } = asked.source
  const source = { ...asked.source, uri: target, call: { ...call, method: 'GET' } }
  const found = await answerAt({ ...asked, source, turns: MAX_TURNS - 1 }, all)
  if (found === 'hangs-up' || found.status !== 200) return response
  return { ...found, status: given === undefined ? response.status : Number(given.slice(1)) }
}

/** A file, or what stands for one that is not there. */
async function serveFile({ path, block }: Place, asked: Asked, all: Answering): Promise<HttpResponse | 'hangs-up'> {
  const { uri, call, hostname } = asked.source
  const isPlain = path !== '' && path !== NOWHERE
  const http = routesOf({ match: 'prefix', path: isPlain ? path : '/', block }, all.context)
  const listener = { container: '', program: 'nginx', protocol: 'TCP', port: call.port, address: '', http } as const
  const request = { method: call.method, target: uri, host: call.host, hostname, client: call.client }
  const response = answerHttp(listener, request)
  const last = directivesNamed(block, 'try_files')[0]?.args.at(-1)
  if (last?.startsWith('@') === true && response?.status !== 200) {
    const named = directivesNamed(asked.server.block, 'location').find(({ args }) => args[0] === last)
    if (named !== undefined)
      return answerIn({ path: '', block: inheriting(asked.server.block, named.block ?? []), captures: [] }, asked, all)
  }
  return response ?? 'hangs-up'
}

async function answerIn(place: Place, asked: Asked, all: Answering): Promise<HttpResponse | 'hangs-up'> {
  const { block, captures } = place
  const source = { ...asked.source, captures, ...fileNames(place, asked.source.uri) }
  const ran = runRewrites(block, { source, block, isRewritten: false }, all.context.files)
  const said = saidBefore(ran, all.context.server)
  if (said !== undefined) return said
  const next = { ...asked, source: ran.source, isRewritten: asked.isRewritten || ran.isRewritten }
  return ran.isRewritten && ran.end.kind !== 'stays'
    ? answerAt({ ...next, turns: asked.turns + 1 }, all)
    : answerHere({ ...place, block: ran.block.filter(({ name }) => name !== 'return') }, next, all)
}

/** Where a file of the address would be. */
function fileNames(
  { path, block }: Pick<Place, 'path' | 'block'>,
  uri: string,
): Pick<VariableSource, 'documentRoot' | 'requestFile'> {
  const alias = valueOf(block, 'alias')
  const root = alias ?? valueOf(block, 'root') ?? DEFAULT_ROOT
  return { documentRoot: root, requestFile: `${root}${alias === undefined ? uri : uri.slice(path.length)}` }
}

/** As the location says, once nothing is rewritten any more. */
async function answerHere(place: Place, asked: Asked, all: Answering): Promise<HttpResponse | 'hangs-up'> {
  const { block } = place
  const { source, isRewritten } = asked
  const target = directivesNamed(block, 'proxy_pass').at(-1)
  const isDenied = directivesNamed(block, 'deny').some(({ args }) => args[0] === 'all')
  const response: Proxied | 'hangs-up' =
    target === undefined || isDenied
      ? await serveFile(place, asked, all)
      : await proxy(target, { ...all, source, block, locationPath: place.path, isRewritten })
  if (response === 'hangs-up') return response
  const isOwnError = response.status >= 400 && response.isOwn !== false
  return withAdded(isOwnError ? await errorPage(response, block, asked, all) : response, block, source)
}

function answerAt(asked: Asked, all: Answering): Promise<HttpResponse | 'hangs-up'> {
  const { server } = all.context
  if (asked.turns >= MAX_TURNS)
    return Promise.resolve({ status: 500, headers: { server, 'content-type': 'text/html' }, body: statusPage(500, server) })
  return answerIn(locate(asked.server.block, asked.source.uri), asked, all)
}

/** Undefined where no server is at the port. */
export async function answerAsNginx(call: HttpCall, all: Answering): Promise<HttpResponse | 'hangs-up' | undefined> {
  const server = serverFor(all.servers, call.port, hostOf(call))
  if (server === undefined) return undefined
  const at = call.target.indexOf('?')
  const source: VariableSource = {
    call,
    uri: normalize(at < 0 ? call.target : call.target.slice(0, at), server.block),
    args: at < 0 ? '' : call.target.slice(at + 1),
    hostname: all.context.hostname,
    nginxVersion: all.context.server.slice(all.context.server.indexOf('/') + 1),
    variables: new Map(),
    maps: all.maps,
    fits: (pattern, text, options) => fitNamed(pattern, text, options) !== undefined,
    serverName: server.names[0] ?? '',
    isTls: server.addresses.some(({ port, isTls }) => port === call.port && isTls),
  }
  // What the server as a whole says comes before its locations.
  const { context } = all
  const begun = { source: { ...source, ...fileNames({ path: '', block: server.block }, source.uri) }, block: server.block }
  const ran = runRewrites(server.block, { ...begun, isRewritten: false }, context.files)
  const said = saidBefore(ran, context.server)
  return said ?? answerAt({ server, source: ran.source, turns: 0, isRewritten: ran.isRewritten }, all)
}
