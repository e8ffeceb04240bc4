/** Small servers made for trying out networks: what they answer tells who answered. */
import { boundTo, portOption, optionOf, page, tcp, type Program, type ProgramListener, type ProgramResult } from './program.ts'

const http = (program: string, port: number, routes: NonNullable<ProgramListener['http']>): ProgramListener =>
  tcp(program, port, { ...boundTo(), http: routes })

const serving = (listeners: readonly ProgramListener[], output = ''): ProgramResult => ({
  kind: 'serves',
  listeners,
  output,
  bindFailure: ({ port }) => `listen tcp :${port}: bind: address already in use\n`,
})

/** hashicorp/http-echo: -listen, -text. */
export const httpEcho: Program = {
  names: ['http-echo'],
  start: ({ argv, env }) => {
    const listen = optionOf(argv, '-listen', '--listen') ?? ':5678'
    const port = portOption(['-p', listen.slice(listen.lastIndexOf(':') + 1)], 5678, '-p')
    const body = optionOf(argv, '-text', '--text') ?? env['ECHO_TEXT'] ?? 'hello-world'
    return serving(
      [http('http-echo', port, page(`${body}\n`, 'text/plain; charset=utf-8') ?? [])],
      `[INFO] server is listening on ${listen}\n`,
    )
  },
}

interface EchoShape {
  readonly names: readonly string[]
  readonly defaultPort: number
  readonly body: string
  readonly type?: string
  readonly variable?: string
  readonly option?: string
}

const ECHOES: readonly EchoShape[] = [
  {
    names: ['hello-app'],
    defaultPort: 8080,
    variable: 'PORT',
    type: 'text/plain',
    body: 'Hello, world!\nVersion: 1.0.0\nHostname: {hostname}\n',
  },
  {
    names: ['whoami'],
    defaultPort: 80,
    variable: 'WHOAMI_PORT_NUMBER',
    option: '--port',
    type: 'text/plain',
    body: 'Hostname: {hostname}\nRemoteAddr: {client}:40000\nGET {path} HTTP/1.1\nHost: {host}\n',
  },
  {
    names: ['echo-server'],
    defaultPort: 80,
    variable: 'PORT',
    type: 'application/json',
    body: '{"host":{"hostname":"{host}"},"http":{"method":"GET","originalUrl":"{path}"},"environment":{"HOSTNAME":"{hostname}"}}',
  },
  {
    names: ['echoserver'],
    defaultPort: 8080,
    type: 'text/plain',
    body: '\n\nHostname: {hostname}\n\nRequest Information:\n\tclient_address={client}\n\tmethod=GET\n\treal path={path}\n\trequest_uri=http://{host}:8080{path}\n\n',
  },
  {
    names: ['nginx-hello'],
    defaultPort: 80,
    type: 'text/plain',
    body: 'Server address: {hostname}:80\nServer name: {hostname}\nURI: {path}\n',
  },
  {
    names: ['hello-kubernetes'],
    defaultPort: 8080,
    variable: 'PORT',
    body: '<!DOCTYPE html>\n<html>\n<head><title>Hello Kubernetes!</title></head>\n<body><h1>Hello world!</h1><p>pod: {hostname}</p></body>\n</html>\n',
  },
  {
    names: ['httpbin'],
    defaultPort: 80,
    type: 'application/json',
    body: '{"headers":{"Host":"{host}"},"origin":"{client}","url":"http://{host}{path}"}\n',
  },
  {
    names: ['podinfo'],
    defaultPort: 9898,
    option: '--port',
    type: 'application/json',
    body: '{"hostname":"{hostname}","message":"greetings from podinfo"}\n',
  },
  {
    names: ['jmalloc-echo'],
    defaultPort: 8080,
    variable: 'PORT',
    type: 'text/plain',
    body: 'Request served by {hostname}\n\nGET {path} HTTP/1.1\n\nHost: {host}\n',
  },
  {
    names: ['http-https-echo'],
    defaultPort: 8080,
    variable: 'HTTP_PORT',
    type: 'application/json',
    body: '{"path":"{path}","hostname":"{host}","ip":"{client}","os":{"hostname":"{hostname}"}}\n',
  },
]

const toProgram = ({ names, defaultPort, body, type = 'text/html', variable, option }: EchoShape): Program => ({
  names,
  start: ({ argv, env }) => {
    const fromEnv = variable === undefined ? undefined : env[variable]
    const fallback = fromEnv === undefined ? defaultPort : portOption(['-p', fromEnv], defaultPort, '-p')
    const port = option === undefined ? fallback : portOption(argv, fallback, option)
    return serving([http(names[0] ?? 'server', port, page(body, type) ?? [])])
  },
})

export const echoPrograms: readonly Program[] = ECHOES.map(toProgram)
