/** Addresses and ports cut into classes that no rule tells apart inside. */
import { parseAddress, type AddressBlock, type AddressBytes, type AddressFamily } from '../address.ts'
import type { Protocol } from '../model.ts'
import type { CompiledPeer, CompiledPort, CompiledRule } from '../policy/compile.ts'

/** Lowest and highest address, both inside. */
type Range = readonly [first: bigint, last: bigint]

/** Addresses of one family that every rule's blocks contain, or none does: never empty, in ranges apart from each other, lowest first. */
export interface AddressAtom {
  readonly family: AddressFamily
  readonly ranges: readonly Range[]
}

/** Ports of one protocol that every rule allows, or none does. */
export interface PortAtom {
  readonly protocol: Protocol
  readonly first: number
  readonly last: number
}

export const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']

const BITS = { IPv4: 32n, IPv6: 128n } as const

const toNumber = (bytes: AddressBytes): bigint => bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n)

export const toBytes = (address: bigint, family: AddressFamily): AddressBytes => {
  const length = Number(BITS[family]) / 8
  return Array.from({ length }, (_, index) => Number((address >> BigInt(8 * (length - 1 - index))) & 0xffn))
}

const familyOfBlock = ({ bytes }: AddressBlock): AddressFamily => (bytes.length === 4 ? 'IPv4' : 'IPv6')

const rangeOf = (block: AddressBlock): Range => {
  const free = BITS[familyOfBlock(block)] - BigInt(block.prefixLength)
  const first = (toNumber(block.bytes) >> free) << free
  return [first, first + (1n << free) - 1n]
}

/** Ranges from which no packet of a Pod or of a client comes: unspecified, loopback, multicast. @see RFC 6890, RFC 4291 */
const NOBODY: Readonly<Record<AddressFamily, readonly AddressBlock[]>> = {
  IPv4: [
    { bytes: [0, 0, 0, 0], prefixLength: 8 },
    { bytes: [127, 0, 0, 0], prefixLength: 8 },
    { bytes: [224, 0, 0, 0], prefixLength: 3 },
  ],
  IPv6: [
    { bytes: new Array<number>(16).fill(0), prefixLength: 127 },
    { bytes: [255, ...new Array<number>(15).fill(0)], prefixLength: 8 },
  ],
}

type BlockPeer = CompiledPeer & { readonly kind: 'block' }

const isBlock = (peer: CompiledPeer): peer is BlockPeer => peer.kind === 'block'

const known = new WeakMap<CompiledRule, Partial<Record<AddressFamily, readonly Range[]>>>()

/** The addresses of one family that the blocks among a rule's peers contain: ranges apart from each other, lowest first. */
export const rangesOfRule = (rule: CompiledRule, family: AddressFamily): readonly Range[] => {
  const before = known.get(rule)
  const ranges = before?.[family] ?? union((rule.peers ?? []).filter(isBlock).flatMap((peer) => rangesOfPeer(peer, family)))
  known.set(rule, { ...before, [family]: ranges })
  return ranges
}

/** The addresses of one family that a block contains and its exceptions don't. */
export const rangesOfPeer = ({ block, except }: BlockPeer, family: AddressFamily): readonly Range[] =>
  block === undefined || familyOfBlock(block) !== family
    ? []
    : subtract(rangeOf(block), union(except.filter((hole) => familyOfBlock(hole) === family).map(rangeOf)))

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0)

const union = (ranges: readonly Range[]): readonly Range[] => {
  const apart: Range[] = []
  for (const range of ranges.toSorted(([a], [b]) => compare(a, b))) {
    const before = apart.at(-1)
    if (before === undefined || range[0] > before[1] + 1n) apart.push(range)
    else if (range[1] > before[1]) apart[apart.length - 1] = [before[0], range[1]]
  }
  return apart
}

/** What the holes, which are apart and sorted, leave of a range. */
const subtract = ([first, last]: Range, holes: readonly Range[]): readonly Range[] => {
  const left: Range[] = []
  let from = first
  for (const [start, end] of holes) {
    if (end < from || start > last) continue
    if (start > from) left.push([from, start - 1n])
    from = end + 1n
  }
  return from > last ? left : [...left, [from, last]]
}

