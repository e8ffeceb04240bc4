/** Files that hold keys and state: readable by their owner only, replaced as a whole or not at all. */
import { chmod, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { makeFolder } from '../../src/node/make-folder.ts'
import { Problem } from '../terminal/problem.ts'

const FULL = new Set(['ENOSPC', 'EDQUOT'])

/** The `code` of a system error such as `ENOENT`, or undefined. */
export const systemErrorCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined

/** Turns what the file system refused into the problem a reader can act on; anything else stays what it is. */
export function fileProblem(error: unknown, path: string): Error {
  if (!(error instanceof Error)) return new Error(String(error))
  const code = systemErrorCode(error)
  if (error instanceof Problem || code === undefined) return error
  return new Problem(
    FULL.has(code) ? 'state-directory-full' : 'state-directory-unwritable',
    { path, reason: error.message },
    error,
  )
}

/** Makes the directory with mode 0700, and narrows one that is wider. */
export async function ensurePrivateDirectory(path: string): Promise<void> {
  try {
    makeFolder(path, 0o700)
    if (((await stat(path)).mode & 0o077) !== 0) await chmod(path, 0o700)
  } catch (error) {
    throw fileProblem(error, path)
  }
}

/** A reader finds the old text or the new one, never a part. Not synced: all that is written so can be made again. */
async function replaceFile(path: string, text: string, mode: number): Promise<void> {
  const temporary = `${path}.${process.pid}.new`
  try {
    await writeFile(temporary, text, { mode })
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
}

export async function writePrivateFile(path: string, text: string): Promise<void> {
  try {
    await replaceFile(path, text, 0o600)
  } catch (error) {
    throw fileProblem(error, path)
  }
}

/** The file's text; undefined where there is no such file. */
export async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return undefined
    throw fileProblem(error, path)
  }
}
