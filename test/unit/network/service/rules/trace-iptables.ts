/**
 * Follows the first packet of a connection through iptables rules as they are printed by `iptables-save`. Written from the manual
 * pages iptables(8) and iptables-extensions(8), without a look at how the rules are made.
 */
import { blockContains, parseAddress, parseBlock } from '../../../../../src/network/address.ts'
import type { Protocol } from '../../../../../src/network/model.ts'

export interface TracedPacket {
  readonly sourceIp: string
  readonly destinationIp: string
  readonly destinationPort: number
  readonly protocol: Protocol
}

export interface Host {
  /** Addresses of the host, loopback aside. */
  readonly addresses: readonly string[]
  /** The packet was sent by a process of the host. */
  readonly isSender: boolean
}

/** `DNAT 10.0.0.1:80 true`: translated, and masqueraded; `NONE`: passed on as it was. */
export type Ending = string

type Tables = Readonly<Record<string, ReadonlyMap<string, readonly (readonly string[])[]>>>

/** Words of a rule, quoted ones in one piece. */
const splitWords = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"]*)"|(\S+)/gu)].map(([, quoted, plain]) => quoted ?? plain ?? '')

export const parseRules = (text: string): Tables => {
  const tables: Record<string, Map<string, (readonly string[])[]>> = {}
  let current = new Map<string, (readonly string[])[]>()
  for (const line of text.split('\n')) {
    if (line.startsWith('*')) tables[line.slice(1)] = current = new Map()
    else if (line.startsWith(':')) current.set(line.slice(1).split(' ')[0] ?? '', [])
    else if (line.startsWith('-A ')) {
      const [, chain = '', ...rule] = splitWords(line)
      const rules = current.get(chain)
      if (rules === undefined) throw new Error(`a rule for the chain ${chain}, which is not declared`)
      rules.push(rule)
    }
  }
  return tables
}

interface Travelling extends TracedPacket {
  readonly mark: number
  readonly isTranslated: boolean
}

interface Verdict {
  readonly kind: 'ACCEPT' | 'DROP' | 'REJECT' | 'RETURN' | 'DNAT' | 'MASQUERADE'
  readonly packet: Travelling
  readonly chance: number
}

const isLocal = (ip: string, { addresses }: Host): boolean => ip.startsWith('127.') || ip === '::1' || addresses.includes(ip)

/** Parsing is most of the work: the same few addresses come again and again. */
const remember = <Value>(parse: (text: string) => Value): ((text: string) => Value) => {
  const known = new Map<string, Value>()
  return (text) => {
    const value = known.has(text) ? (known.get(text) as Value) : parse(text)
    known.set(text, value)
    return value
  }
}

