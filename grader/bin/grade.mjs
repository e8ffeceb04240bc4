#!/usr/bin/env node
// Runs dist/grade.cjs, building it first where it is missing or a pull has made it old. The script comes with V8's code cache of
// an earlier run, which saves a third of the time that grading a file takes.
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import vm from 'node:vm'
import { ROOT, build, isStaleAtAGlance } from './build-state.mjs'

const PROGRAM = `${ROOT}dist/grade.cjs`

function readIfPresent(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Named by the build, because V8 itself only compares lengths. */
function cachePath() {
  const { id } = JSON.parse(readFileSync(`${ROOT}dist/build.json`, 'utf8'))
  return `${ROOT}dist/cache/${id}-${process.version}-${process.arch}`
}

function writeCache(path, script) {
  try {
    mkdirSync(`${ROOT}dist/cache`, { recursive: true })
    writeFileSync(`${path}.${process.pid}`, script.createCachedData())
    renameSync(`${path}.${process.pid}`, path)
  } catch {
    // Without a cache everything works, only slower.
  }
}

async function run() {
  const path = cachePath()
  const cachedData = process.env.NETGRADE_CODE_CACHE === 'write' ? undefined : readIfPresent(path)
  const source = readFileSync(PROGRAM, 'latin1')
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
  const script = new vm.Script(source, { filename: PROGRAM, cachedData, importModuleDynamically })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(PROGRAM), module, PROGRAM, `${ROOT}dist`)
  await module.exports.main(ROOT)
  // The build runs more commands in the process whose cache is kept: what they compile is in it, too.
  for (const args of JSON.parse(process.env.NETGRADE_WARM_WITH ?? '[]')) {
    process.argv.splice(2, Infinity, ...args)
    await module.exports.main(ROOT)
  }
  if (cachedData === undefined || script.cachedDataRejected) writeCache(path, script)
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
