/**
 * Under what the answer of a comparison holds: implementations read some policies differently (semantics.md, lines marked [impl]).
 * Four of these readings are worked out. Two more never matter, because the answer is about every possible connection: a Pod on its
 * node's network (N24) is either like any Pod or like any address, and both are compared; a Pod's own node (N25) is either exempt on
 * both sides or one more address.
 */
import type { AnyNetworkPolicy } from '../../kubernetes/extensions/cluster-network-policy/types.ts'
import { compilePolicies, type CompiledPolicy, type CompiledRule } from '../policy/compile.ts'
import { relationBetween, type Relation } from './compare.ts'
import { ALWAYS, NEVER, stopInTime, Undecided, type Diagram, type DiagramLimits } from './diagram.ts'
import { Formulas } from './formula.ts'
import {
  READING_SWITCHES,
  readingsOf,
  readPolicies,
  unusualIn,
  USUAL_READING,
  withoutNeedless,
  type Reading,
  type ReadingSwitch,
} from './reading.ts'
import { DEFAULT_LIMITS } from './search.ts'
import { situationsOf, type Relevant, type Situation } from './situation.ts'
import type { Variable } from './variables.ts'

/** What a comparison comes to under one reading. */
export interface ReadAnswer {
  /** How policies are read. */
  readonly reading: Reading
  /** What the reading has that the usual one has not; no fewer of these give the same answer. */
  readonly unusual: readonly ReadingSwitch[]
  /** Undefined where it was not decided. */
  readonly relation: Relation | undefined
}

/** A comparison under all readings that plugins have. */
export interface Readings {
  /** The switches under whose every value the answer is the same. */
  readonly holdsUnder: readonly (ReadingSwitch | 'hostNetworkPods' | 'ownNode')[]
  /** The readings under which it is another, or was not decided: the most usual first. */
  readonly otherwise: readonly ReadAnswer[]
}

/** Compares under every combination of readings that these policies give an occasion to. `usual` is what they say under the usual one. */
export const compareReadings = (
  a: readonly AnyNetworkPolicy[],
  b: readonly AnyNetworkPolicy[],
  { usual, limits }: { readonly usual: Relation; readonly limits?: Partial<DiagramLimits> },
): Readings => {
  const all = readingsOf([a, b], { usual: USUAL_READING, ownService: true }).map((reading) => ({
    reading,
    unusual: unusualIn(reading, USUAL_READING),
    answer: relate(a, b, { reading, limits: { ...DEFAULT_LIMITS, ...limits } }),
  }))
  const otherwise = all.filter(({ answer }) => answer !== usual)
  return {
    holdsUnder: [
      ...READING_SWITCHES.filter((name) => !otherwise.some(({ unusual }) => unusual.includes(name))),
      'hostNetworkPods',
      'ownNode',
    ],
    otherwise: withoutNeedless(otherwise).map(({ reading, unusual, answer }) => ({ reading, unusual, relation: answer })),
  }
}

interface Asked {
  readonly reading: Reading
  readonly limits: DiagramLimits
}

const relate = (
  a: readonly AnyNetworkPolicy[],
  b: readonly AnyNetworkPolicy[],
  { reading, limits }: Asked,
): Relation | undefined => {
  const { ipBlocksMatchPods, ownService, equalPriority } = reading
  const [sideA, sideB] = [compilePolicies(readPolicies(a, reading)), compilePolicies(readPolicies(b, reading))]
  let [onlyA, onlyB] = [false, false]
  try {
    for (const situation of situationsOf(sideA, sideB, { ipBlocksMatchPods })) {
      stopInTime(limits)
      const own = ownService === 'policed' ? withItself(situation, { reading, limits }) : []
      for (const found of [new Formulas(situation, { ipBlocksMatchPods, equalPriority }, limits).differences(), ...own]) {
        onlyA ||= found.onlyA !== NEVER
        onlyB ||= found.onlyB !== NEVER
      }
      if (onlyA && onlyB) break
    }
    return relationBetween(onlyA, onlyB)
  } catch (error) {
    if (error instanceof Undecided) return undefined
    throw error
  }
}

interface Differences {
  readonly onlyA: Diagram
  readonly onlyB: Diagram
}

