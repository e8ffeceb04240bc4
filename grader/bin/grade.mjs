#!/usr/bin/env node
// Runs dist/grade.cjs, building it first where it is missing or a pull has made it old.
import { ROOT, build, isStaleAtAGlance } from './build-state.mjs'
import { loadCached } from './cached-script.mjs'

async function run() {
  const { exports, keepCode } = loadCached('grade')
  await exports.main(ROOT)
  // The build runs more commands in the process whose cache is kept: what they compile is in it, too.
  for (const args of JSON.parse(process.env.NETGRADE_WARM_WITH ?? '[]')) {
    process.argv.splice(2, Infinity, ...args)
    await exports.main(ROOT)
  }
  keepCode()
}

try {
  if (isStaleAtAGlance()) await build()
} catch (error) {
  process.stderr.write(
    `grade: netgrade could not be built.\n  where   ${ROOT}\n  why     ${error.message}\n  do      npm start installs and builds everything.\n`,
  )
  process.exit(3)
}
await run()
