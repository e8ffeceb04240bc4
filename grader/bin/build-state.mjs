// Is dist/ as new as its sources? Plain JavaScript that runs before anything is installed or built.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('../../', import.meta.url))
export const ENTRY = new URL('../../dist/grade.mjs', import.meta.url)

const SOURCES = ['src', 'grader', 'tools/build.mjs']

const isNewer = (path, thanMs) => {
  const found = statSync(path)
  return found.isDirectory() ? readdirSync(path).some((name) => isNewer(`${path}/${name}`, thanMs)) : found.mtimeMs > thanMs
}

/** Sources change in a working copy only; an installed package is as it was packed. */
export function isStale() {
  if (!existsSync(ENTRY)) return true
  if (!existsSync(`${ROOT}.git`)) return false
  const builtMs = statSync(`${ROOT}dist/build.json`).mtimeMs
  return SOURCES.some((path) => isNewer(ROOT + path, builtMs))
}

export async function ensureBuilt() {
  if (!isStale()) return
  process.stderr.write('netgrade: building …\n')
  const { build } = await import('../../tools/build.mjs')
  await build()
}
