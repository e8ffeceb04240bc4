/** What a name leads to, asked for from a Pod, a node or a machine outside (semantics D1 to D27). */
import { familyOf, inBlocks, normalizeAddress, type AddressFamily } from './address.ts'
import { hostsEntries, lookUpHosts } from './dns/hosts-file.ts'
import { resolvConf } from './dns/resolv-conf.ts'
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
  Source,
} from './model.ts'
import { locate } from './path/place.ts'
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

/** Addresses and names of the hosts file need no server; nslookup asks one for all names. */
function answerLocally(state: NetworkState, question: ResolveQuestion, type: DnsType): Resolution | undefined {
  if ((type !== 'A' && type !== 'AAAA') || question.nameservers !== undefined) return undefined
  const family = type === 'A' ? 'IPv4' : 'IPv6'
  const { name } = question
  const address = normalizeAddress(name)
  const hosts = question.library === 'busybox-nslookup' ? [] : hostsEntries(state, question.from)
  const found = address === undefined ? lookUpHosts(hosts, name, family) : [address]
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

/**
 * As programs that want to connect ask: for addresses of both families, of which they try the one first that their library
 * puts first. @see RFC 6724, section 6: rule 1, what cannot be reached comes last; rule 6, precedence
 */
export function resolveForClient(snapshot: Snapshot, question: Omit<ResolveQuestion, 'type'>): Resolution {
  const families = familiesOfSource(indexSnapshot(snapshot), question.from)
  const first = families.has('IPv6') ? resolve(snapshot, { ...question, type: 'AAAA' }) : undefined
  const [address] = first?.addresses ?? []
  if (first !== undefined && address !== undefined && (!families.has('IPv4') || prefersIPv6(address, question.library)))
    return first
  const resolution = resolve(snapshot, question)
  if (resolution.addresses.length > 0) return resolution
  const other = first ?? resolve(snapshot, { ...question, type: 'AAAA' })
  return other.addresses.length > 0 ? other : resolution
}

const familiesOfSource = (state: NetworkState, from: Source): ReadonlySet<AddressFamily> => {
  const place = locate(state, from)
  return new Set(place.kind === 'nowhere' ? [] : place.addresses.map(familyOf))
}

/**
 * glibc puts every IPv6 address before IPv4; musl follows RFC 6724's table, where unique local ones come behind.
 * @see glibc sysdeps/posix/getaddrinfo.c, default_precedence; musl src/network/lookup_name.c, defpolicy
 */
const prefersIPv6 = (address: string, library: ResolverLibrary = 'glibc'): boolean =>
  library === 'glibc' || !inBlocks(['fc00::/7'], address)

function askServers(state: NetworkState, question: ResolveQuestion, type: DnsType): Resolution {
  const servers = serversOf(state, question)
  const answers = isInParallel(question)
    ? servers.filter(({ reach }) => reach === 'reachable').map((server) => search(state, question, type, [server]))
    : []
  const first = answers[0] ?? search(state, question, type, servers)
  const others = answers.filter((answer) => !isSameResult(answer, first))
  if (others.length === 0) return first
  return { ...first, race: [first, ...others].map(({ outcome, addresses }) => ({ outcome, addresses })) }
}

/** musl asks all nameservers at once and believes whichever answers first (D23). */
const isInParallel = ({ library = 'glibc' }: ResolveQuestion): boolean => library === 'musl' || library === 'old-musl'

const isSameResult = (one: Resolution, other: Resolution): boolean =>
  one.outcome === other.outcome && one.addresses.toSorted().join() === other.addresses.toSorted().join()

/** One name after another, until one ends the search. */
function search(state: NetworkState, question: ResolveQuestion, type: DnsType, servers: readonly DnsServer[]): Resolution {
  const conf = resolvConf(state, question.from)
  const name = type === 'PTR' ? (reverseName(question.name) ?? question.name) : question.name
  const steps: ResolutionStep[] = []
  let server: DnsServer | undefined
  for (const { query, source } of candidatesOf(name, conf, question.library)) {
    const asked = askInTurn(state, servers, { name: query, type })
    server = asked.server
    steps.push({ query, source, answer: asked.answer })
    if (endsSearch(asked.answer, question.library)) break
  }
  return conclude(question, steps, {
    asIsFirst: comesFirst(name, conf),
    ...(server?.connection === undefined ? {} : { server: server.connection }),
  })
}

interface Asked {
  readonly answer: ResolutionStep['answer']
  readonly server?: DnsServer
}

/** The servers of resolv.conf in order: one that is silent or fails is followed by the next. */
function askInTurn(
  state: NetworkState,
  servers: readonly DnsServer[],
  question: { readonly name: string; readonly type: DnsType },
): Asked {
  let last: Asked = { answer: 'refused' }
  for (const server of servers) {
    last = { server, answer: askServer(state, server, question) }
    if (typeof last.answer !== 'string' && last.answer.rcode !== 'SERVFAIL') break
  }
  return last
}

/**
 * glibc goes on where the name has no records of the type, and where the server failed; musl only where the name does not
 * exist (D23). busybox's nslookup sends everything it will ask at once.
 */
function endsSearch(answer: ResolutionStep['answer'], library: ResolverLibrary = 'glibc'): boolean {
  if (typeof answer === 'string') return true
  if (library === 'busybox-nslookup') return false
  return answer.answer.length > 0 || (library !== 'glibc' && answer.rcode !== 'NXDOMAIN')
}

/** The servers in the order they are tried. Without any, the library asks its own machine. */
function serversOf(
  state: NetworkState,
  { from, nameservers = resolvConf(state, from).nameservers }: ResolveQuestion,
): readonly DnsServer[] {
  return (nameservers.length === 0 ? ['127.0.0.1'] : nameservers).map((ip) => reachServer(state, from, ip))
}

interface Circumstances extends Pick<Resolution, 'server'> {
  readonly asIsFirst: boolean
}

function conclude(
  question: ResolveQuestion,
  steps: readonly ResolutionStep[],
  { asIsFirst, server }: Circumstances,
): Resolution {
  const last = steps.find(({ answer }) => typeof answer !== 'string' && answer.answer.length > 0) ?? steps.at(-1)
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
