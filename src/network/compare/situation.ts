/** The kinds of connection that are compared one by one: where its two ends are, and what policies may ask about them. */
import type { AddressBlock, AddressFamily } from '../address.ts'
import {
  blocksOfRules,
  type CompiledPolicies,
  type CompiledPolicy,
  type CompiledRule,
  type Direction,
} from '../policy/compile.ts'
import type { PolicyPod } from '../policy/match.ts'
import { allOfTiers, type CompiledClusterPolicy, type CompiledTiers } from '../policy/tiers/compile-tiers.ts'
import { hasNodePeers, namesMentioned, spellTiers } from './cluster-policies.ts'

export type End = 'source' | 'destination'

/**
 * `elsewhere`: a Pod of a namespace in which neither side has a policy; with a name where two such namespaces are to be told
 * apart. `address`: no Pod and no node of the cluster. `node`: one of its nodes.
 */
export type Place =
  | { readonly kind: 'namespace'; readonly name: string }
  | { readonly kind: 'elsewhere'; readonly name?: string }
  | { readonly kind: 'address' }
  | { readonly kind: 'node' }

export const hasPod = ({ kind }: Place): boolean => kind === 'namespace' || kind === 'elsewhere'

/** The policies of one side that can have a say: those of the source's namespace on egress, of the destination's on ingress. */
export interface Relevant {
  readonly egress: readonly CompiledPolicy[]
  readonly ingress: readonly CompiledPolicy[]
  /** ClusterNetworkPolicies, for each end that is a Pod. */
  readonly tiers?: Readonly<Partial<Record<Direction, CompiledTiers>>>
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
  const { named, sources, destinations, isRepeated } = placesOf(a, b, subject)
  const ofTiers = {
    egress: spellTiers(a.tiers, 'egress') === spellTiers(b.tiers, 'egress'),
    ingress: spellTiers(a.tiers, 'ingress') === spellTiers(b.tiers, 'ingress'),
  }
  const places = new Set([...sources, ...destinations])
  const said = new Map([...places].map((place) => [place, saysTheSame(a, b, place, ofTiers)]))
  for (const source of sources)
    for (const destination of destinations) {
      if (isRepeated(source, destination)) continue
      if (said.get(source)?.egress === true && said.get(destination)?.ingress === true) continue
      const pair = { source, destination, a: relevant(a, source, destination), b: relevant(b, source, destination) }
      for (const family of familiesOf(pair)) yield* withSubject({ ...pair, family, named }, subject)
    }
}

interface Places {
  readonly named: readonly string[]
  readonly sources: readonly Place[]
  readonly destinations: readonly Place[]
  /** True where two other places stand for the same. */
  readonly isRepeated: (source: Place, destination: Place) => boolean
}

/**
 * ClusterNetworkPolicies are about all namespaces. Where there are some, every name that is mentioned is a place of its own, and
 * of all others there are two: a connection has two ends.
 */
const placesOf = (a: CompiledPolicies, b: CompiledPolicies, subject: PolicyPod | undefined): Places => {
  const isClusterWide = a.tiers !== undefined || b.tiers !== undefined
  const given = subject === undefined ? [] : [subject.namespace]
  const mentioned = isClusterWide ? [...namesMentioned(a), ...namesMentioned(b)] : []
  const named = [...new Set([...a.byNamespace.keys(), ...b.byNamespace.keys(), ...given, ...mentioned])].sort()
  const first: Place = isClusterWide ? { kind: 'elsewhere', name: another(named) } : { kind: 'elsewhere' }
  const second: Place = { kind: 'elsewhere', name: another([...named, another(named)]) }
  const namespaces = named.map((name) => ({ kind: 'namespace' as const, name }))
  const sources: readonly Place[] = [...namespaces, first, { kind: 'address' }]
  const hasNodes = hasNodePeers(a.tiers) || hasNodePeers(b.tiers)
  return {
    named,
    sources,
    destinations: [...sources, ...(isClusterWide ? [second] : []), ...(hasNodes ? [{ kind: 'node' as const }] : [])],
    isRepeated: (source, destination) => destination === second && source !== first,
  }
}

