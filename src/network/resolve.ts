/** What a name leads to, asked for from a Pod, a node or a machine outside (semantics D1 to D27). */
import { familyOf, normalizeAddress } from './address.ts'
import { hostsEntries, lookUpHosts } from './dns/hosts-file.ts'
import { resolvConf } from './dns/resolv-conf.ts'
import type { ResolvConf } from './dns/resolv-conf.ts'
import { reverseName } from './dns/reverse-name.ts'
import { candidatesOf, comesFirst } from './dns/search.ts'
import { askServer, reachServer } from './dns/servers.ts'
import type { DnsServer } from './dns/servers.ts'
import { withSystemObjects } from './system-objects.ts'
import type {
  DnsAnswer,
  DnsRecord,
  DnsType,
  Resolution,
  ResolutionStep,
  ResolveQuestion,
  ResolverLibrary,
  Snapshot,
} from './model.ts'
import { indexSnapshot } from './state.ts'
import type { NetworkState } from './state.ts'

/**
 * Looks a name up as the C library of the source does: the hosts file, then the DNS servers of its resolv.conf in the
 * order of the search list. The steps are the queries sent, in order.
 */
export function resolve(snapshot: Snapshot, question: ResolveQuestion): Resolution {
  const state = indexSnapshot(withSystemObjects(snapshot))
  const type = question.type ?? 'A'
  return answerLocally(state, question, type) ?? askServers(state, question, type)
}

const localAnswer = (records: readonly DnsRecord[]): DnsAnswer => ({
  rcode: 'NOERROR',
  authoritative: false,
  answer: records,
  authority: [],
  additional: [],
})

/** Addresses and names of the hosts file need no server. */
function answerLocally(state: NetworkState, question: ResolveQuestion, type: DnsType): Resolution | undefined {
  if (type !== 'A' && type !== 'AAAA') return undefined
  const family = type === 'A' ? 'IPv4' : 'IPv6'
  const { name } = question
  const address = normalizeAddress(name)
  const found = address === undefined ? lookUpHosts(hostsEntries(state, question.from), name, family) : [address]
  if (found.length === 0) return undefined
  const addresses = found.filter((ip) => familyOf(ip) === family)
  const records = addresses.map((data) => ({ name, ttlSeconds: 0, type, data }))
  return {
    question,
    steps: [{ query: name, source: address === undefined ? 'hosts-file' : 'address', answer: localAnswer(records) }],
    outcome: addresses.length === 0 ? 'NODATA' : 'NOERROR',
    ...(address === undefined ? { canonicalName: `${name.replace(/\.$/, '')}.` } : {}),
    addresses,
    records,
  }
}

function askServers(state: NetworkState, question: ResolveQuestion, type: DnsType): Resolution {
  const conf = resolvConf(state, question.from)
  const name = type === 'PTR' ? (reverseName(question.name) ?? question.name) : question.name
  const servers = serversOf(state, question, conf)
  const server = servers.at(-1)
  const steps: ResolutionStep[] = []
  for (const { query, source } of candidatesOf(name, conf, question.library)) {
    const answer = server === undefined ? 'refused' : askServer(state, server, { name: query, type })
    steps.push({ query, source, answer })
    if (endsSearch(answer, question.library)) break
  }
  return conclude(question, steps, {
    asIsFirst: comesFirst(name, conf),
    ...(server?.connection === undefined ? {} : { server: server.connection }),
  })
}

/** glibc goes on where the name has no records of the type, musl only where it does not exist (D23). */
const endsSearch = (answer: ResolutionStep['answer'], library: ResolverLibrary = 'glibc'): boolean =>
  typeof answer === 'string' || answer.answer.length > 0 || (library === 'musl' && answer.rcode !== 'NXDOMAIN')

/** The servers in the order they are tried, up to the first that can be reached. Without any, the library asks its own machine. */
function serversOf(state: NetworkState, question: ResolveQuestion, conf: ResolvConf): readonly DnsServer[] {
  const servers: DnsServer[] = []
  for (const ip of conf.nameservers.length === 0 ? ['127.0.0.1'] : conf.nameservers) {
    const server = reachServer(state, question.from, ip)
    servers.push(server)
    if (server.reach === 'reachable') break
  }
  return servers
}

interface Circumstances extends Pick<Resolution, 'server'> {
  readonly asIsFirst: boolean
}

function conclude(
  question: ResolveQuestion,
  steps: readonly ResolutionStep[],
  { asIsFirst, server }: Circumstances,
): Resolution {
  const last = steps.at(-1)
  const base = { question, steps, addresses: [], records: [], ...(server === undefined ? {} : { server }) }
  if (last === undefined) return { ...base, outcome: 'NXDOMAIN' }
  if (typeof last.answer === 'string') return { ...base, outcome: last.answer }
  const records = last.answer.answer
  if (records.length === 0) return { ...base, outcome: outcomeOfFailures(steps, asIsFirst) }
  const addresses = records.filter(({ type }) => type === 'A' || type === 'AAAA').map(({ data }) => data)
  const asksAddress = [undefined, 'A', 'AAAA'].includes(question.type)
  return {
    ...base,
    outcome: asksAddress && addresses.length === 0 ? 'NODATA' : 'NOERROR',
    canonicalName: canonicalNameOf(last.query, records, question.type),
    addresses,
    records,
  }
}

/** The end of the chain of aliases; a question for the alias itself ends at the name asked for. */
function canonicalNameOf(query: string, records: readonly DnsRecord[], type: DnsType | undefined): string {
  if (type === 'CNAME') return query
  return records.filter((record) => record.type === 'CNAME').at(-1)?.data ?? query
}

/** As glibc reports it: what the name as it is got, if that came first, else that some name exists, else the last failure. */
function outcomeOfFailures(steps: readonly ResolutionStep[], asIsFirst: boolean): Resolution['outcome'] {
  const outcomes = steps.map(({ answer }) => outcomeOf(answer))
  if (asIsFirst) return outcomes[0] ?? 'NXDOMAIN'
  return outcomes.find((outcome) => outcome === 'NODATA') ?? outcomes.at(-1) ?? 'NXDOMAIN'
}

function outcomeOf(answer: ResolutionStep['answer']): Resolution['outcome'] {
  if (typeof answer === 'string') return answer
  return answer.rcode === 'NOERROR' && answer.answer.length === 0 ? 'NODATA' : answer.rcode
}
