import { describe, expect, test } from 'vitest'
import { chooseLikeliest, chooseProven, type Tried } from '../../../src/grading/choose-causes.ts'
import { editOf } from '../../../src/grading/repair/patch.ts'

const tried = (path: string, passing: number, fields: number, objects = 1): Tried => ({
  patch: editOf({ kind: 'Service', namespace: 'default', name: 'web' }, path, 1),
  passing: Array.from({ length: passing }, (_, index) => `check-${index}`),
  size: { fields, objects },
})

const cause = (name: string, trial: Tried | undefined): { readonly name: string; readonly trial: Tried | undefined } => ({
  name,
  trial,
})

describe('causes with proven repairs', () => {
  test.each([
    ['none', [], []],
    ['none proven', [cause('a', undefined)], []],
    ['one', [cause('a', tried('x', 1, 1))], ['a']],
    ['the one that mends more', [cause('a', tried('x', 1, 1)), cause('b', tried('y', 2, 9))], ['b']],
    ['the smaller one', [cause('a', tried('x', 2, 3)), cause('b', tried('y', 2, 2))], ['b']],
    ['fewer objects where as many fields change', [cause('a', tried('x', 2, 2, 2)), cause('b', tried('y', 2, 2, 1))], ['b']],
    ['both where nothing tells them apart', [cause('a', tried('x', 2, 2)), cause('b', tried('y', 2, 2))], ['a', 'b']],
    ['no more than two', ['x', 'y', 'z'].map((path) => cause(path, tried(path, 1, 1))), ['x', 'y']],
    ['the more exact one where both ask for the same', [cause('a', tried('x', 2, 2)), cause('b', tried('x', 2, 2))], ['a']],
    [
      'a third that asks for something else',
      [cause('a', tried('x', 1, 1)), cause('b', tried('x', 1, 1)), cause('c', tried('y', 1, 1))],
      ['a', 'c'],
    ],
  ] as const)('%s', (_, group, expected) => {
    expect(chooseProven(group).map(({ name }) => name)).toEqual(expected)
  })
})

describe('causes without proven repairs', () => {
  const likely = (name: string, weight: number): { readonly name: string; readonly evidence: { readonly weight: number } } => ({
    name,
    evidence: { weight },
  })
  test.each([
    ['none', [], []],
    ['the likeliest', [likely('a', 0), likely('b', 1)], ['b']],
    ['the first of two that may be', [likely('a', 1), likely('b', 1)], ['a']],
    ['both that are sure', [likely('a', 2), likely('b', 0), likely('c', 2)], ['a', 'c']],
  ] as const)('%s', (_, matching, expected) => {
    expect(chooseLikeliest(matching).map(({ name }) => name)).toEqual(expected)
  })
})
