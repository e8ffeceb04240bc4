/**
 * Follows packets through a text of `nft list ruleset`, hook by hook in the order of priorities. Every packet is the first of its
 * connection. Throws for a word that it does not know.
 */
import { isIn, isLocal, readTarget, start, type Ending, type TracedPacket, type Way } from './trace.ts'

interface Chain {
  readonly hook?: string
  readonly priority: number
  readonly rules: readonly string[]
}

export interface Ruleset {
  readonly chains: ReadonlyMap<string, Chain>
  /** Elements of sets, and of maps with their verdicts. */
  readonly collections: ReadonlyMap<string, ReadonlyMap<string, string>>
}

const PRIORITIES: Readonly<Record<string, number>> = {
  'dstnat - 10': -110,
  dstnat: -100,
  filter: 0,
  srcnat: 100,
}

const readElements = (text: string): ReadonlyMap<string, string> =>
  new Map(
    text.split(',').flatMap((element) => {
      const [key = '', verdict = ''] = element.replace(/ comment "[^"]*"/u, '').split(' : ')
      return key.trim() === '' ? [] : [[key.trim(), verdict.trim()] as const]
    }),
  )

/** The table of a text, to be followed as often as is wanted. */
export const readRuleset = (text: string): Ruleset => {
  const chains = new Map<string, Chain>()
  const collections = new Map<string, ReadonlyMap<string, string>>()
  for (const [, kind, name = '', body = ''] of text.matchAll(/^\t(chain|map|set) (\S+) \{\n([\s\S]*?)^\t\}/gmu)) {
    const lines = body.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
    if (kind !== 'chain') {
      collections.set(name, readElements(/elements = \{([\s\S]*?)\}/u.exec(body)?.[1] ?? ''))
      continue
    }
    const [, hook, priority = ''] =
      /^type \w+ hook (\w+) priority (.*?);/u.exec(lines.find((line) => line.startsWith('type ')) ?? '') ?? []
    const rules = lines.filter((line) => !line.startsWith('type ') && !line.startsWith('comment '))
    chains.set(name, { rules, priority: PRIORITIES[priority] ?? Number(priority), ...(hook === undefined ? {} : { hook }) })
  }
  return { chains, collections }
}

type Verdict = 'accept' | 'drop' | 'reject' | 'return'

interface Passed {
  readonly way: Way
  readonly verdict: Verdict
}

interface Step {
  readonly pattern: RegExp
  /** Whether the rule goes on. */
  readonly test: (way: Way, groups: readonly string[]) => boolean
}

