/** The items of an exam on a terminal: reading and answering them. */
import { letteredOptions, sayLettered } from '../../../src/course/exam/lettered.ts'
import type { PaperItem } from '../../../src/course/exam/paper.ts'
import type { Answers } from '../../../src/course/questions/result.ts'
import { readAnswers, requireAttempt } from '../../exam/attempt.ts'
import { keepAnswer, openItem } from '../../exam/work.ts'
import { renderPairs, type Cli } from '../../terminal/cli.ts'
import { examMessages } from '../../terminal/messages/exam.ts'
import { questionMessages } from '../../terminal/messages/questions.ts'
import { announce, homeOf } from './sit.ts'

/** `grade exam show ITEM`: what it asks; with `--yes` through a lock. */
export async function showItem(cli: Cli, given: string, options: { readonly yes?: boolean }): Promise<number> {
  const words = examMessages(cli.language)
  const attempt = await requireAttempt(homeOf(cli))
  const { item, refused } = await openItem(attempt, given, options.yes === true)
  for (const refusal of refused) cli.err(`  ${cli.messages.start.refused}: ${refusal}`)
  cli.out(`\n${item.id}  ${words.points(item.points)}\n\n${renderItem(cli, item, await readAnswers(attempt))}\n`)
  await announce(cli, attempt)
  return 0
}

const renderItem = (cli: Cli, item: PaperItem, answers: Answers): string => {
  const words = examMessages(cli.language)
  if (item.kind === 'task') return `${item.task.title[cli.language]}\n\n${item.task.statement[cli.language]}`
  const { question, id } = item
  const choices = letteredOptions(question).map(({ letter, option }) => [letter, option.text[cli.language]] as const)
  const answer = Object.hasOwn(answers, id) ? answers[id] : undefined
  return [
    question.prompt[cli.language],
    ...(question.state === undefined ? [] : [`${words.state}\n\n${question.state}`]),
    ...(choices.length === 0 ? [] : [renderPairs(choices)]),
    words.answerWith(id, questionMessages(cli.language).ask[question.form]),
    ...(answer === undefined ? [] : [words.answeredWith(sayLettered(question, answer))]),
  ].join('\n\n')
}

/** `grade exam answer ITEM ANSWER…`. */
export async function answerItem(cli: Cli, given: string, typed: readonly string[]): Promise<number> {
  const attempt = await requireAttempt(homeOf(cli))
  const { id } = await keepAnswer(attempt, given, typed.join(' '))
  cli.out(examMessages(cli.language).kept(id))
  await announce(cli, attempt)
  return 0
}
