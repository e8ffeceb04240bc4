/** telnet of busybox, which tool images have as well. @see busybox networking/telnet.c, version 1.37 */
import { connect } from '../../../../network/connect.ts'
import type { ConnectOutcome } from '../../../../network/model.ts'
import type { Connection, Incoming } from '../../connection.ts'
import { libraryOf } from '../../userland.ts'
import { holdSocket } from '../open-sockets.ts'
import { fail, nextChance, type Command, type CommandResult, type Session } from '../session.ts'
import { timeoutOf } from './http.ts'
import { addressOf, openTo } from './netcat.ts'
import { inputOf, relay } from './netcat-relay.ts'

const USUAL_PORT = 23

/** What is typed, with the ends of lines as the protocol has them. */
const withLineEnds = (connection: Connection): Connection => ({
  answersAtOnce: connection.answersAtOnce,
  ready: () => connection.ready(),
  take: () => connection.take(),
  send: (data) => connection.send(data.replaceAll(/\r?\n/gu, '\r\n')),
  finish: () => connection.finish(),
  close: () => connection.close(),
})

/** The same input, and whether its end has been taken. */
const watchEnd = (typed: Incoming): { readonly input: Incoming; readonly hasEnded: () => boolean } => {
  let isOver = false
  const take = (): string | undefined => {
    const piece = typed.take()
    isOver ||= piece === undefined
    return piece
  }
  return { input: { ready: () => typed.ready(), take }, hasEnded: () => isOver }
}

interface Call {
  readonly host: string
  readonly port: number
}

/** It ends with its input at once, and fails where the other side ends first. */
const converse = async (session: Session, outcome: ConnectOutcome, call: Call, stdin: string): Promise<CommandResult> => {
  const connection = openTo(session, outcome, call)
  if (connection === undefined) return refused(outcome, call)
  let stdout = ''
  const say = (data: string): void => {
    if (!session.emit(data)) stdout += data
  }
  say(`Connected to ${call.host}\n`)
  const release = holdSocket(session, outcome, 'telnet')
  const { input, hasEnded } = watchEnd(inputOf(session, stdin))
  try {
    await relay(session, withLineEnds(connection), { input, hear: say, tellsEnd: false, endsWithPeer: true, lingerMs: 0 })
  } finally {
    release()
  }
  if (hasEnded()) return { stdout, stderr: '', exitCode: 0 }
  say('Connection closed by foreign host\r\n')
  return { stdout, stderr: '', exitCode: 1 }
}

const cannot = (outcome: ConnectOutcome | undefined, { host }: Call, why: string): CommandResult =>
  fail(`telnet: can't connect to remote host (${addressOf(outcome, host)}): ${why}\n`)

const refused = (outcome: ConnectOutcome, call: Call): CommandResult => cannot(outcome, call, 'Connection refused')

export const telnet: Command = async (args, session, stdin) => {
  const [host, portText = String(USUAL_PORT)] = args.filter((word) => !word.startsWith('-'))
  if (host === undefined) return fail('BusyBox v1.37.0 multi-call binary.\n\nUsage: telnet [-a] [-l USER] HOST [PORT]\n')
  const port = Number(portText)
  if (!Number.isInteger(port) || port < 1 || port > 65_535) return fail(`telnet: bad port '${portText}'\n`)
  const call = { host, port }
  const library = libraryOf(session.instance.setup.image)
  const { outcomes } = connect(session.world.snapshot(), { from: session.source, to: { host }, port, library })
  const outcome = session.world.choose(outcomes, nextChance(session.instance))
  switch (outcome?.verdict) {
    case 'connected':
      return converse(session, outcome, call, stdin)
    case 'refused':
      return refused(outcome, call)
    case 'timed-out':
    case 'unreachable':
      await session.wait(timeoutOf(undefined))
      return cannot(outcome, call, library === 'musl' ? 'Operation timed out' : 'Connection timed out')
    default:
      return fail(`telnet: bad address '${host}'\n`)
  }
}
