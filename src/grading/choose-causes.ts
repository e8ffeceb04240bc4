/** Which of several causes that fit are told: the likeliest, and of those the one whose proven repair is best. */
import { isEqual } from '../kubernetes/json.ts'
import type { Patch } from './repair/patch.ts'
import { compareSizes, type PatchSize } from './repair/size.ts'

/** A repair that was tried on a copy of the state. */
export interface Tried {
  readonly patch: Patch
  /** Ids of the checks that pass after it. */
  readonly passing: readonly string[]
  readonly size: PatchSize
}

/** What mends more checks comes first, then what changes less. */
export const compareTried = (one: Tried, other: Tried): number =>
  other.passing.length - one.passing.length || compareSizes(one.size, other.size)

interface Candidate {
  readonly trial: Tried | undefined
}

type Proven<One extends Candidate> = One & { readonly trial: NonNullable<One['trial']> }

/**
 * Of causes that are as likely, the one whose repair is best; a second one where nothing tells the two apart. Where causes ask for
 * the same change, the one that comes first says more exactly why.
 */
export const chooseProven = <One extends Candidate>(group: readonly One[]): readonly Proven<One>[] => {
  const proven = group
    .filter((candidate): candidate is Proven<One> => candidate.trial !== undefined)
    .toSorted((one, other) => compareTried(one.trial, other.trial))
  const [first] = proven
  if (first === undefined) return []
  const second = proven.find(({ trial }) => compareTried(first.trial, trial) === 0 && !isEqual(first.trial.patch, trial.patch))
  return second === undefined ? [first] : [first, second]
}

interface Likely {
  readonly evidence: { readonly weight: number }
}

/** Evidence that leaves no doubt: where two causes have it, both are told. */
const SURE = 2

/** Of causes of which none has a proven repair, the likeliest; two where both are sure. */
export const chooseLikeliest = <One extends Likely>(matching: readonly One[]): readonly One[] => {
  const [first, second] = matching.toSorted((one, other) => other.evidence.weight - one.evidence.weight)
  if (first === undefined) return []
  return second?.evidence.weight === SURE ? [first, second] : [first]
}
