import { describe, expect, test } from 'vitest'
import { drawOutcome } from '../../../src/network/draw-outcome.ts'

describe('drawOutcome', () => {
  const outcomes = [
    { name: 'a', probability: 0.5 },
    { name: 'b', probability: 0.25 },
    { name: 'c', probability: 0.25 },
  ]
  test.each([
    [0, 'a'],
    [0.499, 'a'],
    [0.5, 'b'],
    [0.76, 'c'],
    [0.999_999, 'c'],
    [1, 'c'],
  ])('%f draws %s', (chance, expected) => {
    expect(drawOutcome(outcomes, chance)?.name).toBe(expected)
  })

  test('draws nothing of nothing', () => {
    const none: readonly { readonly probability: number }[] = []
    expect(drawOutcome(none, 0.5)).toBe(undefined)
  })
})
