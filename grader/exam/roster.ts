/**
 * The learners of an exam: a CSV file with a column `learner`, and `name`, `multiplier`, `opens` and `closes` where they are known. Columns that
 * `grade batch` reads may stand there, too: a class has one list.
 */
import { parse, CsvError } from 'csv-parse/sync'
import type { Learner } from '../../src/course/exam/paper.ts'
import { ko } from '../../src/grading/korean.ts'
import { same, type Words } from '../../src/grading/words.ts'
import { Problem, reasonOfWords } from '../terminal/problem.ts'

const COLUMNS = ['learner', 'name', 'multiplier', 'opens', 'closes'] as const
/** Of gradebooks, and of no account here. */
const OF_GRADEBOOKS = ['email', 'id', 'sis', 'login', 'section', 'submitted']
type Row = Partial<Readonly<Record<(typeof COLUMNS)[number], string>>>

/** It names files: nothing that leads out of a folder. */
const ID = /^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,99}$/u
const MAX_MULTIPLIER = 10

interface Line {
  readonly row: Row
  readonly line: number
}

/** All learners, in the file's order. Fails with `exam-roster-unreadable`, naming the line. */
export function readRoster(text: string, path: string): readonly Learner[] {
  const fail = (line: number, reason: Words, cause?: unknown): never => {
    throw new Problem('exam-roster-unreadable', { path: `${path}:${line}`, ...reasonOfWords(reason) }, cause)
  }
  const lines = parseLines(text, fail)
  if (lines.length === 0) fail(1, { en: 'there are no learners', ko: '학습자가 없습니다' })
  const seen = new Map<string, number>()
  return lines.map(({ row, line }) => {
    const learner = toLearner(row, (reason) => fail(line, reason))
    // File systems of some machines do not tell capitals from small letters.
    const before = seen.get(learner.id.toLowerCase())
    if (before !== undefined)
      fail(line, {
        en: `${learner.id} stands in line ${before} already`,
        ko: ko(`${learner.id}은(는) ${before}번째 줄에 이미 있습니다`),
      })
    seen.set(learner.id.toLowerCase(), line)
    return learner
  })
}

type Fail = (line: number, reason: Words, cause?: unknown) => never

function parseLines(text: string, fail: Fail): readonly Line[] {
  const columns = (header: readonly string[]): readonly string[] => {
    const names = header.map((name) => name.trim().toLowerCase())
    if (!names.includes('learner')) fail(1, { en: 'needs a column learner', ko: 'learner 열이 필요합니다' })
    const unknown = names.find((name) => ![...COLUMNS, ...OF_GRADEBOOKS].includes(name))
    if (unknown !== undefined)
      fail(1, {
        en: `has a column "${unknown}"; known: ${COLUMNS.join(', ')}`,
        ko: `알지 못하는 열 "${unknown}"이 있습니다. 아는 열: ${COLUMNS.join(', ')}`,
      })
    return names
  }
  try {
    const records: readonly { record: Row; info: { lines: number } }[] = parse(text, {
      bom: true,
      columns: (header: string[]) => [...columns(header)],
      info: true,
      skip_empty_lines: true,
      trim: true,
    })
    return records.map(({ record, info }) => ({ row: record, line: info.lines }))
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    return fail(Number(error['lines'] ?? 1), same(error.message), error)
  }
}

function toLearner(row: Row, fail: (reason: Words) => never): Learner {
  const { learner: id = '', name = '', multiplier = '' } = row
  if (!ID.test(id))
    fail({
      en: `learner "${id}" must be letters, digits and . _ @ + - and begin with a letter or digit`,
      ko: `learner "${id}"에는 글자, 숫자, . _ @ + - 만 쓸 수 있고, 글자나 숫자로 시작해야 합니다`,
    })
  const factor = multiplier === '' ? 1 : Number(multiplier)
  if (!(factor >= 1 && factor <= MAX_MULTIPLIER))
    fail({
      en: `multiplier "${multiplier}" must be a number from 1 to ${MAX_MULTIPLIER}`,
      ko: `multiplier "${multiplier}"의 값은 1에서 ${MAX_MULTIPLIER}까지의 수여야 합니다`,
    })
  const dates = (['opens', 'closes'] as const).flatMap((field) => {
    const value = row[field] ?? ''
    if (value === '') return []
    if (!/T.*(?:Z|[+-]\d\d:\d\d)$/u.test(value) || Number.isNaN(Date.parse(value)))
      fail({
        en: `${field} "${value}" must be a time with its offset, such as 2026-12-01T09:00:00+09:00`,
        ko: `${field} "${value}"의 값은 2026-12-01T09:00:00+09:00처럼 시간대가 적힌 시각이어야 합니다`,
      })
    return [[field, value] as const]
  })
  return { id, name: name === '' ? id : name, multiplier: factor, ...Object.fromEntries(dates) }
}
