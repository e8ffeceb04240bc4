/** Grades a class: every submission once, whatever happens in between. */
import type { Task } from '../../src/course/read-task.ts'
import type { Language } from '../../src/grading/words.ts'
import { Refusal } from './refusal.ts'
import { failedResult, refusedResult } from './refused-result.ts'
import { fingerprintOf, keyOf, type StoredResult } from './results/stored-result.ts'
import type { ResultStore } from './results/store.ts'
import type { Roster } from './roster.ts'
import { isInShard, type Shard } from './shard.ts'
import { filesFor, type Handed, type Submission } from './submission.ts'
import type { GradeJob } from './worker/job.ts'
import type { GradePool, GradeReply } from './worker/pool.ts'

export interface BatchInput {
  readonly submissions: readonly Submission[]
  readonly tasks: readonly Task[]
  /** Ids of all sections, whose folders a submission may have. */
  readonly sections: readonly string[]
  readonly roster: Roster
  /** Milliseconds since 1970. */
  readonly dueMs?: number
  readonly shard: Shard
  readonly language: Language
  readonly version: string
  readonly store: ResultStore
  readonly pool: GradePool
  /** Submissions that may wait in memory for a worker. */
  readonly ahead: number
  readonly onProgress: (progress: BatchProgress) => void
}

export interface BatchProgress {
  /** Results of this run; those of earlier ones. */
  readonly graded: number
  readonly kept: number
  readonly total: number
}

const byLearner = (a: { readonly learner: string }, b: { readonly learner: string }): number =>
  a.learner < b.learner ? -1 : a.learner > b.learner ? 1 : 0

/** Learners of the roster who handed in nothing are part of the class. */
const wholeClass = ({ submissions, roster, shard }: BatchInput): readonly Submission[] => {
  const known = new Set(submissions.map(({ learner }) => learner))
  const absent = [...roster.keys()]
    .filter((learner) => !known.has(learner))
    .map((learner) => ({ learner, read: () => NOTHING }))
  return [...submissions, ...absent].filter(({ learner }) => isInShard(learner, shard)).sort(byLearner)
}

const NOTHING: Handed = { files: [], modifiedMs: 0 }

/** Grades what has no result yet, and writes them all in order. */
export async function runBatch(input: BatchInput): Promise<void> {
  const { tasks, store, onProgress } = input
  const everyone = wholeClass(input)
  const total = everyone.length * tasks.length
  let [graded, kept] = [0, 0]
  const running = new Set<Promise<void>>()
  const failures: Error[] = []
  const report = (): void => onProgress({ graded, kept, total })
  report()
  for (const submission of everyone) {
    const handed = readOrRefuse(submission)
    for (const task of tasks) {
      const job = jobOf(submission.learner, task, handed, input)
      const refusal =
        handed instanceof Refusal ? handed : job.files.length === 0 ? new Refusal('submission-missing') : undefined
      const result = refusal === undefined ? undefined : refusedResult(task, job, refusal, input)
      if (store.has(keyOf({ learner: { id: job.learner }, task }), expectedFingerprint(job, result))) {
        kept++
        continue
      }
      if (result !== undefined) {
        store.append(result, JSON.stringify(result))
        graded++
        continue
      }
      const one = gradeOne(task, job, input)
        .then(
          () => {
            graded++
          },
          (error: unknown) => failures.push(error instanceof Error ? error : new Error(String(error))),
        )
        .then(() => {
          running.delete(one)
          report()
        })
      running.add(one)
      if (running.size >= input.ahead) await Promise.race(running)
      if (failures[0] !== undefined) throw failures[0]
    }
    report()
  }
  await Promise.all(running)
  if (failures[0] !== undefined) throw failures[0]
  store.finish(everyone.flatMap(({ learner }) => tasks.map((task) => keyOf({ learner: { id: learner }, task }))))
}

const expectedFingerprint = ({ files, at, late }: GradeJob, refused: StoredResult | undefined): string =>
  fingerprintOf(refused ?? { submission: { files, at, ...(late === undefined ? {} : { late }) }, problems: [] })

const readOrRefuse = (submission: Submission): Handed | Refusal => {
  try {
    return submission.read()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

const jobOf = (learner: string, task: Task, handed: Handed | Refusal, input: BatchInput): GradeJob => {
  const { files, modifiedMs } = handed instanceof Refusal ? NOTHING : handed
  const { tasks, sections, roster, dueMs } = input
  const submitted = roster.get(learner)?.submitted
  const atMs = submitted === undefined ? modifiedMs : Date.parse(submitted)
  const own = filesFor(task.id, files, { tasks: sections, isOnly: tasks.length === 1 })
  return {
    learner,
    task: task.id,
    at: new Date(atMs).toISOString(),
    files: own,
    ...(dueMs === undefined ? {} : { late: own.length > 0 && atMs > dueMs }),
  }
}

async function gradeOne(task: Task, job: GradeJob, input: BatchInput): Promise<void> {
  const { store, pool } = input
  const reply = await pool.grade(job)
  if (reply.kind === 'graded') store.append(JSON.parse(reply.line) as StoredResult, reply.line)
  else {
    const result = resultOf(reply, task, job, input)
    store.append(result, JSON.stringify(result))
  }
}

const resultOf = (
  reply: Exclude<GradeReply, { readonly kind: 'graded' }>,
  task: Task,
  job: GradeJob,
  settings: BatchInput,
): StoredResult =>
  reply.kind === 'ended'
    ? refusedResult(task, job, { code: reply.code, detail: '' }, settings)
    : failedResult(task, job, reply.reason, settings)
