// Bundles the program into dist/: grade.mjs (the command line) and daemon.mjs (the embedded cluster's process), sharing chunks.
// Files are replaced one by one, entries last, and chunks of the last builds stay: a daemon that runs may still load them.
import { createHash } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OLD_CHUNK_MS = 24 * 3_600_000

// CommonJS packages inside an ES module ask for these.
const BANNER =
  "import{createRequire as __createRequire}from'node:module';" +
  'const require=__createRequire(import.meta.url),__filename=import.meta.filename,__dirname=import.meta.dirname;'

const OPTIONS = {
  entryPoints: { grade: join(ROOT, 'grader/main.ts'), daemon: join(ROOT, 'grader/daemon/main.ts') },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  outdir: join(ROOT, 'dist'),
  outExtension: { '.js': '.mjs' },
  chunkNames: 'chunks/[name]-[hash]',
  banner: { js: BANNER },
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  charset: 'utf8',
  // ES modules of packages where they have some: only these keep their named exports in import(), and unused parts fall away.
  mainFields: ['module', 'main'],
  alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
  external: ['just-bash', 'esbuild', 'bufferutil', 'utf-8-validate'],
  write: false,
  logLevel: 'error',
}

async function replaceFile(path, contents) {
  await mkdir(dirname(path), { recursive: true })
  const temporary = `${path}.${process.pid}`
  await writeFile(temporary, contents)
  await rename(temporary, path)
}

async function removeOldChunks(kept) {
  const directory = join(ROOT, 'dist/chunks')
  for (const name of await readdir(directory).catch(() => [])) {
    const { mtimeMs } = await stat(join(directory, name))
    if (!kept.has(name) && Date.now() - mtimeMs > OLD_CHUNK_MS) await rm(join(directory, name), { force: true })
  }
}

/** Builds dist/ and returns the build's id. */
export async function build() {
  const { build: bundle } = await import('esbuild')
  const { outputFiles } = await bundle(OPTIONS)
  const isEntry = ({ path }) => dirname(path) === join(ROOT, 'dist')
  const files = [...outputFiles].sort((a, b) => Number(isEntry(a)) - Number(isEntry(b)) || (a.path < b.path ? -1 : 1))
  const hash = createHash('sha256')
  for (const { path, contents } of files) {
    hash.update(basename(path)).update(contents)
    await replaceFile(path, contents)
  }
  const id = hash.digest('hex').slice(0, 16)
  await replaceFile(join(ROOT, 'dist/build.json'), JSON.stringify({ id }))
  await removeOldChunks(new Set(files.map(({ path }) => basename(path))))
  return id
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  console.log(`dist/ is build ${await build()}`)
}
