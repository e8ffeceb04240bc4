// Bundles the program into dist/: grade.cjs, the command line, and daemon.cjs, the embedded cluster's process, and
// worker.cjs, a thread of `grade batch`, each as one script that grader/bin runs from V8's code cache; and head-start.cjs, what begins before
// any of them is loaded; and site.mjs, which loads its
// rarer parts as chunks when they are needed; and exam-page.js, the script of the page that `grade exam serve` shows.
// Files are replaced one by one, and chunks of the last builds stay: a site that is being served may still load them.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OLD_MS = 24 * 3_600_000

// CommonJS packages inside an ES module ask for these.
const MODULE_BANNER =
  "import{createRequire as __createRequire}from'node:module';" +
  'const require=__createRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;'

const COMMON = {
  bundle: true,
  platform: 'node',
  target: 'node20',
  outdir: join(ROOT, 'dist'),
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  // ES modules of packages where they have some: only these keep their named exports in import(), and unused parts fall away.
  mainFields: ['module', 'main'],
  alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
  external: ['just-bash', '@kubernetes/client-node', 'esbuild', 'oxc-minify', 'bufferutil', 'utf-8-validate'],
  write: false,
  logLevel: 'error',
}

const BUNDLES = [
  // ASCII only: bin/cached-script.cjs reads them byte by byte.
  {
    ...COMMON,
    entryPoints: {
      grade: join(ROOT, 'grader/main.ts'),
      daemon: join(ROOT, 'grader/daemon/main.ts'),
      worker: join(ROOT, 'grader/workers/main.ts'),
    },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
    // A script from V8's code cache cannot import(): external packages are required instead.
    supported: { 'dynamic-import': false },
    charset: 'ascii',
    banner: { js: '(function(exports,require,module,__filename,__dirname){' },
    footer: { js: '})' },
  },
  {
    ...COMMON,
    entryPoints: { 'head-start': join(ROOT, 'grader/daemon/head-start.ts') },
    format: 'cjs',
    outExtension: { '.js': '.cjs' },
  },
  {
    ...COMMON,
    entryPoints: { site: join(ROOT, 'site/main.ts') },
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    chunkNames: 'chunks/[name]-[hash]',
    banner: { js: MODULE_BANNER },
    charset: 'utf8',
  },
  {
    ...COMMON,
    entryPoints: { 'exam-page': join(ROOT, 'grader/exam/page/client/main.ts') },
    platform: 'browser',
    target: 'es2022',
    format: 'iife',
  },
]

async function replaceFile(path, contents) {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, contents)
  await rename(temporary, path)
}

async function removeOld(directory, isKept) {
  for (const name of await readdir(directory).catch(() => [])) {
    const { mtimeMs } = await stat(join(directory, name))
    if (!isKept(name) && Date.now() - mtimeMs > OLD_MS) await rm(join(directory, name), { force: true })
  }
}

/**
 * Grades a solution once, and as a class, asks about it, and starts and ends the embedded cluster, so that the code caches hold what these run. It is
 * only ever an optimisation.
 */
function warmCodeCache() {
  const solution = join(ROOT, 'tasks/3-3/solution/answer.yaml')
  const workloads = join(ROOT, 'tools/warm.yaml')
  const environment = {
    ...process.env,
    NETGRADE_HOME: join(ROOT, 'dist/warm'),
    NETGRADE_CODE_CACHE: 'write',
    NETGRADE_WARM_WITH: JSON.stringify([['matrix', '--file', workloads, solution], ['up', '--brief'], ['down']]),
  }
  const args = [join(ROOT, 'grader/bin/grade.mjs'), '3-3', '--file', solution]
  spawnSync(process.execPath, args, { env: environment, stdio: 'ignore', timeout: 30_000 })
  // A class in a process of its own, with V8 as it is set for classes: what its workers compile.
  const { NETGRADE_CODE_CACHE: _, NETGRADE_WARM_WITH: __, ...plain } = environment
  const batch = ['batch', join(ROOT, 'tasks/3-3'), '--task', '3-3', '--jobs', '1', '--exit-zero']
  spawnSync(process.execPath, [args[0], ...batch], { env: plain, stdio: 'ignore', timeout: 30_000 })
}

/** Builds dist/ and returns the build's id. */
export async function build() {
  const { build: bundle } = await import('esbuild')
  const outputs = (await Promise.all(BUNDLES.map((options) => bundle(options)))).flatMap(({ outputFiles }) => outputFiles)
  const isEntry = ({ path }) => dirname(path) === join(ROOT, 'dist')
  const files = outputs.sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)) || (a.path < b.path ? -1 : 1))
  const hash = createHash('sha256')
  for (const { path, contents } of files) {
    hash.update(basename(path)).update(contents)
    await replaceFile(path, contents)
  }
  const id = hash.digest('hex').slice(0, 16)
  await replaceFile(join(ROOT, 'dist/build.json'), JSON.stringify({ id }))
  const kept = new Set(files.map(({ path }) => basename(path)))
  await removeOld(join(ROOT, 'dist/chunks'), (name) => kept.has(name))
  await removeOld(join(ROOT, 'dist/cache'), (name) => name.startsWith(id))
  warmCodeCache()
  await rm(join(ROOT, 'dist/warm'), { recursive: true, force: true })
  return id
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(`dist/ is build ${await build()}`)
}
