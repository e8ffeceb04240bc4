/** curl, as far as it asks for pages. @see curl.se/docs/manpage.html, curl 8.14 */
import type { HttpResponse } from '../../../../network/model.ts'
import { titleCase, wireHeaders } from '../../http-text.ts'
import { done, fail, type Command, type CommandResult, type Session } from '../session.ts'
import { describeFailure, renderProgress } from './curl-words.ts'
import { parseUrl, portOf, reasonOf, sendRequest, timeoutOf, type HttpEnd } from './http.ts'
import { hasFlag, parseOptions, valueOf, type Options } from './options.ts'

const VALUED = new Set(
  '-H --header -o --output -w --write-out -m --max-time --connect-timeout -X --request -d --data --data-raw --data-binary --json -A --user-agent -u --user -e --referer -b --cookie -F --form --resolve --connect-to --retry --retry-delay --interface --cacert --cert --key --max-redirs -x --proxy'.split(
    ' ',
  ),
)

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
}

const lengthOf = (text: string): number => new TextEncoder().encode(text).length

const variablesOf = ({ end, tookMs, exitCode, message, method }: Transfer): Readonly<Record<string, string>> => {
  const response = end.kind === 'response' ? end.response : undefined
  const status = String(response?.status ?? 0).padStart(3, '0')
  const seconds = (tookMs / 1000).toFixed(6)
  return {
    http_code: status,
    response_code: status,
    remote_ip: end.address,
    remote_port: end.port,
    size_download: String(method === 'HEAD' ? 0 : lengthOf(response?.body ?? '')),
    content_type: response?.headers['content-type'] ?? '',
    url: end.target,
    url_effective: parseUrl(end.target)?.href ?? end.target,
    num_redirects: String(end.redirects ?? 0),
    redirect_url: response?.headers['location'] ?? '',
    scheme: parseUrl(end.target)?.protocol.replace(':', '') ?? '',
    method,
    exitcode: String(exitCode),
    errormsg: message,
    ...Object.fromEntries(
      ['total', 'connect', 'namelookup', 'starttransfer', 'pretransfer', 'appconnect'].map((name) => [`time_${name}`, seconds]),
    ),
  }
}

const writeOut = (transfer: Transfer): string => {
  const variables = variablesOf(transfer)
  return (valueOf(transfer.options, '-w', '--write-out') ?? '')
    .replaceAll(/%\{([a-z_]+)\}/gu, (_, name: string) => variables[name] ?? '')
    .replaceAll('\\n', '\n')
    .replaceAll('\\t', '\t')
}

const headOf = (session: Session, { response, isVerbatim }: Response): readonly string[] => {
  const headers = isVerbatim ? response.headers : wireHeaders(response, session.world.clock.now())
  return [
    `HTTP/1.1 ${response.status} ${reasonOf(response.status)}`.trim(),
    ...Object.entries(headers).map(([name, value]) => `${titleCase(name)}: ${value}`),
  ]
}

const isAddress = (host: string): boolean => /^[\d.]+$|:/u.test(host)

/** What -v tells: the connection, the request with `>`, the response with `<`. */
const narrate = (session: Session, transfer: Transfer): string => {
  const { end, method, headers } = transfer
  const url = parseUrl(end.target)
  if (url === undefined || end.address === '')
    return end.kind === 'unresolved' ? `* ${transfer.message}\n* closing connection #0\n` : ''
  const host = url.hostname
  const resolved = isAddress(host) ? '' : `* Host ${host}:${end.port} was resolved.\n* IPv6: (none)\n* IPv4: ${end.address}\n`
  const trying = `${resolved}*   Trying ${end.address}:${end.port}...\n`
  if (end.kind === 'timed-out') return `${trying}* ${transfer.message}\n* closing connection #0\n`
  if (end.kind === 'refused')
    return `${trying}* connect to ${end.address} port ${end.port} from ${session.instance.setup.podIp} port 40000 failed: Connection refused\n* ${transfer.message}\n* closing connection #0\n`
  const { host: asked, ...others } = headers
  const lines = [
    `${method} ${url.pathname}${url.search} HTTP/1.1`,
    `Host: ${asked ?? url.host}`,
    ...Object.entries(others).map(([name, value]) => `${titleCase(name)}: ${value}`),
  ]
  const sent = `* Connected to ${host} (${end.address}) port ${end.port}\n* using HTTP/1.x\n${lines.map((line) => `> ${line}\n`).join('')}> \n* Request completely sent off\n`
  if (end.kind !== 'response') return `${trying}${sent}* ${transfer.message}\n* shutting down connection #0\n`
  const got = headOf(session, end).map((line) => `< ${line}\n`)
  const body = method === 'HEAD' || end.response.body === '' ? '' : `{ [${lengthOf(end.response.body)} bytes data]\n`
  return `${trying}${sent}${got.join('')}< \n${body}* Connection #0 to host ${host} left intact\n`
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
  return `${meter}${told}${exitCode === 0 || isQuiet ? '' : `curl: (${exitCode}) ${message}\n`}`
}

