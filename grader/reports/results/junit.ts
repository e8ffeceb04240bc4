/** JUnit's XML as CI servers read it: a suite for each result, a case for each check. @see https://github.com/testmoapp/junitxml */
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { reportMessages } from '../messages/messages.ts'
import { linesOf, problemLines, type Book, type ResultFormat } from './book.ts'

interface Counts {
  readonly tests: number
  readonly failures: number
  readonly errors: number
  readonly skipped: number
}

const NONE: Counts = { tests: 0, failures: 0, errors: 0, skipped: 0 }

const isUnjudged = ({ status }: Result): boolean => status === 'invalid' || status === 'error'

const countsOf = (result: Result): Counts => ({
  tests: result.checks.length,
  failures: result.checks.filter(({ passed }) => passed === false).length,
  errors: isUnjudged(result) ? result.checks.length : 0,
  skipped: isUnjudged(result) ? 0 : result.checks.filter(({ passed }) => passed === null).length,
})

const add = (a: Counts, b: Counts): Counts => ({
  tests: a.tests + b.tests,
  failures: a.failures + b.failures,
  errors: a.errors + b.errors,
  skipped: a.skipped + b.skipped,
})

const attributes = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${attribute(String(value))}"`)
    .join('')

/** Line breaks in an attribute are spaces to every reader unless they are written as references. */
const attribute = (text: string): string => escapeXml(text).replaceAll('\n', '&#10;').replaceAll('\t', '&#9;')

function* write({ results }: Book): Generator<string> {
  let total = NONE
  for (const result of results) total = add(total, countsOf(result))
  const { tests, failures, errors } = total
  yield `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites${attributes({ name: 'netgrade', tests, failures, errors, time: 0 })}>\n`
  for (const result of results) yield suiteOf(result)
  yield '</testsuites>\n'
}

const suiteOf = (result: Result): string => {
  const { learner, task, submission, score, max, status } = result
  const name = learner === undefined ? nameOfTask(task) : `${learner.id} ${nameOfTask(task)}`
  const timestamp = submission.at.slice(0, 19)
  const head = attributes({ name, ...countsOf(result), time: 0, timestamp, hostname: 'netgrade' })
  const properties = {
    task: nameOfTask(task),
    title: task.title,
    status,
    score,
    max,
    ...(learner === undefined ? {} : { learner: learner.id }),
  }
  return [
    `  <testsuite${head}>`,
    '    <properties>',
    ...Object.entries(properties).map(([key, value]) => `      <property${attributes({ name: key, value })}/>`),
    '    </properties>',
    ...result.checks.map((check) => caseOf(check, name, result)),
    '  </testsuite>\n',
  ].join('\n')
}

const caseOf = (check: Result['checks'][number], suite: string, result: Result): string => {
  const head = attributes({ name: check.title, classname: suite, time: 0 })
  const child = childOf(check, result)
  return child === undefined ? `    <testcase${head}/>` : `    <testcase${head}>\n      ${child}\n    </testcase>`
}

const childOf = (check: Result['checks'][number], result: Result): string | undefined => {
  if (check.passed === true) return undefined
  const [problem] = result.problems
  if (isUnjudged(result))
    return element(
      'error',
      problem?.title ?? result.status,
      problem?.code ?? result.status,
      problem === undefined ? [] : problemLines(problem),
    )
  const lines = linesOf(check, reportMessages(result.task.locale))
  if (check.passed === null) return `<skipped${attributes({ message: lines[0] ?? '' })}/>`
  return element('failure', lines[0] ?? '', check.causes[0]?.code ?? 'check', lines)
}

const element = (name: 'error' | 'failure', message: string, type: string, lines: readonly string[]): string =>
  `<${name}${attributes({ message, type })}>${escapeXml(lines.join('\n'))}</${name}>`

export const junit: ResultFormat = { about: 'class', write }
