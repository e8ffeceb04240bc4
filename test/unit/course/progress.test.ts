import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bestOf,
  isComplete,
  mergeProgress,
  parseProgress,
  renderProgress,
  type Progress,
} from '../../../src/course/progress.ts'

const attempt = fc
  .integer({ min: 0, max: 100 })
  .chain((points) => fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z').map((at) => ({ points, of: 100, at })))
const section = fc.record(
  { best: fc.record({ embedded: attempt, manifests: attempt }, { requiredKeys: [] }), hints: fc.nat(5) },
  { requiredKeys: ['best'] },
)
const progress: fc.Arbitrary<Progress> = fc.dictionary(fc.constantFrom('1-1', '2-2', '3-3'), section, { noNullPrototype: true })

describe('parseProgress', () => {
  test.each([
    ['an empty text', '', undefined],
    ['no object', '[]', undefined],
    ['no JSON', '{', undefined],
    ['an empty record', '{}', {}],
    ['what is no section', '{"3-3":7,"../x":{"best":{}},"__proto__":{"best":{}}}', {}],
    ['more points than there are', '{"3-3":{"best":{"embedded":{"points":101,"of":100,"at":""}}}}', { '3-3': { best: {} } }],
  ])('%s', (_, text, expected) => {
    expect(parseProgress(text)).toEqual(expected)
  })

  test('reads what renderProgress writes', () => {
    fc.assert(
      fc.property(progress, (one) => {
        expect(parseProgress(renderProgress(one))).toEqual(one)
      }),
    )
  })
})

describe('mergeProgress', () => {
  test('a merge with itself changes nothing, the order does not matter, and nothing gets worse', () => {
    fc.assert(
      fc.property(progress, progress, (one, other) => {
        expect(mergeProgress(one, one)).toEqual(one)
        const both = mergeProgress(one, other)
        expect(both).toEqual(mergeProgress(other, one))
        for (const [id, known] of Object.entries(one)) {
          expect(bestOf(both[id]!)?.points ?? 0).toBeGreaterThanOrEqual(bestOf(known)?.points ?? 0)
        }
      }),
    )
  })
})

test('a section is complete with all points only', () => {
  expect(isComplete(undefined)).toBe(false)
  expect(isComplete({ best: {} })).toBe(false)
  expect(isComplete({ best: { manifests: { points: 99, of: 100, at: '' } } })).toBe(false)
  expect(isComplete({ best: { manifests: { points: 100, of: 100, at: '' } } })).toBe(true)
})
