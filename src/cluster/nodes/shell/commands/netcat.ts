/** nc as a client: it sends its standard input, and prints what comes back. */
import { connect } from '../../../../network/connect.ts'
import type { Listener } from '../../../../network/facts.ts'
import type { ConnectOutcome } from '../../../../network/model.ts'
import { answering, type Connection } from '../../connection.ts'
import { libraryOf, netcatOf } from '../../userland.ts'
import { holdSocket } from '../open-sockets.ts'
import { fail, nextChance, type Command, type CommandResult, type Session } from '../session.ts'
import { timeoutOf } from './http.ts'
import { inputOf, relay, tellsEnd } from './netcat-relay.ts'
import { hasFlag, parseOptions, valueOf, type Options } from './options.ts'
import { webConnection } from './raw-http.ts'

const VALUED = new Set(['-w', '-p', '-e', '-s', '-i', '-q'])

/** Names that /etc/services has for ports, as `nc -v` shows them. */
const SERVICES: Readonly<Record<string, string>> = {
  '22/tcp': 'ssh',
  '25/tcp': 'smtp',
  '53/tcp': 'domain',
  '53/udp': 'domain',
  '80/tcp': 'http',
  '443/tcp': 'https',
  '3306/tcp': 'mysql',
  '5432/tcp': 'postgresql',
  '6379/tcp': 'redis',
  '8080/tcp': 'http-alt',
  '11211/tcp': 'memcache',
}

interface Call {
  readonly host: string
  readonly port: number
  readonly protocol: 'TCP' | 'UDP'
  readonly options: Options
  readonly stdin: string
}

/** The address that was dialled. */
export const addressOf = (outcome: ConnectOutcome | undefined, host: string): string =>
  outcome?.walk.hops.find((hop) => hop.kind !== 'resolve' && hop.before !== undefined)?.before?.destinationIp ?? host

const listenerAt = (session: Session, { walk }: ConnectOutcome): Listener | undefined => {
  const end = walk.hops.findLast((hop) => hop.kind === 'listener')
  if (end?.pod === undefined) return undefined
  const { listeners = [] } = session.world.snapshot().facts.pods[`${end.pod.namespace}/${end.pod.name}`] ?? {}
  return listeners.find(
    ({ container, port, protocol }) =>
      container === end.container && port === end.before?.destinationPort && protocol === end.before.protocol,
  )
}

/** A web server is spoken to in HTTP, as everybody else speaks to it. Undefined where nobody takes the client. */
export const openTo = (
  session: Session,
  outcome: ConnectOutcome,
  { host, port }: Pick<Call, 'host' | 'port'>,
): Connection | undefined => {
  const listener = listenerAt(session, outcome)
  if (listener === undefined) return answering({ answer: () => Promise.resolve(undefined), isDatagram: false })
  if (listener.program !== 'nc' && listener.http !== undefined) return webConnection(session, { host, port })
  return session.world.open(outcome)
}

const isOpenbsd = ({ instance }: Session): boolean => netcatOf(instance.setup.image) === 'openbsd'

/** What `-v` says of a connection that came about. */
const opened = (session: Session, outcome: ConnectOutcome, { host, port, protocol, options }: Call): string => {
  const ip = addressOf(outcome, host)
  if (!isOpenbsd(session)) return hasFlag(options, '-v') ? `${host} (${ip}:${port}) open\n` : ''
  if (!hasFlag(options, '-v')) return ''
  const name = protocol.toLowerCase()
  const service = SERVICES[`${port}/${name}`] ?? '*'
  return `Connection to ${host}${ip === host ? '' : ` (${ip})`} ${port} port [${name}/${service}] succeeded!\n`
}

/** Busybox's waits for so long twice. */
const idleOf = (session: Session, options: Options): number | undefined => {
  const wait = valueOf(options, '-w')
  return wait === undefined ? undefined : timeoutOf(wait) * (isOpenbsd(session) ? 1 : 2)
}

const converse = async (session: Session, outcome: ConnectOutcome, call: Call): Promise<CommandResult> => {
  const { options, stdin, port } = call
  const stderr = opened(session, outcome, call)
  if (hasFlag(options, '-z') || port === 0) return { stdout: '', stderr, exitCode: 0 }
  const connection = openTo(session, outcome, call)
  if (connection === undefined) return failed(session, undefined, call)
  const quits = valueOf(options, '-q')
  const idleMs = idleOf(session, options)
  let stdout = ''
  const release = holdSocket(session, outcome, 'nc')
  await relay(session, connection, {
    input: inputOf(session, stdin),
    hear: (data) => {
      if (!session.emit(data)) stdout += data
    },
    tellsEnd: tellsEnd(session) || hasFlag(options, '-N') || quits !== undefined,
    endsWithPeer: false,
    ...(idleMs === undefined ? {} : { idleMs }),
    ...(quits === undefined ? {} : { lingerMs: Number(quits) * 1000 }),
  }).finally(release)
  return { stdout, stderr, exitCode: 0 }
}

const failed = (
  session: Session,
  outcome: ConnectOutcome | undefined,
  { host, port, protocol, options }: Call,
): CommandResult => {
  const isTimeout = outcome?.verdict !== 'refused'
  const ip = addressOf(outcome, host)
  if (!hasFlag(options, '-v')) return fail('')
  if (!isOpenbsd(session)) return fail(`nc: ${host} (${ip}:${port}): Connection ${isTimeout ? 'timed out' : 'refused'}\n`)
  const place = `nc: connect to ${host}${ip === host ? '' : ` (${ip})`} port ${port} (${protocol.toLowerCase()})`
  return fail(`${place} ${isTimeout ? 'timed out: Operation in progress' : 'failed: Connection refused'}\n`)
}

/** A datagram that is lost looks like one that is not answered. */
const lost = async (session: Session, outcome: ConnectOutcome, call: Call): Promise<CommandResult> => {
  const stderr = opened(session, outcome, call)
  const idleMs = idleOf(session, call.options)
  if (hasFlag(call.options, '-z') || call.port === 0) return { stdout: '', stderr, exitCode: 0 }
  if (idleMs === undefined) return session.waitForever()
  await session.wait(idleMs)
  return { stdout: '', stderr, exitCode: 0 }
}

const unresolved = (session: Session, { host, port }: Call): CommandResult => {
  if (!isOpenbsd(session)) return fail(`nc: bad address '${host}'\n`)
  return fail(`nc: getaddrinfo for host "${host}" port ${port}: Name does not resolve\n`)
}

export const netcat: Command = async (args, session, stdin) => {
  const options = parseOptions(args, VALUED)
  const [host, portText] = options.operands
  const port = Number(portText)
  if (host === undefined || !Number.isInteger(port)) return fail('nc: missing host or port\n')
  const protocol = hasFlag(options, '-u') ? 'UDP' : 'TCP'
  const call: Call = { host, port, protocol, options, stdin }
  const library = libraryOf(session.instance.setup.image)
  const { outcomes } = connect(session.world.snapshot(), { from: session.source, to: { host }, port, protocol, library })
  const outcome = session.world.choose(outcomes, nextChance(session.instance))
  switch (outcome?.verdict) {
    case 'connected':
      return converse(session, outcome, call)
    case 'refused':
      return failed(session, outcome, call)
    case 'timed-out':
    case 'unreachable':
      if (protocol === 'UDP') return lost(session, outcome, call)
      await session.wait(timeoutOf(valueOf(options, '-w')))
      return failed(session, outcome, call)
    default:
      return unresolved(session, call)
  }
}
