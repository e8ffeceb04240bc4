/** A folder that something is written to. */
import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true

/**
 * With those above it, one by one: Node's own way never ends where a file system takes no folders, as /proc. `mode` is that of each it
 * makes. Throws what the file system says, also where a file stands in its place.
 */
export function makeFolder(folder: string, mode = 0o777): void {
  const path = resolve(folder)
  if (isFolder(path)) return
  makeFolder(dirname(path), mode)
  try {
    mkdirSync(path, { mode })
  } catch (error) {
    // Somebody else may have made it since.
    if (!isFolder(path)) throw error
  }
}