const withSubject = (situation: Situation, pod: PolicyPod | undefined): readonly Situation[] => {
  if (pod === undefined) return [situation]
  return (['source', 'destination'] as const).flatMap((end) => {
    const place = situation[end]
    if (place.kind !== 'namespace' || place.name !== pod.namespace) return []
    // What the other end's policies say is no matter of the subject's.
    const own = ({ egress, ingress, tiers }: Relevant): Relevant => {
      const direction = end === 'source' ? 'egress' : 'ingress'
      const kept = tiers?.[direction]
      const rest = kept === undefined ? {} : { tiers: { [direction]: kept } }
      return end === 'source' ? { egress, ingress: [], ...rest } : { egress: [], ingress, ...rest }
    }
    return [{ ...situation, a: own(situation.a), b: own(situation.b), subject: { end, pod } }]
  })
}

/** What one set of policies has to say between two places. */
export const relevant = ({ byNamespace, tiers }: CompiledPolicies, source: Place, destination: Place): Relevant => {
  const at = (place: Place): readonly CompiledPolicy[] =>
    place.kind === 'namespace' ? (byNamespace.get(place.name) ?? []) : []
  return {
    egress: at(source).filter(({ isolates }) => isolates.egress),
    ingress: at(destination).filter(({ isolates }) => isolates.ingress),
    ...(tiers === undefined
      ? {}
      : {
          tiers: {
            ...(hasPod(source) ? { egress: tiers } : {}),
            ...(hasPod(destination) ? { ingress: tiers } : {}),
          },
        }),
  }
}

/** Where both sides say the same of a place in the same words, whatever the policies are called. */
const saysTheSame = (
  a: CompiledPolicies,
  b: CompiledPolicies,
  place: Place,
  ofTiers: Readonly<Record<Direction, boolean>>,
): Readonly<Record<Direction, boolean>> => {
  const [one, other] = [relevant(a, place, place), relevant(b, place, place)]
  const words = (policies: readonly CompiledPolicy[], direction: Direction): string =>
    policies
      .map((policy) => spell(policy)[direction])
      .sort()
      .join('\n')
  return {
    egress: words(one.egress, 'egress') === words(other.egress, 'egress') && (ofTiers.egress || !hasPod(place)),
    ingress: words(one.ingress, 'ingress') === words(other.ingress, 'ingress') && (ofTiers.ingress || !hasPod(place)),
  }
}

const spelled = new WeakMap<CompiledPolicy, Readonly<Record<Direction, string>>>()

/** What a policy says in words that are the same for the same policy. */
const spell = (policy: CompiledPolicy): Readonly<Record<Direction, string>> => {
  const { selector, rules } = policy
  const say = (direction: Direction): string => JSON.stringify([selector, rules[direction]], spellSets)
  const known = spelled.get(policy) ?? { egress: say('egress'), ingress: say('ingress') }
  spelled.set(policy, known)
  return known
}

const spellSets = (_key: string, value: unknown): unknown => (value instanceof Set ? [...value].sort() : value)

export interface Sides {
  readonly a: Relevant
  readonly b: Relevant
}

export const policiesOn = ({ a, b }: Sides, direction: Direction): readonly CompiledPolicy[] => [
  ...a[direction],
  ...b[direction],
]

export const clusterPoliciesOn = ({ a, b }: Sides, direction: Direction): readonly CompiledClusterPolicy[] => [
  ...allOfTiers(a.tiers?.[direction]),
  ...allOfTiers(b.tiers?.[direction]),
]

export const rulesOn = (sides: Sides, direction: Direction): readonly CompiledRule[] =>
  [...policiesOn(sides, direction), ...clusterPoliciesOn(sides, direction)].flatMap(({ rules }) => rules[direction])

export const rulesOf = (sides: Sides): readonly CompiledRule[] => [...rulesOn(sides, 'egress'), ...rulesOn(sides, 'ingress')]

export const blocksOf = (sides: Sides): readonly AddressBlock[] => blocksOfRules(rulesOf(sides))

/** Blocks contain addresses of one family only (N21): where there are some, both are asked about. */
export const familiesOf = (sides: Sides): readonly AddressFamily[] =>
  blocksOf(sides).length === 0 ? ['IPv4'] : ['IPv4', 'IPv6']

/** A word that is none of those. */
export const another = (words: readonly string[]): string => {
  let word = 'other'
  for (let count = 2; words.includes(word); count++) word = `other-${count}`
  return word
}
