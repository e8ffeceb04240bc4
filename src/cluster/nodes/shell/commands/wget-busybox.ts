/** What busybox's wget says and saves. @see busybox 1.35, which test/unit/cluster/nodes/shell/commands/wget-busybox.test.ts holds it against */
import type { HttpResponse } from '../../../../network/model.ts'
import { statusLine, titleCase, toBytes, wireHeaders } from '../../http-text.ts'
import { userlandOf } from '../../userland.ts'
import { fail, inPieces, type CommandResult, type Session } from '../session.ts'
import { authorityOf, type HttpEnd } from './http.ts'
import { hasFlag, valueOf, type Options } from './options.ts'

const NAME_WIDTH = 20
const BAR = '*'.repeat(32)

/** Five digits of bytes, else four of a unit, tenths where there is room. */
const sizeText = (bytes: number): string => {
  const units = ['', 'k', 'M', 'G']
  let [value, unit] = [bytes, 0]
  while (value >= (unit === 0 ? 100_000 : 10_000)) {
    value /= 1024
    unit += 1
  }
  if (unit === 0) return String(bytes)
  return `${value < 100 ? (Math.floor(value * 10) / 10).toFixed(1) : Math.floor(value)}${units[unit] ?? ''}`
}

/** The last look at the bar of progress; nothing was to be waited for where nothing came. */
const progress = (name: string, bytes: number): string =>
  bytes === 0
    ? ''
    : `${name.slice(0, NAME_WIDTH).padEnd(NAME_WIDTH)} 100% |${BAR}|${sizeText(bytes).padStart(6)}  0:00:00 ETA\n`

/** `-S`: the response's head. Of a refusal, only its first line is read. */
const headOf = (response: HttpResponse, nowMs: number): string => {
  const status = `  ${statusLine(response)}\n`
  if (response.status >= 400) return status
  const lines = Object.entries(wireHeaders(response, nowMs)).map(([name, value]) => `  ${titleCase(name)}: ${value}\n`)
  return `${status}${lines.join('')}  \n`
}

type Response = Extract<HttpEnd, { kind: 'response' }>

/** What it says of its way; with `-q`, nothing. */
const saved = (session: Session, { response, url }: Response, options: Options): CommandResult => {
  const said = (stderr: string): CommandResult => ({ stdout: '', stderr, exitCode: 0 })
  if (hasFlag(options, '--spider')) return said('remote file exists\n')
  const last = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  const file = valueOf(options, '-O') ?? (last === '' ? 'index.html' : last)
  const bytes = toBytes(response.body).length
  if (file === '-')
    return inPieces(
      [
        { stream: 'stderr', text: 'writing to stdout\n' },
        { stream: 'stdout', text: response.body },
        { stream: 'stderr', text: `${progress('-', bytes)}written to stdout\n` },
      ],
      0,
    )
  session.save(file, response.body)
  return said(`saving to '${file}'\n${progress(file.slice(file.lastIndexOf('/') + 1), bytes)}'${file}' saved\n`)
}

interface Said {
  readonly connecting: string
  readonly isQuiet: boolean
}

const show = (session: Session, end: Response, options: Options, { connecting, isQuiet }: Said): CommandResult => {
  const { response } = end
  const head = hasFlag(options, '-S', '--server-response') ? headOf(response, session.world.clock.now()) : ''
  if (response.status >= 400) return fail(`${connecting}${head}wget: server returned error: ${statusLine(response)}\n`)
  const {
    stdout,
    stderr,
    pieces = [
      { stream: 'stdout', text: stdout },
      { stream: 'stderr', text: stderr },
    ],
  } = saved(session, end, options)
  const shown = pieces.filter(({ stream }) => stream === 'stdout' || !isQuiet)
  return inPieces([{ stream: 'stderr', text: `${connecting}${head}` }, ...shown], 0)
}

/** How an end looks that comes before TLS begins. */
const BEFORE_TLS: ReadonlySet<HttpEnd['kind']> = new Set([
  'bad-url',
  'unresolved',
  'refused',
  'timed-out',
  'too-many-redirects',
])

/** Alpine's has `ssl_client` for TLS, which does check certificates. */
const noteOf = (session: Session, options: Options, { kind, target }: HttpEnd): string =>
  userlandOf(session.instance.setup.image) === 'busybox' &&
  /^https:/iu.test(target) &&
  !BEFORE_TLS.has(kind) &&
  !hasFlag(options, '--no-check-certificate')
    ? 'wget: note: TLS certificate validation not implemented\n'
    : ''

/** What Alpine's ssl_client says of a certificate that it does not trust, after the number of its thread. */
const SSL_CLIENT =
  '00FFFFFFFFFFFFFF:error:0A000086:SSL routines:tls_post_process_server_certificate:certificate verify failed:ssl/statem/statem_clnt.c:2123:\nssl_client: SSL_connect\n'

export const showBusybox = (session: Session, options: Options, end: HttpEnd): CommandResult => {
  const authority = authorityOf(end.target)
  const isQuiet = hasFlag(options, '-q', '--quiet')
  const connecting = `${isQuiet ? '' : `Connecting to ${authority} (${end.address}:${end.port})\n`}${noteOf(session, options, end)}`
  switch (end.kind) {
    case 'response':
      return show(session, end, options, { connecting, isQuiet })
    case 'bad-url':
      return fail(`wget: not an http or ftp url: ${end.target}\n`)
    case 'unresolved':
      return fail(`wget: bad address '${authority}'\n`)
    case 'timed-out':
      return fail(`${connecting}wget: download timed out\n`)
    case 'refused':
      return fail(`${connecting}wget: can't connect to remote host (${end.address}): Connection refused\n`)
    case 'untrusted':
      return fail(`${connecting}${SSL_CLIENT}wget: error getting response: Connection reset by peer\n`)
    case 'not-http':
    case 'not-tls':
    case 'empty':
      return fail(`${connecting}wget: error getting response\n`)
    case 'too-many-redirects':
      return fail('wget: too many redirections\n')
  }
}
