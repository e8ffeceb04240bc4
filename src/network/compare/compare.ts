/** Whether two sets of policies allow the same connections in every cluster there can be (semantics.md, section 2). */
import type { AnyNetworkPolicy, ClusterNetworkPolicy } from '../../kubernetes/extensions/cluster-network-policy/types.ts'
import { isClusterNetworkPolicy } from '../../kubernetes/guards.ts'
import type { EqualPriority } from '../choices.ts'
import { compilePolicies, type Direction } from '../policy/compile.ts'
import type { PolicyPod } from '../policy/match.ts'
import { hasTies } from '../policy/tiers/compile-tiers.ts'
import { keyOf, keyOfObject } from '../state.ts'
import { toCounterexample, type Counterexample } from './example/counterexample.ts'
import { NEVER, stopInTime, Undecided, type DiagramLimits } from './diagram.ts'
import { Formulas } from './formula.ts'
import { ORDERS } from './reading.ts'
import { DEFAULT_LIMITS, findPlainest, isConnected, plainestOf, type Found } from './search.ts'
import { situationsOf } from './situation.ts'

/** What a comparison is about, and how long it may take. */
export interface CompareOptions {
  /** Whether an ipBlock matches a Pod's address (N19); true where absent. */
  readonly ipBlocksMatchPods?: boolean
  /** Which of several ClusterNetworkPolicies of one priority decides (N34); that whose name sorts first where absent. */
  readonly equalPriority?: EqualPriority
  /** Only what reaches and leaves this Pod. All Pods that there may be, where absent. */
  readonly subject?: PolicyPod
  /** Where the formulas outgrow this, the answer is `undecided`. */
  readonly limits?: Partial<DiagramLimits>
}

/** Policies of a namespace that say different things in one direction, which the other end's policies hide in every cluster. */
export interface Masked {
  /** The namespace of the policies. */
  readonly namespace: string
  /** The direction in which they differ. */
  readonly direction: Direction
}

/** What a comparison comes to. */
export type Comparison =
  | {
      /** Which of the alternatives this is. */ readonly kind: 'equivalent'
      /** How many kinds of ends were compared. */ readonly situations: number
      /** What differs and never shows. */ readonly masked: readonly Masked[]
    }
  | {
      /** Which of the alternatives this is. */
      readonly kind: 'different'
      /** The plainest connection that only the first set allows; absent where the second allows all that the first does. */
      readonly onlyA?: Counterexample
      /** The plainest connection that only the second set allows. */
      readonly onlyB?: Counterexample
    }
  /** Too large to be decided within the limits; nothing is claimed. */
  | {
      /** Which of the alternatives this is. */
      readonly kind: 'undecided'
      /** Why, in short. */
      readonly reason: string
    }

/**
 * Compares for all labels, namespaces, addresses and ports that any cluster may have. Objects must be valid, as the API
 * server checks them. Every counterexample has been asked of `connect`, and is given only where that agrees.
 */
export const comparePolicies = (
  a: readonly AnyNetworkPolicy[],
  b: readonly AnyNetworkPolicy[],
  options: CompareOptions = {},
): Comparison => {
  const { ipBlocksMatchPods = true, equalPriority = 'first-name', subject } = options
  const about = { ipBlocksMatchPods, equalPriority, ...(subject === undefined ? {} : { subject }) }
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  try {
    const found: Differences[] = []
    const masked = new Map<string, Masked>()
    for (const situation of situationsOf(compilePolicies(a), compilePolicies(b), about)) {
      stopInTime(limits)
      const formulas = new Formulas(situation, about, limits)
      found.push(differencesIn(formulas))
      for (const one of differingEnds(formulas)) masked.set(`${one.direction} ${one.namespace}`, one)
    }
    const replay = (one: Found, allowedBy: 'a' | 'b'): Counterexample =>
      replayed(
        toCounterexample(one, allowedBy, { a: concerned(a, one), b: concerned(b, one), ipBlocksMatchPods, equalPriority }),
      )
    const onlyA = plainestOf(found.map((each) => each.onlyA))
    const onlyB = plainestOf(found.map((each) => each.onlyB))
    if (onlyA === undefined && onlyB === undefined)
      return { kind: 'equivalent', situations: found.length, masked: [...masked.values()] }
    return {
      kind: 'different',
      ...(onlyA === undefined ? {} : { onlyA: replay(onlyA, 'a') }),
      ...(onlyB === undefined ? {} : { onlyB: replay(onlyB, 'b') }),
    }
  } catch (error) {
    if (error instanceof Undecided) return { kind: 'undecided', reason: error.message }
    throw error
  }
}

/**
 * Only whether both allow the same, which is quicker where they don't; undefined where that is not decided. Where
 * ClusterNetworkPolicies have equal priorities, under the strictest and the laxest order as well (N34).
 */
