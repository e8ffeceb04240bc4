/** From a failed check to its cause, and to a repair that is known to work. */
import type { Snapshot } from '../network/model.ts'
import type { Cause, CauseText, Evidence } from './causes/cause.ts'
import { causesFor } from './causes/groups.ts'
import { findObject } from './checks/find-object.ts'
import { runCheck } from './checks/checks.ts'
import { chooseLikeliest, chooseProven, compareTried } from './choose-causes.ts'
import type { Failure } from './failure.ts'
import { combinePatches } from './repair/combine.ts'
import type { RealTrial } from './repair/copy/trial.ts'
import type { Patch } from './repair/patch.ts'
import { showPatch, type FindManifest, type ShownChange } from './repair/show-patch.ts'
import { tryPatch, type Trial, type Trying } from './repair/try-patch.ts'

export interface ProvenRepair {
  readonly patch: Patch
  readonly shown: readonly ShownChange[]
  /** Ids of the checks that pass after it. */
  readonly passing: readonly string[]
  readonly snapshot: Snapshot
  /** What came of it in a copy of the real cluster's namespaces, where that was asked for. */
  readonly trial?: RealTrial
}

export interface Diagnosis {
  readonly cause: CauseText
  readonly evidence: Evidence
  readonly repair?: ProvenRepair
  /** True where this cause comes on top of the one told before it, whose repair mends both. */
  readonly isJoint?: true
}

export interface Diagnosing extends Trying {
  readonly findManifest: FindManifest
}

const MAX_TRIALS = 24

interface Recognised {
  readonly cause: Cause
  readonly evidence: Evidence
}

interface Candidate extends Recognised {
  readonly trial: Trial | undefined
}

type Proven = Recognised & { readonly trial: Trial }

const recognise = async (failure: Failure): Promise<readonly Recognised[]> =>
  (await causesFor(failure)).flatMap((cause) => {
    const evidence = cause.matches(failure)
    return evidence === undefined ? [] : [{ cause, evidence }]
  })

/** The likeliest causes with proven repairs, else two that only together have one, else the likeliest without; several where nothing tells them apart. */
export const diagnose = async (failure: Failure, diagnosing: Diagnosing): Promise<readonly Diagnosis[]> => {
  // The objects are as they should be: what is wrong is not in them, and no repair of theirs can mend it.
  if (failure.finding.kind === 'observed') {
    const { reasonsOf } = await import('./causes/reality/reality-causes.ts')
    return reasonsOf(failure.finding.disagreement).slice(0, 2)
  }
  const matching = await recognise(failure)
  const partial: Proven[] = []
  let trials = 0
  for (const weight of [2, 1, 0]) {
    const group: Candidate[] = []
    for (const { cause, evidence } of matching.filter((one) => one.evidence.weight === weight)) {
      const proven: Trial[] = []
      for (const patch of cause.repairs(failure, evidence)) {
        if (trials++ >= MAX_TRIALS) break
        const trial = await tryPatch(failure, patch, diagnosing)
        if (trial?.mends === true) proven.push(trial)
        else if (trial !== undefined) partial.push({ cause, evidence, trial })
      }
      group.push({ cause, evidence, trial: proven.toSorted(compareTried)[0] })
    }
    const chosen = chooseProven(group)
    if (chosen.length > 0) return chosen.map((candidate) => finish(failure, candidate, diagnosing))
  }
  const joint = await findJoint(failure, partial, diagnosing)
  if (joint === undefined) return chooseLikeliest(matching)
  const { cause, evidence } = joint.second
  return [finish(failure, joint, diagnosing), { cause, evidence, isJoint: true }]
}

interface Joint extends Proven {
  /** What is found once the first is mended. */
  readonly second: Recognised
}

/** Two mistakes behind one failed check: what still fails after one repair is explained, and mended together with it. */
const findJoint = async (failure: Failure, partial: readonly Proven[], diagnosing: Diagnosing): Promise<Joint | undefined> => {
  const found: Joint[] = []
  let trials = 0
  for (const first of partial) {
    const rest = failureAfter(failure, first.trial.snapshot)
    if (rest === undefined) continue
    for (const second of await recognise(rest))
      for (const patch of second.cause.repairs(rest, second.evidence)) {
        const both = combinePatches(first.trial.patch, patch, (reference) => findObject(failure.snapshot, reference))
        if (both === undefined || trials++ >= MAX_TRIALS) continue
        const trial = await tryPatch(failure, both, diagnosing)
        if (trial?.mends === true) found.push({ ...first, trial, second })
      }
  }
  return found.toSorted((one, other) => compareTried(one.trial, other.trial))[0]
}

/** The same check on another state. */
const failureAfter = (failure: Failure, snapshot: Snapshot): Failure | undefined => {
  const { check, task, otherTasks } = failure
  const outcome = runCheck(check.spec, { snapshot, task })
  return outcome.passed ? undefined : { ...outcome, check, task, snapshot, otherTasks }
}

const finish = (failure: Failure, { cause, evidence, trial }: Proven, { findManifest }: Diagnosing): Diagnosis => {
  const shown = showPatch(trial.patch, (reference) => findObject(failure.snapshot, reference), findManifest)
  const { patch, passing, snapshot } = trial
  return { cause, evidence, repair: { patch, passing, snapshot, shown } }
}
