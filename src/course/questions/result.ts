/** The result of a section's questions, in the shape of every other result. */
import type { Result, ResultCheck } from '../../grading/result.ts'
import type { Language } from '../../grading/words.ts'
import type { Concept } from '../read-concept.ts'
import { judgeAnswer } from './judge.ts'
import type { PosedQuestion } from './question.ts'

/** Answers by the question's id: ids of options, or a text as the only entry. A question that was not answered is absent. */
export type Answers = Readonly<Record<string, readonly string[]>>

export interface QuestionsInput {
  readonly concept: Pick<Concept, 'id' | 'title'>
  readonly questions: readonly PosedQuestion[]
  readonly answers: Answers
  readonly language: Language
  readonly version: string
  /** RFC 3339. */
  readonly at: string
  readonly files: Result['submission']['files']
}

/** Options in words, in the order in which they are given; texts as they are. */
export const nameAnswer = ({ form, options }: PosedQuestion, ids: readonly string[], language: Language): string =>
  form === 'text'
    ? ids.join(' ')
    : ids
        .map((id) => `${id} ${options.find((option) => option.id === id)?.text[language] ?? ''}`)
        .join(form === 'order' ? ' → ' : '; ')

/** Of several texts that are right the first is told. */
export const nameKey = (question: PosedQuestion, language: Language): string =>
  nameAnswer(question, question.form === 'text' ? question.key.slice(0, 1) : question.key, language)

const toCheck = (question: PosedQuestion, answer: readonly string[] | undefined, language: Language): ResultCheck => {
  const passed = answer !== undefined && judgeAnswer(question, answer).correct
  return {
    id: question.id,
    title: question.prompt[language],
    passed,
    points: passed ? 1 : 0,
    max: 1,
    dependsOn: [],
    blockedBy: [],
    expected: passed ? null : nameKey(question, language),
    actual: passed ? null : nameAnswer(question, answer ?? [], language),
    rationale: passed ? null : question.why[language],
    help: null,
    position: null,
    causes: [],
    walk: passed
      ? []
      : question.walk.map(({ place, detail, outcome }) => ({
          place: place[language],
          detail: detail[language],
          outcome: outcome[language],
          shouldStop: false,
        })),
    visibility: 'visible',
    tags: [question.kind],
    docs: null,
  }
}

/** One point a question; what was not answered is not right. */
export const toQuestionsResult = (input: QuestionsInput): Result => {
  const { concept, questions, answers, language, version, at, files } = input
  const checks = questions.map((question) => toCheck(question, answers[question.id], language))
  const score = checks.reduce((sum, { points }) => sum + points, 0)
  return {
    schema: 'netgrade/result/v1',
    tool: { name: 'netgrade', version },
    environment: 'questions',
    task: { id: concept.id, title: concept.title[language], locale: language, namespaces: [] },
    submission: { files, at },
    status: score === checks.length ? 'pass' : score > 0 ? 'partial' : 'fail',
    score,
    max: checks.length,
    checks,
    problems: [],
    log: [],
  }
}
