/** Which questions CoreDNS writes down, and how. @see coredns plugin/log and plugin/pkg/{replacer,response}, 1.12.1 */
import { readServers, type Directive } from '../../../network/dns/corefile/directives.ts'
import { absolute } from '../../../network/dns/corefile/name-rewrites.ts'
import type { DnsAnswer } from '../../../network/model.ts'
import { sizeOfMessage } from '../dns-message.ts'
import type { AskedName } from './program.ts'

type Class = 'all' | 'success' | 'denial' | 'error'

const CLASSES: readonly Class[] = ['all', 'success', 'denial', 'error']

/** Whose questions are written down, those with which answers, and how. The first rule for a name decides. */
interface Rule {
  /** Absolute, in lower case. */
  readonly zone: string
  readonly format: string
  readonly classes: readonly Class[]
}

export interface QueryLog {
  /** Of one server: its zones, absolute and in lower case. */
  readonly zones: readonly string[]
  readonly rules: readonly Rule[]
  /** Whether it asks itself, when it starts, whether its questions come back to it. */
  readonly detectsLoops: boolean
}

const COMMON =
  '{remote}:{port} - {>id} "{type} {class} {name} {proto} {size} {>do} {>bufsize}" {rcode} {>rflags} {rsize} {duration}'

const formatOf = (text: string): string => text.replaceAll('{common}', COMMON).replaceAll('{combined}', `${COMMON} "{>opcode}"`)

/** With one word it is a zone, with more the last one is the format where it has a value's braces. */
const rulesOf = ({ words, rows }: Directive, own: readonly string[]): readonly Rule[] => {
  const last = words.at(-1) ?? ''
  const hasFormat = words.length > 1 && last.includes('{')
  const zones = words.slice(0, hasFormat ? -1 : undefined).map(absolute)
  const named = rows.flatMap(({ words: [, ...classes] }) => classes)
  const classes = CLASSES.filter((one) => named.includes(one))
  const format = hasFormat ? formatOf(last) : COMMON
  const rule = { format, classes: classes.length === 0 ? (['all'] as const) : classes }
  return (zones.length === 0 ? own : zones).map((zone) => ({ zone, ...rule }))
}

const DNS_PORT = /:53$|^[^:]*$/u

/** What the servers of a Corefile that CoreDNS has read write down. */
export const readQueryLogs = (corefile: string): readonly QueryLog[] =>
  readServers(corefile).map(({ keys, directives }) => {
    const zones = keys.filter((key) => DNS_PORT.test(key)).map((key) => absolute(key.replace(/:53$/u, '')))
    const rules = directives.filter(({ name }) => name === 'log').flatMap((one) => rulesOf(one, zones))
    return { zones, rules, detectsLoops: directives.some(({ name }) => name === 'loop') }
  })

const liesIn = (name: string, zone: string): boolean => zone === '.' || name === zone || name.endsWith(`.${zone}`)

/** The server whose zone is the longest that the name lies in. */
const serverFor = (logs: readonly QueryLog[], name: string): QueryLog | undefined => {
  const length = ({ zones }: QueryLog): number =>
    Math.max(-1, ...zones.filter((zone) => liesIn(name, zone)).map((zone) => zone.length))
  const [longest] = logs.toSorted((one, other) => length(other) - length(one))
  return longest === undefined || length(longest) < 0 ? undefined : longest
}

/** What is not there is denied where the answer tells who says so, and else an error. */
const classOf = ({ rcode, answer, authority }: DnsAnswer): Class => {
  const isDenied = answer.length === 0 && authority.some(({ type }) => type === 'SOA')
  if (rcode === 'NOERROR') return isDenied ? 'denial' : 'success'
  return rcode === 'NXDOMAIN' && isDenied ? 'denial' : 'error'
}

const flagsOf = ({ authoritative }: DnsAnswer, { recurses }: AskedName): string =>
  ['qr', ...(authoritative ? ['aa'] : []), ...(recurses ? ['rd'] : []), ...(authoritative ? [] : ['ra'])].join(',')

/** Where a server fails it has no message of its own to write down. */
const replyOf = (asked: AskedName): Readonly<Record<string, string>> => {
  const { answer, name } = asked
  if (answer.rcode === 'SERVFAIL') return { rcode: '-', '>rflags': '-', rsize: '0' }
  const rsize = String(asked.answerBytes ?? sizeOfMessage({ name }, answer, false))
  return { rcode: answer.rcode, '>rflags': flagsOf(answer, asked), rsize }
}

const fill = (format: string, asked: AskedName): string => {
  const values: Readonly<Record<string, string>> = {
    remote: asked.client.includes(':') ? `[${asked.client}]` : asked.client,
    port: String(asked.port),
    '>id': String(asked.id),
    type: asked.type,
    class: 'IN',
    name: asked.name.toLowerCase(),
    proto: asked.protocol,
    size: String(asked.bytes),
    '>do': 'false',
    '>bufsize': String(asked.mostBytes),
    '>opcode': '0',
    duration: `${(asked.tookNs / 1e9).toFixed(9).replace(/0+$/u, '')}s`,
    ...replyOf(asked),
  }
  return format.replace(/\{(\/?[^{}]+)\}/gu, (whole, key: string) => values[key] ?? (key.startsWith('/') ? '-' : whole))
}

/** The line for a question, with its end; empty where it is not written down. */
export function queryLine(logs: readonly QueryLog[], asked: AskedName): string {
  const name = asked.name.toLowerCase()
  const rule = serverFor(logs, name)?.rules.find(({ zone }) => liesIn(name, zone))
  if (rule === undefined || !(rule.classes.includes('all') || rule.classes.includes(classOf(asked.answer)))) return ''
  return `[INFO] ${fill(rule.format, asked)}\n`
}
