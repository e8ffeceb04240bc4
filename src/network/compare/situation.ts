/** The kinds of connection that are compared one by one: where its two ends are, and what policies may ask about them. */
import { METADATA_NAME } from '../../kubernetes/labels.ts'
import type { AddressBlock, AddressFamily } from '../address.ts'
import type { Protocol } from '../model.ts'
import {
  blocksOfRules,
  type CompiledPolicies,
  type CompiledPolicy,
  type CompiledRule,
  type Direction,
} from '../policy/compile.ts'
import type { PolicyPod } from '../policy/match.ts'
import type { CompiledSelector } from '../policy/selector.ts'
import { addressAtoms, portAtoms, rangesOfRule, type AddressAtom, type PortAtom } from './atoms.ts'

export type End = 'source' | 'destination'

/** `elsewhere`: a Pod of a namespace in which neither side has a policy. `address`: no Pod of the cluster. */
export type Place =
  { readonly kind: 'namespace'; readonly name: string } | { readonly kind: 'elsewhere' } | { readonly kind: 'address' }

/** The policies of one side that can have a say: those of the source's namespace on egress, of the destination's on ingress. */
export interface Relevant {
  readonly egress: readonly CompiledPolicy[]
  readonly ingress: readonly CompiledPolicy[]
}

export interface Situation {
  readonly source: Place
  readonly destination: Place
  readonly family: AddressFamily
  /** Namespaces with situations of their own: `elsewhere` is none of them. */
  readonly named: readonly string[]
  /** The end that is one given Pod, where only what reaches and leaves that Pod is compared. */
  readonly subject?: { readonly end: End; readonly pod: PolicyPod }
  readonly a: Relevant
  readonly b: Relevant
}

/** What a policy may ask about a connection, with every answer that makes a difference. Undefined stands for a label that is absent. */
export type Variable =
  | { readonly kind: 'pod-label'; readonly end: End; readonly key: string; readonly values: readonly (string | undefined)[] }
  | {
      readonly kind: 'namespace-label'
      readonly ends: readonly End[]
      readonly key: string
      readonly values: readonly (string | undefined)[]
    }
  | { readonly kind: 'address'; readonly end: End; readonly atoms: readonly AddressAtom[] }
  | { readonly kind: 'port'; readonly atoms: readonly PortAtom[] }
  /** Whether the destination has that name for the port of the connection: 0 no, 1 yes. */
  | { readonly kind: 'named-port'; readonly name: string; readonly protocol: Protocol }

export const sizeOf = (variable: Variable): number => {
  switch (variable.kind) {
    case 'pod-label':
    case 'namespace-label':
      return variable.values.length
    case 'address':
    case 'port':
      return variable.atoms.length
    case 'named-port':
      return 2
  }
}

export interface SituationOptions {
  readonly ipBlocksMatchPods: boolean
  readonly subject?: PolicyPod
}

/** Every pair of ends about which some policy of either side has a say that the other side may not share; made one by one. */
export function* situationsOf(
  a: CompiledPolicies,
  b: CompiledPolicies,
  { subject }: SituationOptions,
): Generator<Situation, void, undefined> {
  const given = subject === undefined ? [] : [subject.namespace]
  const named = [...new Set([...a.byNamespace.keys(), ...b.byNamespace.keys(), ...given])].sort()
  const places: readonly Place[] = [
    ...named.map((name) => ({ kind: 'namespace' as const, name })),
    { kind: 'elsewhere' },
    { kind: 'address' },
  ]
  const said = new Map(places.map((place) => [place, saysTheSame(a, b, place)]))
  for (const source of places)
    for (const destination of places) {
      if (said.get(source)?.egress === true && said.get(destination)?.ingress === true) continue
      const pair = { source, destination, a: relevant(a, source, destination), b: relevant(b, source, destination) }
      for (const family of familiesOf(pair)) yield* withSubject({ ...pair, family, named }, subject)
    }
}

