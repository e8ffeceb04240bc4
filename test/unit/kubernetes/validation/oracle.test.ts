/** The API server's own answers to hundreds of manifests (../shared/oracles/validation), where they are at hand. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { decode } from '../../../../src/kubernetes/decode/decode.ts'
import { applyDefaults } from '../../../../src/kubernetes/defaults/apply-defaults.ts'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'

const path = join(import.meta.dirname, '../../../../../shared/oracles/validation/cases.jsonl')

interface Case {
  readonly id: string
  readonly stage: 'yaml' | 'api'
  readonly manifest: string
  readonly code: number
  readonly causes: readonly { readonly field: string; readonly type: string; readonly detail: string }[]
  readonly before?: unknown
}

interface Answer {
  readonly code: number
  readonly causes: readonly string[]
}

const answer = ({ manifest }: Case): Answer => {
  const file = readManifests(manifest, 'case.yaml')
  const [document] = file.documents
  if (document === undefined) return { code: 400, causes: [] }
  const decoded = decode(document.value, { fieldValidation: 'Strict', duplicateKeys: document.duplicateKeys })
  if (decoded.object === undefined) return { code: decoded.status?.code ?? 0, causes: [] }
  const causes = validate(applyDefaults(decoded.object))
  return { code: causes.length === 0 ? 201 : 422, causes: causes.map(({ field, reason }) => `${field} ${reason}`).sort() }
}

/** Answers of the allocators, which are the cluster's. */
const isAllocation = ({ causes, code }: Case): boolean =>
  code === 500 || causes.some(({ detail }) => /provided port is|failed to allocate|provided IP is/u.test(detail))

const load = (): readonly Case[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Case)
    .filter((row) => !isAllocation(row))

/** What is met today; it may only rise. Shares of the cases. */
const FLOOR = { code: 0.92, causes: 0.97 } as const

describe.skipIf(!existsSync(path))("the API server's answers on creation", () => {
  test('codes and causes', () => {
    const cases = load()
    const answers = cases.map((row) => ({ row, got: answer(row) }))
    const wrongCode = answers.filter(({ row, got }) => row.code !== got.code)
    const refused = answers.filter(({ row, got }) => row.code === 422 && got.code === 422)
    const wrongCauses = refused.filter(({ row, got }) => {
      const wanted = row.causes.map(({ field, type }) => `${field} ${type}`).sort()
      return wanted.join('\n') !== got.causes.join('\n')
    })
    if (process.env['NETGRADE_SHOW_DIFFERENCES'] !== undefined) {
      console.log(
        wrongCode
          .map(
            ({ row, got }) =>
              `${row.id}: ${row.code} got ${got.code} ${row.causes.map(({ field, detail }) => `${field}: ${detail}`).join(' | ')} <> ${got.causes.join(' | ')}`,
          )
          .join('\n'),
      )
      console.log(
        wrongCauses
          .map(
            ({ row, got }) =>
              `${row.id}: ${row.causes.map(({ field, type }) => `${field} ${type}`).join(' | ')} <> ${got.causes.join(' | ')}`,
          )
          .join('\n'),
      )
      console.log(cases.length, wrongCode.length, refused.length, wrongCauses.length)
    }
    expect(1 - wrongCode.length / cases.length).toBeGreaterThanOrEqual(FLOOR.code)
    expect(1 - wrongCauses.length / refused.length).toBeGreaterThanOrEqual(FLOOR.causes)
  })
})