/** A Pod with itself, by its own Service: the source is its own address, or the node's that stands for it on the way back (K4, K11). */
const withItself = (situation: Situation, { reading, limits }: Asked): readonly Differences[] => {
  const { source, destination } = situation
  if (!('name' in source && 'name' in destination) || source.name !== destination.name) return []
  const { ipBlocksMatchPods, equalPriority } = reading
  const rewritten: Situation = {
    ...situation,
    a: seenFromNode(situation.a, ipBlocksMatchPods),
    b: seenFromNode(situation.b, ipBlocksMatchPods),
  }
  return [
    heldToOnePod(new Formulas(situation, { ipBlocksMatchPods, equalPriority }, limits), 'own-address'),
    heldToOnePod(new Formulas(rewritten, { ipBlocksMatchPods: true, equalPriority }, limits), 'rewritten'),
  ]
}

/** Rules of ClusterNetworkPolicies for ingress never mean a node. */
const seenFromNode = ({ egress, ingress, tiers }: Relevant, ipBlocksMatchPods: boolean): Relevant => {
  const keep = (policy: CompiledPolicy, direction: 'egress' | 'ingress', kind: 'block' | 'pods'): CompiledPolicy => ({
    ...policy,
    rules: { ...policy.rules, [direction]: policy.rules[direction].map((rule) => onlyPeers(rule, kind)) },
  })
  return {
    egress: ipBlocksMatchPods ? egress : egress.map((policy) => keep(policy, 'egress', 'pods')),
    ingress: ingress.map((policy) => keep(policy, 'ingress', 'block')),
    ...(tiers?.egress === undefined ? {} : { tiers: { egress: tiers.egress } }),
  }
}

const onlyPeers = ({ peers, ...rule }: CompiledRule, kind: 'block' | 'pods'): CompiledRule =>
  peers === undefined ? rule : { ...rule, peers: peers.filter((peer) => peer.kind === kind) }

const heldToOnePod = (formulas: Formulas, source: 'own-address' | 'rewritten'): Differences => {
  const { diagrams, variables, situation } = formulas
  const [allowedA, allowedB] = [formulas.allowed(situation.a), formulas.allowed(situation.b)]
  const alike = variables.flatMap((variable, index) => {
    if ((variable.kind !== 'pod-label' && variable.kind !== 'address') || variable.end !== 'source') return []
    if (variable.kind === 'address' && source === 'rewritten') return []
    const other = variables.findIndex(
      (candidate) =>
        candidate.kind === variable.kind &&
        candidate.end === 'destination' &&
        (candidate.kind !== 'pod-label' || variable.kind !== 'pod-label' || candidate.key === variable.key),
    )
    const destination = variables[other]
    return destination === undefined ? [] : [areAlike(formulas, [index, variable], [other, destination])]
  })
  const itself = diagrams.and(ALWAYS, ...alike)
  return {
    onlyA: diagrams.and(allowedA, diagrams.not(allowedB), itself),
    onlyB: diagrams.and(allowedB, diagrams.not(allowedA), itself),
  }
}

/** Both ends have one value. A value that only one end is asked about is, to the other, one of those that nobody mentions. */
const areAlike = (
  { diagrams }: Formulas,
  [index, variable]: readonly [number, Variable],
  [otherIndex, other]: readonly [number, Variable],
): Diagram => {
  const pairs: (readonly [number, number])[] = []
  if (variable.kind === 'address') for (const value of variable.atoms.keys()) pairs.push([value, value])
  if (variable.kind === 'pod-label' && other.kind === 'pod-label') {
    const [fresh, otherFresh] = [variable.values.length - 1, other.values.length - 1]
    const mentioned = (values: readonly (string | undefined)[]): readonly (string | undefined)[] => values.slice(0, -1)
    for (const [value, text] of variable.values.entries()) {
      const at = mentioned(other.values).indexOf(text)
      if (value !== fresh) pairs.push([value, at === -1 ? otherFresh : at])
    }
    for (const [value, text] of other.values.entries())
      if (value === otherFresh || !mentioned(variable.values).includes(text)) pairs.push([fresh, value])
  }
  return diagrams.or(
    ...pairs.map(([one, two]) =>
      diagrams.and(
        diagrams.literal(index, (value) => value === one),
        diagrams.literal(otherIndex, (value) => value === two),
      ),
    ),
  )
}
