import { familyOf, inBlocks, normalizeAddress } from '../address.ts'
import type { DnsAnswer, DnsRecord, DnsType, Rcode, Snapshot } from '../model.ts'
import { indexSnapshot } from '../state.ts'
import type { NetworkState } from '../state.ts'
import { answerByBlocks } from './corefile/serve.ts'
import { indexNames } from './names.ts'
import { lookUpName } from './records.ts'
import type { Lookup, ZoneEntry } from './records.ts'
import { addressOfReverseName } from './reverse-name.ts'
import { answerFromUpstream } from './upstream.ts'

export interface RespondOptions {
  /**
   * `forward` (the default): as kubeadm configures CoreDNS, names of other zones and unknown reverse names go to the
   * resolvers of the nodes. `none`: the `kubernetes` plugin alone, which fails for names of other zones.
   */
  readonly upstream?: 'forward' | 'none'
}

interface AskOptions extends RespondOptions {
  /** How many names have led to this one. */
  readonly depth?: number
}

/** A question within one of the server's zones. Spelling is kept: answers repeat it (semantics D12). */
interface ZoneQuestion {
  readonly state: NetworkState
  readonly options: AskOptions
  readonly name: string
  readonly type: DnsType
  /** As spelt in the question, with a trailing dot. */
  readonly zone: string
  /** The name without the zone, in lower case. */
  readonly relative: string
  readonly namespaces?: readonly string[] | undefined
}

/** What a handler found. `missing`: NXDOMAIN. No answers: NODATA. */
type Found =
  | {
      readonly answer: readonly DnsRecord[]
      readonly additional?: readonly DnsRecord[]
      readonly brokenAlias?: NonNullable<DnsAnswer['brokenAlias']>
    }
  | 'missing'

const NOTHING: Found = { answer: [] }
const DNS_VERSION_TTL_SECONDS = 28_800
/** CoreDNS follows no more aliases than this within the cluster. */
const MAX_ALIASES = 8

const absolute = (name: string): string => (name.endsWith('.') ? name : `${name}.`)

/**
 * Answers as the cluster's DNS server does: CoreDNS with the `kubernetes` plugin and its defaults by kubeadm.
 * The name is absolute, with or without its trailing dot.
 * @see coredns plugin/kubernetes and plugin/backend_lookup, version 1.14.7
 */
export function respond(snapshot: Snapshot, name: string, type: DnsType, options: RespondOptions = {}): DnsAnswer {
  return answerQuestion(indexSnapshot(snapshot), { name: absolute(name), type }, options)
}

interface Question {
  readonly name: string
  readonly type: DnsType
}

function answerQuestion(state: NetworkState, question: Question, options: AskOptions): DnsAnswer {
  const { dnsBlocks, clusterDomain } = state.facts
  if (dnsBlocks !== undefined && options.upstream !== 'none')
    return answerByBlocks(dnsBlocks, question, {
      askCluster: (one, { zones, namespaces }) => answerInZones(state, one, { options, zones, namespaces }),
      askUpstream: (one, to) => askForwarded(state, one, to),
      askAgain: (one) => askFurther(state, one, options),
    })
  const answer = answerInZones(state, question, { options, zones: [`${clusterDomain}.`, 'in-addr.arpa.', 'ip6.arpa.'] })
  const isAskedFurther = answer?.rcode === 'NXDOMAIN' && options.upstream !== 'none' && isReverse(question.name)
  return answer === undefined || isAskedFurther ? askFurther(state, question, options) : answer
}

interface ZoneOptions {
  readonly options: AskOptions
  readonly zones: readonly string[]
  /** Whose names are known; all where absent. */
  readonly namespaces?: readonly string[] | undefined
}

/** Undefined where the name lies in none of the zones. */
function answerInZones(
  state: NetworkState,
  { name, type }: Question,
  { options, zones, namespaces }: ZoneOptions,
): DnsAnswer | undefined {
  const zone = zoneOf(name, zones)
  if (zone === undefined) return undefined
  if (state.facts.dnsSynced === false) return failure('SERVFAIL')
  const relative = name.slice(0, -zone.length).replace(/\.$/, '').toLowerCase()
  const question = { state, options, name, type, zone, relative, namespaces }
  const found = HANDLERS[type](question)
  const empty = found === 'missing' || found.answer.length === 0
  return {
    rcode: found === 'missing' ? 'NXDOMAIN' : 'NOERROR',
    authoritative: true,
    answer: found === 'missing' ? [] : found.answer,
    authority: empty ? [startOfAuthority(question)] : [],
    additional: found === 'missing' ? [] : (found.additional ?? []),
    ...(found === 'missing' || found.brokenAlias === undefined ? {} : { brokenAlias: found.brokenAlias }),
  }
}