/** The classes of one family, in the order of their lowest addresses: addresses of one class are in the ranges of the same rules. */
export const addressAtoms = (sets: readonly (readonly Range[])[], family: AddressFamily): readonly AddressAtom[] => {
  const nobody = union(NOBODY[family].map(rangeOf))
  /** Which sets begin or end at an address: the first bit stands for nobody's addresses. */
  const turns = new Map<bigint, bigint>([[0n, 0n]])
  for (const [index, ranges] of [nobody, ...sets].entries())
    for (const [first, last] of ranges)
      for (const cut of [first, last + 1n]) turns.set(cut, (turns.get(cut) ?? 0n) ^ (1n << BigInt(index)))
  const end = 1n << BITS[family]
  const cuts = [...turns.keys()].filter((cut) => cut < end).sort(compare)
  const classes = new Map<string, Range[]>()
  let inside = 0n
  for (const [index, first] of cuts.entries()) {
    inside ^= turns.get(first) ?? 0n
    if ((inside & 1n) === 1n) continue
    const key = inside.toString(16)
    const ranges = classes.get(key) ?? []
    ranges.push([first, (cuts[index + 1] ?? end) - 1n])
    classes.set(key, ranges)
  }
  return [...classes.values()].map((ranges) => ({ family, ranges: union(ranges) }))
}

/** Whether the ranges contain the class; they contain it whole or not at all. */
export const containsAtom = (ranges: readonly Range[], { ranges: [own] }: AddressAtom): boolean => {
  if (own === undefined) return false
  let [low, high] = [0, ranges.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((ranges[middle]?.[1] ?? 0n) < own[0]) low = middle + 1
    else high = middle
  }
  return (ranges[low]?.[0] ?? own[0] + 1n) <= own[0]
}

export const isSingleAddress = ({ ranges: [first, second] }: AddressAtom): boolean =>
  first !== undefined && second === undefined && first[0] === first[1]

/** Addresses that examples may use, best first. @see RFC 5737, RFC 3849 */
const EXAMPLES: Readonly<Record<'pod' | 'address', Readonly<Record<AddressFamily, readonly string[]>>>> = {
  pod: {
    IPv4: ['10.244.1.10', '10.244.2.20'],
    IPv6: ['fd00:10:244:1::10', 'fd00:10:244:2::20'],
  },
  address: {
    IPv4: ['203.0.113.10', '198.51.100.20', '192.0.2.30'],
    IPv6: ['2001:db8::10', '2001:db8:1::20'],
  },
}

/** How ill an atom suits an example: 0 where a usual address lies in it. */
export const costOfAddress = (atom: AddressAtom, kind: 'pod' | 'address'): number =>
  usual(atom, kind).length > 0 ? 0 : atom.family === 'IPv4' ? 0.5 : 0.75

const usual = ({ family, ranges }: AddressAtom, kind: 'pod' | 'address'): readonly bigint[] =>
  EXAMPLES[kind][family].flatMap((text) => {
    const address = toNumber(parseAddress(text) ?? [])
    return ranges.some(([first, last]) => first <= address && address <= last) ? [address] : []
  })

/** An address of the class that is not taken; undefined where there is none. */
export const exampleAddress = (atom: AddressAtom, kind: 'pod' | 'address', taken: bigint | undefined): bigint | undefined => {
  const free = usual(atom, kind).find((address) => address !== taken)
  if (free !== undefined) return free
  for (const [first, last] of atom.ranges) {
    const found = [first + 1n, first + 2n, first].find((address) => address <= last && address !== taken)
    if (found !== undefined) return found
  }
  return undefined
}

const LAST_PORT = 65_535

/** The ranges of ports, protocol by protocol, lowest first. `extra` are numbers that stand for themselves, such as those of named ports. */
export const portAtoms = (ports: readonly CompiledPort[], extra: readonly number[]): readonly PortAtom[] =>
  PROTOCOLS.flatMap((protocol) => {
    const cuts = new Set([1, ...extra.flatMap((port) => [port, port + 1])])
    for (const { protocol: own, port, endPort = port } of ports) {
      if (own !== protocol || typeof port !== 'number' || typeof endPort !== 'number') continue
      cuts.add(port)
      cuts.add(endPort + 1)
    }
    const starts = [...cuts].filter((cut) => cut >= 1 && cut <= LAST_PORT).sort((a, b) => a - b)
    return starts.map((first, index) => ({ protocol, first, last: (starts[index + 1] ?? LAST_PORT + 1) - 1 }))
  })

const USUAL_PORTS = [80, 443, 8080, 53]

export const examplePort = ({ first, last }: PortAtom): number =>
  USUAL_PORTS.find((port) => first <= port && port <= last) ?? first

/** TCP on a usual port is what readers expect. */
export const costOfPort = (atom: PortAtom): number =>
  (atom.protocol === 'TCP' ? 0 : atom.protocol === 'UDP' ? 0.25 : 0.5) + costOfNumber(examplePort(atom))

const costOfNumber = (port: number): number => {
  const rank = USUAL_PORTS.indexOf(port)
  return (rank === -1 ? USUAL_PORTS.length : rank) / 100
}
