#!/usr/bin/env node
// Runs the built program. In a working copy whose sources are newer than dist/ it builds first, so that nobody runs old code.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../', import.meta.url))
const entry = new URL('../../dist/grade.mjs', import.meta.url)

function isNewer(directory, thanMs) {
  return readdirSync(directory, { withFileTypes: true }).some((found) => {
    const path = `${directory}/${found.name}`
    return found.isDirectory() ? isNewer(path, thanMs) : statSync(path).mtimeMs > thanMs
  })
}

function isStale() {
  if (!existsSync(entry)) return true
  if (!existsSync(`${root}.git`)) return false
  const builtMs = statSync(`${root}dist/build.json`).mtimeMs
  return ['src', 'grader', 'tools/build.mjs'].some((name) => {
    const path = root + name
    return statSync(path).isDirectory() ? isNewer(path, builtMs) : statSync(path).mtimeMs > builtMs
  })
}

async function ensureBuilt() {
  if (!isStale()) return true
  try {
    process.stderr.write('netgrade: building …\n')
    const { build } = await import('../../tools/build.mjs')
    await build()
    return true
  } catch (error) {
    process.stderr.write(
      `grade: netgrade could not be built.\n  where   ${root}\n  why     ${error.message}\n  do      npm start installs and builds everything.\n`,
    )
    return false
  }
}

if (await ensureBuilt()) await import(entry.href)
else process.exitCode = 3
