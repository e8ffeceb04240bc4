import { readFile } from 'node:fs/promises'
import { Problem } from '../terminal/problem.ts'

/** The text of a file that was named. */
export const readNamed = (path: string): Promise<string> =>
  readFile(path, 'utf8').catch((error: unknown) => {
    throw new Problem('file-unreadable', { path, reason: error instanceof Error ? error.message : String(error) }, error)
  })
