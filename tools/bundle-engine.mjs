// Bundles the engine of the study site's pages. Its parts are classic scripts, which pages opened from a folder may load: each puts one
// function into netgradeChunks. The index names them, and which others each needs at once.
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'

/** `./chunk-ABC.js` in a part's text. */
const IMPORTED = /\.\/([\w-]+)\.js/gu

/** Files of the engine by name, `index.js` among them. `root` is the repository. */
export async function bundleEngine(root) {
  const { build, transform } = await import('esbuild')
  const { metafile, outputFiles } = await build({
    entryPoints: { engine: join(root, 'site/client/engine/engine.ts') },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: join(root, 'dist/client/engine'),
    chunkNames: '[name]-[hash]',
    minify: true,
    legalComments: 'none',
    mainFields: ['module', 'main'],
    alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
    external: ['just-bash'],
    metafile: true,
    write: false,
    logLevel: 'error',
  })
  const nameOf = (path) => basename(path, '.js')
  const parts = {}
  const files = {}
  for (const { path, text } of outputFiles) {
    const name = nameOf(path)
    const { code } = await transform(text, {
      format: 'cjs',
      minify: true,
      target: 'es2022',
      supported: { 'dynamic-import': true },
    })
    const body = code.replaceAll('import("./', 'load("./').replace(IMPORTED, '$1')
    const script = `(self.netgradeChunks??={})[${JSON.stringify(name)}]=function(module,exports,require,load){${body}};`
    const file = `${name === 'engine' ? `engine-${createHash('sha256').update(script).digest('hex').slice(0, 8)}` : name}.js`
    const { imports } = Object.entries(metafile.outputs).find(([output]) => nameOf(output) === name)[1]
    const needs = imports
      .filter(({ kind, external }) => kind === 'import-statement' && !external)
      .map((one) => nameOf(one.path))
    parts[name] = { file, needs }
    files[file] = script
  }
  files['index.js'] = `self.netgradeEngine=${JSON.stringify({ entry: 'engine', parts })};`
  return files
}
