// Is dist/ as new as its sources? Plain JavaScript that runs before anything is installed or built.
// CommonJS, as all that every command runs through: Node reads its own modules for ES modules with one more copy of each.
const { existsSync, readdirSync, readFileSync, statSync, utimesSync } = require('node:fs')
const { resolve } = require('node:path')

const ROOT = resolve(__dirname, '../..') + '/'

const SOURCES = ['src', 'grader', 'tools/build.mjs', 'package-lock.json']

const modifiedMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0

function isNewer(path, thanMs) {
  const found = statSync(path)
  if (!found.isDirectory()) return found.mtimeMs > thanMs
  return readdirSync(path, { withFileTypes: true }).some((entry) => isNewer(`${path}/${entry.name}`, thanMs))
}

/** Where git notes that it has changed something; in a further worktree, `.git` is a file that names the directory. */
function indexPath() {
  const git = `${ROOT}.git`
  if (statSync(git, { throwIfNoEntry: false })?.isFile() !== true) return `${git}/index`
  return resolve(
    ROOT,
    readFileSync(git, 'utf8')
      .replace(/^gitdir: /, '')
      .trim(),
    'index',
  )
}

/** Looks at every source. */
const isStale = () =>
  !existsSync(`${ROOT}dist/build.json`) || SOURCES.some((path) => isNewer(ROOT + path, modifiedMs(`${ROOT}dist/build.json`)))

/**
 * As isStale, but looks at the sources only where git has changed something since the build, as a pull does: the look would cost
 * as much as grading. An installed package is as it was packed.
 */
function isStaleAtAGlance() {
  const builtMs = modifiedMs(`${ROOT}dist/build.json`)
  if (builtMs === 0) return true
  if (modifiedMs(indexPath()) <= builtMs) return false
  if (isStale()) return true
  try {
    utimesSync(`${ROOT}dist/build.json`, new Date(), new Date())
  } catch {
    // A read-only installation looks again next time.
  }
  return false
}

/** By the environment alone: nothing is built yet that could read more. */
const isKorean = (process.env.LC_ALL || process.env.LC_MESSAGES || process.env.LANG || '').toLowerCase().startsWith('ko')

async function build() {
  process.stderr.write(isKorean ? 'netgrade: 빌드하는 중 …\n' : 'netgrade: building …\n')
  const { build } = await import('../../tools/build.mjs')
  await build()
}

module.exports = { ROOT, build, isKorean, isStale, isStaleAtAGlance }