const show = (session: Session, transfer: Transfer): CommandResult => {
  const { end, options, method, exitCode } = transfer
  const extra = writeOut(transfer)
  const hasFailed = end.kind !== 'response' || exitCode !== 0
  if (hasFailed) return { stdout: extra, stderr: errorsOf(session, transfer, 0, !session.isTerminal), exitCode }
  const isHead = method === 'HEAD'
  const head = `${headOf(session, end).join('\r\n')}\r\n\r\n`
  const text = `${isHead || hasFlag(options, '-i', '--include', '--show-headers') ? head : ''}${isHead ? '' : end.response.body}`
  const file = targetFile(options, end)
  const stderr = errorsOf(session, transfer, lengthOf(text), file !== '-' || !session.isTerminal)
  if (file === '-') return { stdout: text + extra, stderr, exitCode }
  if (file !== '/dev/null') session.save(file, text)
  return { stdout: extra, stderr, exitCode }
}

/** `--resolve host:port:address` and `--connect-to host:port:to:port`: where the connection goes instead. */
const redirected = (options: Options, given: string): { readonly url: string; readonly host?: string } => {
  const url = parseUrl(given)
  const [host = '', port = '', address = '', other = ''] = (valueOf(options, '--resolve', '--connect-to') ?? '').split(':')
  if (url === undefined || address === '' || (host !== '' && host !== url.hostname) || (port !== '' && port !== portOf(url)))
    return { url: given }
  const { host: asked, protocol, pathname, search } = url
  return { url: `${protocol}//${address}:${other === '' ? portOf(url) : other}${pathname}${search}`, host: asked }
}

const DATA = ['-d', '--data', '--data-raw', '--data-binary', '--json', '-F', '--form']

const methodOf = (options: Options): string => {
  const given = valueOf(options, '-X', '--request')
  if (given !== undefined) return given
  if (hasFlag(options, '-I', '--head')) return 'HEAD'
  return valueOf(options, ...DATA) === undefined ? 'GET' : 'POST'
}

const headersOf = (options: Options, host: string | undefined): Readonly<Record<string, string>> => {
  const data = valueOf(options, ...DATA)
  const user = valueOf(options, '-u', '--user')
  return {
    ...(host === undefined ? {} : { host }),
    ...(user === undefined ? {} : { authorization: `Basic ${btoa(user)}` }),
    'user-agent': valueOf(options, '-A', '--user-agent') ?? 'curl/8.14.1',
    accept: '*/*',
    ...(data === undefined
      ? {}
      : { 'content-length': String(lengthOf(data)), 'content-type': 'application/x-www-form-urlencoded' }),
    ...options.headers,
  }
}

const isRefusedStatus = (options: Options, { status }: HttpResponse): boolean =>
  status >= 400 && hasFlag(options, '-f', '--fail')

const fetchOne = async (session: Session, options: Options, given: string): Promise<CommandResult> => {
  const { url, host } = redirected(options, given)
  const limit = valueOf(options, '-m', '--max-time', '--connect-timeout')
  const timeoutMs = timeoutOf(limit)
  const method = methodOf(options)
  const headers = headersOf(options, host)
  const startedMs = session.world.clock.now()
  const end = await sendRequest(session, { url, method, headers, timeoutMs, follow: hasFlag(options, '-L', '--location') })
  const shown = host === undefined ? end : { ...end, target: given }
  const tookMs = session.world.clock.now() - startedMs
  const [exitCode, message] =
    shown.kind !== 'response'
      ? describeFailure(shown, limit === undefined ? undefined : timeoutMs, tookMs)
      : isRefusedStatus(options, shown.response)
        ? ([22, `The requested URL returned error: ${shown.response.status}`] as const)
        : ([0, ''] as const)
  return show(session, { options, end: shown, tookMs, method, headers, exitCode, message })
}

const VERSION = `curl 8.14.1 (x86_64-pc-linux-gnu) libcurl/8.14.1 OpenSSL/3.5.1 zlib/1.3.1\nRelease-Date: 2025-06-04\nProtocols: http https\n`

export const curl: Command = async (args, session) => {
  const options = parseOptions(args, VALUED)
  if (hasFlag(options, '-V', '--version')) return done(VERSION)
  if (options.operands.length === 0)
    return fail("curl: (2) no URL specified\ncurl: try 'curl --help' or 'curl --manual' for more information\n", 2)
  let stdout = ''
  let stderr = ''
  let exitCode = 0
  for (const url of options.operands) {
    const result = await fetchOne(session, options, url)
    stdout += result.stdout
    stderr += result.stderr
    exitCode = result.exitCode
  }
  return { stdout, stderr, exitCode }
}
