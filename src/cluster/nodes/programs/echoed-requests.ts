/** Servers that answer with what the request carried, headers and content included. */
import type { HttpCall } from '../conversation.ts'
import type { Responded } from './program.ts'

const titleCase = (name: string): string => name.replaceAll(/(?:^|-)[a-z]/gu, (letter) => letter.toUpperCase())

const byName = ([one]: readonly [string, string], [other]: readonly [string, string]): number => (one < other ? -1 : 1)

/** Headers in their order by name, `host` among them. */
const headersOf = ({ headers, host }: HttpCall): readonly (readonly [string, string])[] => {
  const { connection: _connection, ...shown } = headers
  return Object.entries({ ...shown, host }).toSorted(byName)
}

const splitTarget = ({ target }: HttpCall): readonly [path: string, query: string] => {
  const at = target.indexOf('?')
  return at < 0 ? [target, ''] : [target.slice(0, at), target.slice(at + 1)]
}

const bareHost = ({ host }: HttpCall): string => host.replace(/:\d+$/u, '')

const text = (body: string): Responded => ({ status: 200, headers: { 'content-type': 'text/plain' }, body })

const EMPTY_BODY = '-no body in request-'

/** The variables by which its manifest tells the server of its Pod. */
const POD_VARIABLES = [
  ['NODE_NAME', 'node name'],
  ['POD_NAME', 'pod name'],
  ['POD_NAMESPACE', 'pod namespace'],
  ['POD_IP', 'pod IP'],
] as const

interface EchoServer {
  readonly hostname: string
  readonly env: Readonly<Record<string, string>>
}

/** registry.k8s.io/echoserver from 1.5 on. @see the image's /etc/nginx/template.lua */
export const echoInFull =
  (server: EchoServer) =>
  (call: HttpCall): Responded => {
    const { hostname, env } = server
    const [path, query] = splitTarget(call)
    const known = POD_VARIABLES.flatMap(([name, title]) => (env[name] === undefined ? [] : [`\t${title}:\t${env[name]}`]))
    const sections = [
      `Hostname: ${hostname}`,
      `Pod Information:\n${known.length === 0 ? '\t-no pod information available-' : known.join('\n')}`,
      'Server values:\n\tserver_version=nginx: 1.13.3 - lua: 10008',
      [
        'Request Information:',
        `client_address=${call.client}`,
        `method=${call.method}`,
        `real path=${call.target}`,
        `query=${query}`,
        'request_version=1.1',
        'request_scheme=http',
        `request_uri=http://${bareHost(call)}:${call.port}${path}${query === '' ? '' : `?${query}`}`,
      ].join('\n\t'),
      ['Request Headers:', ...headersOf(call).map(([name, value]) => `${name}=${value}`)].join('\n\t'),
      `Request Body:\n\t${call.body === '' ? EMPTY_BODY : call.body}`,
    ]
    return text(`\n\n${sections.map((section) => `${section}\n\n`).join('')}`)
  }

/** Up to 1.4. */
export const echoInBrief = (call: HttpCall): Responded => {
  const [, query] = splitTarget(call)
  return text(
    [
      'CLIENT VALUES:',
      `client_address=${call.client}`,
      `command=${call.method}`,
      `real path=${call.target}`,
      `query=${query === '' ? 'nil' : query}`,
      'request_version=1.1',
      `request_uri=http://${bareHost(call)}:${call.port}${call.target}`,
      '',
      'SERVER VALUES:',
      'server_version=nginx: 1.10.0 - lua: 10001',
      '',
      'HEADERS RECEIVED:',
      ...headersOf(call).map(([name, value]) => `${name}=${value}`),
      'BODY:',
      call.body === '' ? EMPTY_BODY : call.body,
    ].join('\n'),
  )
}

const json = (value: unknown, status = 200): Responded => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: `${JSON.stringify(value, undefined, 2)}\n`,
})

const argsOf = (query: string): Readonly<Record<string, string>> => Object.fromEntries(new URLSearchParams(query))

/** Methods that its paths `/get`, `/post` and so on take. */
const OWN_METHODS: ReadonlySet<string> = new Set(['/get', '/post', '/put', '/patch', '/delete'])

/** A body as httpbin takes it apart. */
const contentOf = ({ headers, body }: HttpCall): Readonly<Record<string, unknown>> => {
  const type = headers['content-type'] ?? ''
  const isForm = type.startsWith('application/x-www-form-urlencoded')
  let parsed: unknown = null
  try {
    parsed = type.includes('json') || !isForm ? (JSON.parse(body) as unknown) : null
  } catch {
    parsed = null
  }
  return { data: isForm ? '' : body, files: {}, form: isForm ? argsOf(body) : {}, json: parsed }
}

/** kennethreitz/httpbin: what its pages for trying out say; undefined for the others. @see github.com/postmanlabs/httpbin core.py */
export const echoAsHttpbin = (call: HttpCall): Responded => {
  const [path, query] = splitTarget(call)
  const headers = Object.fromEntries(headersOf(call).map(([name, value]) => [titleCase(name), value]))
  const seen = { headers, origin: call.client, url: `http://${call.host}${call.target}` }
  if (path === '/headers') return json({ headers })
  if (path === '/ip') return json({ origin: call.client })
  if (path === '/user-agent') return json({ 'user-agent': call.headers['user-agent'] ?? null })
  const [, status] = /^\/status\/(\d{3})$/u.exec(path) ?? []
  if (status !== undefined) return { status: Number(status), headers: { 'content-type': 'text/html; charset=utf-8' }, body: '' }
  const isAny = path === '/anything' || path.startsWith('/anything/')
  if (!isAny && !OWN_METHODS.has(path)) return undefined
  if (!isAny && path !== `/${call.method.toLowerCase()}`)
    return { status: 405, headers: { 'content-type': 'text/html', allow: `OPTIONS, ${path.slice(1).toUpperCase()}` }, body: '' }
  if (path === '/get') return json({ args: argsOf(query), ...seen })
  const { data, files, form, json: parsed } = contentOf(call)
  const sorted = { args: argsOf(query), data, files, form, headers, json: parsed }
  return json({ ...sorted, ...(isAny ? { method: call.method } : {}), origin: seen.origin, url: seen.url })
}
