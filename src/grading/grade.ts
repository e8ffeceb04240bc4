/** Grades a state: every check in order, blocked ones left out, each failure explained once. */
import type { Snapshot } from '../network/model.ts'
import { prepareRequests } from '../network/prepare.ts'
import { runCheck } from './checks/checks.ts'
import type { Diagnosing, Diagnosis } from './diagnose.ts'
import type { CheckOutcome, Failure } from './failure.ts'
import type { GradedTask, TaskCheck } from './task.ts'

export interface GradedCheck {
  readonly check: TaskCheck
  /** Null: it cannot be judged before another passes, or has the same cause as another. */
  readonly passed: boolean | null
  /** Ids of the checks that stand in its way. */
  readonly blockedBy: readonly string[]
  readonly failure?: Failure
  readonly diagnoses: readonly Diagnosis[]
}

export interface GradeOptions extends Omit<Diagnosing, 'passing'> {
  /** Without it failures are told but not explained. */
  readonly explain: boolean
}

export const gradeSnapshot = async (
  task: GradedTask,
  snapshot: Snapshot,
  options: GradeOptions,
): Promise<readonly GradedCheck[]> => {
  await prepareRequests(snapshot)
  const judged = judge(task, snapshot)
  return options.explain && judged.some(({ failure }) => failure !== undefined) ? explainAll(judged, options) : judged
}

/** Explains failures in their order; one that an earlier one's repair mends as well has the same cause, and waits for it. */
const explainAll = async (judged: readonly GradedCheck[], options: GradeOptions): Promise<readonly GradedCheck[]> => {
  // The causes are many, and most submissions that are graded often have none: loaded when there is something to explain.
  const { diagnose } = await import('./diagnose.ts')
  const passing = judged.filter(({ passed }) => passed === true).map(({ check }) => check.id)
  const explainedBy = new Map<string, string>()
  const graded: GradedCheck[] = []
  for (const one of judged) {
    const reason = explainedBy.get(one.check.id)
    if (one.failure === undefined) graded.push(one)
    else if (reason !== undefined) graded.push({ ...one, passed: null, blockedBy: [reason] })
    else {
      const diagnoses = await diagnose(one.failure, { ...options, passing })
      graded.push({ ...one, diagnoses })
      for (const id of diagnoses[0]?.repair?.passing ?? [])
        if (id !== one.check.id && !explainedBy.has(id)) explainedBy.set(id, one.check.id)
    }
  }
  return graded
}

const judge = (task: GradedTask, snapshot: Snapshot): readonly GradedCheck[] => {
  const judged = new Map<string, GradedCheck>()
  for (const check of task.checks) {
    const blockedBy = check.dependsOn.filter((id) => judged.get(id)?.passed !== true)
    if (blockedBy.length > 0) judged.set(check.id, { check, passed: null, blockedBy, diagnoses: [] })
    else judged.set(check.id, toGraded(check, runCheck(check.spec, { snapshot, task }), { task, snapshot }))
  }
  return [...judged.values()]
}

const toGraded = (
  check: TaskCheck,
  outcome: CheckOutcome,
  { task, snapshot }: Pick<Failure, 'task' | 'snapshot'>,
): GradedCheck =>
  outcome.passed
    ? { check, passed: true, blockedBy: [], diagnoses: [] }
    : { check, passed: false, blockedBy: [], diagnoses: [], failure: { ...outcome, check, task, snapshot } }
