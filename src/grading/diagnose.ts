/** From a failed check to its cause, and to a repair that is known to work. */
import type { Snapshot } from '../network/model.ts'
import type { Cause, Evidence } from './causes/cause.ts'
import { CAUSES } from './causes/causes.ts'
import { findObject } from './checks/find-object.ts'
import type { Failure } from './failure.ts'
import type { Patch } from './repair/patch.ts'
import { chooseLikeliest, chooseProven, compareTried, type Tried } from './choose-causes.ts'
import { sizeOf } from './repair/size.ts'
import { passingChecks } from './passing-checks.ts'
import { showPatch, type FindManifest, type ShownChange } from './repair/show-patch.ts'
import type { GradedTask } from './task.ts'

interface ProvenRepair {
  readonly patch: Patch
  readonly shown: readonly ShownChange[]
  /** Ids of the checks that pass after it. */
  readonly passing: readonly string[]
  readonly snapshot: Snapshot
}

export interface Diagnosis {
  readonly cause: Cause
  readonly evidence: Evidence
  readonly repair?: ProvenRepair
}

interface PassingChecks {
  readonly task: GradedTask
  readonly passing: readonly string[]
}

export interface Diagnosing {
  /** The checks that pass now: a repair must not break them. */
  readonly passing: readonly string[]
  /** As well as those of other tasks in the same cluster. */
  readonly passingElsewhere: readonly PassingChecks[]
  readonly rebuild: (snapshot: Snapshot, patch: Patch) => Promise<Snapshot | undefined>
  readonly findManifest: FindManifest
}

const MAX_TRIALS = 24

type Trial = ProvenRepair & Tried

const tryPatch = async (failure: Failure, patch: Patch, diagnosing: Diagnosing): Promise<Trial | undefined> => {
  const { snapshot, task, check } = failure
  const repaired = await diagnosing.rebuild(snapshot, patch)
  if (repaired === undefined) return undefined
  const passing = await passingChecks(task, repaired)
  if (!passing.includes(check.id) || !diagnosing.passing.every((id) => passing.includes(id))) return undefined
  for (const elsewhere of diagnosing.passingElsewhere) if (!(await stillPass(elsewhere, repaired))) return undefined
  const size = sizeOf(patch, (reference) => findObject(snapshot, reference))
  return { patch, passing, size, snapshot: repaired, shown: [] }
}

const stillPass = async ({ task, passing }: PassingChecks, repaired: Snapshot): Promise<boolean> => {
  if (passing.length === 0) return true
  const now = await passingChecks(task, repaired)
  return passing.every((id) => now.includes(id))
}

interface Candidate {
  readonly cause: Cause
  readonly evidence: Evidence
  readonly trial: Trial | undefined
}

/** The likeliest causes with proven repairs, else the likeliest without; several where nothing tells them apart. */
export const diagnose = async (failure: Failure, diagnosing: Diagnosing): Promise<readonly Diagnosis[]> => {
  const matching = CAUSES.flatMap((cause) => {
    const evidence = cause.matches(failure)
    return evidence === undefined ? [] : [{ cause, evidence }]
  })
  let trials = 0
  for (const weight of [2, 1, 0]) {
    const group: Candidate[] = []
    for (const { cause, evidence } of matching.filter((one) => one.evidence.weight === weight)) {
      const proven: Trial[] = []
      for (const patch of cause.repairs(failure, evidence)) {
        if (trials++ >= MAX_TRIALS) break
        const trial = await tryPatch(failure, patch, diagnosing)
        if (trial !== undefined) proven.push(trial)
      }
      group.push({ cause, evidence, trial: proven.toSorted(compareTried)[0] })
    }
    const chosen = chooseProven(group)
    if (chosen.length > 0) return Promise.all(chosen.map((candidate) => finish(failure, candidate, diagnosing)))
  }
  return chooseLikeliest(matching)
}

const finish = async (
  failure: Failure,
  { cause, evidence, trial }: Candidate & { readonly trial: Trial },
  { findManifest }: Diagnosing,
): Promise<Diagnosis> => {
  const shown = await showPatch(trial.patch, (reference) => findObject(failure.snapshot, reference), findManifest)
  return { cause, evidence, repair: { ...trial, shown } }
}
