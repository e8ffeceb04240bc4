/** Compares two sets of policies, and says how they stand to each other whatever network plugins make of them. */
import type { AnyNetworkPolicy } from '../../kubernetes/extensions/cluster-network-policy/types.ts'
import { isClusterNetworkPolicy, isNetworkPolicy } from '../../kubernetes/guards.ts'
import { comparePolicies, relationOf, type Comparison, type Expectation } from '../../network/compare/compare.ts'
import { OUT_OF_TIME, type DiagramLimits } from '../../network/compare/diagram.ts'
import { compareReadings } from '../../network/compare/readings.ts'
import { standingOf, type Compared as ComparedReadings, type Standing } from '../../network/compare/standing.ts'
import type { Snapshot } from '../../network/model.ts'

export interface Compared extends ComparedReadings {
  /** Under the usual reading. */
  readonly comparison: Comparison
  readonly expected: Expectation
  /** Seconds after which it was given up; undefined where something else was the reason. */
  readonly gaveUpAfter?: number
}

/** How B stands to A, and to what was expected of it, whatever network plugins make of the policies. */
export interface Verdict {
  /** Whether both allow the same. */
  readonly verdict: 'equivalent' | 'different' | 'depends' | 'undecided'
  /** Whether B is to A what was expected. */
  readonly outcome: Standing
}

const VERDICTS: Readonly<Record<Standing, Verdict['verdict']>> = {
  met: 'equivalent',
  'not-met': 'different',
  depends: 'depends',
  undecided: 'undecided',
}

export const judge = (compared: Compared): Verdict => ({
  verdict: VERDICTS[standingOf(compared, 'equal')],
  outcome: standingOf(compared, compared.expected),
})

interface CompareLimits {
  readonly limits: Pick<DiagramLimits, 'shouldStop'>
  /** After which it should stop, to be told. */
  readonly seconds: number
}

/** Compares under every reading, within the limits. */
export const compareWithin = (
  a: readonly AnyNetworkPolicy[],
  b: readonly AnyNetworkPolicy[],
  { expected, limits, seconds }: CompareLimits & { readonly expected: Expectation },
): Compared => {
  const comparison = comparePolicies(a, b, { limits })
  const relation = relationOf(comparison)
  const isLate = comparison.kind === 'undecided' && comparison.reason === OUT_OF_TIME
  return {
    comparison,
    relation,
    readings: relation === undefined ? undefined : compareReadings(a, b, { usual: relation, limits }),
    expected,
    ...(isLate ? { gaveUpAfter: seconds } : {}),
  }
}

/** The policies of a cluster, of either kind. */
export const policiesIn = ({ objects }: Snapshot): readonly AnyNetworkPolicy[] =>
  objects.filter((object) => isNetworkPolicy(object) || isClusterNetworkPolicy(object))

/** Kinds of policies among those that were left out because they are not known: what is said of all policies must not leave some of them out. */
export const unknownPolicies = (skipped: readonly string[]): readonly string[] => [
  ...new Set(skipped.filter((kind) => /NetworkPolicy\b/u.test(kind))),
]