const withSubject = (situation: Situation, pod: PolicyPod | undefined): readonly Situation[] => {
  if (pod === undefined) return [situation]
  return (['source', 'destination'] as const).flatMap((end) => {
    const place = situation[end]
    if (place.kind !== 'namespace' || place.name !== pod.namespace) return []
    // What the other end's policies say is no matter of the subject's.
    const own = (side: Relevant): Relevant => (end === 'source' ? { ...side, ingress: [] } : { ...side, egress: [] })
    return [{ ...situation, a: own(situation.a), b: own(situation.b), subject: { end, pod } }]
  })
}

/** What one set of policies has to say between two places. */
export const relevant = ({ byNamespace }: CompiledPolicies, source: Place, destination: Place): Relevant => {
  const at = (place: Place): readonly CompiledPolicy[] =>
    place.kind === 'namespace' ? (byNamespace.get(place.name) ?? []) : []
  return {
    egress: at(source).filter(({ isolates }) => isolates.egress),
    ingress: at(destination).filter(({ isolates }) => isolates.ingress),
  }
}

/** Where both sides say the same of a place in the same words, whatever the policies are called. */
const saysTheSame = (a: CompiledPolicies, b: CompiledPolicies, place: Place): Readonly<Record<Direction, boolean>> => {
  const [one, other] = [relevant(a, place, place), relevant(b, place, place)]
  const words = (policies: readonly CompiledPolicy[], direction: Direction): string =>
    policies
      .map(({ selector, rules }) => JSON.stringify([selector, rules[direction]], spellSets))
      .sort()
      .join('\n')
  return {
    egress: words(one.egress, 'egress') === words(other.egress, 'egress'),
    ingress: words(one.ingress, 'ingress') === words(other.ingress, 'ingress'),
  }
}

const spellSets = (_key: string, value: unknown): unknown => (value instanceof Set ? [...value].sort() : value)

interface Sides {
  readonly a: Relevant
  readonly b: Relevant
}

const policiesOn = ({ a, b }: Sides, direction: Direction): readonly CompiledPolicy[] => [...a[direction], ...b[direction]]

const rulesOn = (sides: Sides, direction: Direction): readonly CompiledRule[] =>
  policiesOn(sides, direction).flatMap(({ rules }) => rules[direction])

const rulesOf = (sides: Sides): readonly CompiledRule[] => [...rulesOn(sides, 'egress'), ...rulesOn(sides, 'ingress')]

const blocksOf = (sides: Sides): readonly AddressBlock[] => blocksOfRules(rulesOf(sides))

/** Blocks contain addresses of one family only (N21): where there are some, both are asked about. */
export const familiesOf = (sides: Sides): readonly AddressFamily[] =>
  blocksOf(sides).length === 0 ? ['IPv4'] : ['IPv4', 'IPv6']

/** The variables of a situation, the most asked first: labels of the destination, of the source, of namespaces, addresses, ports. */
export const variablesOf = (situation: Situation, options: SituationOptions): readonly Variable[] => [
  ...podLabels(situation, 'destination'),
  ...podLabels(situation, 'source'),
  ...namespaceLabels(situation),
  ...addresses(situation, options),
  ...ports(situation),
]

/** The selectors of a rule's peers. */
export const peerSelectors = (
  rules: readonly CompiledRule[],
  field: 'podSelector' | 'namespaceSelector',
): readonly CompiledSelector[] =>
  rules.flatMap(({ peers = [] }) =>
    peers.flatMap((peer) => {
      const selector = peer.kind === 'pods' ? peer[field] : undefined
      return selector === undefined ? [] : [selector]
    }),
  )

/** The rules whose peers are this end. */
const rulesAbout = (situation: Situation, end: End): readonly CompiledRule[] =>
  rulesOn(situation, end === 'source' ? 'ingress' : 'egress')

