/**
 * Follows packets through a text of iptables-save, as the kernel would: nat PREROUTING or OUTPUT, then filter FORWARD, INPUT or
 * OUTPUT, then nat POSTROUTING. Every packet is the first of its connection. Throws for a word that it does not know.
 */
import { isIn, isLocal, readTarget, start, type Ending, type TracedPacket, type Way } from './trace.ts'

type Chains = ReadonlyMap<string, readonly (readonly string[])[]>

/** The tables of a text, to be followed as often as is wanted. */
export const readIptables = (text: string): ReadonlyMap<string, Chains> => {
  const tables = new Map<string, Map<string, string[][]>>()
  let table = new Map<string, string[][]>()
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) tables.set(line.slice(1), (table = new Map<string, string[][]>()))
    if (line.startsWith(':')) table.set(line.slice(1).split(' ')[0] ?? '', [])
    if (!line.startsWith('-A ')) continue
    const [, chain = '', ...words] = line.match(/"[^"]*"|\S+/gu) ?? []
    const rules = table.get(chain)
    if (rules === undefined) throw new Error(`no such chain: ${chain}`)
    rules.push(words)
  }
  return tables
}

interface Rule {
  /** A chance below 1 for rules that choose at random. */
  readonly chance: number
  readonly target?: string
  readonly options: readonly string[]
}

const SIMPLE_WORDS = new Set(['-m', '--comment', '--mode', '--mask', '--name', '--seconds', '--reject-with'])

class Reader {
  isMatch = true
  chance = 1
  target: string | undefined
  options: readonly string[] = []
  private readonly words: readonly string[]
  private readonly way: Way
  private readonly own: readonly string[]

  constructor(words: readonly string[], way: Way, own: readonly string[]) {
    this.words = words
    this.way = way
    this.own = own
  }

  read(): Rule | undefined {
    let isNot = false
    for (let at = 0; at < this.words.length; at++) {
      const word = this.words[at] ?? ''
      if (word === '!') isNot = true
      else if (word === '-j') {
        this.target = this.words[at + 1]
        this.options = this.words.slice(at + 2)
        break
      } else {
        const { matches, takes } = this.test(word, this.words[at + 1] ?? '')
        this.isMatch &&= matches !== isNot
        isNot = false
        at += takes
      }
    }
    if (!this.isMatch) return undefined
    return { chance: this.chance, options: this.options, ...(this.target === undefined ? {} : { target: this.target }) }
  }

  private test(word: string, value: string): { readonly matches: boolean; readonly takes: number } {
    const { packet, mark, isTranslated } = this.way
    const answer = (matches: boolean): { readonly matches: boolean; readonly takes: number } => ({ matches, takes: 1 })
    if (SIMPLE_WORDS.has(word)) return answer(true)
    switch (word) {
      case '-s':
        return answer(isIn(packet.source, [value]))
      case '-d':
        return answer(isIn(packet.destination, [value]))
      case '-p':
        return answer(packet.protocol === value)
      case '--dport':
        return answer(packet.port === Number(value))
      case '--src-type':
        return answer(isLocal(packet.source, this.own))
      case '--dst-type':
        return answer(isLocal(packet.destination, this.own))
      case '--ctstate':
        return answer(value.split(',').some((state) => state === 'NEW' || (state === 'DNAT' && isTranslated)))
      case '--mark':
        return answer(mark)
      case '--probability':
        this.chance = Number(value)
        return answer(true)
      case '--rcheck':
        // Nobody has come before.
        return { matches: false, takes: 0 }
      case '--set':
      case '--reap':
      case '--rsource':
        return { matches: true, takes: 0 }
      default:
        throw new Error(`unknown word ${word} in ${this.words.join(' ')}`)
    }
  }
}

type Verdict = 'ACCEPT' | 'DROP' | 'REJECT' | 'RETURN'

interface Passed {
  readonly way: Way
  readonly verdict: Verdict
}

const END = new Set(['ACCEPT', 'DROP', 'REJECT', 'RETURN'])

const isVerdict = (word: string): word is Verdict => END.has(word)

