/** wget: busybox's, and where an image has it, GNU's. */
import { hasBusyboxWget } from '../../userland.ts'
import { toBytes } from '../../http-text.ts'
import { fail, type Command, type CommandResult, type Session } from '../session.ts'
import { authorityOf, reasonOf, sendRequest, timeoutOf, type HttpEnd, type HttpRequest } from './http.ts'
import { showGnu } from './wget-gnu.ts'
import { hasFlag, parseOptions, valueOf, type Options } from './options.ts'

const VALUED = new Set(['-O', '-T', '-t', '-U', '-P', '-Y', '--timeout', '--tries', '--header', '--post-data', '--post-file'])

type Response = Extract<HttpEnd, { kind: 'response' }>

const save = (session: Session, end: Response, options: Options, connecting: string): CommandResult => {
  const quiet = connecting === ''
  const { response, url } = end
  if (response.status >= 400) {
    return fail(`${connecting}wget: server returned error: HTTP/1.1 ${response.status} ${reasonOf(response.status)}\n`)
  }
  if (hasFlag(options, '--spider')) return { stdout: '', stderr: quiet ? '' : `${connecting}remote file exists\n`, exitCode: 0 }
  const last = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  const file = valueOf(options, '-O') ?? (last === '' ? 'index.html' : last)
  if (file === '-') return { stdout: response.body, stderr: quiet ? '' : `${connecting}writing to stdout\n`, exitCode: 0 }
  session.save(file, response.body)
  return { stdout: '', stderr: quiet ? '' : `${connecting}saving to '${file}'\n'${file}' saved\n`, exitCode: 0 }
}

const fileContent = (session: Session, file: string | undefined): string | undefined =>
  file === undefined ? undefined : (session.instance.setup.files.read(session.pathOf(file)) ?? '')

const sendingOf = (session: Session, options: Options): Pick<HttpRequest, 'headers' | 'body'> => {
  const posted = valueOf(options, '--post-data') ?? fileContent(session, valueOf(options, '--post-file'))
  if (posted === undefined) return { headers: { 'user-agent': 'Wget', ...options.headers } }
  const body = toBytes(posted)
  const content = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) }
  return { headers: { 'user-agent': 'Wget', ...content, ...options.headers }, body }
}

/** How long wget waits for an answer once it is connected. */
const USUAL_ANSWER_MS = 900_000

export const wget: Command = async (args, session) => {
  const options = parseOptions(args, VALUED)
  const url = options.operands.at(-1)
  if (url === undefined) return fail('wget: missing URL\n')
  await session.flush()
  const { headers, body } = sendingOf(session, options)
  const limit = valueOf(options, '-T', '--timeout')
  const end = await sendRequest(session, {
    url,
    headers,
    ...(body === undefined ? {} : { method: 'POST', body }),
    follow: true,
    timeoutMs: timeoutOf(limit),
    answerMs: limit === undefined ? USUAL_ANSWER_MS : timeoutOf(limit),
  })
  if (!hasBusyboxWget(session.instance.setup.image)) return showGnu({ session, options, end })
  const authority = authorityOf(end.target)
  const connecting = hasFlag(options, '-q', '--quiet') ? '' : `Connecting to ${authority} (${end.address}:${end.port})\n`
  switch (end.kind) {
    case 'response':
      return save(session, end, options, connecting)
    case 'bad-url':
      return fail(`wget: not an http or ftp url: ${end.target}\n`)
    case 'unresolved':
      return fail(`wget: bad address '${authority}'\n`)
    case 'timed-out':
      return fail(`${connecting}wget: download timed out\n`)
    case 'refused':
      return fail(`${connecting}wget: can't connect to remote host (${end.address}): Connection refused\n`)
    case 'not-http':
    case 'not-tls':
    case 'empty':
      return fail(`${connecting}wget: error getting response\n`)
    case 'too-many-redirects':
      return fail('wget: too many redirections\n')
  }
}
