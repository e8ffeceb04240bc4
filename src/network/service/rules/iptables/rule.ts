/** One rule of iptables, and its two spellings: as kube-proxy hands it to iptables-restore, and as iptables-save prints it back. */
import type { AddressFamily } from '../../../address.ts'
import type { ProxiedPort } from '../proxied-ports.ts'

type TransportName = ProxiedPort['protocol']

/** What a rule asks of a packet. */
export type Match =
  | { readonly kind: 'comment'; readonly text: string }
  /** Port, and destination where one is asked for; `port` absent: the protocol alone. */
  | { readonly kind: 'transport'; readonly protocol: TransportName; readonly destination?: string; readonly port?: number }
  | { readonly kind: 'source' | 'destination'; readonly block: string; readonly isNot?: boolean }
  | { readonly kind: 'local'; readonly which: 'source' | 'destination' }
  | { readonly kind: 'state'; readonly states: string; readonly isNot?: boolean }
  | { readonly kind: 'mark'; readonly isNot?: boolean }
  | { readonly kind: 'random'; readonly probability: number }
  /** `check`: the client's address was noted less than so many seconds ago; `note`: it is noted now (K7). */
  | { readonly kind: 'recent'; readonly list: string; readonly action: 'check'; readonly seconds: number }
  | { readonly kind: 'recent'; readonly list: string; readonly action: 'note' }

/** What happens to a packet that fits. `pass`: nothing, the rule is a remark. */
export type Target =
  | { readonly kind: 'jump'; readonly chain: string }
  | { readonly kind: 'ACCEPT' | 'DROP' | 'REJECT' | 'RETURN' | 'MASQUERADE' | 'set-mark' | 'clear-mark' | 'pass' }
  | { readonly kind: 'DNAT'; readonly to: string }

export interface Rule {
  /** In the order in which kube-proxy writes them. */
  readonly matches: readonly Match[]
  readonly target: Target
}

/** Chains by name, in the order in which kube-proxy writes them. */
export type Table = ReadonlyMap<string, readonly Rule[]>

/** kube-proxy's bit in the mark of packets that are to be masqueraded (K6). */
const MARK = '0x00004000'
const SAVED_MARK = '0x4000'

/** The text after `-A CHAIN ` that kube-proxy writes. */
export const renderRule = ({ matches, target }: Rule): string => [...matches.map(writeMatch), ...writeTarget(target)].join(' ')

const quote = (text: string): string => (text.includes(' ') ? `"${text}"` : text)

const not = (isNot: boolean | undefined): string => (isNot === true ? '! ' : '')

const writeMatch = (match: Match): string => {
  switch (match.kind) {
    case 'comment':
      return `-m comment --comment ${quote(match.text)}`
    case 'transport':
      return writeTransport(match)
    case 'source':
      return `${not(match.isNot)}-s ${match.block}`
    case 'destination':
      return `${not(match.isNot)}-d ${match.block}`
    case 'local':
      return `-m addrtype --${match.which === 'source' ? 'src' : 'dst'}-type LOCAL`
    case 'state':
      return `-m conntrack ${not(match.isNot)}--ctstate ${match.states}`
    case 'mark':
      return `-m mark ${not(match.isNot)}--mark ${MARK}/${MARK}`
    case 'random':
      return `-m statistic --mode random --probability ${match.probability.toFixed(10)}`
    case 'recent':
      return `-m recent --name ${match.list} ${match.action === 'note' ? '--set' : `--rcheck --seconds ${String(match.seconds)} --reap`}`
  }
}

const writeTransport = ({ protocol, destination, port }: Extract<Match, { kind: 'transport' }>): string =>
  [
    `-m ${protocol} -p ${protocol}`,
    ...(destination === undefined ? [] : [`-d ${destination}`]),
    ...(port === undefined ? [] : [`--dport ${String(port)}`]),
  ].join(' ')

const writeTarget = (target: Target): readonly string[] => {
  switch (target.kind) {
    case 'pass':
      return []
    case 'jump':
      return [`-j ${target.chain}`]
    case 'DNAT':
      return [`-j DNAT --to-destination ${target.to}`]
    case 'MASQUERADE':
      return ['-j MASQUERADE --random-fully']
    case 'set-mark':
      return [`-j MARK --or-mark ${MARK}`]
    case 'clear-mark':
      return [`-j MARK --xor-mark ${MARK}`]
    case 'ACCEPT':
    case 'DROP':
    case 'REJECT':
    case 'RETURN':
      return [`-j ${target.kind}`]
  }
}

