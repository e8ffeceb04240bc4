/** Small servers made for trying out networks: what they answer tells who answered. */
import type { HttpCall } from '../conversation.ts'
import { echoAsHttpbin, echoInBrief, echoInFull } from './echoed-requests.ts'
import {
  boundTo,
  optionOf,
  page,
  portOption,
  tcp,
  type Program,
  type ProgramContext,
  type ProgramListener,
  type ProgramResult,
  type Responded,
  type ServedEntry,
} from './program.ts'
import { goLogTime, startWhoami } from './whoami.ts'

const http = (program: string, port: number, routes: NonNullable<ProgramListener['http']>): ProgramListener =>
  tcp(program, port, { ...boundTo(), http: routes })

const serving = (listeners: readonly ProgramListener[], output = ''): Extract<ProgramResult, { kind: 'serves' }> => ({
  kind: 'serves',
  listeners,
  output,
  bindFailure: ({ port }) => `listen tcp :${port}: bind: address already in use\n`,
})

/** What hashicorp/http-echo tells of itself in each answer. */
const ECHO_NAME = { 'x-app-name': 'http-echo', 'x-app-version': '1.0.0' }

/** hashicorp/http-echo: -listen, -text. @see github.com/hashicorp/http-echo handlers.go, version 1.0.0 */
const startHttpEcho = ({ argv, env, nowMs }: ProgramContext): ProgramResult => {
  const listen = optionOf(argv, '-listen', '--listen') ?? ':5678'
  const port = portOption(['-p', listen.slice(listen.lastIndexOf(':') + 1)], 5678, '-p')
  const body = optionOf(argv, '-text', '--text') ?? env['ECHO_TEXT'] ?? 'hello-world'
  const told = { ...ECHO_NAME, 'content-type': 'text/plain; charset=utf-8' }
  const routes = [
    { path: '/health', match: 'exact', status: 200, headers: told, body: '{"status":"ok"}\n' },
    { path: '/', match: 'prefix', status: 200, headers: told, body: `${body}\n` },
  ] as const
  return {
    ...serving([http('http-echo', port, routes)], `${goLogTime(nowMs)} [INFO] server is listening on ${listen}\n`),
    logLine: echoLine,
  }
}

/** Its last word is how long the answer took. */
const echoLine = ({ atMs, host, client, method, target, status, bytes, userAgent }: ServedEntry): string => {
  const [path = ''] = target.split('?', 1)
  const took = `${(20_000 + (atMs % 20_000)) / 1_000}µs`
  return `${goLogTime(atMs)} ${host} ${client}:40000 "${method} ${path} HTTP/1.1" ${status} ${bytes} "${userAgent}" ${took}\n`
}

interface EchoShape {
  readonly name: string
  readonly defaultPort: number
  readonly body: string
  readonly type?: string
  readonly variable?: string
  readonly option?: string
  /** Where tags do not tell it. */
  readonly version?: string
  /** What it says when it starts. */
  readonly said?: (start: { readonly port: number; readonly atMs: number }) => string
  readonly logLine?: (entry: ServedEntry) => string
  /** What it answers beyond what a page says. */
  readonly respond?: (context: ProgramContext) => (call: HttpCall) => Responded
}

