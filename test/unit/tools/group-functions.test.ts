import { expect, test } from 'vitest'
import { groupFunctions, type Counted } from '../../../tools/group-functions.ts'

const counted = (name: string, length: number, callers: Iterable<number>): Counted => ({
  path: 'src/a.ts',
  name,
  length,
  callers: new Set(callers),
})

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index)

/** As many answers, of which one counts as much as another. */
const alike = (count: number): ReadonlyMap<number, number> => new Map(upTo(count).map((answer) => [answer, 1]))

const namesOf = (functions: readonly Counted[], loaders = alike(100)): readonly (readonly string[])[] =>
  groupFunctions(functions, loaders).map((group) => group.map(({ name }) => name).toSorted())

test.each([
  ['nothing', [], []],
  ['what everybody calls stays', [counted('a', 9000, upTo(100))], []],
  ['what nearly everybody calls stays', [counted('a', 9000, upTo(95))], []],
  ['what is short stays', [counted('a', 80, [1]), counted('b', 9000, [])], [['b']]],
  ['what nobody calls comes together', [counted('a', 900, []), counted('b', 900, [])], [['a', 'b']]],
  ['what the same answers call comes together', [counted('a', 4000, [1, 2]), counted('b', 5000, [2, 1])], [['a', 'b']]],
  ['what other answers call comes by itself', [counted('a', 20_000, upTo(20)), counted('b', 30_000, [50, 51])], [['b'], ['a']]],
  [
    'a small one comes with a larger one whose callers are among its own',
    [counted('a', 300, [1, 2]), counted('b', 9000, [1, 2, 3])],
    [['a', 'b']],
  ],
] as const)('%s', (_name, functions, groups) => {
  expect(namesOf(functions)).toEqual(groups)
})

test('what answers load that count more is less', () => {
  const functions = [counted('a', 4000, upTo(40)), counted('b', 20_000, upTo(50))]
  expect(namesOf(functions)).toEqual([['a', 'b']])
  const heavy = new Map([...alike(100)].map(([answer, weight]) => [answer, answer >= 40 && answer < 50 ? 20 * weight : weight]))
  expect(namesOf(functions, heavy)).toEqual([['b'], ['a']])
})

test('each function is in one group at most, and no answer loads more than it would without groups', () => {
  const functions = upTo(60).map((index) => counted(`f${index}`, 500 + 97 * index, upTo((index * 7) % 40)))
  const groups = groupFunctions(functions, alike(40))
  const all = groups.flat()
  expect(new Set(all).size).toBe(all.length)
  const whole = functions.reduce((sum, { length }) => sum + length, 0)
  const later = all.reduce((sum, { length }) => sum + length, 0)
  const loadedBy = (answer: number): number =>
    groups
      .filter((group) => group.some(({ callers }) => callers.has(answer)))
      .reduce((sum, group) => sum + group.reduce((length, one) => length + one.length, 0), whole - later)
  const sums = upTo(40).map(loadedBy)
  expect(Math.max(...sums)).toBeLessThanOrEqual(whole)
  expect(sums.reduce((sum, one) => sum + one, 0)).toBeLessThan(0.9 * 40 * whole)
})
