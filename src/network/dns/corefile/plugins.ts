/** The plugins whose words decide which answers there are. @see coredns plugin/{hosts,template,kubernetes,forward}, 1.12.1 */
import { normalizeAddress } from '../../address.ts'
import type { DnsType } from '../../model.ts'
import { CorefileError, parsing, unexpected, type Directive, type Row } from './directives.ts'
import type { ClusterZones, DnsTemplate, Fallthrough, Forwarding, HostsRow, HostsTable } from './model.ts'
import { absolute } from './name-rewrites.ts'

/** Names what could not be read, as CoreDNS does in front of each message. */
export const refused = (plugin: string, error: string | CorefileError): CorefileError =>
  new CorefileError(`plugin/${plugin}: ${typeof error === 'string' ? error : error.message}`)

/** Words behind it are too few or too many. */
export const wrongCount = ({ line, words }: Row, name?: string): CorefileError =>
  parsing(line, `Wrong argument count or unexpected line ending after '${words.at(-1) ?? name ?? ''}'`)

/** Blocks of addresses stand for the zone of their reverse names, which is read as it is written here. */
const zonesOf = (words: readonly string[], otherwise: readonly string[]): readonly string[] =>
  words.length === 0 ? otherwise : words.map(absolute)

const fallthroughOf = (words: readonly string[]): NonNullable<Fallthrough> => zonesOf(words, ['.'])

const HOSTS_TTL_SECONDS = 3600

export function readHosts({ words: [file, ...zones], rows }: Directive, own: readonly string[]): HostsTable {
  const found: HostsRow[] = file === undefined ? [{ ip: '127.0.0.1', names: ['localhost.'] }] : []
  let ttlSeconds = HOSTS_TTL_SECONDS
  let isReversed = true
  let fallthrough: Fallthrough
  for (const { line, words } of rows) {
    const [name = '', ...rest] = words
    const ip = normalizeAddress(name)
    if (name === 'fallthrough') fallthrough = fallthroughOf(rest)
    else if (name === 'no_reverse') isReversed = false
    else if (name === 'ttl') {
      ttlSeconds = Number(rest[0])
      if (!Number.isInteger(ttlSeconds)) throw refused('hosts', parsing(line, 'ttl needs a number of second'))
    } else if (ip !== undefined) found.push({ ip, names: rest.map(absolute) })
  }
  return { zones: zonesOf(zones, own), rows: found, ttlSeconds, isReversed, fallthrough }
}

const TYPES: readonly DnsType[] = ['A', 'AAAA', 'SRV', 'PTR', 'TXT', 'CNAME', 'SOA', 'NS', 'MX', 'ANY']
export const typeNamed = (word: string): DnsType | undefined => TYPES.find((one) => one === word.toUpperCase())
const RCODES: readonly DnsTemplate['rcode'][] = ['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED']

interface TemplateDraft {
  readonly matches: string[]
  readonly answers: string[]
  rcode: DnsTemplate['rcode']
  fallthrough: Fallthrough
}

const checkActions = (text: string, line: number): void => {
  if (text.lastIndexOf('{{') <= text.lastIndexOf('}}')) return
  throw parsing(line, `could not compile template: ${text}, template: answer:1: unclosed action`)
}

function readTemplateRow(draft: TemplateDraft, row: Row): void {
  const [name = '', ...rest] = row.words
  if (name === 'match') draft.matches.push(...rest)
  else if (name === 'answer') {
    for (const text of rest) checkActions(text, row.line)
    draft.answers.push(...rest)
  } else if (name === 'fallthrough') draft.fallthrough = fallthroughOf(rest)
  else if (name === 'rcode') {
    const rcode = RCODES.find((one) => one === rest[0]?.toUpperCase())
    if (rcode === undefined) throw parsing(row.line, `unknown rcode ${rest[0] ?? ''}`)
    draft.rcode = rcode
  } else if (!['additional', 'authority', 'ederror', 'upstream'].includes(name)) throw wrongCount(row)
}

export function readTemplate(directive: Directive, own: readonly string[]): DnsTemplate {
  const [ofClass, ofType, ...zones] = directive.words
  if (ofClass === undefined || ofType === undefined) throw refused('template', wrongCount(directive, 'template'))
  const types = typeNamed(ofType)
  if (types === undefined) throw refused('template', parsing(directive.line, `invalid RR class ${ofType}`))
  const draft: TemplateDraft = { matches: [], answers: [], rcode: 'NOERROR', fallthrough: undefined }
  for (const row of directive.rows) {
    try {
      readTemplateRow(draft, row)
    } catch (error) {
      throw error instanceof CorefileError ? refused('template', error) : error
    }
  }
  return { ...draft, types, zones: zonesOf(zones, own) }
}

