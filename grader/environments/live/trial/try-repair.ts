/** Tries one repair where packets flow: in a copy of the namespaces that it is about, which is removed again. */
import { tellNote } from '../../../../src/grading/repair/copy/notes.ts'
import type { CopyPlan } from '../../../../src/grading/repair/copy/plan-copy.ts'
import { judgeTrial, notTried, type RealTrial } from '../../../../src/grading/repair/copy/trial.ts'
import type { GradedTask } from '../../../../src/grading/task.ts'
import { words } from '../../../../src/grading/words.ts'
import type { Write } from '../../../../src/grading/repair/writes.ts'
import { lookAtCopy, throwIfInterrupted, type LookOptions } from './look-at-copy.ts'
import { lost } from '../lost.ts'
import { removeCopies } from './remove-copies.ts'
import { carryOut } from './write.ts'

export interface PlannedTrial {
  readonly task: GradedTask
  readonly plan: CopyPlan
  /** Of the check that failed. */
  readonly failed: string
  /** Ids of the checks that the model says pass after the repair, and that a copy can show. */
  readonly passing: readonly string[]
}

/** Whatever happens, the copy is removed before it ends. */
export async function tryRepair(trial: PlannedTrial, options: LookOptions): Promise<RealTrial> {
  const { plan } = trial
  const notes = plan.notes.map(tellNote)
  try {
    return { ...(await tryInCopy(trial, options)), notes }
  } finally {
    await removeAll(trial, options)
  }
}

async function removeAll({ plan }: PlannedTrial, { client, patience }: LookOptions): Promise<void> {
  try {
    await removeCopies(client, patience, plan.names.run)
  } catch (error) {
    throw lost(error, client, plan.before.length)
  }
}

/** Before and after: what fails in the original has to fail in the copy first. */
async function tryInCopy({ task, plan, failed, passing }: PlannedTrial, options: LookOptions): Promise<RealTrial> {
  const { client, patience, signal } = options
  const write = async (writes: readonly Write[]): Promise<string | undefined> => {
    for (const one of writes) {
      throwIfInterrupted(signal)
      const refused = await carryOut(client, [one], patience)
      if (refused !== undefined) return refused
    }
    return undefined
  }
  const made = await write(plan.before.map(({ copy }) => ({ kind: 'create', object: copy })))
  if (made !== undefined) return notTried(refusedWords(made))
  const before = await lookAtCopy({ task, names: plan.names, copied: plan.before, asked: [failed] }, options)
  const repaired = await write(plan.writes)
  if (repaired !== undefined) return notTried(refusedWords(repaired))
  const after = await lookAtCopy({ task, names: plan.names, copied: plan.after, asked: passing }, options)
  return judgeTrial({ failed, before: before.checks[0], after: after.checks, waiting: after.waiting })
}

const refusedWords = (message: string): ReturnType<typeof words> =>
  words(`the API server refused a part of it: ${message}`, `API 서버가 일부를 거부함: ${message}`)
