import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readDifferences, renderTranscripts } from '../../../tools/transcripts.ts'

const root = join(import.meta.dirname, '../../..')
const listed = readDifferences(root)

describe('what recordings of kubectl show otherwise here', () => {
  test('each difference stands there once, with both sides and a reason', () => {
    const keys = listed.differences.map(({ transcript, step }) => `${transcript} ${step}`)
    expect(new Set(keys).size).toBe(keys.length)
    for (const { transcript, step, real, embedded, reason } of listed.differences) {
      expect(transcript).toMatch(/^\d\d-\w+\.txt$/u)
      for (const text of [step, real, embedded]) expect(text, step).toMatch(/\S/u)
      expect(reason, step).toMatch(/\.$/u)
      expect(real).not.toBe(embedded)
    }
  })

  test('lines are left out or put in order, never both, and for a reason', () => {
    for (const { steps, drop, sort, reason } of listed.chance) {
      expect(
        [drop, sort].filter((pattern) => pattern !== undefined),
        steps,
      ).toHaveLength(1)
      expect(reason, steps).toMatch(/\.$/u)
    }
  })

  test('the page is up to date', () => {
    expect(readFileSync(join(root, 'docs/transcripts.md'), 'utf8')).toBe(renderTranscripts(listed))
  })

  test('what would break the table is escaped', () => {
    const page = renderTranscripts({
      chance: [],
      differences: [{ transcript: '01-a.txt', step: 'a | b', real: 'x\ny', embedded: 'z', reason: 'Because.' }],
    })
    expect(page).toContain('| 01-a | `a \\| b` | x y | z | Because. |')
  })
})
