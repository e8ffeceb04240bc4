/** What a learner is told of an exam's result: no more than the exam's `shows.after` allows, and nothing of others. */
import type { ItemResult } from '../../src/course/exam/grade-submission.ts'
import type { Language } from '../../src/grading/words.ts'
import { examFeedbackMessages } from '../terminal/messages/exam-feedback.ts'
import type { ExamResults, LearnerResult, SubmissionResult } from '../exam/class/results.ts'

type After = ExamResults['exam']['after']

/** Points without needless digits. */
const short = (points: number): string => String(Math.round(points * 100) / 100)

const checksOf = ({ checks }: ItemResult, after: After, language: Language): readonly string[] => {
  const words = examFeedbackMessages(language)
  return checks.flatMap(({ title, passed, causes }) => [
    `    ${title[language]}: ${passed === null ? words.blocked : passed ? words.passed : words.failed}`,
    ...(after === 'everything' && passed === false ? causes.map((code) => `      ${words.cause(code)}`) : []),
  ])
}

const submissionOf = ({ attempt, counts, items }: SubmissionResult, after: After, language: Language): readonly string[] => {
  const words = examFeedbackMessages(language)
  const rows = items.flatMap((item) => [
    `  ${item.id}  ${short(item.points)}/${short(item.max)}  ${words.status[item.status]}`,
    ...checksOf(item, after, language),
  ])
  return ['', words.submission(attempt), ...(counts ? rows : [`  ${words.refused}`])]
}

export const renderFeedback = (learner: LearnerResult, exam: ExamResults['exam'], language: Language): string => {
  const words = examFeedbackMessages(language)
  const { after } = exam
  const points =
    after === 'nothing'
      ? []
      : [
          words.score(short(learner.score), short(learner.max)),
          ...learner.slots.map((slot) => `  ${slot.slot}  ${short(slot.points)}/${short(slot.max)}`),
        ]
  const detail =
    after === 'checks' || after === 'everything' ? learner.submissions.flatMap((one) => submissionOf(one, after, language)) : []
  const head = [exam.title[language], learner.name, words.received(learner.submissions.length)]
  return `${[...head, ...points, ...detail].join('\n')}\n`
}
