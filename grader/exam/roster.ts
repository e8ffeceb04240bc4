/**
 * The learners of an exam: a CSV file with a column `learner`, and `name`, `multiplier`, `opens` and `closes` where they are known. Columns that
 * `grade batch` reads may stand there, too: a class has one list.
 */
import { parse, CsvError } from 'csv-parse/sync'
import type { Learner } from '../../src/course/exam/paper.ts'
import { Problem } from '../cli/problem.ts'

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
  const fail = (line: number, reason: string, cause?: unknown): never => {
    throw new Problem('exam-roster-unreadable', { path: `${path}:${line}`, reason }, cause)
  }
  const lines = parseLines(text, fail)
  if (lines.length === 0) fail(1, 'there are no learners')
  const seen = new Map<string, number>()
  return lines.map(({ row, line }) => {
    const learner = toLearner(row, (reason) => fail(line, reason))
    // File systems of some machines do not tell capitals from small letters.
    const before = seen.get(learner.id.toLowerCase())
    if (before !== undefined) fail(line, `${learner.id} stands in line ${before} already`)
    seen.set(learner.id.toLowerCase(), line)
    return learner
  })
}

type Fail = (line: number, reason: string, cause?: unknown) => never

function parseLines(text: string, fail: Fail): readonly Line[] {
  const columns = (header: readonly string[]): readonly string[] => {
    const names = header.map((name) => name.trim().toLowerCase())
    if (!names.includes('learner')) fail(1, 'needs a column learner')
    const unknown = names.find((name) => ![...COLUMNS, ...OF_GRADEBOOKS].includes(name))
    if (unknown !== undefined) fail(1, `has a column "${unknown}"; known: ${COLUMNS.join(', ')}`)
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
    return fail(Number(error['lines'] ?? 1), error.message, error)
  }
}

function toLearner(row: Row, fail: (reason: string) => never): Learner {
  const { learner: id = '', name = '', multiplier = '' } = row
  if (!ID.test(id)) fail(`learner "${id}" must be letters, digits and . _ @ + - and begin with a letter or digit`)
  const factor = multiplier === '' ? 1 : Number(multiplier)
  if (!(factor >= 1 && factor <= MAX_MULTIPLIER))
    fail(`multiplier "${multiplier}" must be a number from 1 to ${MAX_MULTIPLIER}`)
  const dates = (['opens', 'closes'] as const).flatMap((field) => {
    const value = row[field] ?? ''
    if (value === '') return []
    if (!/T.*(?:Z|[+-]\d\d:\d\d)$/u.test(value) || Number.isNaN(Date.parse(value)))
      fail(`${field} "${value}" must be a time with its offset, such as 2026-12-01T09:00:00+09:00`)
    return [[field, value] as const]
  })
  return { id, name: name === '' ? id : name, multiplier: factor, ...Object.fromEntries(dates) }
}
