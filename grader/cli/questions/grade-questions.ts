/** `grade 1-2`: asks the questions of a concept section, or judges answers from a file. */
import process from 'node:process'
import { poseConcept } from '../../../src/course/pose-concept.ts'
import { renderContentProblem } from '../../../src/course/problem.ts'
import type { PosedQuestion } from '../../../src/course/questions/question.ts'
import { toQuestionsResult } from '../../../src/course/questions/result.ts'
import type { Concept } from '../../../src/course/read-concept.ts'
import type { Cli } from '../../terminal/cli.ts'
import { chooseFormat, styleOf } from '../formats.ts'
import { questionMessages } from '../../terminal/messages/questions.ts'
import { writeOutput } from '../output.ts'
import { Problem } from '../../terminal/problem.ts'
import { readProgress, recordQuestions } from '../../course/progress.ts'
import { readVersion } from '../version.ts'

export interface QuestionOptions {
  readonly format: string
  /** Where the report goes instead of standard output. */
  readonly output?: string
  /** A file of answers, `-` for standard input; asked for in the terminal where absent. */
  readonly answers?: string
  /** Only those that were not answered right before. */
  readonly missed?: boolean
}

/** 0: every question that was asked is right. 1: some are not. */
export async function gradeQuestions(cli: Cli, concept: Concept, options: QuestionOptions): Promise<number> {
  const { REPORTS } = await import('../../reports/reports.ts')
  const render = chooseFormat(options.format, REPORTS)
  const words = questionMessages(cli.language)
  const all = await pose(cli, concept)
  const known = (await readProgress(cli.paths))[concept.id]?.questions ?? {}
  const questions = options.missed === true ? all.filter(({ id }) => known[id] !== true) : all
  if (questions.length === 0) {
    cli.err(words.noneMissed(concept.id))
    return 0
  }
  const { answers, files } = await answersOf(cli, concept, questions, options)
  const version = await readVersion(cli.root)
  const at = new Date().toISOString()
  const result = toQuestionsResult({ concept, questions, answers, language: cli.language, version, at, files })
  const right = Object.fromEntries(result.checks.flatMap(({ id, passed }) => (id in answers ? [[id, passed === true]] : [])))
  await recordQuestions(cli.paths, concept.id, right, { of: all.length, at })
  const style = styleOf(cli)
  const isConversation = options.answers === undefined && options.format === 'text' && options.output === undefined
  if (isConversation) {
    cli.out('')
    if (Object.keys(answers).length < questions.length)
      cli.out(`  ${words.stopped(Object.keys(answers).length, questions.length)}`)
    cli.out(`  ${words.total(result.score, result.max)}`)
    if (result.status !== 'pass') cli.err(`  ${words.retry(concept.id)}`)
  } else if (options.output === undefined) cli.out(render(result, style, cli.environment))
  else await writeOutput(options.output, render(result, { ...style, color: false }, cli.environment))
  return result.status === 'pass' ? 0 : 1
}

/** A section whose keys cannot be computed is the author's mistake. */
const pose = async (cli: Cli, concept: Concept): Promise<readonly PosedQuestion[]> => {
  const { questions, problems } = await poseConcept(concept)
  if (problems.length > 0)
    throw new Problem('course-unreadable', {
      path: new URL(`tasks/${concept.id}/`, cli.root).pathname,
      reason: problems.map(renderContentProblem).join('; '),
    })
  return questions
}

const answersOf = async (cli: Cli, concept: Concept, questions: readonly PosedQuestion[], options: QuestionOptions) => {
  if (options.answers !== undefined) return (await import('./read-answers.ts')).readAnswersFile(options.answers, questions)
  cli.out(`${concept.id}  ${concept.title[cli.language]} · ${questionMessages(cli.language).heading(questions.length)}`)
  const answers = await (
    await import('./ask.ts')
  ).askQuestions(
    cli,
    { questions, states: concept.states },
    {
      input: process.stdin,
      output: process.stdout,
    },
  )
  if (Object.keys(answers).length === 0)
    throw new Problem('answers-missing', { section: concept.id, ids: questions.map(({ id }) => id).join(', ') })
  return { answers, files: [] }
}
