/** Addresses and ports cut into ranges that no rule tells apart inside. */
import { parseAddress, type AddressBlock, type AddressBytes, type AddressFamily } from '../address.ts'
import type { Protocol } from '../model.ts'
import type { CompiledPort } from '../policy/compile.ts'

/** Addresses of one family that every block of the policies contains, or none does. */
export interface AddressAtom {
  readonly family: AddressFamily
  readonly first: bigint
  readonly last: bigint
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

const rangeOf = (block: AddressBlock): readonly [first: bigint, last: bigint] => {
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

/** The ranges of one family, lowest first. */
export const addressAtoms = (blocks: readonly AddressBlock[], family: AddressFamily): readonly AddressAtom[] => {
  const nobody = NOBODY[family].map(rangeOf)
  const ranges = [...blocks.filter((block) => familyOfBlock(block) === family).map(rangeOf), ...nobody]
  const cuts = new Set([0n, ...ranges.flatMap(([first, last]) => [first, last + 1n])])
  const end = 1n << BITS[family]
  const starts = [...cuts].filter((cut) => cut < end).sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return starts
    .map((first, index) => ({ family, first, last: (starts[index + 1] ?? end) - 1n }))
    .filter((atom) => !nobody.some(([first, last]) => first <= atom.first && atom.last <= last))
}

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

const usual = (atom: AddressAtom, kind: 'pod' | 'address'): readonly bigint[] =>
  EXAMPLES[kind][atom.family].flatMap((text) => {
    const address = toNumber(parseAddress(text) ?? [])
    return atom.first <= address && address <= atom.last ? [address] : []
  })

/** An address of the atom that is not taken; undefined where there is none. */
export const exampleAddress = (atom: AddressAtom, kind: 'pod' | 'address', taken: bigint | undefined): bigint | undefined => {
  const candidates = [...usual(atom, kind), atom.first + 1n, atom.first + 2n, atom.first]
  return candidates.find((address) => address >= atom.first && address <= atom.last && address !== taken)
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
