/**
 * The question of `compare` as text for an SMT solver: is there a connection that A allows and B does not? Straight from semantics.md
 * 2.2, over integers and bit vectors instead of a finite alphabet, and without a line of src/network, so that it is a second opinion.
 */
import type {
  LabelSelector,
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '../../../../../src/kubernetes/generated/types.ts'

type Side = 'src' | 'dst'

const NAME = 'kubernetes.io/metadata.name'
const PROTOCOLS = ['TCP', 'UDP', 'SCTP'] as const

const and = (terms: readonly string[]): string => (terms.length === 0 ? 'true' : `(and ${terms.join(' ')})`)
const or = (terms: readonly string[]): string => (terms.length === 0 ? 'false' : `(or ${terms.join(' ')})`)
const not = (term: string): string => `(not ${term})`

/** Groups of an IPv6 address, `::` written out. */
const groupsOf = (text: string): readonly string[] => {
  const [left = '', right] = text.split('::')
  const [head, tail] = [left, right ?? ''].map((part) => (part === '' ? [] : part.split(':')))
  const missing = 8 - (head?.length ?? 0) - (tail?.length ?? 0)
  return [...(head ?? []), ...new Array<string>(right === undefined ? 0 : missing).fill('0'), ...(tail ?? [])]
}

const toBits = (address: string): string =>
  address.includes(':')
    ? groupsOf(address).reduce((bits, group) => bits + Number.parseInt(group, 16).toString(2).padStart(16, '0'), '')
    : address.split('.').reduce((bits, byte) => bits + Number(byte).toString(2).padStart(8, '0'), '')

class Encoder {
  /** Numbers for words: values of one key, names of namespaces. 0 is absence; every number that no word has is another word. */
  private readonly words = new Map<string, number>()
  private readonly declared = new Map<string, string>()
  private readonly ipBlocksMatchPods: boolean

  constructor(ipBlocksMatchPods: boolean) {
    this.ipBlocksMatchPods = ipBlocksMatchPods
  }

  private word(kind: string, text: string): number {
    const key = `${kind}\n${text}`
    const known = this.words.get(key) ?? this.words.size + 1
    this.words.set(key, known)
    return known
  }

  private constant(name: string, type: string): string {
    const symbol = `|${name}|`
    this.declared.set(symbol, type)
    return symbol
  }

  private label(of: 'pod' | 'namespace', side: Side, key: string): string {
    return of === 'namespace' && key === NAME ? this.namespace(side) : this.constant(`${side} ${of} label ${key}`, 'Int')
  }

  private namespace(side: Side): string {
    return this.constant(`${side} namespace`, 'Int')
  }

  private selects(selector: LabelSelector, of: 'pod' | 'namespace', side: Side): string {
    const value = (key: string, text: string): string =>
      `(= ${this.label(of, side, key)} ${this.word(of === 'namespace' && key === NAME ? 'namespace' : `${of} ${key}`, text)})`
    return and([
      ...Object.entries(selector.matchLabels ?? {}).map(([key, text]) => value(key, text)),
      ...(selector.matchExpressions ?? []).map(({ key, operator, values = [] }) => {
        const listed = or(values.map((text) => value(key, text)))
        const absent = `(= ${this.label(of, side, key)} 0)`
        if (operator === 'In') return listed
        if (operator === 'NotIn') return not(listed)
        return operator === 'Exists' ? not(absent) : absent
      }),
    ])
  }

  private inside(cidr: string, side: Side): string {
    const [address = '', length = '0'] = cidr.split('/')
    const bits = toBits(address).slice(0, Number(length))
    const width = address.includes(':') ? 128 : 32
    const family = width === 128 ? 'v6' : not('v6')
    if (bits === '') return family
    const variable = this.constant(`${side} address ${width}`, `(_ BitVec ${width})`)
    return and([family, `(= ((_ extract ${width - 1} ${width - bits.length}) ${variable}) #b${bits})`])
  }

  private peer({ ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer, own: string, side: Side): string {
    if (ipBlock)
      return and([
        ...(this.ipBlocksMatchPods ? [] : [not(`${side}-pod`)]),
        this.inside(ipBlock.cidr, side),
        ...(ipBlock.except ?? []).map((hole) => not(this.inside(hole, side))),
      ])
    return and([
      `${side}-pod`,
      namespaceSelector
        ? this.selects(namespaceSelector, 'namespace', side)
        : `(= ${this.namespace(side)} ${this.word('namespace', own)})`,
      podSelector ? this.selects(podSelector, 'pod', side) : 'true',
    ])
  }

  private port({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): string {
    const carried = `(= protocol ${PROTOCOLS.indexOf(protocol as 'TCP')})`
    if (port === undefined) return carried
    if (typeof port === 'number') return and([carried, `(<= ${port} port ${endPort ?? port})`])
    return and([carried, 'dst-pod', `(= port ${this.constant(`number of ${protocol} ${port}`, 'Int')})`])
  }

  private passes(policies: readonly NetworkPolicy[], type: 'Ingress' | 'Egress'): string {
    const [self, other]: readonly [Side, Side] = type === 'Ingress' ? ['dst', 'src'] : ['src', 'dst']
    const isolating = policies.filter(({ spec }) => {
      const types = spec?.policyTypes ?? []
      return types.length > 0 ? types.includes(type) : type === 'Ingress' || (spec?.egress ?? []).length > 0
    })
    const selected = isolating.map(({ metadata, spec }) =>
      and([
        `${self}-pod`,
        `(= ${this.namespace(self)} ${this.word('namespace', metadata.namespace ?? 'default')})`,
        this.selects(spec?.podSelector ?? {}, 'pod', self),
      ]),
    )
    const allowing = isolating.map(({ metadata, spec }, index) => {
      const rules =
        type === 'Ingress'
          ? (spec?.ingress ?? []).map(({ from = [], ports = [] }) => ({ peers: from, ports }))
          : (spec?.egress ?? []).map(({ to = [], ports = [] }) => ({ peers: to, ports }))
      const fits = rules.map(({ peers, ports }) =>
        and([
          peers.length === 0 ? 'true' : or(peers.map((peer) => this.peer(peer, metadata.namespace ?? 'default', other))),
          ports.length === 0 ? 'true' : or(ports.map((port) => this.port(port))),
        ]),
      )
      return and([selected[index] ?? 'false', or(fits)])
    })
    return or([not(or(selected)), ...allowing])
  }

  allows(policies: readonly NetworkPolicy[]): string {
    return and([this.passes(policies, 'Egress'), this.passes(policies, 'Ingress')])
  }

  /** What is so in every cluster. To be read last: it speaks of all that the formulas mention. */
  world(): string {
    const sides: readonly Side[] = ['src', 'dst']
    // No packet of a Pod or a client comes from there: RFC 6890, RFC 4291.
    const nowhere = ['0.0.0.0/8', '127.0.0.0/8', '224.0.0.0/3', '::/127', 'ff00::/8']
    const places = sides.flatMap((side) => nowhere.map((cidr) => not(this.inside(cidr, side))))
    const apart = [32, 128].map((width) => {
      const [source, destination] = sides.map((side) => this.constant(`${side} address ${width}`, `(_ BitVec ${width})`))
      return `(=> ${and(['src-pod', 'dst-pod', width === 128 ? 'v6' : not('v6')])} (not (= ${source} ${destination})))`
    })
    const keys = [...this.declared.keys()].flatMap(
      (symbol) => /^\|(?:src|dst) namespace label (.*)\|$/u.exec(symbol)?.[1] ?? [],
    )
    const shared = keys.map((key) => `(= ${this.label('namespace', 'src', key)} ${this.label('namespace', 'dst', key)})`)
    const one = `(=> (and src-pod dst-pod (= ${this.namespace('src')} ${this.namespace('dst')})) ${and(shared)})`
    const named = sides.map((side) => `(> ${this.namespace(side)} 0)`)
    const labels = [...this.declared].flatMap(([symbol, type]) => (type === 'Int' ? [`(>= ${symbol} 0)`] : []))
    return and([
      ...places,
      ...apart,
      one,
      ...named,
      ...labels,
      '(<= 1 port 65535)',
      '(<= 0 protocol 2)',
      or(['src-pod', 'dst-pod']),
    ])
  }

  declarations(): string {
    const fixed = ['src-pod Bool', 'dst-pod Bool', 'v6 Bool', 'port Int', 'protocol Int']
    const all = [...fixed, ...[...this.declared].map(([symbol, type]) => `${symbol} ${type}`)]
    return all.map((each) => `(declare-const ${each})`).join('\n')
  }
}

/** Two problems, each satisfiable where there is such a connection: one that only A allows, and one that only B does. */
export const toSmtLib = (
  a: readonly NetworkPolicy[],
  b: readonly NetworkPolicy[],
  { ipBlocksMatchPods }: { readonly ipBlocksMatchPods: boolean },
): readonly [onlyA: string, onlyB: string] => {
  const encoder = new Encoder(ipBlocksMatchPods)
  const [allowedA, allowedB] = [encoder.allows(a), encoder.allows(b)]
  const world = encoder.world()
  const base = `${encoder.declarations()}\n(assert ${world})`
  return [`${base}\n(assert ${and([allowedA, not(allowedB)])})`, `${base}\n(assert ${and([allowedB, not(allowedA)])})`]
}
