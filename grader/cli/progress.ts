/** What each task was last graded with, so that `grade` can say what comes next. */
import { readIfPresent, writePrivateFile, ensurePrivateDirectory } from '../daemon/private-files.ts'
import type { StatePaths } from '../daemon/paths.ts'

export interface TaskProgress {
  readonly points: number
  readonly of: number
  /** RFC 3339. */
  readonly at: string
  /** How many hints were shown. */
  readonly hints?: number
}

/** By task id. */
export type Progress = Readonly<Record<string, TaskProgress>>

/** A file that cannot be read counts as none: progress is a convenience, never a reason to fail. */
export async function readProgress(paths: StatePaths): Promise<Progress> {
  try {
    const value: unknown = JSON.parse((await readIfPresent(paths.progress)) ?? '{}')
    return typeof value === 'object' && value !== null ? (value as Progress) : {}
  } catch {
    return {}
  }
}

export async function recordProgress(paths: StatePaths, task: string, change: Partial<TaskProgress>): Promise<void> {
  const progress = await readProgress(paths)
  const before = progress[task] ?? { points: 0, of: 0, at: '' }
  try {
    await ensurePrivateDirectory(paths.home)
    await writePrivateFile(paths.progress, JSON.stringify({ ...progress, [task]: { ...before, ...change } }))
  } catch {
    // As above: a full disk must not turn a graded task into a failure.
  }
}
