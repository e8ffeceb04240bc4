/** curl, as far as it asks for pages. */
import { fail, type Command } from '../session.ts'
import { authorityOf, parseUrl, sendRequest } from './http.ts'
import { reasonOf } from './wget.ts'

/** DIFFERS: without a limit a kernel tries for about two minutes. */
const DEFAULT_TIMEOUT_MS = 20_000

const VALUED = new Set([
  '-H',
  '--header',
  '-o',
  '--output',
  '-w',
  '--write-out',
  '-m',
  '--max-time',
  '--connect-timeout',
  '-X',
  '--request',
  '-d',
  '--data',
  '-A',
  '--user-agent',
  '--resolve',
  '--retry',
])

interface Options {
  readonly flags: ReadonlySet<string>
  readonly values: ReadonlyMap<string, string>
  readonly headers: Readonly<Record<string, string>>
  readonly url: string | undefined
}

const parse = (args: readonly string[]): Options => {
  const flags = new Set<string>()
  const values = new Map<string, string>()
  const headers: Record<string, string> = {}
  let url: string | undefined
  const put = (name: string, value: string): void => {
    if (name === '-H' || name === '--header')
      headers[value.split(':')[0]?.trim().toLowerCase() ?? ''] = value.split(/:(.*)/su)[1]?.trim() ?? ''
    else values.set(name, value)
  }
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? ''
    if (VALUED.has(word)) put(word, args[++index] ?? '')
    else if (word.startsWith('--')) flags.add(word)
    else if (/^-[a-zA-Z]/u.test(word)) {
      for (let at = 1; at < word.length; at++) {
        const flag = `-${word[at] ?? ''}`
        if (!VALUED.has(flag)) flags.add(flag)
        else {
          put(flag, word.slice(at + 1) || (args[++index] ?? ''))
          break
        }
      }
    } else url = word
  }
  return { flags, values, headers, url }
}

const writeOut = (format: string | undefined, status: number, address: string): string =>
  (format ?? '')
    .replaceAll('%{http_code}', String(status).padStart(3, '0'))
    .replaceAll('%{response_code}', String(status).padStart(3, '0'))
    .replaceAll('%{remote_ip}', address)
    .replaceAll('\\n', '\n')

const MAX_REDIRECTS = 5

export const curl: Command = async (args, session) => {
  const { flags, values, headers, url: given } = parse(args)
  const shows = !(flags.has('-s') || flags.has('--silent')) || flags.has('-S') || flags.has('--show-error')
  const say = (code: number, text: string): ReturnType<typeof fail> => ({
    stdout: writeOut(values.get('-w') ?? values.get('--write-out'), 0, ''),
    stderr: shows ? `curl: (${code}) ${text}\n` : '',
    exitCode: code,
  })
  if (given === undefined) return fail('curl: no URL specified!\n', 2)
  const limit = Number(values.get('-m') ?? values.get('--max-time') ?? values.get('--connect-timeout') ?? 0)
  const timeoutMs = limit > 0 ? limit * 1000 : DEFAULT_TIMEOUT_MS
  const method = flags.has('-I') || flags.has('--head') ? 'HEAD' : (values.get('-X') ?? values.get('--request') ?? 'GET')
  let target = given
  for (let hop = 0; hop < MAX_REDIRECTS; hop++) {
    const url = parseUrl(target)
    if (url === undefined) return say(3, 'URL using bad/illegal format or missing URL')
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
    const outcome = await sendRequest(session, { url: url.href, method, headers: { 'user-agent': 'curl/8.14.1', ...headers } })
    const name = authorityOf(target).replace(/:\d+$/u, '')
    if (outcome === undefined || outcome.verdict === 'unresolved') return say(6, `Could not resolve host: ${name}`)
    if (outcome.verdict === 'timed-out' || outcome.verdict === 'unreachable') {
      await session.wait(timeoutMs)
      return say(28, `Connection timed out after ${timeoutMs} milliseconds`)
    }
    if (outcome.verdict === 'refused')
      return say(7, `Failed to connect to ${name} port ${port} after 0 ms: Could not connect to server`)
    const { response } = outcome
    if (response === undefined) return say(52, 'Empty reply from server')
    const location = response.headers['location']
    if (
      location !== undefined &&
      (flags.has('-L') || flags.has('--location')) &&
      response.status >= 300 &&
      response.status < 400
    ) {
      target = new URL(location, url).href
      continue
    }
    if (response.status >= 400 && (flags.has('-f') || flags.has('--fail')))
      return say(22, `The requested URL returned error: ${response.status}`)
    const head = `HTTP/1.1 ${response.status} ${reasonOf(response.status)}\r\n${Object.entries(response.headers)
      .map(([key, value]) => `${key}: ${value}\r\n`)
      .join('')}\r\n`
    const withHead = method === 'HEAD' || flags.has('-i') || flags.has('--include')
    const body = method === 'HEAD' ? '' : response.body
    const text = `${withHead ? head : ''}${body}`
    const file = values.get('-o') ?? values.get('--output')
    const extra = writeOut(values.get('-w') ?? values.get('--write-out'), response.status, '')
    if (file === undefined || file === '-') return { stdout: text + extra, stderr: '', exitCode: 0 }
    if (file !== '/dev/null') session.instance.setup.files.write(file.startsWith('/') ? file : `/${file}`, text)
    return { stdout: extra, stderr: '', exitCode: 0 }
  }
  return say(47, `Maximum (${MAX_REDIRECTS}) redirects followed`)
}
