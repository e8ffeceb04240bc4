/** The author's contract of one section: all that keeps it from being shown, asked and graded as it should. */
import { poseConcept } from '../pose-concept.ts'
import { renderContentProblem, type ContentProblem } from '../problem.ts'
import { judgeAnswer } from '../questions/judge.ts'
import type { Concept } from '../read-concept.ts'
import { readSection } from '../read-section.ts'
import type { TaskSource } from '../reading.ts'
import { wrongAnswersOf } from '../solution.ts'
import { layVariant, PLAIN, variantsOf } from '../variants.ts'
import { checkTask, checkWrongAnswer } from './check-practice.ts'
import { checkProse, type LinkTargets } from './check-prose.ts'
import { checkOthersFail, checkVariantProse, drawsOf } from './check-variants.ts'

/** How much of a section was looked at. */
export interface CheckedSection {
  readonly problems: readonly ContentProblem[]
  /** Of a practice section, with those of its variants. */
  readonly wrongAnswers: number
  /** Of a practice section, beside its own task. */
  readonly variants: number
  /** Of a concept section. */
  readonly questions: number
}

/** What a section has to ask at least once each, for one kind alone measures little. */
const KINDS = ['choice', 'multi-choice', 'order', 'short-answer', 'trace'] as const

/** What packet tracing is about, each at least once: does it connect, where does it stop, who answers, which address does the server see. */
const TRACED = ['verdict', 'stops-at', 'answered-by', 'source-address'] as const

const checkConcept = async (source: TaskSource, concept: Concept): Promise<readonly ContentProblem[]> => {
  const { questions, problems } = await poseConcept(concept)
  const missing = KINDS.filter((kind) => !questions.some((question) => question.kind === kind))
  const untraced = TRACED.filter((ask) => !concept.questions.some((one) => one.kind === 'trace' && one.ask === ask))
  const place = { file: `${source.folder}/questions.yaml`, line: 1, column: 1 }
  // A key that its own judge does not take, or that no answer at all satisfies, is no key.
  const keyless = questions.filter((question) => {
    const answer = question.form === 'text' ? question.key.slice(0, 1) : question.key
    return !judgeAnswer(question, answer).correct || judgeAnswer(question, []).correct
  })
  return [
    ...problems,
    ...(missing.length === 0 ? [] : [{ ...place, message: `no question of the kinds ${missing.join(', ')}` }]),
    ...(untraced.length === 0 ? [] : [{ ...place, message: `no packet is traced for ${untraced.join(', ')}` }]),
    ...keyless.map(({ id }) => ({ ...place, path: id, message: 'the key does not tell a right answer from none' })),
  ]
}

/** The tasks of a practice section, each as every learner may get it, with its answers. */
const checkPractice = async (
  source: TaskSource,
  targets: LinkTargets,
): Promise<Pick<CheckedSection, 'problems' | 'wrongAnswers'>> => {
  const problems: ContentProblem[] = []
  for (const name of variantsOf(source)) problems.push(...(await checkVariantProse(source, name, targets)))
  const draws = drawsOf(source)
  const wrong = new Set<string>()
  for (const drawn of draws) {
    problems.push(...drawn.problems, ...(await checkTask(drawn.source, drawn.task)), ...(await checkOthersFail(drawn, draws)))
    for (const name of wrongAnswersOf(drawn.source)) {
      wrong.add(`${drawn.source.variant ?? ''}/${name}`)
      problems.push(...(await checkWrongAnswer(drawn.source, drawn.task, name)))
    }
  }
  // What several draws have in common is said once.
  const told = new Map(problems.map((problem) => [renderContentProblem(problem), problem]))
  return { problems: [...told.values()], wrongAnswers: wrong.size }
}

/** Checks everything that needs no cluster. */
export const checkSection = async (source: TaskSource, targets: LinkTargets): Promise<CheckedSection> => {
  const own = layVariant(source, PLAIN)
  const { section, problems } = readSection(own)
  const prose = await checkProse(own, section, targets)
  const found = [...problems, ...prose]
  if (section.kind === 'concept')
    return {
      problems: [...found, ...(await checkConcept(source, section))],
      wrongAnswers: 0,
      variants: 0,
      questions: section.questions.length,
    }
  const checked = await checkPractice(source, targets)
  const unread = problems.map(renderContentProblem)
  return {
    problems: [...found, ...checked.problems.filter((problem) => !unread.includes(renderContentProblem(problem)))],
    wrongAnswers: checked.wrongAnswers,
    variants: variantsOf(source).length,
    questions: 0,
  }
}
