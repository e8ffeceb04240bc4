/** Where the submissions of a class come from. */
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { Problem } from '../terminal/problem.ts'
import { openClassArchive } from './archive/open-archive.ts'
import { listArchive } from './list-archive.ts'
import { listFolder } from './list-folder.ts'
import { Refusal } from './refusal.ts'
import type { Submission } from './submission.ts'

export interface OpenClass {
  readonly submissions: readonly Submission[]
  /** Entries that are no submission. */
  readonly ignored: readonly string[]
  readonly close: () => void
}

/** Opens a folder or an archive; `scratch` is a folder for what has to be unpacked. Throws a problem where it cannot be read. */
export async function openClass(path: string, tasks: readonly string[], scratch: string): Promise<OpenClass> {
  const ignored: string[] = []
  const ignore = (name: string): void => void ignored.push(name)
  try {
    if (statSync(path).isDirectory())
      return { submissions: requireSome(listFolder(path, tasks, ignore), path), ignored, close: () => undefined }
    const bytes = await openClassArchive(path, join(scratch, 'class.tar'))
    return { submissions: requireSome(listArchive(bytes, tasks, ignore), path), ignored, close: () => bytes.close() }
  } catch (error) {
    if (error instanceof Refusal || (error instanceof Error && 'syscall' in error))
      throw new Problem('batch-unreadable', { path, reason: error.message }, error)
    throw error
  }
}

const requireSome = (submissions: readonly Submission[], path: string): readonly Submission[] => {
  if (submissions.length === 0) throw new Problem('batch-empty', { path })
  return submissions
}
