import { expect, test } from 'vitest'
import { createMemo } from '../../../../site/build/memo.ts'

test('is made once for each owner and slot, and anew when what decides about it changes', () => {
  const memo = createMemo<number>()
  let made = 0
  const make = (): number => (made += 1)
  const [one, other] = [{}, {}]
  expect(memo({ owner: one, slot: 'en', of: 'a' }, make)).toBe(1)
  expect(memo({ owner: one, slot: 'en', of: 'a' }, make)).toBe(1)
  expect(memo({ owner: one, slot: 'ko', of: 'a' }, make)).toBe(2)
  expect(memo({ owner: other, slot: 'en', of: 'a' }, make)).toBe(3)
  expect(memo({ owner: one, slot: 'en', of: 'b' }, make)).toBe(4)
  // Only the last is kept.
  expect(memo({ owner: one, slot: 'en', of: 'a' }, make)).toBe(5)
})
