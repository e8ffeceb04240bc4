/** What agnhost does as a client. @see kubernetes test/images/agnhost/connect/connect.go, v1.34 */
import { connect } from '../../../../network/connect.ts'
import type { ConnectOutcome, Protocol } from '../../../../network/model.ts'
import { renderHostsFile } from '../../../../network/dns/hosts-file.ts'
import { resolvConf } from '../../../../network/dns/resolv-conf.ts'
import { indexSnapshot } from '../../../../network/state.ts'
import { parseGoDuration } from '../../programs/agnhost/go-duration.ts'
import { optionOf } from '../../programs/program.ts'
import { done, fail, nextChance, type Command, type CommandResult, type Session } from '../session.ts'
import { podOf } from './pod.ts'

const USUAL_TIMEOUT_MS = 5_000

interface Target {
  readonly host: string
  readonly port: number
  readonly protocol: Protocol
}

/** What it is to connect to, or why it cannot tell. */
const readTarget = (args: readonly string[]): Target | string => {
  const protocol = (optionOf(args, '--protocol') ?? 'tcp').toUpperCase()
  const target = args.find((word) => /^[^-].*:\d+$/u.test(word))
  if (target === undefined) return 'DNS: missing port in address\n'
  if (protocol !== 'TCP' && protocol !== 'UDP' && protocol !== 'SCTP')
    return `OTHER: unknown protocol "${protocol.toLowerCase()}"\n`
  const at = target.lastIndexOf(':')
  return { host: target.slice(0, at).replace(/^\[|\]$/gu, ''), port: Number(target.slice(at + 1)), protocol }
}

/** Over UDP only an answer shows that somebody is there. */
const isThere = async (session: Session, outcome: ConnectOutcome, { protocol }: Target, data: string): Promise<boolean> =>
  outcome.verdict === 'connected' && (protocol !== 'UDP' || (await session.world.converse(outcome, `${data}\n`)) !== undefined)

const connectTo = async (args: readonly string[], session: Session): Promise<CommandResult> => {
  const target = readTarget(args)
  if (typeof target === 'string') return fail(target)
  const { host, port, protocol } = target
  const { outcomes } = connect(session.world.snapshot(), { from: session.source, to: { host }, port, protocol })
  const outcome = session.world.choose(outcomes, nextChance(session.instance))
  if (outcome?.verdict === 'refused') return fail('REFUSED\n')
  if (outcome?.verdict === 'unresolved') {
    const [server = ''] = resolvConf(indexSnapshot(session.world.snapshot()), session.source).nameservers
    return fail(`DNS: lookup ${host} on ${server}:53: no such host\n`)
  }
  if (outcome !== undefined && (await isThere(session, outcome, target, optionOf(args, '--udp-data') ?? ''))) return done('')
  await session.wait(parseGoDuration(optionOf(args, '--timeout') ?? '') ?? USUAL_TIMEOUT_MS)
  return fail('TIMEOUT\n')
}

export const agnhost: Command = async (args, session) => {
  const state = indexSnapshot(session.world.snapshot())
  const { searches, nameservers } = resolvConf(state, session.source)
  switch (args[0]) {
    case 'connect':
      return connectTo(args.slice(1), session)
    case 'dns-suffix':
      return done(searches.join(','))
    case 'dns-server-list':
      return done(nameservers.join(','))
    case 'etc-hosts': {
      const pod = podOf(session)
      return done(pod === undefined ? '' : renderHostsFile(state, pod))
    }
    default:
      return done('Usage:\n  app [command]\n')
  }
}