export const traceNftables = (
  { chains, collections }: Ruleset,
  packet: TracedPacket,
  own: readonly string[],
): readonly Ending[] => {
  const collection = (name: string): ReadonlyMap<string, string> => {
    const found = collections.get(name)
    if (found === undefined) throw new Error(`no set or map ${name}`)
    return found
  }
  const contains = (address: string, operand: string): boolean => {
    if (operand.startsWith('@')) return collection(operand.slice(1)).has(address)
    return isIn(address, operand.replace(/^\{ | \}$/gu, '').split(', '))
  }
  const end = (way: Way, which: string): string => (which === 's' ? way.packet.source : way.packet.destination)

  const tests: readonly Step[] = [
    { pattern: /^ct state new/u, test: () => true },
    { pattern: /^fib ([sd])addr type local/u, test: (way, [which = '']) => isLocal(end(way, which), own) },
    {
      pattern: /^ip6? ([sd])addr (?!\.)(!= )?(@\S+|\{[^}]*\}|\S+)/u,
      test: (way, [which = '', isNot, operand = '']) => contains(end(way, which), operand) !== (isNot !== undefined),
    },
    { pattern: /^meta l4proto (tcp|udp|sctp)/u, test: (way, [protocol]) => way.packet.protocol === protocol },
    { pattern: /^meta mark & 0x00004000 == 0x00000000/u, test: (way) => !way.mark },
    { pattern: /^update @\S+ \{ [^}]* \}/u, test: () => true },
    { pattern: /^comment "[^"]*"/u, test: () => true },
  ]

  const go = (verdict: string, way: Way): readonly Passed[] => {
    const [word = '', chain = ''] = verdict.split(' ')
    if (word === 'goto' || word === 'jump') return walk(chain, way).map((passed) => ({ ...passed }))
    if (word === 'drop' || word === 'reject' || word === 'accept' || word === 'return') return [{ way, verdict: word }]
    throw new Error(`unknown verdict ${verdict}`)
  }

  const keyOf = ({ packet: { destination, protocol, port } }: Way, withAddress: boolean): string =>
    `${withAddress ? `${destination} . ` : ''}${protocol} . ${port}`

  interface Result {
    /** Ways that go on with the next rule of the chain. */
    readonly next: readonly Way[]
    readonly gone: readonly Passed[]
  }

  /** After a jump, ways that return go on; after a goto they leave the chain. */
  const call = (verdict: string, way: Way): Result => {
    const passed = go(verdict, way)
    if (!verdict.startsWith('jump')) return { next: [], gone: passed }
    return {
      next: passed.filter((one) => one.verdict === 'return').map((one) => one.way),
      gone: passed.filter((one) => one.verdict !== 'return'),
    }
  }

  const act = (rest: string, way: Way): Result => {
    const through = (changed: Way): Result => ({ next: [changed], gone: [] })
    if (rest === '') return through(way)
    const lookUp = /^(ip6? daddr \. )?meta l4proto \. th dport vmap @(\S+)$/u.exec(rest)
    if (lookUp !== null) {
      const verdict = collection(lookUp[2] ?? '').get(keyOf(way, lookUp[1] !== undefined))
      return verdict === undefined ? through(way) : call(verdict, way)
    }
    const random = /^numgen random mod (\d+) vmap \{ (.*) \}$/u.exec(rest)
    if (random !== null) {
      const verdicts = [...readElements(random[2] ?? '').values()]
      if (verdicts.length !== Number(random[1])) throw new Error(`not every number has its verdict: ${rest}`)
      const results = verdicts.map((verdict) => call(verdict, { ...way, chance: way.chance / verdicts.length }))
      return { next: results.flatMap(({ next }) => next), gone: results.flatMap(({ gone }) => gone) }
    }
    if (rest === 'meta mark set meta mark | 0x00004000') return through({ ...way, mark: true })
    if (rest === 'meta mark set meta mark ^ 0x00004000') return through({ ...way, mark: !way.mark })
    if (rest === 'masquerade fully-random')
      return { next: [], gone: [{ way: { ...way, isMasqueraded: true }, verdict: 'accept' }] }
    const target = /^dnat to (\S+)$/u.exec(rest)?.[1]
    if (target !== undefined)
      return {
        next: [],
        gone: [{ way: { ...way, packet: { ...way.packet, ...readTarget(target) }, isTranslated: true }, verdict: 'accept' }],
      }
    return call(rest.replace(/ comment "[^"]*"$/u, ''), way)
  }

  const applyRule = (rule: string, way: Way): Result => {
    let rest = rule
    for (;;) {
      const step = tests.find(({ pattern }) => pattern.test(rest))
      if (step === undefined) return act(rest, way)
      const [all = '', ...groups] = step.pattern.exec(rest) ?? []
      if (!step.test(way, groups)) return { next: [way], gone: [] }
      rest = rest.slice(all.length).trim()
    }
  }

  const walk = (name: string, begin: Way): readonly Passed[] => {
    const chain = chains.get(name)
    if (chain === undefined) throw new Error(`no chain ${name}`)
    let going: readonly Way[] = [begin]
    const gone: Passed[] = []
    for (const rule of chain.rules)
      going = going.flatMap((way) => {
        const result = applyRule(rule, way)
        gone.push(...result.gone)
        return result.next
      })
    return [...gone, ...going.map((way) => ({ way, verdict: 'return' as const }))]
  }

  const ended: Ending[] = []
  const hook = (name: string, ways: readonly Way[]): readonly Way[] => {
    const called = [...chains]
      .filter(([, chain]) => chain.hook === name)
      .toSorted(([, one], [, other]) => one.priority - other.priority)
    let going = ways
    for (const [chain] of called)
      going = going.flatMap((way) =>
        walk(chain, way).flatMap((passed) => {
          if (passed.verdict === 'drop') ended.push({ way: passed.way, fate: 'DROP' })
          if (passed.verdict === 'reject') ended.push({ way: passed.way, fate: 'REJECT' })
          return passed.verdict === 'accept' || passed.verdict === 'return' ? [passed.way] : []
        }),
      )
    return going
  }

  const through = hook(packet.isFromNode ? 'output' : 'prerouting', [start(packet)]).flatMap((way) => {
    const toNode = isLocal(way.packet.destination, own)
    if (packet.isFromNode) return hook('postrouting', [way]).flatMap((sent) => (toNode ? hook('input', [sent]) : [sent]))
    return toNode ? hook('input', [way]) : hook('forward', [way]).flatMap((forwarded) => hook('postrouting', [forwarded]))
  })
  return [...ended, ...through.map((way): Ending => ({ way, fate: 'through' }))]
}
