/** netexec: a server that says who it is and who asks, and that does what it is told. @see kubernetes test/images/agnhost/netexec, v1.34 */
import type { HttpResponse } from '../../../../network/model.ts'
import { hashText } from '../../../controllers/workloads/template-hash.ts'
import type { Answer, Call, HttpCall } from '../../conversation.ts'
import { titleCase } from '../../http-text.ts'
import {
  optionOf,
  portOption,
  type ProgramContext,
  type ProgramResult,
  type Responded,
  type ServerProcess,
} from '../program.ts'
import { CLIENT_PORT, dial } from './dial.ts'
import { fieldOf, fileOf, queryOf } from './form.ts'
import { parseGoDuration } from './go-duration.ts'
import { goTime, PLAIN_TEXT, serving, udp, web, type Routes } from './serving.ts'

const CODES = /^[1-5]\d\d$/u

/** As Go prints a time: with its distance from the process's start. */
const goNow = (atMs: number): string =>
  `${new Date(atMs).toISOString().replace('T', ' ').replace('Z', '')}000000 +0000 UTC m=+0.000000001`

const plain = (body: string, status = 200): HttpResponse => ({ status, headers: PLAIN_TEXT, body })

/** `content-type` as Go names headers: in its own order, by name. */
const headersAsJson = ({ headers }: HttpCall): string => {
  const named = Object.entries(headers)
    .filter(([name]) => name !== 'host')
    .map(([name, value]) => [titleCase(name), [value]] as const)
  return JSON.stringify(Object.fromEntries(named.sort(([a], [b]) => (a < b ? -1 : 1))))
}

const echo = (call: HttpCall): HttpResponse => {
  const code = fieldOf('code', call)
  if (code !== '' && !CODES.test(code))
    return plain(`argument 'code' must be an integer between 100 and 599, instead: ${code}\n`, 400)
  return plain(fieldOf('msg', call), code === '' ? 200 : Number(code))
}

/** What a redirect's page says. @see Go net/http, Redirect */
const REDIRECTIONS: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
}

const redirect = (call: HttpCall): HttpResponse => {
  const given = fieldOf('code', call)
  const location = fieldOf('location', call)
  if (!/^[+-]?\d*$/u.test(given)) return plain(`argument 'code' must be an integer or empty, got ${JSON.stringify(given)}\n`)
  const status = given === '' ? 302 : Number(given)
  const href = location.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&#34;')
  return {
    status,
    headers: { location, 'content-type': 'text/html; charset=utf-8' },
    body: call.method === 'GET' ? `<a href="${href}">${REDIRECTIONS[status] ?? ''}</a>.\n\n` : '',
  }
}

const shell = async (call: HttpCall, process: ServerProcess): Promise<HttpResponse> => {
  const command = fieldOf('shellCommand', call) || fieldOf('cmd', call)
  process.print(`${goTime(call.nowMs)} GET /shell?cmd=${command}\n`)
  const result = await process.run(['/bin/sh', '-c', command])
  const error =
    result === undefined
      ? 'fork/exec /bin/sh: no such file or directory'
      : result.exitCode === 0
        ? undefined
        : `exit status ${result.exitCode}`
  const said = {
    ...(error === undefined ? {} : { error }),
    ...(result === undefined || result.output === '' ? {} : { output: result.output }),
  }
  const shown = Object.entries(said).map(([name, text]) => `${name}:${text}`)
  process.print(`${goTime(call.nowMs)} Output: map[${shown.join(' ')}]\n`)
  return plain(JSON.stringify(said))
}