export const areEquivalent = (
  a: readonly AnyNetworkPolicy[],
  b: readonly AnyNetworkPolicy[],
  options: Omit<CompareOptions, 'subject' | 'equalPriority'> = {},
): boolean | undefined => {
  const { ipBlocksMatchPods = true } = options
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  const [sideA, sideB] = [compilePolicies(a), compilePolicies(b)]
  try {
    for (const equalPriority of hasTies(sideA.tiers) || hasTies(sideB.tiers) ? ORDERS : FIRST_NAME)
      for (const situation of situationsOf(sideA, sideB, { ipBlocksMatchPods })) {
        stopInTime(limits)
        const { onlyA, onlyB } = new Formulas(situation, { ipBlocksMatchPods, equalPriority }, limits).differences()
        if (onlyA !== NEVER || onlyB !== NEVER) return false
      }
    return true
  } catch (error) {
    if (error instanceof Undecided) return undefined
    throw error
  }
}

const FIRST_NAME: readonly EqualPriority[] = ['first-name']

interface Differences {
  readonly onlyA: Found | undefined
  readonly onlyB: Found | undefined
}

const differencesIn = (formulas: Formulas): Differences => {
  const { onlyA, onlyB } = formulas.differences()
  return { onlyA: findPlainest(formulas, onlyA), onlyB: findPlainest(formulas, onlyB) }
}

/** The ends whose own policies differ here, whatever comes of it. */
const differingEnds = (formulas: Formulas): readonly Masked[] => {
  const { source, destination, a, b } = formulas.situation
  const differs = (direction: Direction): boolean =>
    formulas.diagrams.and(
      formulas.diagrams.xor(formulas.passes(a, direction), formulas.passes(b, direction)),
      formulas.possible(),
    ) !== NEVER
  const ends = [
    { place: source, direction: 'egress' },
    { place: destination, direction: 'ingress' },
  ] as const
  return ends.flatMap(({ place, direction }) =>
    place.kind === 'namespace' && differs(direction) ? [{ namespace: place.name, direction }] : [],
  )
}

/** `b-within-a`: A allows all that B allows, and more. `neither`: each allows something that the other does not. */
export type Relation = 'equal' | 'a-within-b' | 'b-within-a' | 'neither'

/** Undefined where it was not decided. */
export const relationOf = (comparison: Comparison): Relation | undefined => {
  switch (comparison.kind) {
    case 'equivalent':
      return 'equal'
    case 'undecided':
      return undefined
    case 'different':
      return relationBetween(comparison.onlyA !== undefined, comparison.onlyB !== undefined)
  }
}

/** From whether each side allows something that the other does not. */
export const relationBetween = (onlyA: boolean, onlyB: boolean): Relation =>
  onlyA ? (onlyB ? 'neither' : 'b-within-a') : onlyB ? 'a-within-b' : 'equal'

/** What one set of policies may be held to: to allow the same as another, no more, or no less. */
export type Expectation = 'equal' | 'at-least-as-strict' | 'at-least-as-open'

const MEETING: Readonly<Record<Expectation, readonly Relation[]>> = {
  equal: ['equal'],
  'at-least-as-strict': ['equal', 'b-within-a'],
  'at-least-as-open': ['equal', 'a-within-b'],
}

/** Whether B is to A what is expected of it. */
export const meets = (relation: Relation, expectation: Expectation): boolean => MEETING[expectation].includes(relation)

/** Where one Pod is the subject, its own policies alone, in the direction asked. */
const concerned = (policies: readonly AnyNetworkPolicy[], { situation: { subject } }: Found): readonly AnyNetworkPolicy[] => {
  if (subject === undefined) return policies
  const [direction, type] = subject.end === 'source' ? (['egress', 'Egress'] as const) : (['ingress', 'Ingress'] as const)
  const isolating = new Set(
    compilePolicies(policies)
      .all.filter(({ namespace, isolates }) => namespace === subject.pod.namespace && isolates[direction])
      .map(({ reference }) => keyOf(reference.namespace, reference.name)),
  )
  return policies.flatMap((policy): readonly AnyNetworkPolicy[] => {
    if (isClusterNetworkPolicy(policy)) return [inDirection(policy, direction)]
    if (!isolating.has(keyOfObject(policy))) return []
    return [{ ...policy, spec: { podSelector: {}, ...policy.spec, policyTypes: [type] } }]
  })
}

const inDirection = (policy: ClusterNetworkPolicy, direction: Direction): ClusterNetworkPolicy => {
  const { ingress = [], egress = [], ...spec } = policy.spec
  return { ...policy, spec: direction === 'ingress' ? { ...spec, ingress } : { ...spec, egress } }
}

/** A counterexample that the model contradicts would be a mistake of this engine: better no answer than a wrong one. */
const replayed = (example: Counterexample): Counterexample => {
  const { a, b, allowedBy } = example
  if (isConnected(a) === (allowedBy === 'a') && isConnected(b) === (allowedBy === 'b')) return example
  const verdicts = [a, b].map(({ outcomes }) => outcomes[0]?.verdict ?? 'none').join(' and ')
  throw new Undecided(`an example that the model does not confirm: ${verdicts}`)
}
