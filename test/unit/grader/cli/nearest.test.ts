import { expect, it } from 'vitest'
import { findNearest } from '../../../../grader/cli/nearest.ts'

it.each([
  ['', ['up'], undefined],
  ['stauts', ['start', 'status'], 'status'],
  ['3-4', ['2-2', '3-3', '5-2'], '3-3'],
  ['UP', ['up', 'down'], 'up'],
  ['xyzzy', ['up', 'down'], undefined],
  ['expalin', ['explain'], 'explain'],
])('%s of %o is %s', (given, candidates, expected) => {
  expect(findNearest(given, candidates)).toBe(expected)
})
