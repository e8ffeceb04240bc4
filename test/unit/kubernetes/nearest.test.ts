import { describe, expect, test } from 'vitest'
import { editDistance, nearest } from '../../../src/kubernetes/nearest.ts'

describe('names that were probably meant', () => {
  test.each([
    ['', '', 0],
    ['', 'abc', 3],
    ['web', 'web', 0],
    ['wbe', 'web', 1],
    ['web', 'webs', 1],
    ['ports', 'port', 1],
    ['kitten', 'sitting', 3],
  ])('%j and %j differ by %i', (a, b, distance) => {
    expect(editDistance(a, b)).toBe(distance)
    expect(editDistance(b, a)).toBe(distance)
  })

  test.each([
    ['', ['up'], []],
    ['stauts', ['start', 'status'], ['status', 'start']],
    ['expalin', ['explain'], ['explain']],
    ['3-4', ['2-2', '3-3', '5-2'], ['3-3']],
    ['xyzzy', ['up', 'down'], []],
    ['ports', ['port', 'name', 'hostPort'], ['port']],
    ['port', ['ports', 'hostPort', 'port', 'port'], ['port', 'ports', 'hostPort']],
    ['wev', ['wex', 'web', 'other'], ['web', 'wex']],
    ['Selector', ['selector'], ['selector']],
    ['x', ['abc'], []],
  ])('%s of %j: %j', (text, candidates, wanted) => {
    expect(nearest(text, candidates)).toEqual(wanted)
  })
})
