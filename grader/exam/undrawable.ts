import { PoolExhausted } from '../../src/course/exam/draw.ts'
import { Problem } from '../terminal/problem.ts'

/** What the exam cannot draw from the course is the author's problem. */
export const orUndrawable = async <Value>(make: () => Value | Promise<Value>): Promise<Value> => {
  try {
    return await make()
  } catch (error) {
    if (!(error instanceof PoolExhausted)) throw error
    throw new Problem('exam-undrawable', { reason: error.message }, error)
  }
}
