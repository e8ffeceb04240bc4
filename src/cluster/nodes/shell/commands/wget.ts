/** wget: busybox's, and where an image has it, GNU's. */
import { hasBusyboxWget, userlandOf } from '../../userland.ts'
import { toBytes } from '../../http-text.ts'
import { fail, type Command, type Session } from '../session.ts'
import { sendRequest, timeoutOf, type HttpRequest } from './http.ts'
import { showBusybox } from './wget-busybox.ts'
import { showGnu } from './wget-gnu.ts'
import { checkAsWget, TLS_VALUED } from './wget-tls.ts'
import { parseOptions, valueOf, type Options } from './options.ts'

const VALUED = new Set([
  '-O',
  '-T',
  '-t',
  '-U',
  '-P',
  '-Y',
  '--timeout',
  '--tries',
  '--header',
  '--post-data',
  '--post-file',
  ...TLS_VALUED,
])

const fileContent = (session: Session, file: string | undefined): string | undefined =>
  file === undefined ? undefined : (session.instance.setup.files.read(session.pathOf(file)) ?? '')

const sendingOf = (session: Session, options: Options): Pick<HttpRequest, 'headers' | 'body'> => {
  const posted = valueOf(options, '--post-data') ?? fileContent(session, valueOf(options, '--post-file'))
  if (posted === undefined) return { headers: { 'user-agent': 'Wget', ...options.headers } }
  const body = toBytes(posted)
  const content = { 'content-type': 'application/x-www-form-urlencoded', 'content-length': String(body.length) }
  return { headers: { 'user-agent': 'Wget', ...content, ...options.headers }, body }
}

/** Busybox's own TLS does not look at them. */
const noticesCertificates = ({ instance }: Session): boolean => userlandOf(instance.setup.image) !== 'busybox'

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
    ...(noticesCertificates(session)
      ? { tls: { check: (host, presented) => checkAsWget(session, options, { host, presented }) } }
      : {}),
    timeoutMs: timeoutOf(limit),
    answerMs: limit === undefined ? USUAL_ANSWER_MS : timeoutOf(limit),
  })
  return hasBusyboxWget(session.instance.setup.image) ? showBusybox(session, options, end) : showGnu({ session, options, end })
}