/** The text after `-A CHAIN ` that iptables-save or ip6tables-save (1.8.9) prints: addresses and protocol first, every default spelt out. */
export const saveRule = ({ matches, target }: Rule, family: AddressFamily): string => {
  const parts = matches.flatMap((match) => saveMatch(match, family)).toSorted((one, other) => one.place - other.place)
  return [...parts.map(({ text }) => text), ...saveTarget(target, family)].join(' ')
}

/** 0: source, 1: destination, 2: protocol, 3: everything else in the order written. */
interface Part {
  readonly place: 0 | 1 | 2 | 3
  readonly text: string
}

const LAST = 3

const saveMatch = (match: Match, family: AddressFamily): readonly Part[] => {
  switch (match.kind) {
    case 'comment':
      return [{ place: LAST, text: `-m comment --comment ${saveText(match.text)}` }]
    case 'transport':
      return saveTransport(match, family)
    case 'source':
    case 'destination':
      return saveBlock(match, family)
    case 'recent':
      return [{ place: LAST, text: saveRecent(match, family) }]
    case 'mark':
      return [{ place: LAST, text: `-m mark ${not(match.isNot)}--mark ${SAVED_MARK}/${SAVED_MARK}` }]
    case 'random':
      return [{ place: LAST, text: `-m statistic --mode random --probability ${saveProbability(match.probability)}` }]
    case 'local':
    case 'state':
      return [{ place: LAST, text: writeMatch(match) }]
  }
}

const saveText = (text: string): string => (/^[\w-]+$/u.test(text) ? text : `"${text}"`)

const wholeAddress = (block: string, family: AddressFamily): string =>
  block.includes('/') ? block : `${block}/${family === 'IPv4' ? '32' : '128'}`

const saveBlock = (match: Extract<Match, { kind: 'source' | 'destination' }>, family: AddressFamily): readonly Part[] => {
  const block = wholeAddress(match.block, family)
  if (/^(0\.0\.0\.0|::)\/0$/u.test(block)) return []
  const isSource = match.kind === 'source'
  return [{ place: isSource ? 0 : 1, text: `${not(match.isNot)}-${isSource ? 's' : 'd'} ${block}` }]
}

const saveTransport = (
  { protocol, destination, port }: Extract<Match, { kind: 'transport' }>,
  family: AddressFamily,
): readonly Part[] => [
  ...(destination === undefined ? [] : saveBlock({ kind: 'destination', block: destination }, family)),
  { place: 2, text: `-p ${protocol}` },
  { place: LAST, text: port === undefined ? `-m ${protocol}` : `-m ${protocol} --dport ${String(port)}` },
]

const saveRecent = (match: Extract<Match, { kind: 'recent' }>, family: AddressFamily): string => {
  const mask = family === 'IPv4' ? '255.255.255.255' : 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'
  const action = match.action === 'note' ? '--set' : `--rcheck --seconds ${String(match.seconds)} --reap`
  return `-m recent ${action} --name ${match.list} --mask ${mask} --rsource`
}

/** The kernel keeps chances as whole numbers of 2^-31. */
const saveProbability = (probability: number): string =>
  (Math.round(Number(probability.toFixed(10)) * 2 ** 31) / 2 ** 31).toFixed(11)

const saveTarget = (target: Target, family: AddressFamily): readonly string[] => {
  switch (target.kind) {
    case 'REJECT':
      return [`-j REJECT --reject-with ${family === 'IPv4' ? 'icmp-port-unreachable' : 'icmp6-port-unreachable'}`]
    case 'set-mark':
      return [`-j MARK --set-xmark ${SAVED_MARK}/${SAVED_MARK}`]
    case 'clear-mark':
      return [`-j MARK --set-xmark ${SAVED_MARK}/0x0`]
    case 'pass':
    case 'jump':
    case 'DNAT':
    case 'MASQUERADE':
    case 'ACCEPT':
    case 'DROP':
    case 'RETURN':
      return writeTarget(target)
  }
}