const exit = async (call: HttpCall, process: ServerProcess): Promise<Responded> => {
  const [code, timeout, wait] = [fieldOf('code', call), fieldOf('timeout', call), fieldOf('wait', call)]
  process.print(`${goTime(call.nowMs)} GET /exit?code=${code}&timeout=${timeout}&wait=${wait}\n`)
  const wrong = (name: string, what: string, got: string): HttpResponse =>
    plain(`argument '${name}' must be ${what} or empty, got ${JSON.stringify(got)}\n`)
  const [timeoutMs, waitMs] = [timeout, wait].map((text) => (text === '' ? 0 : parseGoDuration(text)))
  if (timeoutMs === undefined) return wrong('timeout', 'a valid golang duration', timeout)
  if (waitMs === undefined) return wrong('wait', 'a valid golang duration', wait)
  if (!/^\d*$/u.test(code)) return wrong('code', 'an integer [0-127]', code)
  const words = [wait, timeout].map((text) => (text === '' ? '0s' : text))
  process.print(
    `${goTime(call.nowMs)} Will begin shutdown in ${words[0]}, allowing ${words[1]} for connections to close, then will exit with ${Number(code)}\n`,
  )
  await process.wait(waitMs)
  const end = (): void => process.exit(Number(code) % 256)
  if (timeoutMs === 0) {
    end()
    return 'hangs-up'
  }
  // The one connection there is closes with its answer.
  void process.wait(0).then(end)
  return plain('')
}

/** Keeps a file, whose name is told. */
const upload = (call: HttpCall, process: ServerProcess): HttpResponse => {
  process.print(`${goTime(call.nowMs)} GET /upload\n`)
  const file = fileOf('file', call)
  if ('why' in file) {
    process.print(`${goTime(call.nowMs)} Unable to upload file: ${file.why}\n`)
    return plain(JSON.stringify({ error: 'Unable to upload file.' }))
  }
  const path = `/uploads/upload${hashText(`${call.nowMs} ${file.content}`) >>> 0}`
  process.write(path, file.content)
  process.print(`${goTime(call.nowMs)} Wrote upload to ${path}\n`)
  return plain(JSON.stringify({ output: path }), 201)
}

/** Whatever it does not know is its start page. */
const STATIC = /^\/(?:host[nN]ame|clientip|healthz|readyz)$/u

/** What depends on the request's content or on the time, and what the request has it do. */
const respond =
  (own: string) =>
  (call: HttpCall, process: ServerProcess): Responded | Promise<Responded> => {
    const path = call.target.replace(/\?.*$/u, '')
    const log = (line: string): void => process.print(`${goTime(call.nowMs)} ${line}\n`)
    switch (path) {
      case '/dial':
        return dial(call, process, own)
      case '/shell':
        return shell(call, process)
      case '/upload':
        return upload(call, process)
      case '/exit':
        return exit(call, process)
      case '/shutdown':
        log('GET /shutdown')
        process.exit(0)
        return 'hangs-up'
      case '/redirect':
        log(`${call.method} /redirect?msg=${fieldOf('location', call)}&code=${fieldOf('code', call)}`)
        return redirect(call)
      case '/echo':
        log(`GET /echo?msg=${fieldOf('msg', call)}&code=${fieldOf('code', call)}`)
        return echo(call)
      case '/header': {
        const key = queryOf(call.target).get('key') ?? ''
        log(`GET /header?key=${key}`)
        return plain(key === '' ? headersAsJson(call) : (call.headers[key.toLowerCase()] ?? ''))
      }
      default:
        if (STATIC.test(path)) {
          log(`GET ${path}`)
          return undefined
        }
        log('GET /')
        return plain(`NOW: ${goNow(call.nowMs)}`)
    }
  }

const text = (path: string, body: string): Routes[number] => ({
  path,
  match: 'exact',
  status: 200,
  headers: PLAIN_TEXT,
  body,
})

const routes = (nowMs: number): Routes => [
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

export function netexec({ argv, hostname, nowMs, podIp }: ProgramContext): ProgramResult {
  const port = portOption(argv, 8080, '--http-port')
  const udpPort = Number(optionOf(argv, '--udp-port') ?? 8081)
  const hasUdp = Number.isInteger(udpPort) && udpPort > 0
  const time = goTime(nowMs)
  return serving([web(port, routes(nowMs)), ...(hasUdp ? [udp(udpPort)] : [])], {
    output: `${time} Started HTTP server on port ${port}\n${hasUdp ? `${time} Started UDP server on port  ${udpPort}\n` : ''}`,
    converse: (call) => (call.protocol === 'UDP' ? datagram(hostname, call) : undefined),
    respond: respond(podIp),
  })
}
