/** Holds a class's results against what was expected of each. */
import { expect } from 'vitest'
import type { StoredResult } from '../../grader/batch/results/stored-result.ts'
import { nameOfTask } from '../../src/grading/task.ts'
import { codesOf } from '../../grader/reports/results/book.ts'
import type { SyntheticClass } from './synthetic-class.ts'

export const expectClass = (results: readonly StoredResult[], { expected }: SyntheticClass): void => {
  const wrong: string[] = []
  const seen = new Set<string>()
  for (const result of results) {
    const { learner, task, status, score, max, submission } = result
    const wanted = expected.get(learner.id)?.get(nameOfTask(task))
    const codes = codesOf(result)
    const isAsExpected =
      wanted?.kind === 'pass'
        ? status === 'pass' && score === max
        : wanted?.kind === 'refused'
          ? status === 'invalid' && score === 0 && codes.join() === wanted.code
          : wanted !== undefined && status !== 'pass' && status !== 'error' && codes.includes(wanted.code ?? '')
    if (!isAsExpected || submission.late !== wanted?.late)
      wrong.push(`${learner.id} ${nameOfTask(task)}: ${status} ${codes.join(' ')}, expected ${JSON.stringify(wanted)}`)
    seen.add(`${learner.id} ${nameOfTask(task)}`)
  }
  expect(wrong).toEqual([])
  expect(seen.size).toBe([...expected.values()].reduce((sum, tasks) => sum + tasks.size, 0))
}