const readRange = remember((text) => parseBlock(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`))
const readAddress = remember(parseAddress)

const inRange = (range: string, ip: string): boolean => {
  const block = readRange(range)
  const bytes = readAddress(ip)
  if (block === undefined || bytes === undefined) throw new Error(`no addresses: ${range}, ${ip}`)
  return blockContains(block, bytes)
}

/** One rule against one packet: whether it fits, with which chance, and where it jumps. */
class Rule {
  private readonly words: readonly string[]
  private at = 0
  fits = true
  chance = 1
  target = ''
  readonly options = new Map<string, string>()

  constructor(words: readonly string[], packet: Travelling, host: Host) {
    this.words = words
    while (this.at < words.length) this.read(packet, host)
  }

  private next(): string {
    return this.words[this.at++] ?? ''
  }

  private read(packet: Travelling, host: Host): void {
    const word = this.next()
    const isNegated = word === '!'
    const option = isNegated ? this.next() : word
    const answer = this.match(option, packet, host)
    if (answer !== undefined && answer === isNegated) this.fits = false
  }

  /** Undefined for words that do not decide. */
  private match(option: string, packet: Travelling, host: Host): boolean | undefined {
    switch (option) {
      case '-m':
      case '--comment':
      case '--mode':
      case '--seconds':
      case '--name':
      case '--to-destination':
      case '--or-mark':
      case '--xor-mark':
        this.options.set(option, this.next())
        return undefined
      case '--set':
      case '--reap':
      case '--random-fully':
        return undefined
      // Nobody has connected yet.
      case '--rcheck':
        return false
      case '-p':
        return this.next() === packet.protocol.toLowerCase()
      case '-s':
        return inRange(this.next(), packet.sourceIp)
      case '-d':
        return inRange(this.next(), packet.destinationIp)
      case '--dport':
        return Number(this.next()) === packet.destinationPort
      case '--dst-type':
        return this.next() === 'LOCAL' && isLocal(packet.destinationIp, host)
      case '--src-type':
        return this.next() === 'LOCAL' && isLocal(packet.sourceIp, host)
      case '--ctstate':
        return this.next()
          .split(',')
          .some((state) => state === 'NEW' || (state === 'DNAT' && packet.isTranslated))
      case '--mark': {
        const [value = 0, mask = 0] = this.next().split('/').map(Number)
        return (packet.mark & mask) === value
      }
      case '--probability':
        this.chance = Number(this.next())
        return true
      case '-j':
        this.target = this.next()
        return undefined
      default:
        throw new Error(`an option that the tracer does not know: ${option}`)
    }
  }
}

const splitAddress = (text: string): { readonly ip: string; readonly port: number } => {
  const colon = text.lastIndexOf(':')
  return { ip: text.slice(0, colon).replace(/^\[|\]$/gu, ''), port: Number(text.slice(colon + 1)) }
}

/** Everything that may happen to the packet in a chain. What falls out of it returns. */
const walk = (tables: Tables, table: string, chain: string, start: Travelling, host: Host): readonly Verdict[] => {
  const rules = tables[table]?.get(chain)
  if (rules === undefined) throw new Error(`a jump to ${chain}, which ${table} lacks`)
  let here: readonly { readonly packet: Travelling; readonly chance: number }[] = [{ packet: start, chance: 1 }]
  const ended: Verdict[] = []
  for (const words of rules) {
    const onward: { packet: Travelling; chance: number }[] = []
    for (const { packet, chance } of here) {
      const rule = new Rule(words, packet, host)
      if (!rule.fits || rule.target === '') {
        onward.push({ packet, chance })
        continue
      }
      if (rule.chance < 1) onward.push({ packet, chance: chance * (1 - rule.chance) })
      const taken = chance * rule.chance
      for (const verdict of enter(tables, table, rule, packet, host)) {
        if (verdict.kind === 'RETURN') onward.push({ packet: verdict.packet, chance: taken * verdict.chance })
        else ended.push({ ...verdict, chance: taken * verdict.chance })
      }
    }
    here = onward
  }
  return [...ended, ...here.map(({ packet, chance }): Verdict => ({ kind: 'RETURN', packet, chance }))]
}

const enter = (tables: Tables, table: string, rule: Rule, packet: Travelling, host: Host): readonly Verdict[] => {
  const { target, options } = rule
  switch (target) {
    case 'ACCEPT':
    case 'DROP':
    case 'REJECT':
    case 'MASQUERADE':
      return [{ kind: target, packet, chance: 1 }]
    case 'MARK': {
      const mark = options.has('--or-mark')
        ? packet.mark | Number(options.get('--or-mark'))
        : packet.mark ^ Number(options.get('--xor-mark'))
      return [{ kind: 'RETURN', packet: { ...packet, mark }, chance: 1 }]
    }
    case 'DNAT': {
      const { ip, port } = splitAddress(options.get('--to-destination') ?? '')
      const translated = { ...packet, destinationIp: ip, destinationPort: port, isTranslated: true }
      return [{ kind: 'DNAT', packet: translated, chance: 1 }]
    }
    // RETURN ends the chain that it stands in; KUBE-POSTROUTING alone uses it, and is called last.
    case 'RETURN':
      return [{ kind: 'ACCEPT', packet, chance: 1 }]
    default:
      return walk(tables, table, target, packet, host)
  }
}

/** Which filter chains a packet passes after its translation: what the host sends to itself comes in again. */
const filtersOf = (packet: Travelling, host: Host): readonly string[] => {
  const isForHost = isLocal(packet.destinationIp, host)
  if (host.isSender) return isForHost ? ['OUTPUT', 'INPUT'] : ['OUTPUT']
  return isForHost ? ['INPUT'] : ['FORWARD']
}

/** DROP or REJECT, with their chances, and the packets that pass. */
const filter = (tables: Tables, packet: Travelling, host: Host): readonly Verdict[] => {
  let passing: readonly Verdict[] = [{ kind: 'ACCEPT', packet, chance: 1 }]
  const ended: Verdict[] = []
  for (const hook of filtersOf(packet, host)) {
    const results = passing.flatMap((before) =>
      walk(tables, 'filter', hook, before.packet, host).map((after) => ({ ...after, chance: before.chance * after.chance })),
    )
    ended.push(...results.filter(({ kind }) => kind === 'DROP' || kind === 'REJECT'))
    passing = results.filter(({ kind }) => kind === 'ACCEPT' || kind === 'RETURN')
  }
  return [...ended, ...passing]
}

/** What becomes of the packet, with the chance of each ending. */
export const tracePacket = (tables: Tables, sent: TracedPacket, host: Host): ReadonlyMap<Ending, number> => {
  const endings = new Map<Ending, number>()
  const end = (ending: Ending, chance: number): void => void endings.set(ending, (endings.get(ending) ?? 0) + chance)
  const start: Travelling = { ...sent, mark: 0, isTranslated: false }
  for (const { packet, chance } of walk(tables, 'nat', host.isSender ? 'OUTPUT' : 'PREROUTING', start, host)) {
    const to = `${packet.destinationIp}:${packet.destinationPort}`
    // What comes from elsewhere and is delivered here passes no POSTROUTING.
    const leaves = host.isSender || !isLocal(packet.destinationIp, host)
    for (const filtered of filter(tables, packet, host)) {
      const share = chance * filtered.chance
      if (filtered.kind === 'DROP' || filtered.kind === 'REJECT') end(filtered.kind, share)
      else if (!packet.isTranslated) end('NONE', share)
      else if (!leaves) end(`DNAT ${to} false`, share)
      else
        for (const left of walk(tables, 'nat', 'POSTROUTING', packet, host))
          end(`DNAT ${to} ${left.kind === 'MASQUERADE'}`, share * left.chance)
    }
  }
  return endings
}
