/**
 * Bundles the engine of the pages. Its parts are classic scripts, which pages opened from a folder may load: each puts functions into
 * netgradeChunks. The index names them, and which others each needs at once.
 */
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { build, transform } from 'esbuild'
import type { EngineIndex } from '../client/engine/call-engine.ts'
import { ENGINE_PARTS } from './engine-parts.ts'
import { lateEntries, lateModules } from './late-modules.ts'

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
  return `(self.netgradeChunks??={})[${JSON.stringify(name)}]=function(module,exports,require,load,netgradeLate){${body}};`
}

/** A part and all that it needs, itself first. */
const reachedFrom = (name: string, needs: ReadonlyMap<string, readonly string[]>, found = new Set<string>()): Set<string> => {
  if (found.has(name)) return found
  found.add(name)
  for (const other of needs.get(name) ?? []) reachedFrom(other, needs, found)
  return found
}

/** Files of the engine by name, `index.js` among them. `root` is the folder that holds src/ and site/. */
export const bundleEngine = async (root: string): Promise<Readonly<Record<string, string>>> => {
  const { metafile, outputFiles } = await build({
    entryPoints: { [ENTRY]: join(root, 'site/client/engine/engine.ts'), ...lateEntries(ENGINE_PARTS) },
    plugins: [lateModules(root, ENGINE_PARTS)],
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
  const scripts = new Map(
    await Promise.all(outputFiles.map(async ({ path, text }) => [nameOf(path), await wrap(nameOf(path), text)] as const)),
  )
  const needs = new Map(
    Object.entries(metafile.outputs).map(([path, { imports }]) => {
      const atOnce = imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true)
      return [nameOf(path), atOnce.map((one) => nameOf(one.path))] as const
    }),
  )
  const together = reachedFrom(ENTRY, needs)
  const groups = [[...together], ...[...scripts.keys()].filter((name) => !together.has(name)).map((name) => [name])]
  const parts: Record<string, EngineIndex['parts'][string]> = {}
  const files: Record<string, string> = {}
  for (const names of groups) {
    const script = names.map((name) => scripts.get(name) ?? '').join('')
    const file = `${names[0] ?? ''}-${hashOf(script)}.js`
    files[file] = script
    for (const name of names) parts[name] = { file, needs: needs.get(name) ?? [] }
  }
  const index: EngineIndex = { entry: ENTRY, parts }
  return { ...files, 'index.js': `self.netgradeEngine=${JSON.stringify(index)};` }
}