const isReverse = (zone: string): boolean => zone.toLowerCase().endsWith('.arpa.')

/** The part of the name, in its own spelling, that is one of the zones. */
function zoneOf(name: string, zones: readonly string[]): string | undefined {
  const lower = name.toLowerCase()
  const zone = zones.find((candidate) => lower === candidate.toLowerCase() || lower.endsWith(`.${candidate.toLowerCase()}`))
  return zone === undefined ? undefined : name.slice(-zone.length)
}

const failure = (rcode: Rcode): DnsAnswer => ({ rcode, authoritative: false, answer: [], authority: [], additional: [] })

/** What the server itself asks for another name: servers that are set up in a way of their own begin anew. */
const askFurther = (state: NetworkState, question: Question, options: AskOptions): DnsAnswer => {
  const { depth = 0, upstream } = options
  if (upstream === 'none' || depth > MAX_ALIASES) return failure('SERVFAIL')
  if (state.facts.dnsBlocks === undefined) return answerFromUpstream(state.facts, question)
  return answerQuestion(state, question, { ...options, depth: depth + 1 })
}

/** Resolvers outside answer alike, wherever they are; within the cluster there is but the server that asks. */
const askForwarded = (state: NetworkState, question: Question, to: readonly string[]): DnsAnswer => {
  const { podCidrs, serviceCidrs } = state.facts
  const isInside = (target: string): boolean => inBlocks([...podCidrs, ...serviceCidrs], target.replace(/:\d+$/u, ''))
  return to.every(isInside) ? failure('SERVFAIL') : answerFromUpstream(state.facts, question)
}

/** `web.shop.svc`, `10-1-2-3.shop.pod`: a namespace whose names are not known. */
const isUnknown = ({ relative, namespaces }: ZoneQuestion): boolean => {
  const [, namespace] = /([^.]+)\.(?:svc|pod)$/u.exec(relative) ?? []
  return namespaces !== undefined && namespace !== undefined && !namespaces.includes(namespace)
}

const entriesOf = (question: ZoneQuestion): Lookup => (isUnknown(question) ? 'missing' : entriesOfAny(question))

const entriesOfAny = ({ state, zone, relative }: ZoneQuestion): Lookup =>
  isReverse(zone) && relative !== '' ? 'missing' : lookUpName(indexNames(state), relative, state.facts.podRecords)

const existenceOf = (question: ZoneQuestion): Found =>
  entriesOf(question) === 'missing' && !isServerName(question) ? 'missing' : NOTHING

const record = (question: ZoneQuestion, type: DnsType, data: string, name = question.name): DnsRecord => ({
  name,
  ttlSeconds: question.state.facts.dnsTtlSeconds,
  type,
  data,
})

/** The serial is a constant: nothing in a snapshot tells when it last changed. */
const startOfAuthority = (question: ZoneQuestion): DnsRecord => {
  const { zone, state } = question
  const timers = `7200 1800 86400 ${state.facts.dnsTtlSeconds}`
  return record(question, 'SOA', `ns.dns.${zone} hostmaster.${zone} 1 ${timers}`, zone)
}

const isServerName = ({ relative, zone }: ZoneQuestion): boolean => relative === 'ns.dns' && !isReverse(zone)

const addressType = (ip: string): DnsType => (familyOf(ip) === 'IPv4' ? 'A' : 'AAAA')

const isAlias = ({ host }: ZoneEntry): boolean => normalizeAddress(host) === undefined

function findAddresses(question: ZoneQuestion, followed: readonly string[]): Found {
  const entries: Lookup = isServerName(question)
    ? [{ owner: 'ns.dns', host: question.state.facts.dnsServiceIp }]
    : entriesOf(question)
  if (entries === 'missing') return 'missing'
  const alias = entries.find(isAlias)
  if (alias !== undefined) return followAlias(question, alias, followed)
  const addresses = new Set(entries.map(({ host }) => host).filter((host) => addressType(host) === question.type))
  return { answer: [...addresses].map((ip) => record(question, question.type, ip)) }
}

