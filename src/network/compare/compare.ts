/** Whether two sets of NetworkPolicies allow the same connections in every cluster there can be (semantics.md, section 2). */
import type { NetworkPolicy } from '../../kubernetes/generated/types.ts'
import { compilePolicies } from '../policy/compile.ts'
import type { PolicyPod } from '../policy/match.ts'
import { keyOf, keyOfObject } from '../state.ts'
import { toCounterexample, type Counterexample } from './counterexample.ts'
import { stopInTime, Undecided, type DiagramLimits } from './diagram.ts'
import { Formulas } from './formula.ts'
import { DEFAULT_LIMITS, findPlainest, isConnected, plainestOf, type Found } from './search.ts'
import { situationsOf, type Situation } from './situation.ts'

export interface CompareOptions {
  /** Whether an ipBlock matches a Pod's address (N19); true where absent. */
  readonly ipBlocksMatchPods?: boolean
  /** Only what reaches and leaves this Pod. All Pods that there may be, where absent. */
  readonly subject?: PolicyPod
  /** Where the formulas outgrow this, the answer is `undecided`. */
  readonly limits?: Partial<DiagramLimits>
}

export type Comparison =
  | { readonly kind: 'equivalent'; readonly situations: number }
  | {
      readonly kind: 'different'
      /** The plainest connection that only the first set allows; absent where the second allows all that the first does. */
      readonly onlyA?: Counterexample
      /** The plainest connection that only the second set allows. */
      readonly onlyB?: Counterexample
    }
  /** Too large to be decided within the limits; nothing is claimed. */
  | { readonly kind: 'undecided'; readonly reason: string }

/**
 * Compares for all labels, namespaces, addresses and ports that any cluster may have. Objects must be valid, as the API
 * server checks them. Every counterexample has been asked of `connect`, and is given only where that agrees.
 */
export const comparePolicies = (
  a: readonly NetworkPolicy[],
  b: readonly NetworkPolicy[],
  options: CompareOptions = {},
): Comparison => {
  const { ipBlocksMatchPods = true, subject } = options
  const about = { ipBlocksMatchPods, ...(subject === undefined ? {} : { subject }) }
  const limits = { ...DEFAULT_LIMITS, ...options.limits }
  try {
    const found: Differences[] = []
    let situations = 0
    for (const situation of situationsOf(compilePolicies(a), compilePolicies(b), about)) {
      stopInTime(limits)
      situations++
      found.push(differencesIn(situation, about, limits))
    }
    const replay = (one: Found, allowedBy: 'a' | 'b'): Counterexample =>
      replayed(toCounterexample(one, allowedBy, { a: concerned(a, one), b: concerned(b, one), ipBlocksMatchPods }))
    const onlyA = plainestOf(found.map((each) => each.onlyA))
    const onlyB = plainestOf(found.map((each) => each.onlyB))
    if (onlyA === undefined && onlyB === undefined) return { kind: 'equivalent', situations }
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

interface Differences {
  readonly onlyA: Found | undefined
  readonly onlyB: Found | undefined
}

const differencesIn = (
  situation: Situation,
  options: { readonly ipBlocksMatchPods: boolean },
  limits: DiagramLimits,
): Differences => {
  const formulas = new Formulas(situation, options, limits)
  const { diagrams } = formulas
  const allowedA = formulas.allowed(situation.a)
  const allowedB = formulas.allowed(situation.b)
  if (allowedA === allowedB) return { onlyA: undefined, onlyB: undefined }
  const possible = formulas.possible()
  return {
    onlyA: findPlainest(formulas, diagrams.and(allowedA, diagrams.not(allowedB), possible)),
    onlyB: findPlainest(formulas, diagrams.and(allowedB, diagrams.not(allowedA), possible)),
  }
}

/** Where one Pod is the subject, its own policies alone, in the direction asked. */
const concerned = (policies: readonly NetworkPolicy[], { situation: { subject } }: Found): readonly NetworkPolicy[] => {
  if (subject === undefined) return policies
  const [direction, type] = subject.end === 'source' ? (['egress', 'Egress'] as const) : (['ingress', 'Ingress'] as const)
  const isolating = new Set(
    compilePolicies(policies)
      .all.filter(({ namespace, isolates }) => namespace === subject.pod.namespace && isolates[direction])
      .map(({ reference }) => keyOf(reference.namespace, reference.name)),
  )
  return policies
    .filter((policy) => isolating.has(keyOfObject(policy)))
    .map((policy) => ({ ...policy, spec: { podSelector: {}, ...policy.spec, policyTypes: [type] } }))
}

/** A counterexample that the model contradicts would be a mistake of this engine: better no answer than a wrong one. */
const replayed = (example: Counterexample): Counterexample => {
  const { a, b, allowedBy } = example
  if (isConnected(a) === (allowedBy === 'a') && isConnected(b) === (allowedBy === 'b')) return example
  const verdicts = [a, b].map(({ outcomes }) => outcomes[0]?.verdict ?? 'none').join(' and ')
  throw new Undecided(`an example that the model does not confirm: ${verdicts}`)
}
