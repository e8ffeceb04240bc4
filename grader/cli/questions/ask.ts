/** Asks questions in the terminal, one after another. */
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { judgeAnswer, readAnswer } from '../../../src/course/questions/judge.ts'
import type { PosedQuestion } from '../../../src/course/questions/question.ts'
import { nameKey, type Answers } from '../../../src/course/questions/result.ts'
import { alignColumns, paint, wrap, type Style } from '../../reports/layout.ts'
import type { Cli } from '../cli.ts'
import { styleOf } from '../formats.ts'
import { questionMessages } from '../messages/questions.ts'

const INDENT = '      '

/** Marks of Markdown are for the page. */
export const plain = (text: string): string => text.replace(/\*\*|`/gu, '')

/** Reads one line; undefined where the input has ended. */
type ReadLine = (prompt: string) => Promise<string | undefined>

interface Asking {
  readonly cli: Cli
  readonly style: Style
  readonly readLine: ReadLine
}

const tell = ({ cli, style }: Asking, text: string): void => {
  for (const line of wrap(plain(text), style.width - INDENT.length)) cli.out(`${INDENT}${line}`)
}

/** Until something is typed that can be an answer; undefined where the input ends, and for an empty line where that is allowed. */
const readOne = async (
  asking: Asking,
  question: PosedQuestion,
  prompt: string,
  mayBeEmpty: boolean,
): Promise<readonly string[] | undefined> => {
  const words = questionMessages(asking.cli.language)
  for (;;) {
    const line = await asking.readLine(`${INDENT}${prompt} > `)
    if (line === undefined || (mayBeEmpty && line.trim() === '')) return undefined
    const answer = readAnswer(question, line)
    if (answer !== undefined) return answer
    asking.cli.out(`${INDENT}${words.unreadable[question.form]}`)
  }
}

/** Why what was marked is right or wrong. */
const tellWhys = (asking: Asking, question: PosedQuestion, answer: readonly string[]): void => {
  for (const { id, why } of question.options)
    if (why !== undefined && answer.includes(id)) tell(asking, `${id}: ${why[asking.cli.language]}`)
}

const tellAnswer = (asking: Asking, question: PosedQuestion): void => {
  const { cli } = asking
  const words = questionMessages(cli.language)
  tell(asking, `${words.answer}: ${nameKey(question, cli.language)}`)
}

const tellExplanation = (asking: Asking, question: PosedQuestion): void => {
  const { cli } = asking
  const { language } = cli
  tell(asking, question.why[language])
  const rows = question.walk.map(({ place, detail, outcome }) => [place[language], detail[language], outcome[language]])
  for (const line of alignColumns(rows)) cli.out(`${INDENT}${line}`.trimEnd())
}

/** The first answer; undefined where the input ended before it. */
const askOne = async (asking: Asking, question: PosedQuestion, number: string): Promise<readonly string[] | undefined> => {
  const { cli, style } = asking
  const words = questionMessages(cli.language)
  const [first = '', ...rest] = wrap(plain(question.prompt[cli.language]), style.width - INDENT.length)
  cli.out(`\n${number.padEnd(INDENT.length)}${paint(style, 'bold', first)}`)
  for (const line of rest) cli.out(`${INDENT}${paint(style, 'bold', line)}`)
  for (const { id, text } of question.options) cli.out(`${INDENT}${id}  ${plain(text[cli.language])}`)
  const firstAnswer = await readOne(asking, question, words.ask[question.form], false)
  if (firstAnswer === undefined) return undefined
  let answer: readonly string[] | undefined = firstAnswer
  while (answer !== undefined && !judgeAnswer(question, answer).correct) {
    cli.out(`${INDENT}${paint(style, 'red', `✘ ${words.wrong}`)}`)
    tellWhys(asking, question, answer)
    answer = await readOne(asking, question, words.again, true)
  }
  if (answer === undefined) tellAnswer(asking, question)
  else {
    cli.out(`${INDENT}${paint(style, 'green', `✔ ${words.right}`)}`)
    tellWhys(asking, question, answer)
  }
  tellExplanation(asking, question)
  return firstAnswer
}

/** The first answer to each; what comes after a wrong one is for learning. Questions after the end of the input are not answered. */
export async function askQuestions(
  cli: Cli,
  questions: readonly PosedQuestion[],
  streams: { readonly input: Readable; readonly output: Writable },
): Promise<Answers> {
  const input = createInterface(streams)
  const lines = input[Symbol.asyncIterator]()
  const readLine: ReadLine = async (prompt) => {
    input.setPrompt(prompt)
    input.prompt()
    const next: IteratorResult<string, undefined> = await lines.next()
    return next.value
  }
  const asking = { cli, style: styleOf(cli), readLine }
  const answers: Record<string, readonly string[]> = {}
  try {
    for (const [index, question] of questions.entries()) {
      const answer = await askOne(asking, question, `${index + 1}/${questions.length}`)
      if (answer === undefined) break
      answers[question.id] = answer
    }
  } finally {
    input.close()
  }
  return answers
}
