/** curl, as far as it asks for pages. @see curl.se/docs/manpage.html, curl 8.14 */
import type { HttpResponse } from '../../../../network/model.ts'
import { resolve } from '../../../../network/resolve.ts'
import { statusLine, titleCase, wireHeaders } from '../../http-text.ts'
import { libraryOf } from '../../userland.ts'
import { done, fail, inPieces, type Command, type CommandResult, type Piece, type Session } from '../session.ts'
import { jarOf } from './curl-cookies.ts'
import { sendingOf, unknownOption, VALUED, withQuery, type Sending } from './curl-request.ts'
import { ADVICE, checkAsCurl, narrateTls } from './curl-tls.ts'
import { describeFailure, renderProgress, type Limits } from './curl-words.ts'
import { writeOut, type Measured } from './curl-write-out.ts'
import { authorityOf, parseUrl, portOf, sendRequest, timeoutOf, type HttpEnd } from './http.ts'
import { hasFlag, parseOptions, valueOf, type Options } from './options.ts'

type Response = Extract<HttpEnd, { kind: 'response' }>

/** One URL of a call, and what is known of it once it has ended. */
interface Transfer {
  readonly options: Options
  readonly end: HttpEnd
  readonly tookMs: number
  readonly method: string
  readonly headers: Readonly<Record<string, string>>
  readonly exitCode: number
  readonly message: string
  /** The content that was sent: bytes as letters below 256. */
  readonly sent: string
}

const lengthOf = (text: string): number => new TextEncoder().encode(text).length

const measured = (session: Session, transfer: Transfer): Measured => {
  const { end, method, headers, options } = transfer
  const url = parseUrl(end.target)
  const request = url === undefined ? [] : requestLines(url, method, headers)
  const head = end.kind === 'response' ? headOf(session, end) : []
  return {
    ...transfer,
    uploaded: end.kind === 'response' ? transfer.sent.length : 0,
    downloaded: end.kind === 'response' && method !== 'HEAD' ? lengthOf(end.response.body) : 0,
    requestHead: end.kind === 'response' ? sizeOfHead(request) : 0,
    responseHead: sizeOfHead(head),
    localIp: session.instance.setup.podIp,
    file: end.kind === 'response' ? targetFile(options, end) : '-',
  }
}

/** Lines, each with its line end, and the empty one behind them. */
const sizeOfHead = (lines: readonly string[]): number =>
  lines.length === 0 ? 0 : lines.reduce((size, line) => size + line.length + 2, 2)

const requestLines = (url: URL, method: string, headers: Readonly<Record<string, string>>): readonly string[] => {
  const { host: asked, ...others } = headers
  return [
    `${method} ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${asked ?? url.host}`,
    ...Object.entries(others).map(([name, value]) => `${titleCase(name)}: ${value}`),
  ]
}

const headOf = (session: Session, { response, isVerbatim }: Response): readonly string[] => {
  const headers = isVerbatim ? response.headers : wireHeaders(response, session.world.clock.now())
  return [statusLine(response).trim(), ...Object.entries(headers).map(([name, value]) => `${titleCase(name)}: ${value}`)]
}

const isAddress = (host: string): boolean => /^[\d.]+$|:/u.test(host)

/** What becomes of the connection. */
const endOf = ({ version, headers }: HttpResponse, host: string): string =>
  version === '1.0' || headers['connection'] === 'close'
    ? '* shutting down connection #0\n'
    : `* Connection #0 to host ${host} left intact\n`

const narrateRequest = (url: URL, { method, headers, sent }: Transfer): string => {
  const uploading = sent === '' ? '' : `} [${sent.length} bytes data]\n`
  const off = sent === '' ? 'Request completely sent off' : `upload completely sent off: ${sent.length} bytes`
  const lines = requestLines(url, method, headers).map((line) => `> ${line}\n`)
  return `${lines.join('')}> \n${uploading}* ${off}\n`
}

