/** States of the embedded cluster that were saved under a name: copies of its journal, beside the ranges that it was made with. */
import { constants } from 'node:fs'
import { copyFile, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Problem } from '../terminal/problem.ts'
import { readJournal } from './journal.ts'
import type { StatePaths } from '../terminal/paths.ts'
import { ensurePrivateDirectory, fileProblem, readIfPresent, systemErrorCode, writePrivateFile } from './private-files.ts'
import { replaceState } from './replace-state.ts'

export interface SavedState {
  readonly name: string
  readonly savedAtMs: number
  readonly bytes: number
}

/** As names of Kubernetes objects, so that no name leaves the folder or differs by case alone. */
const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,61}[a-z0-9])?$/u

const JOURNAL = 'journal'
const RANGES = 'ranges.json'

function folderOf(paths: StatePaths, name: string): string {
  if (!NAME.test(name)) throw new Problem('saved-name-bad', { name })
  return join(paths.saved, name)
}

const unless = async <T>(code: string, otherwise: T, result: Promise<T>): Promise<T> =>
  result.catch((error: unknown) => {
    if (systemErrorCode(error) === code) return otherwise
    throw error
  })

const hasState = async (folder: string): Promise<boolean> =>
  (await unless('ENOENT', undefined, stat(join(folder, JOURNAL)))) !== undefined

/** The states there are, by name. */
export async function savedStates(paths: StatePaths): Promise<readonly SavedState[]> {
  const names = (await unless('ENOENT', [], readdir(paths.saved))).filter((name) => NAME.test(name)).sort()
  const found = await Promise.all(
    names.map(async (name) => {
      const file = await unless('ENOENT', undefined, stat(join(paths.saved, name, JOURNAL)))
      return file === undefined ? [] : [{ name, savedAtMs: file.mtimeMs, bytes: file.size }]
    }),
  )
  return found.flat()
}

async function flush(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync().finally(() => handle.close())
}

/**
 * Copies what the cluster has acknowledged, whether it runs or not: the journal only grows, and a line that is being written is none.
 * Fails with `saved-exists` where the name is taken, unless it may be replaced, and with `nothing-to-save` where no cluster was ever started.
 */
export async function saveState(
  paths: StatePaths,
  name: string,
  { mayReplace }: { readonly mayReplace: boolean },
): Promise<SavedState> {
  const folder = folderOf(paths, name)
  if (!(await hasState(paths.data))) throw new Problem('nothing-to-save')
  if (!mayReplace && (await hasState(folder))) throw new Problem('saved-exists', { name })
  // A name never begins so: what a crash leaves of it is no state.
  const fresh = join(paths.saved, `.${name}.new`)
  try {
    await rm(fresh, { recursive: true, force: true })
    await ensurePrivateDirectory(paths.saved)
    await ensurePrivateDirectory(fresh)
    await copyFile(join(paths.data, JOURNAL), join(fresh, JOURNAL), constants.COPYFILE_FICLONE)
    const ranges = await readIfPresent(paths.ranges)
    if (ranges !== undefined) await writePrivateFile(join(fresh, RANGES), ranges)
    await readJournal(fresh)
    await flush(join(fresh, JOURNAL))
    await rm(folder, { recursive: true, force: true })
    await rename(fresh, folder)
    await flush(paths.saved)
  } catch (error) {
    await rm(fresh, { recursive: true, force: true })
    throw fileProblem(error, folder)
  }
  const { size, mtimeMs } = await stat(join(folder, JOURNAL))
  return { name, savedAtMs: mtimeMs, bytes: size }
}

async function requireSaved(paths: StatePaths, name: string): Promise<string> {
  const folder = folderOf(paths, name)
  if (await hasState(folder)) return folder
  const there = (await savedStates(paths)).map((state) => state.name).join(', ')
  throw new Problem('saved-missing', { name, there })
}

/** Puts a saved state in the place of all that the stopped cluster has. Returns how many objects there are. */
export async function restoreState(paths: StatePaths, name: string): Promise<number> {
  const folder = await requireSaved(paths, name)
  const { objects } = await readJournal(folder)
  await replaceState(paths, { objects, ranges: await readIfPresent(join(folder, RANGES)) })
  return objects.length
}

/** Fails with `saved-missing` where there is none of that name, before anything is stopped. */
export const checkSaved = async (paths: StatePaths, name: string): Promise<void> => {
  await readJournal(await requireSaved(paths, name))
}

export const forgetState = async (paths: StatePaths, name: string): Promise<void> =>
  rm(await requireSaved(paths, name), { recursive: true, force: true })
