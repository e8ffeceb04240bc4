import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  bestOf,
  bestOfSection,
  doneOf,
  isComplete,
  mergeProgress,
  parseProgress,
  sectionsTold,
  renderProgress,
  withAttempt,
  withChosen,
  withDone,
  type Progress,
} from '../../../src/course/progress.ts'

const attempt = fc
  .integer({ min: 0, max: 100 })
  .chain((points) => fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z').map((at) => ({ points, of: 100, at })))
const done = { best: fc.record({ embedded: attempt, manifests: attempt }, { requiredKeys: [] }), hints: fc.nat(5) }
const variants = fc.dictionary(fc.constantFrom('egress', 'tenant'), fc.record(done, { requiredKeys: ['best'] }), {
  noNullPrototype: true,
  minKeys: 1,
})
const chosen = fc.record({
  variant: fc.constantFrom('default', 'egress', 'tenant'),
  at: fc.constantFrom('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
})
const section = fc.record({ ...done, variants, chosen }, { requiredKeys: ['best'] })
const progress: fc.Arbitrary<Progress> = fc.dictionary(fc.constantFrom('1-1', '2-2', '3-3'), section, { noNullPrototype: true })

describe('parseProgress', () => {
  test.each([
    ['an empty text', '', undefined],
    ['no object', '[]', undefined],
    ['no JSON', '{', undefined],
    ['an empty record', '{}', {}],
    ['what is no section', '{"3-3":7,"../x":{"best":{}},"__proto__":{"best":{}}}', {}],
    [
      'what is no variant',
      '{"3-3":{"best":{},"chosen":{"variant":"../x"},"variants":{"../x":{"best":{}},"a":7}}}',
      { '3-3': { best: {} } },
    ],
    ['a variant without attempts', '{"3-3":{"variants":{"a":{}}}}', { '3-3': { best: {}, variants: { a: { best: {} } } } }],
    ['more points than there are', '{"3-3":{"best":{"embedded":{"points":101,"of":100,"at":""}}}}', { '3-3': { best: {} } }],
  ])('%s', (_, text, expected) => {
    expect(parseProgress(text)).toEqual(expected)
  })

  test.each([
    ['{"sections":"x"}', 0],
    ['{"__proto__":{"a":1}}', 0],
    ['{"3-3":{"hints":1e999}}', 0],
    ['{"3-3":{"best":{}},"2-2":{"questions":{"a":false}}}', 1],
    ['{"3-3":{"hints":1},"2-2":{"points":1,"of":2,"at":""}}', 2],
  ])('of %s so many sections are told: %i', (text, told) => {
    expect(sectionsTold(parseProgress(text) ?? {})).toBe(told)
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
          expect(bestOfSection(both[id]!)?.points ?? 0).toBeGreaterThanOrEqual(bestOfSection(known)?.points ?? 0)
          for (const [name, variant] of Object.entries(known.variants ?? {}))
            expect(bestOf(doneOf(both[id], name)!)?.points ?? 0).toBeGreaterThanOrEqual(bestOf(variant)?.points ?? 0)
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

const ALL = { points: 100, of: 100, at: '2026-01-01T00:00:00Z' }

test('a section is complete where a variant is', () => {
  const known = withDone(undefined, 'egress', (one) => withAttempt(one, 'manifests', ALL))
  expect(known).toEqual({ best: {}, variants: { egress: { best: { manifests: ALL } } } })
  expect(isComplete(known)).toBe(true)
  expect(doneOf(known)).toBe(known)
  expect(doneOf(known, 'tenant')).toBeUndefined()
})

test('of two choices the later counts, in whatever order they come', () => {
  const [first, second] = [
    { variant: 'tenant', at: '2026-01-01T00:00:00Z' },
    { variant: 'default', at: '2026-01-02T00:00:00Z' },
  ]
  expect(withChosen(withChosen(undefined, first), second).chosen).toEqual(second)
  expect(withChosen(withChosen(undefined, second), first).chosen).toEqual(second)
})