/** An alias that leads to nothing within the cluster is not told at all; one that leads out of it always is (D6). */
function followAlias(question: ZoneQuestion, alias: ZoneEntry, followed: readonly string[]): Found {
  const { state, name, type, options } = question
  const target = absolute(alias.host)
  const isLoop = [name, ...followed].some((one) => one.toLowerCase() === target.toLowerCase())
  if (isLoop) return { answer: [], brokenAlias: 'loop' }
  if (followed.length >= MAX_ALIASES) return { answer: [], brokenAlias: 'too-long' }
  const first = record(question, 'CNAME', target)
  const zone = zoneOf(target, [`${state.facts.clusterDomain}.`])
  if (zone === undefined) {
    const outside = askFurther(state, { name: target, type }, options)
    return { answer: [first, ...outside.answer] }
  }
  const relative = target.slice(0, -zone.length).replace(/\.$/, '').toLowerCase()
  const next = findAddresses({ ...question, name: target, zone, relative }, [...followed, target])
  if (next === 'missing') return { answer: [], brokenAlias: 'leads-nowhere' }
  return next.answer.length === 0 ? { brokenAlias: 'leads-nowhere', ...next } : { answer: [first, ...next.answer] }
}

function findAlias(question: ZoneQuestion): Found {
  const entries = entriesOf(question)
  if (entries === 'missing') return 'missing'
  return { answer: entries.filter(isAlias).map(({ host }) => record(question, 'CNAME', absolute(host))) }
}

/** Every record weighs the same share of 100. Aliases have no SRV records (D6). */
function findServices(question: ZoneQuestion): Found {
  const found = entriesOf(question)
  if (found === 'missing') return 'missing'
  const entries = found.filter((entry) => !isAlias(entry))
  const weight = Math.max(1, Math.floor(100 / Math.max(1, entries.length)))
  const answer = new Map<string, DnsRecord>()
  const additional = new Map<string, DnsRecord>()
  for (const { owner, host, port } of entries) {
    if (port === undefined) continue
    const target = `${owner}.${question.zone}`
    answer.set(`${target} ${port}`, record(question, 'SRV', `0 ${weight} ${port} ${target}`))
    additional.set(`${target} ${host}`, record(question, addressType(host), host, target))
  }
  return { answer: [...answer.values()], additional: [...additional.values()] }
}

function findPointers(question: ZoneQuestion): Found {
  const address = addressOfReverseName(question.name)
  if (address === undefined) return existenceOf(question)
  const names = indexNames(question.state).reverse.get(address)
  if (names === undefined) return 'missing'
  return { answer: names.map((name) => record(question, 'PTR', `${name}.${question.state.facts.clusterDomain}.`)) }
}

/** The one text record is the version of the naming scheme (D11). Empty non-terminals are NXDOMAIN for TXT. */
function findText(question: ZoneQuestion): Found {
  if (question.relative === 'dns-version' && !isReverse(question.zone))
    return { answer: [{ ...record(question, 'TXT', '"1.1.0"'), ttlSeconds: DNS_VERSION_TTL_SECONDS }] }
  const entries = entriesOf(question)
  return entries === 'missing' || entries.length === 0 ? 'missing' : NOTHING
}

/** The zone's server is the Service that has the DNS address, if the snapshot holds it. */
function findNameServer(question: ZoneQuestion): Found {
  const { clusterDomain, dnsServiceIp } = question.state.facts
  const [service = 'ns.dns'] = indexNames(question.state).reverse.get(dnsServiceIp) ?? []
  return { answer: [record(question, 'NS', `${service}.${clusterDomain}.`)] }
}

const HANDLERS: Readonly<Record<DnsType, (question: ZoneQuestion) => Found>> = {
  A: (question) => findAddresses(question, []),
  AAAA: (question) => findAddresses(question, []),
  CNAME: findAlias,
  SRV: findServices,
  PTR: findPointers,
  TXT: findText,
  SOA: (question) => (question.relative === '' ? { answer: [startOfAuthority(question)] } : existenceOf(question)),
  NS: (question) => (question.relative === '' ? findNameServer(question) : existenceOf(question)),
  MX: existenceOf,
  ANY: existenceOf,
}
