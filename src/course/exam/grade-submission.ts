/** What a submission earned, item by item. Nothing but the course, the exam, the secret's draw and the submission decide it. */
import { gradeSnapshot, type GradedCheck } from '../../grading/grade.ts'
import { rebuild } from '../../grading/repair/rebuild.ts'
import { scoreOf } from '../../grading/score.ts'
import type { Language } from '../../grading/words.ts'
import type { Snapshot } from '../../network/model.ts'
import type { Parameters } from '../parameters.ts'
import { judgeAnswer } from '../questions/judge.ts'
import { PoolExhausted, type DrawnExam, type DrawnItem } from './draw.ts'
import { nameAlternate } from './exam.ts'
import type { ExamCourse } from './exam-course.ts'
import type { SubmissionBody, SubmittedState } from './submission.ts'

export interface ItemCheck {
  readonly id: string
  readonly title: Readonly<Record<Language, string>>
  /** Null: another check stands in its way. */
  readonly passed: boolean | null
  /** Codes of what was found to be the cause, the likeliest first. */
  readonly causes: readonly string[]
}

export interface ItemResult {
  readonly id: string
  readonly slot: string
  readonly alternate: string
  readonly parameters: Parameters
  /** From 0 to 1. */
  readonly share: number
  readonly points: number
  readonly max: number
  /** `blank`: nothing was answered, or the state holds nothing of the task's. */
  readonly status: 'pass' | 'partial' | 'fail' | 'blank'
  readonly checks: readonly ItemCheck[]
  /** Of a question: what was answered. */
  readonly answer?: readonly string[]
}

export interface Grading {
  readonly course: ExamCourse
  /** The network of a cluster that holds these objects. */
  snapshotOf(state: SubmittedState): Promise<Snapshot>
  /** Causes are looked for; without it only points are counted, which is faster. */
  readonly explain: boolean
}

const toItemCheck = ({ check, passed, diagnoses }: GradedCheck): ItemCheck => ({
  id: check.id,
  title: check.title,
  passed,
  causes: diagnoses.map(({ cause }) => cause.code),
})

type Earned = Pick<ItemResult, 'share' | 'status' | 'checks'> & Pick<Partial<ItemResult>, 'answer'>

const BLANK: Earned = { share: 0, status: 'blank', checks: [] }

const lost = ({ slot, alternate }: DrawnItem): PoolExhausted =>
  new PoolExhausted(slot, `the course has no ${nameAlternate(alternate)}`)

const gradeTaskItem = async (item: DrawnItem, submission: SubmissionBody, grading: Grading): Promise<Earned> => {
  const { alternate, parameters, slot } = item
  const task = alternate.kind === 'task' ? grading.course.taskOf(alternate, parameters)?.task : undefined
  if (task === undefined) throw lost(item)
  const state = submission.states.find(({ slots }) => slots.includes(slot))
  if (state === undefined) return BLANK
  const checks = await gradeSnapshot(task, await grading.snapshotOf(state), {
    explain: grading.explain,
    rebuild: (snapshot, patch) => rebuild(snapshot, patch, { keepAddresses: false }),
    findManifest: () => undefined,
  })
  const { score, max, status } = scoreOf(checks)
  return { share: max === 0 ? 0 : score / max, status, checks: checks.map(toItemCheck) }
}

const gradeQuestionItem = async (item: DrawnItem, submission: SubmissionBody, course: ExamCourse): Promise<Earned> => {
  const { alternate } = item
  const answer = Object.hasOwn(submission.answers, item.id) ? submission.answers[item.id] : undefined
  const asked = alternate.kind === 'question' ? await course.questionOf(alternate.section, alternate.question) : undefined
  if (asked === undefined) throw lost(item)
  if (answer === undefined) return BLANK
  const { correct } = judgeAnswer(asked.question, answer)
  return { share: correct ? 1 : 0, status: correct ? 'pass' : 'fail', checks: [], answer }
}

/** In the order of the exam's slots. Throws PoolExhausted for an item that the course does not have: see requireItems. */
export const gradeSubmission = async (
  drawn: DrawnExam,
  submission: SubmissionBody,
  grading: Grading,
): Promise<readonly ItemResult[]> => {
  const results: ItemResult[] = []
  for (const item of drawn.items) {
    const { id, slot, points, alternate, parameters } = item
    const earned =
      alternate.kind === 'task'
        ? await gradeTaskItem(item, submission, grading)
        : await gradeQuestionItem(item, submission, grading.course)
    results.push({
      id,
      slot,
      alternate: nameAlternate(alternate),
      parameters,
      points: earned.share * points,
      max: points,
      ...earned,
    })
  }
  return results
}

/** What was earned in each slot, from 0 to 1. */
export const sharesOf = (items: readonly Pick<ItemResult, 'slot' | 'points' | 'max'>[]): Readonly<Record<string, number>> => {
  const slots = [...new Set(items.map(({ slot }) => slot))]
  return Object.fromEntries(
    slots.map((slot) => {
      const own = items.filter((item) => item.slot === slot)
      const sum = (of: 'points' | 'max'): number => own.reduce((total, item) => total + item[of], 0)
      return [slot, sum('max') === 0 ? 0 : sum('points') / sum('max')]
    }),
  )
}