/** What -v tells: the connection, the request with `>`, the response with `<`. */
const narrate = (session: Session, transfer: Transfer): string => {
  const { end, method } = transfer
  const url = parseUrl(end.target)
  if (url === undefined || end.address === '')
    return end.kind === 'unresolved' ? `* ${transfer.message}\n* closing connection #0\n` : ''
  const host = url.hostname
  const resolved = isAddress(host) ? '' : `* Host ${host}:${end.port} was resolved.\n* IPv6: (none)\n* IPv4: ${end.address}\n`
  const trying = `${resolved}*   Trying ${end.address}:${end.port}...\n`
  if (end.kind === 'timed-out') return `${trying}* ${transfer.message}\n* closing connection #0\n`
  const tls = end.checked === undefined ? '' : narrateTls(session, transfer.options, end.checked)
  if (end.kind === 'untrusted') return `${trying}${tls}* ${transfer.message}\n* closing connection #0\n`
  if (end.kind === 'refused')
    return `${trying}* connect to ${end.address} port ${end.port} from ${session.instance.setup.podIp} port 40000 failed: Connection refused\n* ${transfer.message}\n* closing connection #0\n`
  const sent = `${tls}* Connected to ${host} (${end.address}) port ${end.port}\n* using HTTP/1.x\n${narrateRequest(url, transfer)}`
  if (end.kind !== 'response') return `${trying}${sent}* ${transfer.message}\n* shutting down connection #0\n`
  const got = headOf(session, end).map((line) => `< ${line}\n`)
  const isSeen = session.isTerminal && targetFile(transfer.options, end) === '-'
  const hasBody = method !== 'HEAD' && end.response.body !== ''
  const body = hasBody && !isSeen ? `{ [${lengthOf(end.response.body)} bytes data]\n` : ''
  const old = end.response.version === undefined ? '' : '* HTTP 1.0, assume close after body\n'
  return `${trying}${sent}${old}${got.join('')}< \n${body}${endOf(end.response, host)}`
}

