/** Whether a submission is what it says it is. What this shows and what it does not is written down in docs/exams.md. */
import { createHash } from 'node:crypto'
import { rootOf, verifyChain } from '../../src/course/exam/event-log.ts'
import type { DrawnExam } from '../../src/course/exam/draw.ts'
import type { Exam } from '../../src/course/exam/exam.ts'
import { windowOf, type Learner } from '../../src/course/exam/paper.ts'
import type { Submission } from '../../src/course/exam/submission.ts'
import { allowedMs, timePassed } from '../../src/course/exam/time.ts'
import { same, type Words } from '../../src/grading/words.ts'
import { FINDING_WORDS } from '../terminal/messages/exam-findings.ts'
import { isProofSound, isSignatureSound } from './sign.ts'

/** A submission that has one of these is not scored. */
const REFUSING = ['other-exam', 'signature-broken', 'proof-broken', 'other-variant'] as const

/** Nor one of which grading finds this: it is invalid, or the last of them, the grader's own mistake. */
const UNGRADED = ['state-unreadable', 'grading-slow', 'grading-memory', 'grader-failed'] as const

/** One that has another is, and the instructor is told; `late` earns nothing. */
export type FindingKind =
  | (typeof REFUSING)[number]
  | (typeof UNGRADED)[number]
  | 'chain-broken'
  | 'state-unlogged'
  | 'receipt-missing'
  | 'clock-set'
  | 'restarted'
  | 'late'
  | 'before-opening'

export interface Finding {
  readonly kind: FindingKind
  /** Empty where the kind says all. */
  readonly detail: Words
}

export const isRefused = (findings: readonly Finding[]): boolean =>
  findings.some(({ kind }) => ([...REFUSING, ...UNGRADED] as readonly string[]).includes(kind))

export interface Expected {
  readonly exam: Exam
  readonly learner: Learner
  readonly drawn: DrawnExam
  readonly token: string
  /** What was noted down of the learner's receipts during the exam. */
  readonly receipts: readonly string[]
}

const found = (isFound: boolean, kind: FindingKind, detail: Words): readonly Finding[] => (isFound ? [{ kind, detail }] : [])

const NOTHING = same('')

const SECOND_MS = 1000

const minutesOf = (ms: number): string => (ms / (60 * SECOND_MS)).toFixed(1)

/** What its clocks say. */
const checkTimes = (submission: Submission, { exam, learner }: Expected): readonly Finding[] => {
  const readings = submission.events.map(({ at }) => at)
  const { elapsedMs, jumps, restarts } = timePassed(readings)
  const allowed = allowedMs(exam.minutes, learner.multiplier) + exam.graceMinutes * 60 * SECOND_MS
  const { opens, closes } = windowOf(exam, learner)
  const [first] = readings
  const beganMs = first?.wallMs ?? 0
  const closesMs = closes === undefined ? Infinity : Date.parse(closes) + exam.graceMinutes * 60 * SECOND_MS
  return [
    ...found(elapsedMs > allowed, 'late', FINDING_WORDS.lateBy(minutesOf(elapsedMs), minutesOf(allowed))),
    ...found(elapsedMs <= allowed && beganMs + elapsedMs > closesMs, 'late', FINDING_WORDS.afterWindow(closes ?? '')),
    ...found(opens !== undefined && beganMs < Date.parse(opens), 'before-opening', FINDING_WORDS.before(opens ?? '')),
    ...jumps.map(({ index, byMs }): Finding => ({ kind: 'clock-set', detail: FINDING_WORDS.clockSet(minutesOf(byMs), index) })),
    ...restarts.map(({ index, offMs }): Finding => ({
      kind: 'restarted',
      detail: FINDING_WORDS.restarted(minutesOf(offMs), index),
    })),
  ]
}

const checkChain = (submission: Submission, { receipts }: Expected): readonly Finding[] => {
  const { exam, learner, variant, events } = submission
  return verifyChain(rootOf({ exam, learner, variant }), events, receipts).map((problem): Finding =>
    problem.kind === 'receipt-missing'
      ? { kind: 'receipt-missing', detail: same(problem.receipt) }
      : {
          kind: 'chain-broken',
          detail: problem.kind === 'changed' ? FINDING_WORDS.changed(problem.n) : FINDING_WORDS.moved(problem.n),
        },
  )
}

/** States that its log does not know of were not what the learner's cluster held. */
const checkStates = ({ states, events }: Submission): readonly Finding[] => {
  const logged = new Set(events.flatMap(({ kind, detail }) => (kind === 'save' ? [detail['sha256']] : [])))
  const strange = states.filter(({ objects }) => !logged.has(createHash('sha256').update(objects).digest('hex')))
  return strange.map(({ slots }): Finding => ({ kind: 'state-unlogged', detail: same(slots.join(', ')) }))
}

/** All that is odd about it. */
export const verifySubmission = (submission: Submission, expected: Expected): readonly Finding[] => {
  const { exam, drawn, token, learner } = expected
  const isOther = submission.exam !== exam.id || submission.version !== exam.version || submission.learner !== learner.id
  return [
    ...found(isOther, 'other-exam', FINDING_WORDS.of(submission.exam, submission.version, submission.learner)),
    ...found(!isSignatureSound(submission), 'signature-broken', NOTHING),
    ...found(!isProofSound(submission, token), 'proof-broken', NOTHING),
    ...found(submission.variant !== drawn.hash, 'other-variant', NOTHING),
    ...checkChain(submission, expected),
    ...checkStates(submission),
    ...checkTimes(submission, expected),
  ]
}
