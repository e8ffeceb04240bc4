/** Tries a repair on a copy of the state, and sees what passes then. */
import { findObject } from '../checks/find-object.ts'
import type { Tried } from '../choose-causes.ts'
import type { Failure } from '../failure.ts'
import { passingChecks } from '../passing-checks.ts'
import type { GradedTask } from '../task.ts'
import type { Snapshot } from '../../network/model.ts'
import type { Patch } from './patch.ts'
import { sizeOf } from './size.ts'

export interface PassingChecks {
  readonly task: GradedTask
  /** Ids. */
  readonly passing: readonly string[]
}

export interface Trying {
  /** The checks that pass now: a repair must not break them. */
  readonly passing: readonly string[]
  /** As well as those of other tasks in the same cluster. */
  readonly passingElsewhere: readonly PassingChecks[]
  readonly rebuild: (snapshot: Snapshot, patch: Patch) => Promise<Snapshot | undefined>
}

export interface Trial extends Tried {
  readonly snapshot: Snapshot
  /** Whether the failed check passes after it. */
  readonly mends: boolean
}

/** Undefined where the API server refuses it, or where it costs a check that passes. */
export const tryPatch = async (failure: Failure, patch: Patch, trying: Trying): Promise<Trial | undefined> => {
  const { snapshot, task, check } = failure
  const repaired = await trying.rebuild(snapshot, patch)
  if (repaired === undefined) return undefined
  const passing = await passingChecks(task, repaired)
  if (!trying.passing.every((id) => passing.includes(id))) return undefined
  for (const elsewhere of trying.passingElsewhere) if (!(await stillPass(elsewhere, repaired))) return undefined
  const size = sizeOf(patch, (reference) => findObject(snapshot, reference))
  return { patch, passing, size, snapshot: repaired, mends: passing.includes(check.id) }
}

const stillPass = async ({ task, passing }: PassingChecks, repaired: Snapshot): Promise<boolean> => {
  if (passing.length === 0) return true
  const now = await passingChecks(task, repaired)
  return passing.every((id) => now.includes(id))
}