const podLabels = (situation: Situation, end: End): readonly Variable[] => {
  if (situation[end].kind === 'address') return []
  const own = policiesOn(situation, end === 'source' ? 'egress' : 'ingress').map(({ selector }) => selector)
  const given = situation.subject?.end === end ? situation.subject.pod.labels : undefined
  return [...mentioned([...own, ...peerSelectors(rulesAbout(situation, end), 'podSelector')])].map(([key, values]) => ({
    kind: 'pod-label' as const,
    end,
    key,
    values: given === undefined ? allValues(values) : [given[key]],
  }))
}

const namespaceLabels = (situation: Situation): readonly Variable[] => {
  const { source, destination } = situation
  const isShared = source.kind === 'namespace' && destination.kind === 'namespace' && source.name === destination.name
  const groups: readonly (readonly End[])[] = isShared ? [['source', 'destination']] : [['source'], ['destination']]
  return groups.flatMap((ends) => {
    const [end = 'source'] = ends
    const place = situation[end]
    if (place.kind === 'address') return []
    const selectors = ends.flatMap((one) => peerSelectors(rulesAbout(situation, one), 'namespaceSelector'))
    const given = ends.some((one) => situation.subject?.end === one) ? situation.subject?.pod.namespaceLabels : undefined
    return [...mentioned(selectors)].map(([key, values]) => ({
      kind: 'namespace-label' as const,
      ends,
      key,
      values:
        key === METADATA_NAME ? namesOf(situation, place, values) : given === undefined ? allValues(values) : [given[key]],
    }))
  })
}

/** Names that a namespace may have; the server labels each with its own. */
const namesOf = (situation: Situation, place: Place, values: ReadonlySet<string>): readonly string[] => {
  if (place.kind === 'namespace') return [place.name]
  const free = [...values].filter((name) => !situation.named.includes(name))
  return [...free, another([...values, ...situation.named])]
}

/** Values by key, keys in the order of their first mention. */
const mentioned = (selectors: readonly CompiledSelector[]): ReadonlyMap<string, Set<string>> => {
  const found = new Map<string, Set<string>>()
  for (const { key, values } of selectors.flat()) {
    const known = found.get(key)
    if (known === undefined) found.set(key, new Set(values))
    else for (const value of values) known.add(value)
  }
  return found
}

const allValues = (values: ReadonlySet<string>): readonly (string | undefined)[] => [undefined, ...values, another([...values])]

/** A word that is none of those. */
export const another = (words: readonly string[]): string => {
  let word = 'other'
  for (let count = 2; words.includes(word); count++) word = `other-${count}`
  return word
}

const addresses = (situation: Situation, { ipBlocksMatchPods }: SituationOptions): readonly Variable[] => {
  if (blocksOf(situation).length === 0) return []
  const { family } = situation
  const atoms = addressAtoms(
    rulesOf(situation).map((rule) => rangesOfRule(rule, family)),
    family,
  )
  return (['source', 'destination'] as const)
    .filter((end) => situation[end].kind === 'address' || ipBlocksMatchPods)
    .map((end) => ({ kind: 'address' as const, end, atoms }))
}

const ports = (situation: Situation): readonly Variable[] => {
  const asked = rulesOf(situation).flatMap(({ ports: some = [] }) => some)
  const { subject, destination } = situation
  const given = subject?.end === 'destination' ? subject.pod.ports : undefined
  const names = new Map(
    asked.flatMap(({ port, protocol }) =>
      typeof port === 'string' ? [[`${protocol} ${port}`, { kind: 'named-port' as const, name: port, protocol }]] : [],
    ),
  )
  const isFree = given === undefined && destination.kind !== 'address'
  return [
    {
      kind: 'port',
      atoms: portAtoms(
        asked,
        (given ?? []).map(({ containerPort }) => containerPort),
      ),
    },
    ...(isFree ? names.values() : []),
  ]
}
