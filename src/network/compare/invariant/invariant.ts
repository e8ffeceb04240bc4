/** Whether policies keep a promise in every cluster there can be: no Pod of one kind reaches a Pod of another. */
import type { AnyNetworkPolicy } from '../../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { Connection } from '../../model.ts'
import { toCounterexample, type Counterexample } from '../example/counterexample.ts'
import { stopInTime, Undecided, type DiagramLimits } from '../diagram.ts'
import { exceptionsTo, type InvariantException } from './exceptions.ts'
import { Formulas } from '../formula.ts'
import { situationsAbout, type Invariant } from './promise.ts'
import {
  readingsOf,
  readPolicies,
  unusualIn,
  USUAL_READING,
  withoutNeedless,
  type Reading,
  type UnderReading,
} from '../reading.ts'
import { DEFAULT_LIMITS, findPlainest, isConnected, plainestOf } from '../search.ts'

/** A connection that the policies should forbid and allow, with the cluster in which it can be tried. */
export interface Breach extends Omit<Counterexample, 'allowedBy' | 'a' | 'b'> {
  /** What the model answers. */
  readonly connection: Connection
}

/** Whether a promise holds in every possible cluster. */
export type InvariantAnswer =
  | {
      /** Which of the alternatives this is: it holds under every reading that plugins have. */
      readonly kind: 'holds'
      /** What it does not count, because policies usually do not apply to it. */
      readonly exceptions: readonly InvariantException[]
    }
  | {
      /** Which of the alternatives this is: it is broken under every reading. */
      readonly kind: 'broken'
      /** The plainest connection that breaks it, confirmed by `connect`. */
      readonly example: Breach
    }
  | {
      /** Which of the alternatives this is: it holds under some readings of the policies, and is broken under others. */
      readonly kind: 'depends'
      /** What is so under the usual reading. */
      readonly usual: Kept
      /** The readings under which it is the other, or was not decided: the most usual first. */
      readonly otherwise: readonly UnderReading<Kept>[]
      /** The plainest connection that breaks it, confirmed by `connect`. */
      readonly example: Breach
      /** The reading under which the example breaks it. */
      readonly reading: Reading
      /** What it does not count even where it holds. */
      readonly exceptions: readonly InvariantException[]
    }
  | {
      /** Which of the alternatives this is. */
      readonly kind: 'undecided'
      /** Why, in short. */
      readonly reason: string
    }

/** Whether a promise is kept under one reading. */
export type Kept = 'holds' | 'broken'

/** How policies are read, and how long it may take. */
export interface InvariantOptions {
  /** Whether an ipBlock usually matches a Pod's address (N19); true where absent. */
  readonly ipBlocksMatchPods?: boolean
  /** What may be used up before the answer is `undecided`. */
  readonly limits?: Partial<DiagramLimits>
}

/**
 * Whether policies keep a promise for all Pods, namespaces and addresses that a cluster may have, under every reading that plugins have
 * of them. An example has been asked of `connect`, and is given only where that agrees.
 */
export const checkInvariant = (
  policies: readonly AnyNetworkPolicy[],
  invariant: Invariant,
  options: InvariantOptions = {},
): InvariantAnswer => {
  const usual = { ...USUAL_READING, ipBlocksMatchPods: options.ipBlocksMatchPods ?? true }
  const [byUsual, ...others] = [usual, ...readingsOf([policies], { usual, ownService: false })].map((reading): Checked => {
    const found = checkUnder(reading, policies, invariant, options.limits)
    return { ...found, reading, unusual: unusualIn(reading, usual) }
  })
  if (byUsual === undefined || byUsual.answer === undefined) return { kind: 'undecided', reason: byUsual?.reason ?? '' }
  const all = [byUsual, ...others]
  const broken = all.find(({ answer }) => answer === 'broken')
  const unknown = all.find(({ answer }) => answer === undefined)
  const exceptions = (): readonly InvariantException[] => exceptionsTo(invariant, policies, options.limits)
  if (broken?.example === undefined)
    return unknown === undefined
      ? { kind: 'holds', exceptions: exceptions() }
      : { kind: 'undecided', reason: unknown.reason ?? '' }
  const { example, reading } = broken
  if (!all.some(({ answer }) => answer === 'holds')) return { kind: 'broken', example }
  const otherwise = withoutNeedless(others.filter(({ answer }) => answer !== byUsual.answer)).map(
    ({ reading: other, unusual, answer }) => ({ reading: other, unusual, answer }),
  )
  return { kind: 'depends', usual: byUsual.answer, otherwise, example, reading, exceptions: exceptions() }
}

interface Found {
  /** Undefined where it was not decided. */
  readonly answer: Kept | undefined
  readonly example?: Breach
  readonly reason?: string
}

interface Checked extends Found, UnderReading<Kept> {
  readonly answer: Kept | undefined
}

const checkUnder = (
  reading: Reading,
  given: readonly AnyNetworkPolicy[],
  invariant: Invariant,
  limits: InvariantOptions['limits'],
): Found => {
  const { ipBlocksMatchPods, equalPriority } = reading
  const policies = readPolicies(given, reading)
  try {
    const found = situationsAbout(policies, invariant).map((situation) => {
      stopInTime(limits ?? {})
      const formulas = new Formulas(situation, { ipBlocksMatchPods, equalPriority }, { ...DEFAULT_LIMITS, ...limits })
      const { a, b } = situation
      return findPlainest(formulas, formulas.diagrams.and(formulas.allowed(a), formulas.matched(b), formulas.possible()))
    })
    const plainest = plainestOf(found)
    if (plainest === undefined) return { answer: 'holds' }
    const {
      a: connection,
      b: _same,
      allowedBy: _side,
      ...example
    } = toCounterexample(plainest, 'a', { a: policies, b: policies, ipBlocksMatchPods, equalPriority })
    if (isConnected(connection)) return { answer: 'broken', example: { ...example, connection } }
    throw new Undecided('an example that the model does not confirm')
  } catch (error) {
    if (error instanceof Undecided) return { answer: undefined, reason: error.message }
    throw error
  }
}
