/** traefik/whoami: tells who answers, and what it was asked. @see github.com/traefik/whoami app.go, version 1.11 */
import { linkLocal, macOf } from '../hardware-address.ts'
import type { HttpCall } from '../conversation.ts'
import { titleCase } from '../http-text.ts'
import {
  boundTo,
  logTime,
  page,
  portOption,
  tcp,
  type ProgramContext,
  type ProgramResult,
  type Responded,
  type ServedEntry,
} from './program.ts'

interface Who {
  readonly hostname: string
  readonly podIp: string
  /** Empty where it has none. */
  readonly name: string
}

/** Of all its interfaces. */
const addressesOf = ({ podIp }: Who): readonly string[] => ['127.0.0.1', '::1', podIp, linkLocal(macOf(podIp))]

/** As Go writes a request: the client's program first, the rest by name. */
const rewrite = ({ method, target, host, headers, body }: HttpCall): string => {
  const { host: _host, 'user-agent': agent, 'content-length': _length, connection: _connection, ...others } = headers
  const lines = [
    `Host: ${host}`,
    ...(agent === undefined ? [] : [`User-Agent: ${agent}`]),
    ...(body === '' ? [] : [`Content-Length: ${body.length}`]),
    ...Object.keys(others)
      .toSorted()
      .map((name) => `${titleCase(name)}: ${others[name] ?? ''}`),
  ]
  return `${method} ${target} HTTP/1.1\r\n${lines.map((line) => `${line}\r\n`).join('')}\r\n${body}`
}

const TEXT = { 'content-type': 'text/plain; charset=utf-8' }

/** The lines about itself. */
const introduce = (who: Who): string => {
  const name = who.name === '' ? '' : `Name: ${who.name}\n`
  return `${name}Hostname: ${who.hostname}\n${addressesOf(who)
    .map((ip) => `IP: ${ip}\n`)
    .join('')}`
}

const tell = (who: Who, call: HttpCall): Responded => ({
  status: 200,
  headers: TEXT,
  body: `${introduce(who)}RemoteAddr: ${remoteOf(call)}\n${rewrite(call)}`,
})

/** As its routes say it, where nobody asks the program itself. */
const written = (who: Who): string =>
  `${introduce(who)}RemoteAddr: {client}:40000\n{method} {path} HTTP/1.1\r\nHost: {host}\r\n\r\n`

const remoteOf = ({ client }: HttpCall): string => `${client.includes(':') ? `[${client}]` : client}:40000`

const tellAsJson = (who: Who, call: HttpCall): Responded => {
  const { host: _host, connection: _connection, ...headers } = call.headers
  const told = {
    ...(who.hostname === '' ? {} : { hostname: who.hostname }),
    ip: addressesOf(who),
    headers: Object.fromEntries(
      Object.keys(headers)
        .toSorted()
        .map((name) => [titleCase(name), [headers[name] ?? '']]),
    ),
    url: call.target,
    host: call.host,
    method: call.method,
    ...(who.name === '' ? {} : { name: who.name }),
    remoteAddr: remoteOf(call),
  }
  return { status: 200, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(told)}\n` }
}

const respondAs =
  (who: Who) =>
  (call: HttpCall): Responded => {
    const [path] = call.target.split('?', 1)
    if (path === '/api') return tellAsJson(who, call)
    if (path === '/health') return { status: 200, headers: {}, body: '' }
    if (path === '/bench') return { status: 200, headers: TEXT, body: '1' }
    return tell(who, call)
  }

/** `2026/11/23 22:26:56`, as Go's logger writes times. */
export const goLogTime = (atMs: number): string =>
  new Date(atMs).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')

const logLine = ({ client, atMs, method, target, status, bytes }: ServedEntry): string =>
  `${client}:40000 - - [${logTime(atMs)}] "${method} ${target} HTTP/1.1" ${status} ${bytes}\n`

export function startWhoami({ argv, env, hostname, podIp, nowMs }: ProgramContext): ProgramResult {
  const port = portOption(['-p', env['WHOAMI_PORT_NUMBER'] ?? '80'], 80, '-p')
  const chosen = portOption(argv, portOption(argv, port, '-port'), '--port')
  const at = argv.findIndex((word) => /^--?name$/u.test(word))
  const name = (at < 0 ? undefined : argv[at + 1]) ?? env['WHOAMI_NAME'] ?? ''
  const isVerbose = argv.some((word) => /^--?verbose$/u.test(word))
  const who = { hostname, podIp, name }
  return {
    kind: 'serves',
    listeners: [tcp('whoami', chosen, { ...boundTo(), http: page(written(who), TEXT['content-type']) ?? [] })],
    output: `${goLogTime(nowMs)} Starting up on port ${chosen}\n`,
    respond: respondAs(who),
    ...(isVerbose ? { logLine } : {}),
    bindFailure: ({ port: taken }) => `${goLogTime(nowMs)} listen tcp :${taken}: bind: address already in use\n`,
  }
}
