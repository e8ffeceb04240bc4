/** The API server's own answers to hundreds of manifests (../shared/oracles/validation), where they are at hand. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answer, type Answer, type Case } from './answer.ts'
import { DIFFERENCES } from './differences.ts'

const path = join(import.meta.dirname, '../../../../../shared/oracles/validation/cases.jsonl')

const load = (): readonly Case[] =>
  existsSync(path)
    ? readFileSync(path, 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as Case)
    : []

const isEmpty = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (Array.isArray(value) && value.length === 0) ||
  (typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0)

const WILDCARD = /<allocated>|<generated>|<uid>/u

/** Paths at which the objects differ; absent and empty are the same. */
const compare = (wanted: unknown, got: unknown, at: string): readonly string[] => {
  // Given by the cluster's write path, not by defaulting.
  if (at === '.metadata.generation' || (at === '.metadata.namespace' && got === undefined)) return []
  if (typeof wanted === 'string' && WILDCARD.test(wanted)) return got === undefined ? [at] : []
  if (isEmpty(wanted) && isEmpty(got)) return []
  if (typeof wanted !== 'object' || typeof got !== 'object' || wanted === null || got === null)
    return wanted === got ? [] : [`${at}: ${JSON.stringify(wanted)} <> ${JSON.stringify(got)}`]
  const keys = new Set([...Object.keys(wanted), ...Object.keys(got)])
  const read = (value: object, key: string): unknown => (value as Record<string, unknown>)[key]
  return [...keys].flatMap((key) => compare(read(wanted, key), read(got, key), `${at}.${key}`))
}

const sorted = (texts: readonly string[]): string => texts.toSorted().join('\n')

const ASPECTS: Readonly<Record<string, (row: Case, got: Answer) => boolean>> = {
  code: (row, got) => row.code === got.code,
  causes: (row, got) =>
    sorted(row.causes.map(({ field, type }) => `${field} ${type}`)) ===
    sorted(got.causes.map(({ field, reason }) => `${field} ${reason}`)),
  reason: (row, got) => row.reason === got.reason,
  texts: (row, got) =>
    sorted(row.causes.map(({ field, detail }) => `${field}: ${detail}`)) ===
    sorted(got.causes.map(({ field, message }) => `${field}: ${message}`)),
  warnings: (row, got) => sorted(row.warnings) === sorted(got.warnings),
  object: (row, got) => compare(row.object, got.object, '').length === 0,
}

const cases = load()
/** What is no YAML is not for the API server. */
const rows = cases.filter(({ stage }) => stage === 'api')

describe.skipIf(rows.length === 0)(`the API server's answers on creation (${rows.length} cases)`, () => {
  const answers = rows.map((row) => ({ row, got: answer(row) }))

  test.each(Object.keys(ASPECTS))('%s', (aspect) => {
    const agrees = ASPECTS[aspect]!
    const different = answers.filter(({ row, got }) => !agrees(row, got))
    if (process.env['NETGRADE_SHOW_DIFFERENCES'] !== undefined) {
      console.log(`${aspect}: ${rows.length - different.length} of ${rows.length}`)
      for (const { row, got } of different)
        console.log(
          aspect,
          row.id,
          row.code,
          got.code,
          aspect === 'object'
            ? compare(row.object, got.object, '').slice(0, 3)
            : aspect === 'warnings'
              ? [row.warnings, got.warnings]
              : sorted(row.causes.map(({ field, detail }) => `${field}: ${detail}`)),
          '<>',
          aspect === 'object' || aspect === 'warnings'
            ? ''
            : sorted(got.causes.map(({ field, message }) => `${field}: ${message}`)),
        )
    }
    const listed = DIFFERENCES.filter(({ aspects }) => aspects.includes(aspect)).map(({ id }) => id)
    expect(different.map(({ row }) => row.id).toSorted()).toEqual(listed.toSorted())
  })
})
