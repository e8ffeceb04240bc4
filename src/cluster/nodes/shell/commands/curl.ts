/** curl, as far as it asks for pages. */
import { fail, type Command, type CommandResult, type Session } from '../session.ts'
import { authorityOf, reasonOf, saveFile, sendRequest, timeoutOf, type HttpEnd } from './http.ts'
import { hasFlag, parseOptions, valueOf, type Options } from './options.ts'

const VALUED = new Set(
  '-H --header -o --output -w --write-out -m --max-time --connect-timeout -X --request -d --data -A --user-agent --resolve --retry'.split(
    ' ',
  ),
)

type Failure = Exclude<HttpEnd, { kind: 'response' }>
type Response = Extract<HttpEnd, { kind: 'response' }>

/** curl's exit code and words. */
const describe = (end: Failure, timeoutMs: number): readonly [number, string] => {
  const host = authorityOf(end.target).replace(/:\d+$/u, '')
  switch (end.kind) {
    case 'bad-url':
      return [3, 'URL using bad/illegal format or missing URL']
    case 'unresolved':
      return [6, `Could not resolve host: ${host}`]
    case 'refused':
      return [7, `Failed to connect to ${host} port ${end.port} after 0 ms: Could not connect to server`]
    case 'timed-out':
      return [28, `Connection timed out after ${timeoutMs} milliseconds`]
    case 'not-http':
      return [1, 'Received HTTP/0.9 when not allowed']
    case 'not-tls':
      return [35, 'TLS connect error: error:0A0000C6:SSL routines::packet length too long']
    case 'empty':
      return [52, 'Empty reply from server']
    case 'too-many-redirects':
      return [47, 'Maximum (5) redirects followed']
  }
}

const writeOut = (options: Options, status: number, address: string): string =>
  (valueOf(options, '-w', '--write-out') ?? '')
    .replaceAll(/%\{(?:http|response)_code\}/gu, String(status).padStart(3, '0'))
    .replaceAll('%{remote_ip}', address)
    .replaceAll('\\n', '\n')

const show = (session: Session, end: Response, options: Options, isHead: boolean): CommandResult => {
  const { response, address } = end
  const lines = Object.entries(response.headers).map(([name, value]) => `${name}: ${value}\r\n`)
  const head = `HTTP/1.1 ${response.status} ${reasonOf(response.status)}\r\n${lines.join('')}\r\n`
  const text = `${isHead || hasFlag(options, '-i', '--include') ? head : ''}${isHead ? '' : response.body}`
  const extra = writeOut(options, response.status, address)
  const file = valueOf(options, '-o', '--output') ?? '-'
  if (file === '-') return { stdout: text + extra, stderr: '', exitCode: 0 }
  if (file !== '/dev/null') saveFile(session, file, text)
  return { stdout: extra, stderr: '', exitCode: 0 }
}

export const curl: Command = async (args, session) => {
  const options = parseOptions(args, VALUED)
  const url = options.operands.at(-1)
  if (url === undefined) return fail('curl: no URL specified!\n', 2)
  const isHead = hasFlag(options, '-I', '--head')
  const timeoutMs = timeoutOf(valueOf(options, '-m', '--max-time', '--connect-timeout'))
  const method = isHead ? 'HEAD' : (valueOf(options, '-X', '--request') ?? 'GET')
  const headers = { 'user-agent': 'curl/8.14.1', ...options.headers }
  const end = await sendRequest(session, { url, method, headers, timeoutMs, follow: hasFlag(options, '-L', '--location') })
  const failed = end.kind === 'response' && end.response.status >= 400 && hasFlag(options, '-f', '--fail')
  if (end.kind === 'response' && !failed) return show(session, end, options, isHead)
  const [exitCode, text] =
    end.kind === 'response'
      ? ([22, `The requested URL returned error: ${end.response.status}`] as const)
      : describe(end, timeoutMs)
  const isSilent = hasFlag(options, '-s', '--silent') && !hasFlag(options, '-S', '--show-error')
  return { stdout: writeOut(options, 0, ''), stderr: isSilent ? '' : `curl: (${exitCode}) ${text}\n`, exitCode }
}
