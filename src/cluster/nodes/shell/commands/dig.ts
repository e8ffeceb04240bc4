/** dig of BIND: asks a name server itself, without the hosts file and, where not told to, without the search list. */
import { OPT_WITH_COOKIE } from '../../dns-message.ts'
import { normalizeAddress } from '../../../../network/address.ts'
import { connect } from '../../../../network/connect.ts'
import { askServer, reachServer, type DnsServer } from '../../../../network/dns/servers.ts'
import { candidatesOf } from '../../../../network/dns/search.ts'
import { resolvConf, type ResolvConf } from '../../../../network/dns/resolv-conf.ts'
import type { DnsAnswer } from '../../../../network/model.ts'
import { resolve } from '../../../../network/resolve.ts'
import { indexSnapshot, type NetworkState } from '../../../../network/state.ts'
import { withSystemObjects } from '../../../../network/system-objects.ts'
import { done, fail, type Command, type CommandResult, type Session } from '../session.ts'
import { readDigCall, type DigQuery } from './dig-options.ts'
import { bannerOf, renderReply, USAGE, VERSION } from './dig-words.ts'

const NO_SERVER = 9
const BAD_NAME = 10
const MAX_LABEL = 63

interface Resolver {
  readonly session: Session
  readonly state: NetworkState
  readonly conf: ResolvConf
}

type Reached = Pick<DnsServer, 'ip' | 'reach'> & { readonly server?: DnsServer }

/** What listens at another port is no name server, and says nothing. */
const reach = ({ session, state }: Resolver, ip: string, { port }: DigQuery): Reached => {
  if (port === 53) {
    const server = reachServer(state, session.source, ip)
    return { ip, reach: server.reach, server }
  }
  const { outcomes } = connect(session.world.snapshot(), { from: session.source, to: { host: ip }, port, protocol: 'UDP' })
  return { ip, reach: outcomes[0]?.verdict === 'refused' ? 'refused' : 'timed-out' }
}

/** Undefined where the server's name leads to no address. */
const serversOf = ({ session, conf }: Resolver, { server }: DigQuery): readonly string[] | undefined => {
  if (server === undefined) return conf.nameservers.length === 0 ? ['127.0.0.1'] : conf.nameservers
  const address = normalizeAddress(server)
  if (address !== undefined) return [address]
  const { addresses } = resolve(session.world.snapshot(), { from: session.source, name: server, library: 'glibc' })
  return addresses.length === 0 ? undefined : addresses
}

const namesOf = ({ conf }: Resolver, { name, on, domain }: DigQuery): readonly string[] => {
  const searches = domain === undefined ? conf.searches : [domain]
  if (!on.has('search') && domain === undefined) return [name.endsWith('.') ? name : `${name}.`]
  return candidatesOf(name, { ...conf, searches }).map(({ query }) => query)
}

const illegal = (name: string): string | undefined => {
  const labels = name.replace(/\.$/u, '').split('.')
  if (name !== '.' && labels.includes('')) return 'empty label'
  return labels.some((label) => label.length > MAX_LABEL) ? 'label too long' : undefined
}

interface Heard {
  readonly asked: string
  readonly answer: DnsAnswer
}

/** The first name that has an answer, else the last. */
const ask = (
  { session, state }: Resolver,
  server: DnsServer,
  names: readonly string[],
  { type, on }: DigQuery,
): Heard | undefined => {
  let last: Heard | undefined
  for (const name of names) {
    const answer = askServer(state, server, { name, type })
    if (typeof answer === 'string') return last
    const edns = on.has('edns') ? { ednsBytes: OPT_WITH_COOKIE } : {}
    const how = { ...edns, overTcp: on.has('tcp'), recurses: on.has('recurse') }
    session.world.noteAsked({ server: server.connection, asked: () => [{ name, type, answer }], ...how })
    last = { asked: name, answer }
    if (answer.answer.length > 0) return last
  }
  return last
}

/** Every server is tried in turn, as often as dig tries. */
const complain = async (
  session: Session,
  servers: readonly Reached[],
  { port, timeoutMs, tries }: DigQuery,
): Promise<string> => {
  let said = ''
  for (let round = 0; round < tries; round++)
    for (const { ip, reach: reached } of servers) {
      if (reached === 'timed-out') await session.wait(timeoutMs)
      said += `;; communications error to ${ip}#${port}: ${reached === 'refused' ? 'connection refused' : 'timed out'}\n`
    }
  return said
}

const lookUp = async (session: Session, query: DigQuery, banner: string): Promise<CommandResult> => {
  const state = indexSnapshot(withSystemObjects(session.world.snapshot()))
  const resolver: Resolver = { session, state, conf: resolvConf(state, session.source) }
  const wrong = illegal(query.name)
  if (wrong !== undefined) return fail(`dig: '${query.name}' is not a legal name (${wrong})\n`, BAD_NAME)
  const addresses = serversOf(resolver, query)
  if (addresses === undefined) return fail(`dig: couldn't get address for '${query.server ?? ''}': not found\n`)
  const servers = addresses.map((ip) => reach(resolver, ip, query))
  const server = servers.find(({ reach: reached, server: one }) => reached === 'reachable' && one !== undefined)?.server
  const heard = server === undefined ? undefined : ask(resolver, server, namesOf(resolver, query), query)
  if (server === undefined || heard === undefined)
    return done(`${await complain(session, servers, query)}${banner};; no servers could be reached\n`, NO_SERVER)
  const nowMs = session.world.clock.now()
  const greeting = query.on.has('short') ? '' : banner
  return done(`${greeting}${renderReply({ query, ...heard, serverIp: server.ip, nowMs, tookMs: 0 })}`)
}

export const dig: Command = async (args, session) => {
  const call = readDigCall(args)
  if ('isVersion' in call) return fail(`${VERSION}\n`, 0)
  if ('invalid' in call) return fail(`Invalid option: ${call.invalid}\n${USAGE}`)
  let stdout = ''
  let stderr = ''
  let exitCode = 0
  for (const [index, query] of call.queries.entries()) {
    const result = await lookUp(session, query, index === 0 ? bannerOf(args, query) : '')
    stdout += result.stdout
    stderr += result.stderr
    if (result.exitCode !== 0) ({ exitCode } = result)
  }
  return { stdout, stderr, exitCode }
}
