/** Grades a class: every submission once, whatever happens in between. */
import type { Submission as SignedSubmission } from '../../src/course/exam/submission.ts'
import { same, type Language } from '../../src/grading/words.ts'
import { Refusal } from './refusal.ts'
import { failedResult, refusedResult } from './refused-result.ts'
import { fingerprintOf, keyOf, type StoredResult } from './results/stored-result.ts'
import type { ResultStore } from './results/store.ts'
import type { Roster } from './roster.ts'
import { isInShard, type Shard } from './shard.ts'
import { filesFor, type Handed, type Submission } from './submission.ts'
import { answersTo, nameOfUnit, type Unit } from './unit.ts'
import type { GradeJob, GradePool, GradeReply } from './worker/job.ts'

export interface BatchInput {
  readonly submissions: readonly Submission[]
  /** What is graded of each learner's submission, in the order of the results. */
  readonly unitsOf: (learner: string) => readonly Unit[]
  /** Whether a signed submission came too late; throws a Refusal for what it must not be. */
  readonly verify: (learner: string, submission: SignedSubmission) => { readonly late: boolean }
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

interface Verified extends Handed {
  readonly late?: boolean
}

const NOTHING: Verified = { files: [], modifiedMs: 0 }

/** Grades what has no result yet, and writes them all in order. */
export async function runBatch(input: BatchInput): Promise<void> {
  const { store, onProgress, unitsOf } = input
  const everyone = wholeClass(input)
  const total = everyone.reduce((sum, { learner }) => sum + unitsOf(learner).length, 0)
  let [graded, kept] = [0, 0]
  const running = new Set<Promise<void>>()
  const failures: Error[] = []
  const report = (): void => onProgress({ graded, kept, total })
  report()
  for (const submission of everyone) {
    const handed = readOrRefuse(submission, input)
    for (const { unit, job, refused } of jobsOf(submission.learner, handed, input)) {
      if (store.has(keyOf({ learner: { id: job.learner }, task: unit.task }), expectedFingerprint(job, refused))) {
        kept++
        continue
      }
      if (refused !== undefined) {
        store.append(refused, JSON.stringify(refused))
        graded++
        continue
      }
      const one = gradeOne(unit, job, input)
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
  store.finish(everyone.flatMap(({ learner }) => unitsOf(learner).map(({ task }) => keyOf({ learner: { id: learner }, task }))))
}

interface Planned {
  readonly unit: Unit
  readonly job: GradeJob
  /** The result, where there is nothing to grade. */
  readonly refused?: StoredResult
}

/** Reading failed by a mistake of ours. */
interface Mistake {
  readonly mistake: string
}

const jobsOf = (learner: string, handed: Verified | Refusal | Mistake, input: BatchInput): readonly Planned[] => {
  const units = input.unitsOf(learner)
  return units.map((unit): Planned => {
    const job = jobOf(learner, unit, { handed: 'mistake' in handed ? NOTHING : handed, units, input })
    if ('mistake' in handed) return { unit, job, refused: failedResult(unit.task, job, handed.mistake, input) }
    const isMissing =
      job.files.length === 0 || (job.answers !== undefined && unit.slot !== undefined && job.state === undefined)
    const refusal = handed instanceof Refusal ? handed : isMissing ? new Refusal('submission-missing') : undefined
    return { unit, job, ...(refusal === undefined ? {} : { refused: refusedResult(unit.task, job, refusal, input) }) }
  })
}

const expectedFingerprint = ({ files, at, late }: GradeJob, refused: StoredResult | undefined): string =>
  fingerprintOf(refused ?? { submission: { files, at, ...(late === undefined ? {} : { late }) }, problems: [] })

/** What the file system refuses, as where a disk fails, is no submission's fault and ends everything. */
const readOrRefuse = (submission: Submission, { verify }: BatchInput): Verified | Refusal | Mistake => {
  try {
    const handed = submission.read()
    return handed.signed === undefined ? handed : { ...handed, ...verify(submission.learner, handed.signed) }
  } catch (error) {
    if (error instanceof Refusal) return error
    if (!(error instanceof Error) || 'syscall' in error) throw error
    return { mistake: error.stack ?? error.message }
  }
}

interface Having {
  readonly handed: Verified | Refusal
  readonly units: readonly Unit[]
  readonly input: BatchInput
}

const jobOf = (learner: string, unit: Unit, { handed, units, input }: Having): GradeJob => {
  const { files, modifiedMs, signed, late } = handed instanceof Refusal ? NOTHING : handed
  const { sections, roster, dueMs } = input
  const submitted = roster.get(learner)?.submitted ?? signed?.at
  const atMs = submitted === undefined ? modifiedMs : Date.parse(submitted)
  const own = signed === undefined ? filesFor(unit.task, files, { sections, graded: units.map(({ task }) => task) }) : files
  const isLate = late ?? (dueMs === undefined ? undefined : own.length > 0 && atMs > dueMs)
  return {
    learner,
    task: nameOfUnit(unit),
    at: new Date(atMs).toISOString(),
    files: own,
    ...(isLate === undefined ? {} : { late: isLate }),
    ...(unit.part === undefined ? {} : { part: unit.part }),
    ...(signed === undefined ? {} : ofSigned(unit, signed)),
  }
}

/** A worker is not given the whole submission as well. */
const ofSigned = ({ part, slot }: Unit, { states, answers }: SignedSubmission): Partial<GradeJob> => {
  const state = slot === undefined ? undefined : states.find(({ slots }) => slots.includes(slot))
  return { ...(state === undefined ? {} : { state }), ...(part === undefined ? {} : { answers: answersTo(part, answers) }) }
}

async function gradeOne({ task }: Unit, job: GradeJob, input: BatchInput): Promise<void> {
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
  task: Unit['task'],
  job: GradeJob,
  settings: BatchInput,
): StoredResult =>
  reply.kind !== 'threw'
    ? refusedResult(task, job, { code: reply.code, detail: same(reply.kind === 'refused' ? reply.detail : '') }, settings)
    : failedResult(task, job, reply.reason, settings)
