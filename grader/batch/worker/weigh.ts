/** The result of a part of an exam, with the exam's points in the place of the task's. */
import type { Result, ResultCheck } from '../../../src/grading/result.ts'
import { examMessages } from '../../terminal/messages/exam.ts'
import type { ExamPart } from '../unit.ts'

/** Sums of parts of points are told without what computers make of tenths. */
const round = (points: number): number => Number(points.toFixed(6))

/** What a check is worth, and the slot that gives it to everybody, if one does. */
type Worth = (check: ResultCheck) => { readonly points: number; readonly forced?: string }

const worthIn = ({ points, forced, questions }: ExamPart, max: number): Worth => {
  const own = forced === undefined ? {} : { forced }
  return (check) =>
    Object.hasOwn(questions, check.id)
      ? (questions[check.id] ?? { points: 0 })
      : { points: max === 0 ? 0 : (check.max / max) * points, ...own }
}

/** What is not graded has earned nothing, whatever its slot gives. */
const isGraded = ({ status }: Result): boolean => status === 'pass' || status === 'partial' || status === 'fail'

export const weigh = (result: Result, part: ExamPart): Result => {
  const worthOf = worthIn(part, result.max)
  const forced = new Set<string>()
  const checks = result.checks.map((check) => {
    const worth = worthOf(check)
    const isGiven = worth.forced !== undefined && isGraded(result)
    if (isGiven) forced.add(worth.forced)
    const share = isGiven ? 1 : check.max === 0 ? 0 : check.points / check.max
    return { ...check, points: share * worth.points, max: worth.points }
  })
  const score = isGraded(result) ? round(checks.reduce((sum, { points }) => sum + points, 0)) : 0
  const max = round(part.points)
  return {
    ...result,
    ...(forced.size === 0 ? {} : { status: score === max ? 'pass' : 'partial' }),
    score,
    max,
    checks: checks.map((check) => ({ ...check, points: round(check.points), max: round(check.max) })),
    log: [...result.log, ...[...forced].map((slot) => examMessages(result.task.locale).slotForced(slot))],
  }
}
