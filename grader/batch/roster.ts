/** The class list: a CSV whose header names the columns. */
import { parseCsv } from '../reports/csv.ts'

/** What is known of a learner besides what was handed in; reports for gradebooks need some of it. */
export interface RosterEntry {
  readonly learner: string
  readonly name?: string
  readonly email?: string
  /** In the learning platform: its own number, the school's, and what is logged in with. */
  readonly id?: string
  readonly sis?: string
  readonly login?: string
  readonly section?: string
  /** RFC 3339: when the submission was handed in, where the files do not tell. */
  readonly submitted?: string
}

export type Roster = ReadonlyMap<string, RosterEntry>

const COLUMNS = ['learner', 'name', 'email', 'id', 'sis', 'login', 'section', 'submitted'] as const

export type RosterMistake =
  { readonly kind: 'no-learner-column' } | { readonly kind: 'no-time' | 'twice'; readonly line: number; readonly value: string }

/** Reads the list; other columns are left alone. */
export const readRoster = (text: string): Roster | RosterMistake => {
  const [head = [], ...rows] = parseCsv(text)
  const names = head.map((name) => name.trim().toLowerCase())
  if (!names.includes('learner')) return { kind: 'no-learner-column' }
  const roster = new Map<string, RosterEntry>()
  for (const [index, row] of rows.entries()) {
    const value = (column: string): string | undefined => {
      const found = row[names.indexOf(column)]?.trim()
      return found === '' ? undefined : found
    }
    const learner = value('learner')
    if (learner === undefined) continue
    const line = index + 2
    const submitted = value('submitted')
    if (submitted !== undefined && !isTime(submitted)) return { kind: 'no-time', line, value: submitted }
    if (roster.has(learner)) return { kind: 'twice', line, value: learner }
    const fields = COLUMNS.flatMap((column) => {
      const found = value(column)
      return found === undefined ? [] : [[column, found] as const]
    })
    roster.set(learner, { ...Object.fromEntries(fields), learner })
  }
  return roster
}

/** RFC 3339 with a time zone, since a class may live in several. */
export const isTime = (text: string): boolean =>
  /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/u.test(text) && !Number.isNaN(Date.parse(text))
