/** Grades a state: every check in order, blocked ones left out, each failure explained once. */
import type { Snapshot } from '../network/model.ts'
import { prepareRequests } from '../network/prepare.ts'
import { runCheck } from './checks/checks.ts'
import type { Diagnosing, Diagnosis } from './diagnose.ts'
import type { CheckOutcome, Failure } from './failure.ts'
import type { ObservedCheck } from './observation/observed-check.ts'
import type { GradedTask, TaskCheck } from './task.ts'

export interface GradedCheck {
  readonly check: TaskCheck
  /** Null: it cannot be judged before another passes, or has the same cause as another. */
  readonly passed: boolean | null
  /** Ids of the checks that stand in its way. */
  readonly blockedBy: readonly string[]
  readonly failure?: Failure
  readonly diagnoses: readonly Diagnosis[]
  /** What probes saw of what it asks; absent where nothing was observed. */
  readonly observed?: ObservedCheck
}

/** An outcome by what was seen, and what that was. */
export interface Decided {
  readonly outcome: CheckOutcome
  readonly observed: ObservedCheck
}

export interface GradeOptions extends Omit<Diagnosing, 'passing' | 'passingElsewhere'> {
  /** Without it failures are told but not explained. */
  readonly explain: boolean
  /** Other tasks of the same cluster, read where something has to be explained: no repair may cost a check of theirs. */
  readonly otherTasks?: () => Promise<readonly GradedTask[]>
  /** What probes saw of a check decides it; undefined for checks that nobody observed. */
  readonly observe?: (check: TaskCheck, outcome: CheckOutcome) => Decided | undefined
}

export const gradeSnapshot = async (
  task: GradedTask,
  snapshot: Snapshot,
  options: GradeOptions,
): Promise<readonly GradedCheck[]> => {
  await prepareRequests(snapshot)
  const judged = judge(task, snapshot, options.observe)
  if (!options.explain || judged.every(({ failure }) => failure === undefined)) return judged
  const otherTasks = (await options.otherTasks?.()) ?? []
  const passingElsewhere = otherTasks.map((other) => ({ task: other, passing: idsOfPassed(judge(other, snapshot)) }))
  const failing = judged.map((one) => (one.failure === undefined ? one : { ...one, failure: { ...one.failure, otherTasks } }))
  return explainAll(failing, { ...options, passing: idsOfPassed(judged), passingElsewhere })
}

const idsOfPassed = (judged: readonly GradedCheck[]): readonly string[] =>
  judged.filter(({ passed }) => passed === true).map(({ check }) => check.id)

/** Explains failures in their order; one that an earlier one's repair mends as well has the same cause, and waits for it. */
const explainAll = async (judged: readonly GradedCheck[], diagnosing: Diagnosing): Promise<readonly GradedCheck[]> => {
  // The causes are many, and most submissions that are graded often have none: loaded when there is something to explain.
  const { diagnose } = await import('./diagnose.ts')
  const explainedBy = new Map<string, string>()
  const graded: GradedCheck[] = []
  for (const one of judged) {
    const reason = explainedBy.get(one.check.id)
    if (one.failure === undefined) graded.push(one)
    else if (reason !== undefined) graded.push({ ...one, passed: null, blockedBy: [reason] })
    else {
      const diagnoses = await diagnose(one.failure, diagnosing)
      graded.push({ ...one, diagnoses })
      for (const id of diagnoses[0]?.repair?.passing ?? [])
        if (id !== one.check.id && !explainedBy.has(id)) explainedBy.set(id, one.check.id)
    }
  }
  return graded
}

const judge = (task: GradedTask, snapshot: Snapshot, observe?: GradeOptions['observe']): readonly GradedCheck[] => {
  const judged = new Map<string, GradedCheck>()
  for (const check of task.checks) {
    const blockedBy = check.dependsOn.filter((id) => judged.get(id)?.passed !== true)
    if (blockedBy.length > 0) judged.set(check.id, { check, passed: null, blockedBy, diagnoses: [] })
    else {
      const outcome = runCheck(check.spec, { snapshot, task })
      const decided = observe?.(check, outcome)
      const graded = toGraded(check, decided?.outcome ?? outcome, { task, snapshot })
      judged.set(check.id, decided === undefined ? graded : { ...graded, observed: decided.observed })
    }
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
    : { check, passed: false, blockedBy: [], diagnoses: [], failure: { ...outcome, check, task, snapshot, otherTasks: [] } }