/** The last line of -v, which stands behind the body. */
const LAST = /\* (?:Connection #0 to host .* left intact|shutting down connection #0)\n$/u

/**
 * A terminal is given the body before the connection is left. Anything else is given it when curl ends, as its standard output is kept until
 * there is a buffer full of it.
 */
const inOrder = ({ stdout, stderr }: CommandResult, isTerminal: boolean): readonly Piece[] => {
  const at = isTerminal ? stderr.search(LAST) : -1
  const [before, behind] = at < 0 ? [stderr, ''] : [stderr.slice(0, at), stderr.slice(at)]
  return [
    { stream: 'stderr', text: before },
    { stream: 'stdout', text: stdout },
    { stream: 'stderr', text: behind },
  ]
}

const targetFile = (options: Options, response: Response): string => {
  const name = response.url.pathname.slice(response.url.pathname.lastIndexOf('/') + 1)
  return hasFlag(options, '-O', '--remote-name') && name !== '' ? name : (valueOf(options, '-o', '--output') ?? '-')
}

const isSilent = (options: Options): boolean => hasFlag(options, '-s', '--silent', '--no-progress-meter')

/** Meters and words on the way: what goes to standard error. */
const errorsOf = (session: Session, transfer: Transfer, size: number, isShown: boolean): string => {
  const { options, exitCode, message } = transfer
  const meter = isShown && !isSilent(options) ? renderProgress(size, transfer.tookMs) : ''
  const told = hasFlag(options, '-v', '--verbose') ? narrate(session, transfer) : ''
  const isQuiet = hasFlag(options, '-s', '--silent') && !hasFlag(options, '-S', '--show-error')
  return `${meter}${told}${exitCode === 0 || isQuiet ? '' : `curl: (${exitCode}) ${message}\n${exitCode === 60 ? ADVICE : ''}`}`
}

/** With -D: the head by itself. */
const dumpHead = (session: Session, options: Options, head: string): Pick<CommandResult, 'stdout' | 'stderr'> => {
  const file = valueOf(options, '-D', '--dump-header')
  if (file === '-' || file === '/dev/stdout') return { stdout: head, stderr: '' }
  if (file === '/dev/stderr') return { stdout: '', stderr: head }
  if (file !== undefined && file !== '/dev/null') session.save(file, head)
  return { stdout: '', stderr: '' }
}

const show = (session: Session, transfer: Transfer): CommandResult => {
  const { end, options, method, exitCode } = transfer
  const extra = writeOut(valueOf(options, '-w', '--write-out') ?? '', measured(session, transfer))
  const isShownAll = exitCode === 0 || hasFlag(options, '--fail-with-body')
  if (end.kind !== 'response' || !isShownAll)
    return { stdout: extra.stdout, stderr: errorsOf(session, transfer, 0, !session.isTerminal) + extra.stderr, exitCode }
  const isHead = method === 'HEAD'
  const head = `${headOf(session, end).join('\r\n')}\r\n\r\n`
  const text = `${isHead || hasFlag(options, '-i', '--include', '--show-headers') ? head : ''}${isHead ? '' : end.response.body}`
  const file = targetFile(options, end)
  const stderr = errorsOf(session, transfer, lengthOf(text), file !== '-' || !session.isTerminal) + extra.stderr
  const dumped = dumpHead(session, options, head)
  if (file === '-') return { stdout: dumped.stdout + text + extra.stdout, stderr: dumped.stderr + stderr, exitCode }
  if (file !== '/dev/null') session.save(file, text)
  return { stdout: dumped.stdout + extra.stdout, stderr: dumped.stderr + stderr, exitCode }
}

/** Where a connection goes, and the host that is named where that is another. */
interface Aim {
  readonly url: string
  readonly host?: string
}

/** `--resolve host:port:address` and `--connect-to host:port:to:port`: where the connection goes instead. */
const redirected = (options: Options, given: string): Aim => {
  const url = parseUrl(given)
  const [host = '', port = '', address = '', other = ''] = (valueOf(options, '--resolve', '--connect-to') ?? '').split(':')
  if (url === undefined || address === '' || (host !== '' && host !== url.hostname) || (port !== '' && port !== portOf(url)))
    return { url: given }
  const { host: asked, protocol, pathname, search } = url
  return { url: `${protocol}//${address}:${other === '' ? portOf(url) : other}${pathname}${search}`, host: asked }
}

const isRefusedStatus = (options: Options, { status }: HttpResponse): boolean =>
  status >= 400 && hasFlag(options, '-f', '--fail', '--fail-with-body')

/** With -4 or -6 a name's addresses of that family alone count. Undefined where there is none. */
const ofFamily = (session: Session, options: Options, given: Aim): Aim | undefined => {
  const family = hasFlag(options, '-6', '--ipv6') ? 'IPv6' : hasFlag(options, '-4', '--ipv4') ? 'IPv4' : undefined
  const url = parseUrl(given.url)
  if (family === undefined || url === undefined) return given
  const name = url.hostname.replaceAll(/[[\]]/gu, '')
  if (isAddress(name)) return name.includes(':') === (family === 'IPv6') ? given : undefined
  const { source: from, instance, world } = session
  const type = family === 'IPv6' ? 'AAAA' : 'A'
  const [address] = resolve(world.snapshot(), { from, name, type, library: libraryOf(instance.setup.image) }).addresses
  if (address === undefined) return undefined
  const host = family === 'IPv6' ? `[${address}]` : address
  return {
    url: `${url.protocol}//${host}:${portOf(url)}${url.pathname}${url.search}`,
    host: given.host ?? authorityOf(given.url),
  }
}

const exchange = async (
  session: Session,
  { options, aim, given, sending }: { options: Options; aim: Aim | undefined; given: string; sending: Sending },
): Promise<HttpEnd> => {
  if (aim === undefined)
    return { kind: 'refused', target: given, address: '', port: portOf(parseUrl(given) ?? new URL('http://_')) }
  const limit = valueOf(options, '-m', '--max-time', '--connect-timeout')
  const maxTime = valueOf(options, '-m', '--max-time')
  const { method, headers, body } = sending
  const end = await sendRequest(session, {
    url: withQuery(aim.url, sending.query),
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    tls: {
      host: (parseUrl(given) ?? new URL('http://_')).hostname,
      check: (host, presented) => checkAsCurl(session, options, { host, presented }),
    },
    timeoutMs: timeoutOf(limit),
    ...(maxTime === undefined ? {} : { answerMs: timeoutOf(maxTime) }),
    follow: hasFlag(options, '-L', '--location'),
  })
  return aim.host === undefined ? end : { ...end, target: given }
}

const fetchOne = async (session: Session, options: Options, given: string): Promise<CommandResult> => {
  await session.flush()
  const aim = ofFamily(session, options, redirected(options, given))
  const read = (path: string): string | undefined => session.instance.setup.files.read(session.pathOf(path))
  const host = aim?.host === undefined ? {} : { host: aim.host }
  const sending = sendingOf(options, { url: given, ...host }, read)
  const startedMs = session.world.clock.now()
  const end = await exchange(session, { options, aim, given, sending })
  const tookMs = session.world.clock.now() - startedMs
  const [exitCode, message] =
    end.kind !== 'response'
      ? describeFailure(end, limitsOf(options), tookMs)
      : isRefusedStatus(options, end.response)
        ? ([22, `The requested URL returned error: ${end.response.status}`] as const)
        : ([0, ''] as const)
  const { method, headers, body: sent = '' } = sending
  const shown = show(session, { options, end, tookMs, method, headers, exitCode, message, sent })
  return keepCookies(session, { options, given, end }, shown, read)
}

/** With -c: what was set stands in a file, or behind all that is printed. */
const keepCookies = (
  session: Session,
  { options, given, end }: { readonly options: Options; readonly given: string; readonly end: HttpEnd },
  shown: CommandResult,
  read: (path: string) => string | undefined,
): CommandResult => {
  const url = parseUrl(given)
  if (url === undefined) return shown
  const set = end.kind === 'response' ? end.response.headers['set-cookie'] : undefined
  const jar = jarOf(options, { set, url, nowMs: session.world.clock.now() }, read)
  if (jar === undefined) return shown
  if (jar.file === '-') return { ...shown, stdout: shown.stdout + jar.text }
  session.save(jar.file, jar.text)
  return shown
}

const limitsOf = (options: Options): Limits => {
  const whole = valueOf(options, '-m', '--max-time')
  const connect = valueOf(options, '--connect-timeout')
  return {
    ...(whole === undefined ? {} : { wholeMs: timeoutOf(whole) }),
    ...(connect === undefined ? {} : { connectMs: timeoutOf(connect) }),
  }
}

const VERSION = `curl 8.14.1 (x86_64-pc-linux-gnu) libcurl/8.14.1 OpenSSL/3.5.1 zlib/1.3.1\nRelease-Date: 2025-06-04\nProtocols: http https\n`

export const curl: Command = async (args, session) => {
  const options = parseOptions(args, VALUED)
  if (hasFlag(options, '-V', '--version')) return done(VERSION)
  const unknown = unknownOption(options)
  if (unknown !== undefined)
    return fail(`curl: option ${unknown}: is unknown\ncurl: try 'curl --help' or 'curl --manual' for more information\n`, 2)
  const addresses = [...options.given.filter(([name]) => name === '--url').map(([, url]) => url), ...options.operands]
  if (addresses.length === 0)
    return fail("curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n", 2)
  const pieces: Piece[] = []
  let exitCode = 0
  for (const url of addresses) {
    const result = await fetchOne(session, options, url)
    pieces.push(...inOrder(result, session.isTerminal))
    exitCode = result.exitCode
  }
  return inPieces(pieces, exitCode)
}
