/** GNU wget, as Debian's images have it. @see gnu.org/software/wget/manual, exit status */
import type { CommandResult, Session } from '../session.ts'
import { faultsOf, loadedBundle } from './wget-tls.ts'
import { authorityOf, type HttpEnd } from './http.ts'
import { reasonOf } from '../../http-reasons.ts'
import { hasFlag, valueOf, type Options } from './options.ts'

export interface GnuTransfer {
  readonly session: Session
  readonly options: Options
  readonly end: HttpEnd
}

const EXIT = { generic: 1, network: 4, certificate: 5, server: 8 } as const

const timeOf = (session: Session): string => new Date(session.world.clock.now()).toISOString().slice(0, 19).replace('T', ' ')

/** `2.5K`, as wget shows sizes. */
const humanSize = (bytes: number): string => (bytes < 1024 ? '' : ` (${(bytes / 1024).toFixed(1)}K)`)

const saved = ({ session, options }: GnuTransfer, end: Extract<HttpEnd, { kind: 'response' }>, head: string): CommandResult => {
  const isQuiet = hasFlag(options, '-q', '--quiet')
  const { response, url } = end
  const reason = response.reason ?? reasonOf(response.status)
  const answered = `${head}HTTP request sent, awaiting response... ${response.status} ${reason}\n`
  if (response.status >= 400) {
    const stderr = `${answered}${timeOf(session)} ERROR ${response.status}: ${reason}.\n\n`
    return { stdout: '', stderr: isQuiet ? '' : stderr, exitCode: EXIT.server }
  }
  const size = new TextEncoder().encode(response.body).length
  const length = `Length: ${size}${humanSize(size)} [${(response.headers['content-type'] ?? 'text/html').replace(/;.*/u, '')}]\n`
  if (hasFlag(options, '--spider'))
    return {
      stdout: '',
      stderr: isQuiet ? '' : `Spider mode enabled. Check if remote file exists.\n${answered}${length}Remote file exists.\n\n`,
      exitCode: 0,
    }
  const last = url.pathname.slice(url.pathname.lastIndexOf('/') + 1)
  const file = valueOf(options, '-O') ?? (last === '' ? 'index.html' : last)
  const isStdout = file === '-'
  if (!isStdout) session.save(file, response.body)
  const shown = isStdout ? 'STDOUT' : `‘${file}’`
  const tail = `Saving to: ${isStdout ? '‘STDOUT’' : shown}\n\n${timeOf(session)} (1.00 MB/s) - ${isStdout ? 'written to stdout' : `${shown} saved`} [${size}/${size}]\n\n`
  return { stdout: isStdout ? response.body : '', stderr: isQuiet ? '' : `${answered}${length}${tail}`, exitCode: 0 }
}

/** What it says of the authorities that it is told to trust, before it connects. */
const loaded = ({ session, options, end }: GnuTransfer): string =>
  /^https:/iu.test(end.target) ? loadedBundle(session, options) : ''

export const showGnu = (transfer: GnuTransfer): CommandResult => {
  const { session, options, end } = transfer
  const isQuiet = hasFlag(options, '-q', '--quiet')
  const fails = (stderr: string, exitCode: number): CommandResult => ({ stdout: '', stderr: isQuiet ? '' : stderr, exitCode })
  const authority = authorityOf(end.target).replace(/:\d+$/u, '')
  const begin = `--${timeOf(session)}--  ${/^https?:/u.test(end.target) ? end.target : `http://${end.target}`}${/^https?:\/\/[^/]+$/u.test(end.target) ? '/' : ''}\n`
  const isIp = /^[\d.]+$/u.test(authority)
  const place = isIp ? `${authority}:${end.port}` : `${authority} (${authority})|${end.address}|:${end.port}`
  const resolving = isIp ? '' : `Resolving ${authority} (${authority})... `
  if (end.kind === 'bad-url') return fails(`${end.target}: Unsupported scheme.\n`, EXIT.generic)
  if (end.kind === 'unresolved')
    return fails(
      `${begin}${resolving}failed: Name or service not known.\nwget: unable to resolve host address ‘${authority}’\n`,
      EXIT.network,
    )
  const head = `${begin}${loaded(transfer)}${isIp ? '' : `${resolving}${end.address}\n`}Connecting to ${place}... `
  switch (end.kind) {
    case 'response':
      return saved(transfer, end, `${head}connected.\n${faultsOf(end, 'WARNING')}`)
    case 'untrusted':
      return fails(`${head}connected.\n${faultsOf(end, 'ERROR')}`, EXIT.certificate)
    case 'refused':
      return fails(`${head}failed: Connection refused.\n`, EXIT.network)
    case 'timed-out':
      return fails(`${head}failed: Connection timed out.\n`, EXIT.network)
    case 'too-many-redirects':
      return fails('20 redirections exceeded.\n', EXIT.server)
    default:
      return fails(`${head}connected.\nHTTP request sent, awaiting response... No data received.\n`, EXIT.network)
  }
}
