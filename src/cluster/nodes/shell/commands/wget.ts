/** busybox wget. */
import { done, fail, type Command } from '../session.ts'
import { addressOf, authorityOf, parseUrl, sendRequest } from './http.ts'

/** How long a client without -T is made to wait for an answer that never comes. DIFFERS: a kernel tries for about two minutes. */
const DEFAULT_TIMEOUT_MS = 20_000

interface Options {
  readonly quiet: boolean
  readonly spider: boolean
  readonly serverResponse: boolean
  readonly output: string | undefined
  readonly timeoutMs: number
  readonly headers: Readonly<Record<string, string>>
  readonly url: string | undefined
}

const VALUED = new Set(['-O', '-T', '-t', '-U', '-P', '--timeout', '--tries', '--header', '--post-data', '-Y'])

const parse = (args: readonly string[]): Options => {
  const values = new Map<string, string>()
  const flags = new Set<string>()
  const headers: Record<string, string> = {}
  let url: string | undefined
  for (let index = 0; index < args.length; index++) {
    const word = args[index] ?? ''
    const [name = '', inline] = word.startsWith('--') ? word.split(/=(.*)/su) : [word]
    if (VALUED.has(name)) {
      const value = inline ?? args[++index] ?? ''
      if (name === '--header')
        headers[value.split(':')[0]?.trim().toLowerCase() ?? ''] = value.split(/:(.*)/su)[1]?.trim() ?? ''
      else values.set(name, value)
    } else if (/^-[a-zA-Z]/u.test(word)) {
      for (let at = 1; at < word.length; at++) {
        const flag = `-${word[at] ?? ''}`
        if (!VALUED.has(flag)) flags.add(flag)
        else {
          values.set(flag, word.slice(at + 1) || (args[++index] ?? ''))
          break
        }
      }
    } else if (word.startsWith('--')) flags.add(name)
    else url = word
  }
  const seconds = Number(values.get('-T') ?? values.get('--timeout') ?? 0)
  return {
    quiet: flags.has('-q') || flags.has('--quiet'),
    spider: flags.has('--spider'),
    serverResponse: flags.has('-S'),
    output: values.get('-O'),
    timeoutMs: seconds > 0 ? seconds * 1000 : DEFAULT_TIMEOUT_MS,
    headers,
    url,
  }
}

const REASONS: Readonly<Record<number, string>> = {
  301: 'Moved Permanently',
  302: 'Found',
  308: 'Permanent Redirect',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  503: 'Service Temporarily Unavailable',
  504: 'Gateway Time-out',
}

export const reasonOf = (status: number): string => REASONS[status] ?? (status < 300 ? 'OK' : '')

const MAX_REDIRECTS = 5

export const wget: Command = async (args, session) => {
  const options = parse(args)
  if (options.url === undefined) return fail('wget: missing URL\n')
  let target = options.url
  for (let hop = 0; hop < MAX_REDIRECTS; hop++) {
    const url = parseUrl(target)
    if (url === undefined) return fail(`wget: not an http or ftp url: ${target}\n`)
    const outcome = await sendRequest(session, { url: url.href, headers: { 'user-agent': 'Wget', ...options.headers } })
    if (outcome === undefined || outcome.verdict === 'unresolved') return fail(`wget: bad address '${authorityOf(target)}'\n`)
    const address = addressOf(outcome)
    const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
    const connecting = options.quiet ? '' : `Connecting to ${authorityOf(target)} (${address}:${port})\n`
    if (outcome.verdict === 'timed-out' || outcome.verdict === 'unreachable') {
      await session.wait(options.timeoutMs)
      return fail(`${connecting}wget: download timed out\n`)
    }
    if (outcome.verdict === 'refused')
      return fail(`${connecting}wget: can't connect to remote host (${address}): Connection refused\n`)
    const response = outcome.response
    if (response === undefined) return fail(`${connecting}wget: error getting response\n`)
    const location = response.headers['location']
    if (location !== undefined && response.status >= 300 && response.status < 400) {
      target = new URL(location, url).href
      continue
    }
    if (response.status >= 400)
      return fail(`${connecting}wget: server returned error: HTTP/1.1 ${response.status} ${reasonOf(response.status)}\n`)
    if (options.spider) return { stdout: '', stderr: options.quiet ? '' : `${connecting}remote file exists\n`, exitCode: 0 }
    const file = options.output ?? (url.pathname.split('/').at(-1) || 'index.html')
    if (file === '-')
      return { stdout: response.body, stderr: options.quiet ? '' : `${connecting}writing to stdout\n`, exitCode: 0 }
    session.instance.setup.files.write(file.startsWith('/') ? file : `/${file}`, response.body)
    return { stdout: '', stderr: options.quiet ? '' : `${connecting}saving to '${file}'\n'${file}' saved\n`, exitCode: 0 }
  }
  return done('', 1)
}
