/** The locations of an nginx server as routes of the network model. */
import type { HttpRoute } from '../../../network/facts.ts'
import { statusPage } from '../../../network/http/pages.ts'
import type { FileView } from '../container-files.ts'
import { directivesNamed, valueOf, type Directive } from './nginx-config.ts'
import { nginxValidators, READING, siteRoutes } from './static-site.ts'

export interface ServerContext {
  readonly files: FileView
  readonly hostname: string
  /** The name and version it gives itself. */
  readonly server: string
}

/** Where nothing else is said. */
export const DEFAULT_ROOT = '/etc/nginx/html'

/** Variables that the network model can fill in; others become nothing. */
type Named = Pick<ServerContext, 'hostname' | 'server'>

function toTemplate(text: string, { hostname, server }: Named): string {
  const known: Readonly<Record<string, string>> = {
    hostname,
    uri: '{path}',
    request_uri: '{path}',
    host: '{host}',
    http_host: '{host}',
    remote_addr: '{client}',
    scheme: 'http',
    nginx_version: server.slice(server.indexOf('/') + 1),
  }
  return text.replace(/\$\{?(\w+)\}?/gu, (whole, name: string) => known[name] ?? (/^\d/u.test(name) ? whole : ''))
}

const typeOf = (block: readonly Directive[]): string => valueOf(block, 'default_type') ?? 'text/plain'

const addedHeaders = (block: readonly Directive[], named: Named): Record<string, string> =>
  Object.fromEntries(
    directivesNamed(block, 'add_header').map(({ args: [name = '', value = ''] }) => [
      name.toLowerCase(),
      toTemplate(value, named),
    ]),
  )

interface Answer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/** `return 200 "text"`, `return 301 url`, `return url`. */
function answerOf(block: readonly Directive[], context: ServerContext): Answer | undefined {
  const directive = directivesNamed(block, 'return')[0]
  if (directive === undefined) return undefined
  const [first = '', second] = directive.args
  const isCode = /^\d{3}$/u.test(first)
  const status = isCode ? Number(first) : 302
  const text = isCode ? second : first
  const common = { server: context.server, ...addedHeaders(block, context) }
  if ([301, 302, 303, 307, 308].includes(status))
    return {
      status,
      headers: { ...common, 'content-type': 'text/html', location: toTemplate(text ?? '', context) },
      body: statusPage(status, context.server),
    }
  if (text === undefined)
    return { status, headers: { ...common, 'content-type': 'text/html' }, body: statusPage(status, context.server) }
  return { status, headers: { ...common, 'content-type': typeOf(block) }, body: toTemplate(text, context) }
}

interface Location {
  readonly match: 'exact' | 'prefix'
  readonly path: string
  readonly block: readonly Directive[]
}

/** Regular expressions are left out: the model's routes know exact paths and prefixes. */
function locationOf({ args, block = [] }: Directive): Location | undefined {
  const [first = '', second] = args
  if (first === '=') return { match: 'exact', path: second ?? '/', block }
  if (first === '^~') return { match: 'prefix', path: second ?? '/', block }
  if (first.startsWith('~') || first.startsWith('@')) return undefined
  return { match: 'prefix', path: first, block }
}

const INHERITED = new Set(['root', 'index', 'default_type', 'add_header'])

/** Blocks of their own, and what is done where it stands. */
const NOT_INHERITED: ReadonlySet<string> = new Set([
  'location',
  'server',
  'upstream',
  'listen',
  'server_name',
  'return',
  'rewrite',
  'set',
  'break',
  'map',
  'if',
  'try_files',
  'proxy_pass',
  'alias',
])

/** Lists that hold as long as an inner block has none of its own. */
export const WHOLE: ReadonlySet<string> = new Set([
  'add_header',
  'proxy_set_header',
  'error_page',
  'allow',
  'deny',
  'ssl_certificate',
  'ssl_certificate_key',
])

/** An inner block with what holds in it of the block around. */
export const inheriting = (outer: readonly Directive[], inner: readonly Directive[]): readonly Directive[] => [
  ...outer.filter(({ name }) => !NOT_INHERITED.has(name) && !(WHOLE.has(name) && directivesNamed(inner, name).length > 0)),
  ...inner,
]

const route = (location: Pick<Location, 'match' | 'path'>, answer: Answer): HttpRoute => ({
  path: location.path,
  match: location.match,
  ...answer,
})

