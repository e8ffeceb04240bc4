/** nc and telnet as clients; listening nc is a program of its own. */
import { connect } from '../../../../network/connect.ts'
import { fail, nextTurn, takeOutcome, type Command } from '../session.ts'

const DEFAULT_TIMEOUT_MS = 20_000

export const netcat: Command = async (args, session) => {
  const flags = args.filter((word) => word.startsWith('-')).join('')
  const waitIndex = args.findIndex((word) => /^-[a-z]*w$/u.test(word))
  const waits = waitIndex < 0 ? undefined : args[waitIndex + 1]
  const [host, portText] = args.filter((word, index) => !word.startsWith('-') && (waitIndex < 0 || index !== waitIndex + 1))
  const port = Number(portText)
  if (host === undefined || !Number.isInteger(port)) return fail('nc: missing host or port\n')
  const verbose = flags.includes('v')
  const protocol = flags.includes('u') ? 'UDP' : 'TCP'
  const { outcomes } = connect(session.world.snapshot(), { from: session.source, to: { host }, port, protocol })
  const outcome = takeOutcome(outcomes, nextTurn(session.instance))
  const address =
    outcome?.walk.hops.find((hop) => hop.kind !== 'resolve' && hop.before !== undefined)?.before?.destinationIp ?? host
  switch (outcome?.verdict) {
    case 'connected':
      return { stdout: '', stderr: verbose ? `${host} (${address}:${port}) open\n` : '', exitCode: 0 }
    case 'refused':
      return fail(verbose ? `nc: ${host} (${address}:${port}): Connection refused\n` : '')
    case 'timed-out':
    case 'unreachable': {
      await session.wait(waits === undefined ? DEFAULT_TIMEOUT_MS : Number(waits) * 1000)
      return fail(`nc: ${host} (${address}:${port}): Connection timed out\n`)
    }
    default:
      return fail(`nc: bad address '${host}'\n`)
  }
}
