/**
 * Annotations of GitHub Actions. A step shows ten errors and ten notices; the last ones say what did not fit.
 * @see https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
 */
import { resultListWords } from '../messages/results.ts'
import type { Book, ResultFormat } from './book.ts'
import { overviewOf } from './book.ts'
import { findingsOf, placeOf, type Finding } from './findings.ts'
import { tellOverview } from './overview.ts'
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'

const SHOWN = 10

const escapeData = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
const escapeProperty = (text: string): string => escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C')

const command = (
  name: 'error' | 'notice',
  properties: Readonly<Record<string, string | number | null>>,
  text: string,
): string => {
  const list = Object.entries(properties).flatMap(([key, value]) =>
    value === null ? [] : [`${key}=${escapeProperty(String(value))}`],
  )
  return `::${name}${list.length === 0 ? '' : ` ${list.join(',')}`}::${escapeData(text)}\n`
}

function* write({ results, language }: Book): Generator<string> {
  let count = 0
  for (const result of results) for (const finding of findingsOf(result)) if (++count <= SHOWN) yield annotate(result, finding)
  const title = 'netgrade'
  yield command('notice', { title }, tellOverview(overviewOf(results), language))
  if (count > SHOWN) yield command('notice', { title }, resultListWords(language).cut(count - SHOWN))
}

const annotate = (result: Result, { title, code, message, position }: Finding): string => {
  const { file = null, line = null, column = null, endLine = null, endColumn = null } = position ?? {}
  const who = result.learner === undefined ? '' : `${result.learner.id} · `
  // Columns are only taken where a finding is on one line.
  const columns = line !== null && endLine === line ? { col: column, endColumn } : {}
  const where = file === null ? {} : { file: placeOf(result, file), line, endLine, ...columns }
  return command('error', { ...where, title: `${who}${nameOfTask(result.task)}: ${title} [${code}]` }, message)
}

export const github: ResultFormat = { about: 'class', write }