/** What is proxied has nobody behind it here; what is denied is forbidden. */
function refusalOf(block: readonly Directive[]): number | undefined {
  if (valueOf(block, 'proxy_pass') !== undefined) return 502
  return directivesNamed(block, 'deny').some(({ args }) => args[0] === 'all') ? 403 : undefined
}

/** What it answers, as far as paths say. */
export function routesOf(location: Location, context: ServerContext): readonly HttpRoute[] {
  const { block } = location
  const answer = answerOf(block, context)
  if (answer !== undefined) return [route(location, answer)]
  const page = (status: number): HttpRoute =>
    route(location, {
      status,
      headers: { 'content-type': 'text/html', server: context.server },
      body: statusPage(status, context.server),
    })
  const refusal = refusalOf(block)
  if (refusal !== undefined) return [page(refusal)]
  const index = directivesNamed(block, 'index').at(-1)?.args ?? ['index.html']
  const alias = valueOf(block, 'alias')
  const root = (valueOf(block, 'root') ?? DEFAULT_ROOT).replace(/\/$/u, '')
  const directory = alias?.replace(/\/$/u, '') ?? (location.path === '/' ? root : `${root}${location.path}`.replace(/\/$/u, ''))
  const prefix = location.path.endsWith('/') ? location.path : `${location.path}/`
  const headers = { server: context.server, ...addedHeaders(block, context) }
  const found = siteRoutes(context.files, { prefix, root: directory, index, headers, validators: nginxValidators })
  const file = context.files.read(directory)
  if (file !== undefined)
    return [route(location, { status: 200, headers: { 'content-type': 'text/html', ...headers }, body: file })]
  const fallback = fallbackOf(block, root, context)
  if (fallback !== undefined) return [...found, route(location, fallback)]
  return filesOnly(found, missing(location, found, page), page(405))
}

/** Files are read, not written to: nginx looks for the file first where something is posted to it, and not for other methods. */
const filesOnly = (found: readonly HttpRoute[], missed: readonly HttpRoute[], refused: HttpRoute): readonly HttpRoute[] => [
  ...found.map((one) => ({ ...one, methods: READING })),
  ...found.map(({ path, match }): HttpRoute => ({ ...refused, path, match, methods: ['POST'] })),
  ...missed.map((one) => ({ ...one, methods: [...READING, 'POST'] })),
  refused,
]

/** A directory without an index file is forbidden, what does not exist is not found. */
function missing(location: Location, found: readonly HttpRoute[], page: (status: number) => HttpRoute): readonly HttpRoute[] {
  const hasIndex = found.some(({ path }) => path === location.path)
  const directory = location.path.endsWith('/') && !hasIndex ? [{ ...page(403), match: 'exact' as const }] : []
  return [...directory, page(404)]
}

/** The last word of `try_files`: a status or a file for what does not exist. */
function fallbackOf(block: readonly Directive[], root: string, { files, server }: ServerContext): Answer | undefined {
  const last = directivesNamed(block, 'try_files')[0]?.args.at(-1)
  if (last === undefined || last.startsWith('=') || last.startsWith('@')) return undefined
  const body = files.read(`${root}${last.split('?', 1).join('')}`)
  return body === undefined ? undefined : { status: 200, headers: { 'content-type': 'text/html', server }, body }
}

const bySpecificity = (a: Location, b: Location): number =>
  Number(b.match === 'exact') - Number(a.match === 'exact') || b.path.length - a.path.length

/** The routes of one server, the most specific location first, as nginx chooses. */
export function locationRoutes(server: readonly Directive[], context: ServerContext): readonly HttpRoute[] {
  const always = answerOf(server, context)
  if (always !== undefined) return [route({ path: '/', match: 'prefix' }, always)]
  const inherited = server.filter(({ name }) => INHERITED.has(name))
  const locations = directivesNamed(server, 'location').flatMap((directive) => {
    const location = locationOf(directive)
    return location === undefined ? [] : [{ ...location, block: [...inherited, ...location.block] }]
  })
  const hasRoot = locations.some(({ path, match }) => path === '/' && match === 'prefix')
  const all: readonly Location[] = hasRoot ? locations : [...locations, { match: 'prefix', path: '/', block: inherited }]
  return [...all].sort(bySpecificity).flatMap((location) => routesOf(location, context))
}