const ECHOES: readonly EchoShape[] = [
  {
    name: 'hello-app',
    defaultPort: 8080,
    variable: 'PORT',
    type: 'text/plain; charset=utf-8',
    body: 'Hello, world!\nVersion: {version}\nHostname: {hostname}\n',
    version: '1.0.0',
    said: ({ port, atMs }) => `${goLogTime(atMs)} Server listening on port ${port}\n`,
    logLine: ({ atMs, target }) => `${goLogTime(atMs)} Serving request: ${target.split('?', 1)[0] ?? ''}\n`,
  },
  {
    name: 'echo-server',
    defaultPort: 80,
    variable: 'PORT',
    type: 'application/json',
    body: '{"host":{"hostname":"{host}"},"http":{"method":"GET","originalUrl":"{path}"},"environment":{"HOSTNAME":"{hostname}"}}',
  },
  {
    name: 'echoserver',
    defaultPort: 8080,
    type: 'text/plain',
    body: '\n\nHostname: {hostname}\n\nRequest Information:\n\tclient_address={client}\n\tmethod=GET\n\treal path={path}\n\n',
    respond: (context) => (/^1\.[0-4](?:\D|$)/u.test(context.version) ? echoInBrief : echoInFull(context)),
  },
  {
    name: 'nginx-hello',
    defaultPort: 80,
    type: 'text/plain',
    body: 'Server address: {hostname}:80\nServer name: {hostname}\nURI: {path}\n',
  },
  {
    name: 'hello-kubernetes',
    defaultPort: 8080,
    variable: 'PORT',
    body: '<!DOCTYPE html>\n<html>\n<head><title>Hello Kubernetes!</title></head>\n<body><h1>Hello world!</h1><p>pod: {hostname}</p></body>\n</html>\n',
  },
  {
    name: 'httpbin',
    defaultPort: 80,
    type: 'application/json',
    body: '{"headers":{"Host":"{host}"},"origin":"{client}","url":"http://{host}{path}"}\n',
    respond: () => echoAsHttpbin,
  },
  {
    name: 'podinfo',
    defaultPort: 9898,
    option: '--port',
    type: 'application/json',
    body: '{"hostname":"{hostname}","message":"greetings from podinfo"}\n',
  },
  {
    name: 'jmalloc-echo',
    defaultPort: 8080,
    variable: 'PORT',
    type: 'text/plain',
    body: 'Request served by {hostname}\n\nGET {path} HTTP/1.1\n\nHost: {host}\n',
  },
  {
    name: 'http-https-echo',
    defaultPort: 8080,
    variable: 'HTTP_PORT',
    type: 'application/json',
    body: '{"path":"{path}","hostname":"{host}","ip":"{client}","os":{"hostname":"{hostname}"}}\n',
  },
]

function startShape(
  { name, defaultPort, body, type = 'text/html', variable, option, ...more }: EchoShape,
  context: ProgramContext,
): ProgramResult {
  const { argv, nowMs } = context
  const fromEnv = variable === undefined ? undefined : context.env[variable]
  const fallback = fromEnv === undefined ? defaultPort : portOption(['-p', fromEnv], defaultPort, '-p')
  const port = option === undefined ? fallback : portOption(argv, fallback, option)
  const told = body.replace('{version}', context.version === '' ? (more.version ?? '') : context.version)
  return {
    ...serving([http(name, port, page(told, type) ?? [])], more.said?.({ port, atMs: nowMs })),
    ...(more.logLine === undefined ? {} : { logLine: more.logLine }),
    ...(more.respond === undefined ? {} : { respond: more.respond(context) }),
  }
}

/** wbitt/network-multitool, whose nginx serves a page about its Pod. @see github.com/wbitt/Network-MultiTool entrypoint.sh */
const startMultitool = ({ env, hostname, podIp }: ProgramContext): ProgramResult => {
  const [port, tlsPort] = [env['HTTP_PORT'] ?? '80', env['HTTPS_PORT'] ?? '443']
  const about = `${hostname} - ${podIp} - HTTP: ${port} , HTTPS: ${tlsPort} . (Formerly praqma/network-multitool)`
  const listen = portOption(['-p', port], 80, '-p')
  return serving([http('nginx', listen, page(`WBITT Network MultiTool (with NGINX) - ${about}\n`) ?? [])])
}

const OTHERS: Readonly<Record<string, Program['start']>> = {
  'http-echo': startHttpEcho,
  whoami: startWhoami,
  'multitool-nginx': startMultitool,
}

/** Any of them, by the name that it is started by. @throws where there is none of that name */
export function startEcho(context: ProgramContext): ProgramResult {
  const [path = ''] = context.argv
  const name = path.slice(path.lastIndexOf('/') + 1)
  const shape = ECHOES.find((one) => one.name === name)
  const start = OTHERS[name]
  if (shape !== undefined) return startShape(shape, context)
  if (start === undefined) throw new Error(`${name} is no server that answers what it is asked`)
  return start(context)
}
