// Runs one of dist/'s scripts with V8's code cache of an earlier run, which saves most of the time that compiling takes.
const { mkdirSync, readFileSync, renameSync, writeFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const v8 = require('node:v8')
const vm = require('node:vm')
const { ROOT } = require('./build-state.cjs')

const CACHES = `${ROOT}dist/cache`

function readIfPresent(path) {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** Named by the build, because V8 itself only compares lengths. */
function cachePath(name) {
  const { id } = JSON.parse(readFileSync(`${ROOT}dist/build.json`, 'utf8'))
  return `${CACHES}/${id}-${name}-${process.version}-${process.arch}`
}

function writeCache(path, script) {
  try {
    // Flags are a part of a cache: it is taken only where they are the same.
    v8.setFlagsFromString('--flush-bytecode')
    mkdirSync(CACHES, { recursive: true })
    writeFileSync(`${path}.${process.pid}`, script.createCachedData())
    renameSync(`${path}.${process.pid}`, path)
  } catch {
    // Without a cache everything works, only slower.
  }
}

/**
 * Loads `dist/<name>.cjs`. `keepCode`, called when the program has done its work, keeps what it compiled for the next run, unless it
 * came from a cache itself.
 */
function loadCached(name) {
  const program = `${ROOT}dist/${name}.cjs`
  const path = cachePath(name)
  const cachedData = process.env.NETGRADE_CODE_CACHE === 'write' ? undefined : readIfPresent(path)
  const source = readFileSync(program, 'latin1')
  // What runs at the start alone would be thrown away before the cache is written.
  if (cachedData === undefined) v8.setFlagsFromString('--no-flush-bytecode')
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER
  const script = new vm.Script(source, { filename: program, cachedData, importModuleDynamically })
  const module = { exports: {} }
  script.runInThisContext()(module.exports, createRequire(program), module, program, `${ROOT}dist`)
  const keepCode = () => {
    if (cachedData === undefined || script.cachedDataRejected) writeCache(path, script)
  }
  return { exports: module.exports, keepCode }
}

module.exports = { loadCached }