const PODS: readonly ClusterZones['pods'][] = ['disabled', 'verified', 'insecure']
/** What else it may be told. */
const CLUSTER_WORDS: ReadonlySet<string> = new Set([
  'apiserver_qps',
  'apiserver_burst',
  'apiserver_max_inflight',
  'endpoint',
  'endpoint_pod_names',
  'ignore',
  'kubeconfig',
  'labels',
  'multicluster',
  'namespace_labels',
  'noendpoints',
  'startup_timeout',
  'tls',
  'transfer',
  'upstream',
])
const MOST_SECONDS = 3600
const USUAL_SECONDS = 5

function readTtl({ line, words: [, text = ''] }: Row): number {
  if (!/^\d+$/u.test(text) || Number(text) > MOST_SECONDS)
    throw refused('kubernetes', parsing(line, `ttl must be in range [0, ${MOST_SECONDS}]: ${text}`))
  return Number(text)
}

function readPods([, text = '', ...rest]: readonly string[]): ClusterZones['pods'] {
  const mode = PODS.find((one) => one === text)
  if (mode === undefined || rest.length > 0)
    throw refused('kubernetes', `wrong value for pods: ${text},  must be one of: disabled, verified, insecure`)
  return mode
}

export function readCluster({ words, rows }: Directive, own: readonly string[]): ClusterZones {
  let read: ClusterZones = { zones: zonesOf(words, own), pods: 'disabled', ttlSeconds: USUAL_SECONDS, fallthrough: undefined }
  for (const row of rows) {
    const [name = '', ...rest] = row.words
    if (name === 'fallthrough') read = { ...read, fallthrough: fallthroughOf(rest) }
    else if (name === 'namespaces') read = { ...read, namespaces: rest }
    else if (name === 'pods') read = { ...read, pods: readPods(row.words) }
    else if (name === 'ttl') read = { ...read, ttlSeconds: readTtl(row) }
    else if (!CLUSTER_WORDS.has(name)) throw refused('kubernetes', parsing(row.line, `unknown property '${name}'`))
  }
  return read
}

const FORWARD_WORDS: ReadonlySet<string> = new Set([
  'except',
  'expire',
  'failfast_all_unhealthy_upstreams',
  'failover',
  'force_tcp',
  'health_check',
  'max_concurrent',
  'max_fails',
  'max_idle_conns',
  'next',
  'policy',
  'prefer_udp',
  'tls',
  'tls_servername',
])

/** An address, with a protocol and a port that may be left out, or a file. */
const isTarget = (word: string): boolean => {
  const bare = word.replace(/^(?:dns|tls|grpc|https):\/\//u, '')
  const host = /^\[(.+)\](?::\d+)?$/u.exec(bare)?.[1] ?? (/^[^:]+:\d+$/u.test(bare) ? bare.replace(/:\d+$/u, '') : bare)
  return word.startsWith('/') || normalizeAddress(host.replace(/%\w+$/u, '')) !== undefined
}

export function readForward(directive: Directive): Forwarding {
  const [from, ...to] = directive.words
  if (from === undefined || to.length === 0) throw refused('forward', wrongCount(directive, 'forward'))
  const odd = to.find((word) => !isTarget(word))
  if (odd !== undefined) throw refused('forward', `not an IP address or file: ${JSON.stringify(odd)}`)
  for (const { line, words } of directive.rows)
    if (!FORWARD_WORDS.has(words[0] ?? '')) throw refused('forward', parsing(line, `unknown property '${words[0] ?? ''}'`))
  const except = directive.rows
    .filter(({ words }) => words[0] === 'except')
    .flatMap(({ words }) => words.slice(1).map(absolute))
  return { from: absolute(from), to, except }
}

/** A time as Go spells it. */
const DURATION = /^[-+]?(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/u

const LOG_CLASSES: ReadonlySet<string> = new Set(['all', 'success', 'denial', 'error'])

function checkLogRow({ line, words: [first = '', ...classes] }: Row): void {
  if (first !== 'class' || classes.length === 0) throw refused('log', wrongCount({ line, words: [first] }))
  const odd = classes.find((one) => !LOG_CLASSES.has(one))
  if (odd !== undefined) throw refused('log', `invalid Class: ${odd}`)
}

/** Plugins that change no answer: what of their words keeps CoreDNS from starting. */
export function checkOther({ name, words, rows, line }: Directive): void {
  if (name === 'loop' && words.length > 0) throw refused('loop', wrongCount({ line, words }))
  const odd = name === 'reload' ? words.find((word) => word !== '0' && !DURATION.test(word)) : undefined
  if (odd !== undefined) throw refused('reload', `time: invalid duration ${JSON.stringify(odd)}`)
  const [row] = rows.filter(({ words: [first = ''] }) => !/^(?:consolidate|stacktrace|class)$/u.test(first))
  const first = row?.words[0] ?? ''
  if (name === 'errors' && row !== undefined) throw refused('errors', unexpected(row.line, first, `Unknown field ${first}`))
  if (name === 'log') for (const one of rows) checkLogRow(one)
}
