/** What dig prints. @see BIND 9.18 bin/dig; measured with 9.18.49 against CoreDNS 1.12 */
import type { DnsAnswer, DnsRecord, DnsType } from '../../../../network/model.ts'
import { hashText } from '../../../controllers/workloads/template-hash.ts'
import type { DigQuery } from './dig-options.ts'
import { sizeOfMessage } from '../../dns-message.ts'

export const VERSION = 'DiG 9.18.49'

/** Columns at which the parts of a record begin, where what stands before leaves room. */
const COLUMNS = { ttl: 24, class: 32, type: 40, data: 48 } as const
const TAB = 8

/** Tabs up to a column; a blank where that is passed already. */
const padTo = (text: string, column: number): string => {
  const width = Array.from(text).reduce((at, letter) => (letter === '\t' ? (Math.floor(at / TAB) + 1) * TAB : at + 1), 0)
  return width >= column ? `${text} ` : text + '\t'.repeat(Math.ceil((column - width) / TAB))
}

const renderRecord = ({ name, ttlSeconds, type, data }: DnsRecord): string => {
  const head = padTo(`${padTo(name, COLUMNS.ttl)}${ttlSeconds}`, COLUMNS.class)
  return `${padTo(`${padTo(`${head}IN`, COLUMNS.type)}${type}`, COLUMNS.data)}${data}\n`
}

const renderQuestion = (name: string, type: DnsType): string =>
  `${padTo(`${padTo(`;${name}`, COLUMNS.class)}IN`, COLUMNS.type)}${type}\n`

/** One answer, and who gave it. */
export interface DigReply {
  readonly query: DigQuery
  /** The name that was asked for in the end, absolute. */
  readonly asked: string
  readonly answer: DnsAnswer
  readonly serverIp: string
  readonly nowMs: number
  readonly tookMs: number
}

/** Numbers that are random in a message; here they follow from the question and its time. */
const hexOf = (seed: string): string => (hashText(seed) >>> 0).toString(16).padStart(8, '0')

const headerOf = ({ query, asked, answer, nowMs }: DigReply): string => {
  const { rcode, authoritative } = answer
  const hasEdns = query.on.has('edns')
  const asksRecursion = query.on.has('recurse')
  const flags = ['qr', ...(authoritative ? ['aa'] : []), ...(asksRecursion ? ['rd'] : []), ...(authoritative ? [] : ['ra'])]
  const warning = /\.local\.$/iu.test(asked)
    ? ';; WARNING: .local is reserved for Multicast DNS\n;; You are currently testing what happens when an mDNS query is leaked to DNS\n'
    : ''
  const id = (hashText(`${asked}${nowMs}`) >>> 0) % 65_536
  const counts = `QUERY: 1, ANSWER: ${answer.answer.length}, AUTHORITY: ${answer.authority.length}, ADDITIONAL: ${answer.additional.length + (hasEdns ? 1 : 0)}`
  const recursion = authoritative && asksRecursion ? ';; WARNING: recursion requested but not available\n' : ''
  const cookie = `${hexOf(`${asked}${nowMs}`)}${hexOf(`${nowMs}${asked}`)}`
  const edns = hasEdns ? `;; OPT PSEUDOSECTION:\n; EDNS: version: 0, flags:; udp: 1232\n; COOKIE: ${cookie} (echoed)\n` : ''
  return `;; Got answer:\n${warning};; ->>HEADER<<- opcode: QUERY, status: ${rcode}, id: ${id}\n;; flags: ${flags.join(' ')}; ${counts}\n${recursion}\n${edns}`
}

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']

/** `Thu Nov 26 03:00:00 UTC 2026` */
const whenOf = (atMs: number): string => {
  const [day = '', date = '', month = '', year = '', time = ''] = new Date(atMs).toUTCString().replace(',', '').split(' ')
  return `${DAYS.find((one) => one === day) ?? day} ${month} ${date} ${time} UTC ${year}`
}

const statisticsOf = ({ query, asked, answer, serverIp, nowMs, tookMs }: DigReply): string => {
  const how = query.on.has('tcp') ? 'TCP' : 'UDP'
  const size = sizeOfMessage({ name: asked }, answer, query.on.has('edns'))
  return `;; Query time: ${tookMs} msec\n;; SERVER: ${serverIp}#${query.port}(${query.server ?? serverIp}) (${how})\n;; WHEN: ${whenOf(nowMs)}\n;; MSG SIZE  rcvd: ${size}\n\n`
}

/** What dig says of itself before the first answer. */
export const bannerOf = (args: readonly string[], { parts, server }: DigQuery): string => {
  if (!parts.has('cmd')) return ''
  const command = ['', ...args].join(' ')
  return `\n; <<>> ${VERSION} <<>>${command}\n${server === undefined ? '' : '; (1 server found)\n'};; global options: +cmd\n`
}

const shortOf = ({ query, answer, serverIp, tookMs }: DigReply): string => {
  const whence = query.on.has('identify') ? ` from server ${serverIp} in ${tookMs} ms.` : ''
  return answer.answer.map(({ data }) => `${data}${whence}\n`).join('')
}

export const renderReply = (reply: DigReply): string => {
  const { query, asked, answer } = reply
  const { parts } = query
  if (query.on.has('short')) return shortOf(reply)
  const hasComments = parts.has('comments')
  const section = (part: 'question' | 'answer' | 'authority' | 'additional', lines: readonly string[]): string => {
    if (lines.length === 0 || !parts.has(part)) return ''
    return hasComments ? `;; ${part.toUpperCase()} SECTION:\n${lines.join('')}\n` : lines.join('')
  }
  return [
    hasComments ? headerOf(reply) : '',
    section('question', [renderQuestion(asked, query.type)]),
    section('answer', answer.answer.map(renderRecord)),
    section('authority', answer.authority.map(renderRecord)),
    section('additional', answer.additional.map(renderRecord)),
    parts.has('stats') ? statisticsOf(reply) : '',
  ].join('')
}

export const USAGE = `Usage:  dig [@global-server] [domain] [q-type] [q-class] {q-opt}
            {global-d-opt} host [@local-server] {local-d-opt}
            [ host [@local-server] {local-d-opt} [...]]

Use "dig -h" (or "dig -h | more") for complete list of options
`
