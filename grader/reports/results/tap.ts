/** TAP 14: a subtest for each result, a point for each check. @see https://testanything.org/tap-version-14-specification.html */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { reportMessages } from '../messages/messages.ts'
import { linesOf, problemLines, type Book, type ResultFormat } from './book.ts'

/** What would begin a directive or an escape is escaped; a description is one line. */
const describe = (text: string): string =>
  text
    .replaceAll(/[\\#]/gu, String.raw`\$&`)
    .replaceAll(/\s+/gu, ' ')
    .trim()

function* write({ results, isSingle }: Book): Generator<string> {
  yield 'TAP version 14\n'
  let count = 0
  for (const result of results) {
    if (isSingle) yield* pointsOf(result, '')
    else {
      count++
      const name = describe(`${result.learner?.id ?? ''} ${nameOfTask(result.task)}`)
      yield `# Subtest: ${name}\n`
      yield* pointsOf(result, '    ')
      yield `${result.status === 'pass' ? 'ok' : 'not ok'} ${count} - ${name}\n`
    }
  }
  if (!isSingle) yield `1..${count}\n`
}

function* pointsOf(result: Result, indent: string): Generator<string> {
  yield `${indent}1..${result.checks.length}\n`
  for (const [index, check] of result.checks.entries()) {
    const isSkipped = check.passed === null && result.problems.length === 0
    const isOk = check.passed === true || isSkipped
    const lines =
      result.problems.length > 0 ? result.problems.flatMap(problemLines) : linesOf(check, reportMessages(result.task.locale))
    const directive = isSkipped ? ` # SKIP ${describe(lines[0] ?? '')}` : ''
    yield `${indent}${isOk ? 'ok' : 'not ok'} ${index + 1} - ${describe(check.title)}${directive}\n`
    if (!isOk) yield diagnosticOf(check, lines, `${indent}  `)
  }
}

/** YAML, every value as JSON, which is YAML. */
const diagnosticOf = (check: Result['checks'][number], lines: readonly string[], indent: string): string => {
  const { id, points, max, expected, actual, position } = check
  const values: Readonly<Record<string, unknown>> = {
    message: lines.join('\n'),
    severity: 'fail',
    check: id,
    points,
    max,
    ...(expected === null ? {} : { expected }),
    ...(actual === null ? {} : { actual }),
    ...(position === null || position.file === null
      ? {}
      : { at: { file: position.file, line: position.line, column: position.column } }),
  }
  const fields = Object.entries(values).map(([name, value]) => `${indent}${name}: ${JSON.stringify(value)}\n`)
  return `${indent}---\n${fields.join('')}${indent}...\n`
}

export const tap: ResultFormat = { about: 'class', write }
