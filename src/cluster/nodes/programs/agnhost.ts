/** agnhost, the image of many uses that Kubernetes tests networks with. @see kubernetes test/images/agnhost, v1.34 */
import type { HttpResponse } from '../../../network/model.ts'
import type { Serving } from '../served-ports.ts'
import type { Answer, Call, HttpCall } from '../conversation.ts'
import { titleCase, toLetters } from '../http-text.ts'
import { optionOf, page, portOption, tcp, type ProgramContext, type ProgramListener, type ProgramResult } from './program.ts'

type Converse = (call: Call) => Answer

type Respond = (call: HttpCall) => HttpResponse | undefined

const serving = (listeners: readonly ProgramListener[], output = '', converse?: Converse, respond?: Respond): Serving => ({
  kind: 'serves',
  listeners,
  output,
  ...(converse === undefined ? {} : { converse }),
  ...(respond === undefined ? {} : { respond }),
  bindFailure: ({ port }) => `listen tcp :${port}: bind: address already in use\n`,
})

type Routes = NonNullable<ProgramListener['http']>

const web = (port: number, http: Routes): ProgramListener => tcp('agnhost', port, { address: '::', http })

const udp = (port: number): ProgramListener => tcp('agnhost', port, { address: '::', protocol: 'UDP' })

const text = (path: string, body: string): Routes[number] => ({
  path,
  match: 'exact',
  status: 200,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  body,
})

/** A client's port: which one it is does not matter to anybody, and the model has none. */
const CLIENT_PORT = 40_000

/** Go's log lines: `2026/11/25 17:21:54 `. */
const goTime = (atMs: number): string => new Date(atMs).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')

/** As Go prints a time: with its distance from the process's start. */
const goNow = (atMs: number): string =>
  `${new Date(atMs).toISOString().replace('T', ' ').replace('Z', '')}000000 +0000 UTC m=+0.000000001`

/** The fields of a form, in the address and in the content. @see Go net/http, Request.FormValue: the content's come first */
const fieldOf = (name: string, { target, headers, body }: HttpCall): string => {
  const kind = headers['content-type'] ?? ''
  const boundary = /^multipart\/form-data;\s*boundary="?([^";]+)/iu.exec(kind)?.[1]
  if (boundary !== undefined) {
    const part = body.split(`--${boundary}`).find((text) => text.includes(`name="${name}"`) && !text.includes('filename='))
    return toLetters(part?.replace(/^[\s\S]*?\r\n\r\n/u, '').replace(/\r\n$/u, '') ?? '')
  }
  const form = /^application\/x-www-form-urlencoded/iu.test(kind) ? new URLSearchParams(toLetters(body)) : undefined
  return form?.get(name) ?? new URLSearchParams(target.split('?')[1] ?? '').get(name) ?? ''
}

/** `content-type` as Go names headers: in its own order, by name. */
const headersAsJson = ({ headers }: HttpCall): string => {
  const named = Object.entries(headers)
    .filter(([name]) => name !== 'host')
    .map(([name, value]) => [titleCase(name), [value]] as const)
  return JSON.stringify(Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1))))
}

const CODES = /^[1-5]\d\d$/u

/** What depends on the request's content, or on the time. */
const netexecAnswer = (call: HttpCall): HttpResponse | undefined => {
  const path = call.target.replace(/\?.*$/u, '')
  const plain = (status: number, body: string): HttpResponse => ({
    status,
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body,
  })
  if (path === '/echo') {
    const code = fieldOf('code', call)
    if (code !== '' && !CODES.test(code))
      return plain(400, `argument 'code' must be an integer between 100 and 599, instead: ${code}\n`)
    return plain(code === '' ? 200 : Number(code), fieldOf('msg', call))
  }
  if (path === '/header') return plain(200, headersAsJson(call))
  return /^\/(?:host[nN]ame|clientip|healthz|readyz)$/u.test(path) ? undefined : plain(200, `NOW: ${goNow(call.nowMs)}`)
}

