/** nc and telnet as clients; listening nc is a program of its own. */
import { connect } from '../../../../network/connect.ts'
import type { ConnectOutcome } from '../../../../network/model.ts'
import { libraryOf } from '../../userland.ts'
import { fail, nextTurn, takeOutcome, type Command } from '../session.ts'
import { timeoutOf } from './http.ts'
import { hasFlag, parseOptions, valueOf } from './options.ts'

const VALUED = new Set(['-w', '-p', '-e', '-s', '-i'])

const addressOf = (outcome: ConnectOutcome | undefined, host: string): string =>
  outcome?.walk.hops.find((hop) => hop.kind !== 'resolve' && hop.before !== undefined)?.before?.destinationIp ?? host

export const netcat: Command = async (args, session) => {
  const options = parseOptions(args, VALUED)
  const [host, portText] = options.operands
  const port = Number(portText)
  if (host === undefined || !Number.isInteger(port)) return fail('nc: missing host or port\n')
  const protocol = hasFlag(options, '-u') ? 'UDP' : 'TCP'
  const library = libraryOf(session.instance.setup.image)
  const { outcomes } = connect(session.world.snapshot(), { from: session.source, to: { host }, port, protocol, library })
  const outcome = takeOutcome(outcomes, nextTurn(session.instance))
  const place = `${host} (${addressOf(outcome, host)}:${port})`
  const say = (text: string): string => (hasFlag(options, '-v') ? text : '')
  switch (outcome?.verdict) {
    case 'connected':
      return { stdout: '', stderr: say(`${place} open\n`), exitCode: 0 }
    case 'refused':
      return fail(say(`nc: ${place}: Connection refused\n`))
    case 'timed-out':
    case 'unreachable':
      await session.wait(timeoutOf(valueOf(options, '-w')))
      return fail(say(`nc: ${place}: Connection timed out\n`))
    default:
      return fail(`nc: bad address '${host}'\n`)
  }
}
