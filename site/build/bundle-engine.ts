/**
 * Bundles the engine of the pages. Its parts are classic scripts, which pages opened from a folder may load: each puts one function into
 * netgradeChunks. The index names them, and which others each needs at once.
 */
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { build, transform } from 'esbuild'
import type { EngineIndex } from '../client/engine/call-engine.ts'

/** `./chunk-ABC.js` in a part's text. */
const IMPORTED = /\.\/([\w-]+)\.js/gu

const ENTRY = 'engine'

const nameOf = (path: string): string => basename(path, '.js')

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** One part as a function of what it exports, and of how it gets at others. */
const wrap = async (name: string, text: string): Promise<string> => {
  const { code } = await transform(text, {
    format: 'cjs',
    minify: true,
    target: 'es2022',
    supported: { 'dynamic-import': true },
  })
  const body = code.replaceAll('import("./', 'load("./').replace(IMPORTED, '$1')
  return `(self.netgradeChunks??={})[${JSON.stringify(name)}]=function(module,exports,require,load){${body}};`
}

/** Files of the engine by name, `index.js` among them. `root` is the folder that holds src/ and site/. */
export const bundleEngine = async (root: string): Promise<Readonly<Record<string, string>>> => {
  const { metafile, outputFiles } = await build({
    entryPoints: { [ENTRY]: join(root, 'site/client/engine/engine.ts') },
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    outdir: join(root, 'dist/client'),
    chunkNames: '[name]-[hash]',
    minify: true,
    legalComments: 'none',
    mainFields: ['module', 'main'],
    alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
    external: ['just-bash'],
    metafile: true,
    write: false,
    logLevel: 'silent',
  })
  const outputs = new Map(Object.entries(metafile.outputs).map(([path, output]) => [nameOf(path), output]))
  const parts: Record<string, EngineIndex['parts'][string]> = {}
  const files: Record<string, string> = {}
  for (const { path, text } of outputFiles) {
    const name = nameOf(path)
    const script = await wrap(name, text)
    const file = name === ENTRY ? `${ENTRY}-${hashOf(script)}.js` : `${name}.js`
    const needs = (outputs.get(name)?.imports ?? []).filter(
      ({ kind, external }) => kind === 'import-statement' && external !== true,
    )
    parts[name] = { file, needs: needs.map((one) => nameOf(one.path)) }
    files[file] = script
  }
  const index: EngineIndex = { entry: ENTRY, parts }
  return { ...files, 'index.js': `self.netgradeEngine=${JSON.stringify(index)};` }
}
