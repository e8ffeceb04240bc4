/** What of a stored result tells which submission it is of. */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'

export type StoredResult = Result & Required<Pick<Result, 'learner'>>

/** Learner and task. */
export const keyOf = ({
  learner,
  task,
}: {
  learner: { readonly id: string }
  task: Parameters<typeof nameOfTask>[0]
}): string => `${learner.id}\n${nameOfTask(task)}`

/** The same for the same submission: its files and its time, or what kept it from being read. */
export const fingerprintOf = ({ submission, problems }: Pick<Result, 'submission' | 'problems'>): string => {
  const { files, at, late } = submission
  const [problem] = files.length === 0 ? problems : []
  return JSON.stringify([files.map(({ path, sha256 }) => [path, sha256]), at, late, problem?.code, problem?.message])
}

/** Undefined for a line that is no result, and for one of our own mistakes: that is graded again. */
export const parseStored = (line: string): StoredResult | undefined => {
  try {
    const value = JSON.parse(line) as Partial<StoredResult> | null
    if (value?.schema !== 'netgrade/result/v1' || typeof value.learner?.id !== 'string' || value.status === 'error')
      return undefined
    return value as StoredResult
  } catch {
    return undefined
  }
}
