import { describe, expect, test } from 'vitest'
import { weigh } from '../../../../grader/batch/worker/weigh.ts'
import type { Result, ResultCheck } from '../../../../src/grading/result.ts'

const check = (id: string, points: number, max: number): ResultCheck => ({
  ...{ id, title: id, passed: points === max, points, max, dependsOn: [], blockedBy: [], expected: null, actual: null },
  ...{ rationale: null, help: null, position: null, causes: [], walk: [], visibility: 'visible', tags: [], docs: null },
})

const resultOf = (status: Result['status'], checks: readonly ResultCheck[]): Result => ({
  ...{ schema: 'netgrade/result/v1', tool: { name: 'netgrade', version: '1' }, environment: 'manifests', status },
  ...{ task: { id: '3-3', title: '', locale: 'en', namespaces: [] }, submission: { files: [], at: '' }, checks },
  score: checks.reduce((sum, { points }) => sum + points, 0),
  max: checks.reduce((sum, { max }) => sum + max, 0),
  ...{ problems: [], log: ['before'] },
})

const TASK = { points: 25, parameters: {}, questions: {} }
const pointsIn = ({ status, score, max, checks }: Result) => ({
  status,
  score,
  max,
  checks: checks.map((one) => `${one.points}/${one.max}`),
})

describe('a part of an exam is worth', () => {
  test.each<[string, Result, Partial<typeof TASK> & { readonly forced?: string }, object]>([
    ['nothing without checks', resultOf('invalid', []), {}, { status: 'invalid', score: 0, max: 25, checks: [] }],
    [
      'its share of the exam’s points',
      resultOf('partial', [check('a', 2, 2), check('b', 0, 3)]),
      {},
      { status: 'partial', score: 10, max: 25, checks: ['10/10', '0/15'] },
    ],
    [
      'all of them where its slot gives them to everybody',
      resultOf('partial', [check('a', 2, 2), check('b', 0, 3)]),
      { forced: 'policy' },
      { status: 'pass', score: 25, max: 25, checks: ['10/10', '15/15'] },
    ],
    [
      'nothing where it could not be graded, whatever its slot gives',
      resultOf('invalid', [check('a', 0, 5)]),
      { forced: 'policy' },
      { status: 'invalid', score: 0, max: 25, checks: ['0/25'] },
    ],
  ])('%s', (_name, result, part, expected) => {
    expect(pointsIn(weigh(result, { ...TASK, ...part }))).toEqual(expected)
  })

  test('what each question is worth in its own slot, and what one of them gives to everybody', () => {
    const questions = {
      a: { item: 'x-1', points: 5 },
      b: { item: 'y-1', points: 20, forced: 'y' },
      c: { item: 'x-2', points: 5 },
    }
    const result = resultOf('partial', [check('a', 1, 1), check('b', 0, 1), check('c', 0, 1)])
    const weighed = weigh(result, { points: 30, parameters: {}, questions })
    expect(pointsIn(weighed)).toEqual({ status: 'partial', score: 25, max: 30, checks: ['5/5', '20/20', '0/5'] })
    expect(weighed.log).toEqual(['before', 'y: all its points are given to everybody (forceMax)'])
  })
})
