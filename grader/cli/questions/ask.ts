/** Asks questions in the terminal, one after another. */
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { judgeAnswer, readAnswer } from '../../../src/course/questions/judge.ts'
import type { PosedQuestion } from '../../../src/course/questions/question.ts'
import { stateAsked } from '../../../src/course/read-states.ts'
import { nameKey, type Answers } from '../../../src/course/questions/result.ts'
import { alignColumns, paint, wrap, type Style } from '../../reports/layout.ts'
import { plain } from '../../reports/prose.ts'
import type { Cli } from '../../terminal/cli.ts'
import { styleOf } from '../formats.ts'
import { questionMessages } from '../../terminal/messages/questions.ts'

const INDENT = '      '

/** Reads one line; undefined where the input has ended. */
type ReadLine = (prompt: string) => Promise<string | undefined>

interface Asking {
  readonly cli: Cli
  readonly style: Style
  readonly readLine: ReadLine
  /** Manifests of the clusters that questions are about, by path. */
  readonly states: Readonly<Record<string, string>>
}

/** A text's own lines are kept. */
const linesOf = (text: string, width: number): readonly string[] =>
  plain(text)
    .split('\n')
    .flatMap((line) => wrap(line, width))

const tell = ({ cli, style }: Asking, text: string): void => {
  for (const line of linesOf(text, style.width - INDENT.length)) cli.out(`${INDENT}${line}`)
}

/** Asks for the cluster instead of answering. */
const SHOW = '?'

const showCluster = ({ cli, states }: Asking, state: string): void => {
  for (const line of stateAsked(states[state] ?? '')
    .trimEnd()
    .split('\n'))
    cli.out(`${INDENT}${line}`.trimEnd())
}

/** Letters stand before their texts, and lines of a long text below its first. */
const tellOptions = ({ cli, style }: Asking, question: PosedQuestion): void => {
  for (const { id, text } of question.options) {
    const lead = `${INDENT}${id}  `
    const [first = '', ...rest] = wrap(plain(text[cli.language]), style.width - lead.length)
    cli.out(`${lead}${first}`)
    for (const line of rest) cli.out(`${' '.repeat(lead.length)}${line}`)
  }
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
    if (line.trim() === SHOW && question.state !== undefined) {
      showCluster(asking, question.state)
      continue
    }
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
  const [first = '', ...rest] = linesOf(question.prompt[cli.language], style.width - INDENT.length)
  cli.out(`\n${number.padEnd(INDENT.length)}${paint(style, 'bold', first)}`)
  for (const line of rest) cli.out(`${INDENT}${paint(style, 'bold', line)}`)
  if (question.state !== undefined) cli.out(`${INDENT}${paint(style, 'dim', words.cluster(SHOW))}`)
  tellOptions(asking, question)
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
  { questions, states }: { readonly questions: readonly PosedQuestion[]; readonly states: Readonly<Record<string, string>> },
  streams: { readonly input: Readable; readonly output: Writable },
): Promise<Answers> {
  const input = createInterface(streams)
  const lines = input[Symbol.asyncIterator]()
  const readLine: ReadLine = async (prompt) => {
    input.setPrompt(prompt)
    input.prompt()
    const next: IteratorResult<string, undefined> = await lines.next()
    // Nobody ended the prompt's line: what is said next begins its own.
    if (next.done === true) cli.out('')
    return next.value
  }
  const asking = { cli, style: styleOf(cli), readLine, states }
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
