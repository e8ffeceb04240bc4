/** Answers of servers that are set up in a way of their own. @see coredns plugin.cfg, 1.12.1, for the order in which plugins are asked */
import { familyOf } from '../../address.ts'
import type { DnsAnswer, DnsRecord, DnsType, Rcode } from '../../model.ts'
import { addressOfReverseName } from '../reverse-name.ts'
import { matchExpression, type Match } from './expressions.ts'
import type { ClusterZones, DnsServerBlock, DnsTemplate, Fallthrough, Forwarding, HostsTable } from './model.ts'
import { absolute } from './name-rewrites.ts'
import { rewriteQuestion } from './rewrite-question.ts'
import { renderRecord } from './template-text.ts'

export interface DnsQuestion {
  readonly name: string
  readonly type: DnsType
}

/** Where a server looks for what it does not know itself. */
export interface Sources {
  /** The cluster's own names; undefined where they do not lie in a zone of the cluster. */
  readonly askCluster: (question: DnsQuestion, cluster: ClusterZones) => DnsAnswer | undefined
  /** Resolvers at one of these addresses, or those that a file names. */
  readonly askUpstream: (question: DnsQuestion, to: readonly string[]) => DnsAnswer
  /** All of it again, for a name that an answer leads to. */
  readonly askAgain: (question: DnsQuestion) => DnsAnswer
}

const plain = (rcode: Rcode, answer: readonly DnsRecord[] = [], authoritative = false): DnsAnswer => ({
  rcode,
  authoritative,
  answer,
  authority: [],
  additional: [],
})

/** The longest of the zones that a name lies in. */
const zoneOf = (name: string, zones: readonly string[]): string | undefined =>
  zones
    .filter((zone) => zone === '.' || name === zone || name.endsWith(`.${zone}`))
    .toSorted((one, other) => other.length - one.length)[0]

const goesThrough = (fallthrough: Fallthrough, name: string): boolean =>
  fallthrough !== undefined && zoneOf(name, fallthrough) !== undefined

/** What a template's expressions match in a name, the first that does. */
const matchOf = ({ matches }: DnsTemplate, name: string): Match | undefined =>
  (matches.length === 0 ? ['.*'] : matches).reduce<Match | undefined>(
    (found, text) => found ?? matchExpression(text, name),
    undefined,
  )

/** Undefined where no template is for this question. */
function askTemplates({ templates }: DnsServerBlock, question: DnsQuestion, sources: Sources): DnsAnswer | undefined {
  const { name, type } = question
  let isKnown = false
  for (const template of templates) {
    const zone = zoneOf(name, template.zones)
    if (zone === undefined) continue
    const match = matchOf(template, name)
    const isOfType = template.types === 'ANY' || template.types === type
    if (match === undefined) {
      if (isOfType && !goesThrough(template.fallthrough, name)) return plain('NXDOMAIN')
      continue
    }
    isKnown = true
    if (!isOfType) continue
    const answer = template.answers.map((text) => renderRecord(text, { name, zone, type, match }))
    if (answer.includes(undefined)) return plain('SERVFAIL')
    return plain(
      template.rcode,
      followed(
        answer.filter((one) => one !== undefined),
        question,
        sources,
      ),
      true,
    )
  }
  return isKnown ? plain('NOERROR', [], true) : undefined
}

/** Where the last name that was made up is another one's, with what that one leads to. */
const followed = (answer: readonly DnsRecord[], { type }: DnsQuestion, { askAgain }: Sources): readonly DnsRecord[] => {
  const last = answer.at(-1)
  if (last?.type !== 'CNAME' || (type !== 'A' && type !== 'AAAA')) return answer
  return [...answer, ...askAgain({ name: last.data, type }).answer]
}

function askHosts(hosts: HostsTable, { name, type }: DnsQuestion): DnsAnswer | undefined {
  const { rows, ttlSeconds, isReversed, fallthrough } = hosts
  const record = (data: string): DnsRecord => ({ name, ttlSeconds, type, data })
  if (type === 'PTR') {
    const address = isReversed ? addressOfReverseName(name) : undefined
    const names = rows.filter(({ ip }) => ip === address).flatMap((row) => row.names)
    return names.length === 0 ? undefined : plain('NOERROR', names.map(record), true)
  }
  if (zoneOf(name, hosts.zones) === undefined) return undefined
  const addresses = rows.filter(({ names }) => names.includes(name)).map(({ ip }) => ip)
  const family = type === 'A' ? 'IPv4' : type === 'AAAA' ? 'IPv6' : undefined
  if (addresses.length > 0) return plain('NOERROR', addresses.filter((ip) => familyOf(ip) === family).map(record), true)
  return goesThrough(fallthrough, name) ? undefined : plain('SERVFAIL')
}

function askCluster(cluster: ClusterZones, question: DnsQuestion, sources: Sources): DnsAnswer | undefined {
  const answer = zoneOf(question.name, cluster.zones) === undefined ? undefined : sources.askCluster(question, cluster)
  return answer?.rcode === 'NXDOMAIN' && goesThrough(cluster.fallthrough, question.name) ? undefined : answer
}

const isForwarded = ({ from, except }: Forwarding, name: string): boolean =>
  zoneOf(name, [from]) !== undefined && zoneOf(name, except) === undefined

function askPlugins(block: DnsServerBlock, question: DnsQuestion, sources: Sources): DnsAnswer {
  const { hosts, cluster, forwards } = block
  const found =
    askTemplates(block, question, sources) ??
    (hosts === undefined ? undefined : askHosts(hosts, question)) ??
    (cluster === undefined ? undefined : askCluster(cluster, question, sources))
  if (found !== undefined) return found
  const forward = forwards.find((one) => isForwarded(one, question.name))
  return forward === undefined ? plain('SERVFAIL') : sources.askUpstream(question, forward.to)
}

/** As the server answers that is asked for the longest zone which the name lies in; without one, questions are refused. */
export function answerByBlocks(blocks: readonly DnsServerBlock[], asked: DnsQuestion, sources: Sources): DnsAnswer {
  const name = absolute(asked.name)
  const zone = zoneOf(
    name,
    blocks.flatMap(({ zones }) => zones),
  )
  const block = blocks.find(({ zones }) => zone !== undefined && zones.includes(zone))
  if (block === undefined) return plain('REFUSED')
  const type = block.types[asked.type] ?? asked.type
  const { name: wanted, restore } = rewriteQuestion(block.rewrites, name)
  // The cluster and others repeat the spelling of the question, where it is still the same one.
  const spelt: DnsQuestion = { name: wanted === name ? asked.name : wanted, type }
  const { askCluster: inCluster, askUpstream: further, askAgain } = sources
  return restore(
    askPlugins(
      block,
      { name: wanted, type },
      {
        askCluster: (_, cluster) => inCluster(spelt, cluster),
        askUpstream: (_, to) => further(spelt, to),
        askAgain,
      },
    ),
  )
}
