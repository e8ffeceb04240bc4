/** SARIF 2.1.0, which editors show beside the manifest. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
import { nameOfTask } from '../../../src/grading/task.ts'
import { createHash } from 'node:crypto'
import type { Result, ResultPosition } from '../../../src/grading/result.ts'
import { findingsOf, placeOf, type Finding } from './findings.ts'
import type { Book, ResultFormat } from './book.ts'

const SCHEMA = 'https://json.schemastore.org/sarif-2.1.0.json'

function* write({ results, version }: Book): Generator<string> {
  const driver = { name: 'netgrade', version, rules: rulesOf(results) }
  yield `{"$schema":${JSON.stringify(SCHEMA)},"version":"2.1.0","runs":[{"tool":{"driver":${JSON.stringify(driver)}},"results":[`
  let separator = '\n'
  for (const result of results)
    for (const finding of findingsOf(result)) {
      yield `${separator}${JSON.stringify(toSarif(result, finding))}`
      separator = ',\n'
    }
  yield '\n]}]}\n'
}

/** Every code that occurs, with its title: of a check that has no cause, that no code of the catalogue says it. */
const rulesOf = (results: Iterable<Result>): readonly object[] => {
  const titles = new Map<string, string>()
  for (const result of results) {
    for (const { code, title } of result.problems) titles.set(code, title)
    for (const { code } of findingsOf(result)) if (!titles.has(code)) titles.set(code, titleOf(result, code))
  }
  return [...titles]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([id, title]) => ({ id, shortDescription: { text: title }, defaultConfiguration: { level: 'error' } }))
}

const titleOf = ({ checks }: Result, code: string): string =>
  checks.flatMap(({ causes }) => causes).find((cause) => cause.code === code)?.title ?? code

const toSarif = (result: Result, { code, title, message, position }: Finding): object => {
  const uri = position?.file === undefined || position.file === null ? undefined : encodeURI(placeOf(result, position.file))
  const who = result.learner?.id ?? ''
  const fingerprint = createHash('sha256')
    .update([who, nameOfTask(result.task), code, title].join('\n'))
    .digest('hex')
  return {
    ruleId: code,
    level: 'error',
    message: { text: `${title}\n${message}` },
    ...(uri === undefined
      ? {}
      : { locations: [{ physicalLocation: { artifactLocation: { uri }, region: regionOf(position) } }] }),
    partialFingerprints: { 'netgrade/v1': fingerprint },
    properties: { task: nameOfTask(result.task), ...(who === '' ? {} : { learner: who }) },
  }
}

/** What is not known is left out. */
const regionOf = (position: ResultPosition | null): object => {
  const { line, column, endLine, endColumn } = position ?? {}
  const known = Object.entries({ startColumn: column, endLine, endColumn }).filter(([, value]) => typeof value === 'number')
  return { startLine: line ?? 1, ...Object.fromEntries(known) }
}

export const sarif: ResultFormat = { about: 'class', write }
