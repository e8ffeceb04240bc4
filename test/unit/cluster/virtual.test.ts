import { expect, test } from 'vitest'
import { createSeededRandom, createVirtualClock } from '../../../src/cluster/virtual.ts'

test('a virtual clock stands until it is advanced, and calls back in order of time', () => {
  const clock = createVirtualClock(1000)
  const seen: string[] = []
  clock.after(20, () => seen.push(`b@${clock.now()}`))
  clock.after(10, () => {
    seen.push(`a@${clock.now()}`)
    clock.after(5, () => seen.push(`c@${clock.now()}`))
  })
  const cancel = clock.after(12, () => seen.push('never'))
  cancel()
  expect([clock.now(), clock.nextDelayMs(), seen]).toEqual([1000, 10, []])
  clock.advance(100)
  expect([clock.now(), clock.nextDelayMs(), seen]).toEqual([1100, undefined, ['a@1010', 'c@1015', 'b@1020']])
})

test('the same seed gives the same numbers, within the limit, and identifiers of version 4', () => {
  const draw = (seed: number): readonly unknown[] => {
    const random = createSeededRandom(seed)
    return [random.uuid(), ...Array.from({ length: 50 }, () => random.below(10))]
  }
  expect(draw(7)).toEqual(draw(7))
  expect(draw(7)).not.toEqual(draw(8))
  expect(draw(7)[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u)
  expect(
    draw(7)
      .slice(1)
      .every((number) => Number(number) >= 0 && Number(number) < 10),
  ).toBe(true)
})

test('a generator goes on where the seed of another was read', () => {
  const first = createSeededRandom(7)
  first.uuid()
  const second = createSeededRandom(first.seed)
  expect([second.uuid(), second.below(1000)]).toEqual([first.uuid(), first.below(1000)])
})
