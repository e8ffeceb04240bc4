/** A folder that somebody has named for what a command writes. */
import { existsSync, mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { systemErrorCode } from '../daemon/private-files.ts'

/** With those above it, one by one: Node's own way never ends where a file system takes no folders, as /proc. */
export function makeFolder(folder: string): void {
  const path = resolve(folder)
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path)
  } catch (error) {
    // Somebody else may have made it since.
    if (systemErrorCode(error) !== 'EEXIST') throw error
  }
}
