#!/usr/bin/env node
// Runs the built program; in a working copy whose sources are newer than dist/, builds it first.
import { ENTRY, ROOT, ensureBuilt } from './build-state.mjs'

try {
  await ensureBuilt()
} catch (error) {
  process.stderr.write(
    `grade: netgrade could not be built.\n  where   ${ROOT}\n  why     ${error.message}\n  do      npm start installs and builds everything.\n`,
  )
  process.exit(3)
}
await import(ENTRY.href)
