/** The author's contract of one section: all that keeps it from being shown, asked and graded as it should. */
import { poseConcept } from '../pose-concept.ts'
import type { ContentProblem } from '../problem.ts'
import { judgeAnswer } from '../questions/judge.ts'
import type { Concept } from '../read-concept.ts'
import { readSection } from '../read-section.ts'
import type { TaskSource } from '../reading.ts'
import { checkTask, checkWrongAnswer, wrongAnswersOf } from './check-practice.ts'
import { checkProse, type LinkTargets } from './check-prose.ts'

/** How much of a section was looked at. */
export interface CheckedSection {
  readonly problems: readonly ContentProblem[]
  /** Of a practice section. */
  readonly wrongAnswers: number
  /** Of a concept section. */
  readonly questions: number
}

/** What a section has to ask at least once each, for one kind alone measures little. */
const KINDS = ['choice', 'multi-choice', 'order', 'short-answer', 'trace'] as const

const checkConcept = async (source: TaskSource, concept: Concept): Promise<readonly ContentProblem[]> => {
  const { questions, problems } = await poseConcept(concept)
  const missing = KINDS.filter((kind) => !questions.some((question) => question.kind === kind))
  const place = { file: `${source.folder}/questions.yaml`, line: 1, column: 1 }
  // A key that its own judge does not take, or that no answer at all satisfies, is no key.
  const keyless = questions.filter((question) => {
    const answer = question.form === 'text' ? question.key.slice(0, 1) : question.key
    return !judgeAnswer(question, answer).correct || (question.form !== 'many' && judgeAnswer(question, []).correct)
  })
  return [
    ...problems,
    ...(missing.length === 0 ? [] : [{ ...place, message: `no question of the kinds ${missing.join(', ')}` }]),
    ...keyless.map(({ id }) => ({ ...place, path: id, message: 'the key does not tell a right answer from none' })),
  ]
}

/** Checks everything that needs no cluster. */
export const checkSection = async (source: TaskSource, targets: LinkTargets): Promise<CheckedSection> => {
  const { section, problems } = readSection(source)
  const prose = await checkProse(source, section, targets)
  const found = [...problems, ...prose]
  if (section.kind === 'concept')
    return {
      problems: [...found, ...(await checkConcept(source, section))],
      wrongAnswers: 0,
      questions: section.questions.length,
    }
  const names = wrongAnswersOf(source)
  found.push(...(await checkTask(source, section)))
  for (const name of names) found.push(...(await checkWrongAnswer(source, section, name)))
  return { problems: found, wrongAnswers: names.length, questions: 0 }
}