const netexecRoutes = (nowMs: number): Routes => [
  text('/hostname', '{hostname}'),
  text('/hostName', '{hostname}'),
  text('/clientip', `{client}:${CLIENT_PORT}`),
  text('/healthz', ''),
  text('/readyz', ''),
  text('/echo', ''),
  { ...text('/', `NOW: ${goNow(nowMs)}`), match: 'prefix' },
]

/** What the UDP server of netexec answers: to commands that it does not know, nothing. */
const datagram = (hostname: string, { client, data }: Call): Answer => {
  const command = data.trim().toLowerCase()
  if (command === 'hostname') return hostname
  if (command === 'clientip') return `${client}:${CLIENT_PORT}`
  return command.startsWith('echo ') ? command.slice('echo '.length) : undefined
}

function netexec({ argv, hostname, nowMs }: ProgramContext): ProgramResult {
  const port = portOption(argv, 8080, '--http-port')
  const udpPort = Number(optionOf(argv, '--udp-port') ?? 8081)
  const hasUdp = Number.isInteger(udpPort) && udpPort > 0
  const time = goTime(nowMs)
  const output = `${time} Started HTTP server on port ${port}\n${hasUdp ? `${time} Started UDP server on port  ${udpPort}\n` : ''}`
  return serving(
    [web(port, netexecRoutes(nowMs)), ...(hasUdp ? [udp(udpPort)] : [])],
    output,
    (call) => (call.protocol === 'UDP' ? datagram(hostname, call) : undefined),
    netexecAnswer,
  )
}

const isOn = (argv: readonly string[], name: string, usual: boolean): boolean => {
  const given = argv.find((word) => word === name || word.startsWith(`${name}=`))
  return given === undefined ? usual : !given.endsWith('=false')
}

function serveHostname({ argv, hostname, nowMs }: ProgramContext): ProgramResult {
  const port = portOption(argv, 9376, '--port')
  const isTcp = isOn(argv, '--tcp', false)
  const isUdp = isOn(argv, '--udp', false)
  const isHttp = isOn(argv, '--http', true) && !isTcp
  const listeners = [
    ...(isTcp ? [tcp('agnhost', port, { address: '::', banner: `${hostname}\n` })] : []),
    ...(isUdp ? [udp(port)] : []),
    ...(isHttp ? [web(port, page('{hostname}', 'text/plain; charset=utf-8') ?? [])] : []),
  ]
  const answer: Converse = ({ protocol }) => (protocol === 'UDP' ? hostname : isTcp ? `${hostname}\n` : undefined)
  return { ...serving(listeners, `${goTime(nowMs)} Serving on port ${port}.\n`, answer), answersOnce: true }
}

function porter({ env }: ProgramContext): ProgramResult {
  const ports = Object.entries(env).flatMap(([name, body]) => {
    const port = /^SERVE_PORT_(\d+)$/u.exec(name)?.[1]
    return port === undefined ? [] : [web(Number(port), page(body, 'text/plain; charset=utf-8') ?? [])]
  })
  return serving(ports)
}

/** Its subcommands that serve; those that ask are a shell's commands. */
export function startAgnhost(context: ProgramContext): ProgramResult {
  const [, command = 'pause'] = context.argv
  switch (command) {
    case 'netexec':
      return netexec(context)
    case 'serve-hostname':
      return serveHostname(context)
    case 'test-webserver':
      return serving([web(portOption(context.argv, 80, '--port'), netexecRoutes(context.nowMs))])
    case 'porter':
      return porter(context)
    case 'pause':
      return { kind: 'waits', output: 'Paused\n' }
    default:
      return {
        kind: 'exits',
        code: 1,
        errors: `Error: unknown command "${command}" for "app"\nRun 'app --help' for usage.\n`,
      }
  }
}