const changeMark = (way: Way, options: readonly string[]): Way => {
  const [word, value = ''] = options
  if (word === '--or-mark' || (word === '--set-xmark' && value === '0x4000/0x4000')) return { ...way, mark: true }
  if (word === '--xor-mark' || (word === '--set-xmark' && value === '0x4000/0x0')) return { ...way, mark: !way.mark }
  throw new Error(`unknown mark ${options.join(' ')}`)
}

export const traceIptables = (
  tables: ReadonlyMap<string, Chains>,
  packet: TracedPacket,
  own: readonly string[],
): readonly Ending[] => {
  const applyTarget = (table: Chains, way: Way, { target, options }: Rule): readonly Passed[] | Way => {
    if (target === undefined) return way
    if (isVerdict(target)) return [{ way, verdict: target }]
    if (target === 'MARK') return changeMark(way, options)
    if (target === 'MASQUERADE') return [{ way: { ...way, isMasqueraded: true }, verdict: 'ACCEPT' }]
    if (target === 'DNAT') {
      if (options[0] !== '--to-destination') throw new Error(`DNAT ${options.join(' ')}`)
      const translated = { ...way.packet, ...readTarget(options[1] ?? '') }
      return [{ way: { ...way, packet: translated, isTranslated: true }, verdict: 'ACCEPT' }]
    }
    return walk(table, target, way)
  }

  /** Goes on behind a rule with those that come back from the chain it called. */
  const walk = (table: Chains, chain: string, begin: Way): readonly Passed[] => {
    const rules = table.get(chain)
    if (rules === undefined) throw new Error(`no such chain: ${chain}`)
    let going: readonly Way[] = [begin]
    const gone: Passed[] = []
    for (const words of rules) {
      going = going.flatMap((way) => {
        const rule = new Reader(words, way, own).read()
        if (rule === undefined) return [way]
        const hit = { ...way, chance: way.chance * rule.chance }
        const missed = rule.chance < 1 ? [{ ...way, chance: way.chance * (1 - rule.chance) }] : []
        const result = applyTarget(table, hit, rule)
        if (!Array.isArray(result)) return [result as Way, ...missed]
        const passed = result as readonly Passed[]
        const isCall = rule.target !== undefined && table.has(rule.target)
        gone.push(...passed.filter(({ verdict }) => !isCall || verdict !== 'RETURN'))
        return [...(isCall ? passed.filter(({ verdict }) => verdict === 'RETURN').map((one) => one.way) : []), ...missed]
      })
    }
    return [...gone, ...going.map((way) => ({ way, verdict: 'RETURN' as const }))]
  }

  /** A chain that the kernel calls: what comes back is accepted. */
  const hook = (
    tableName: string,
    chain: string,
    ways: readonly Way[],
  ): { through: readonly Way[]; ended: readonly Ending[] } => {
    const table = tables.get(tableName)
    if (table === undefined) throw new Error(`no table ${tableName}`)
    const passed = ways.flatMap((way) => walk(table, chain, way))
    return {
      through: passed.filter(({ verdict }) => verdict === 'ACCEPT' || verdict === 'RETURN').map(({ way }) => way),
      ended: passed.flatMap(({ way, verdict }) => (verdict === 'DROP' || verdict === 'REJECT' ? [{ way, fate: verdict }] : [])),
    }
  }

  const arrived = hook('nat', packet.isFromNode ? 'OUTPUT' : 'PREROUTING', [start(packet)])
  return arrived.through.flatMap((way) => {
    const toNode = isLocal(way.packet.destination, own)
    const chains = packet.isFromNode ? ['OUTPUT'] : [toNode ? 'INPUT' : 'FORWARD']
    const ended: Ending[] = []
    let ways: readonly Way[] = [way]
    const pass = (table: string, chain: string): void => {
      const next = hook(table, chain, ways)
      ended.push(...next.ended)
      ways = next.through
    }
    for (const chain of chains) pass('filter', chain)
    if (packet.isFromNode || !toNode) pass('nat', 'POSTROUTING')
    // What the node sends to itself comes in again over the loopback interface.
    if (packet.isFromNode && toNode) pass('filter', 'INPUT')
    return [...ended, ...ways.map((one): Ending => ({ way: one, fate: 'through' }))]
  })
}
