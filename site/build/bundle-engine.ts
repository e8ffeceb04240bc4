/**
 * Bundles the engine of the pages. Its parts are classic scripts, which pages opened from a folder may load: each puts functions into
 * netgradeChunks. The index names them, and which others each needs at once.
 */
import { createHash } from 'node:crypto'
import { basename, join } from 'node:path'
import { build, type BuildOptions, type OutputFile } from 'esbuild'
import { minify } from 'oxc-minify'
import type { EngineIndex } from '../client/engine/call-engine.ts'
import { CAUSE_TEXTS, ENGINE_FILES, ENGINE_PARTS } from './engine-parts.ts'
import { givenName, joinFiles, membersOf } from './engine-files.ts'
import { functionEntries, lateFunctions, type LateFunctionParts } from './late-functions.ts'
import { lateEntries, lateModules } from './late-modules.ts'
import { lateTexts, textEntries, withoutTexts } from './late-texts.ts'
import { numberExports } from './join-modules.ts'
import { createScripts } from './module-script.ts'
import { readModule, toFunction, type ModuleText } from './module-text.ts'
import { LATE_FUNCTIONS } from './generated/late-functions.ts'

const ENTRY = 'engine'
const TARGET = 'es2022'

const nameOf = (path: string): string => basename(path, '.js')

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 8)

/** Names of parts, each of which many others and the index repeat: those that nobody gave are numbers. */
const shortNames = (names: readonly string[]): ReadonlyMap<string, string> =>
  new Map(names.map((name, index) => [name, givenName(name) === name ? name : `${index}`]))

/** Modules that are asked for when something needs them: entry points, and what is imported then. */
const askedFor = (entries: readonly string[], modules: ReadonlyMap<string, ModuleText>): ReadonlySet<string> =>
  new Set([
    ...entries,
    ...[...modules.values()].flatMap(({ body }) =>
      [...body.matchAll(/\bimport\("\.\/([\w-]+)\.js"\)/gu)].map(([, name = '']) => name),
    ),
  ])

/** Names of what is built besides what others need, with where each begins. */
const entryPoints = (root: string, functions: LateFunctionParts): Readonly<Record<string, string>> => ({
  [ENTRY]: join(root, 'site/client/engine/engine.ts'),
  ...lateEntries(ENGINE_PARTS),
  ...functionEntries(functions),
  ...textEntries(root, CAUSE_TEXTS),
})

const optionsFor = (root: string, functions: LateFunctionParts) => {
  const scriptOf = createScripts()
  return {
    entryPoints: entryPoints(root, functions),
    plugins: [
      lateModules(root, ENGINE_PARTS, scriptOf),
      lateFunctions(root, functions, withoutTexts(root, CAUSE_TEXTS, scriptOf)),
      lateTexts(root, CAUSE_TEXTS, scriptOf),
    ],
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'browser',
    target: TARGET,
    outdir: join(root, 'dist/client'),
    chunkNames: '[name]-[hash]',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    mainFields: ['module', 'main'],
    alias: { yaml: join(root, 'node_modules/yaml/browser/index.js') },
    external: ['just-bash'],
    absWorkingDir: root,
    write: false,
    logLevel: 'silent',
  } as const satisfies BuildOptions
}

const readModules = (outputFiles: readonly OutputFile[]): ReadonlyMap<string, ModuleText> =>
  new Map(outputFiles.map(({ path, text }) => [nameOf(path), readModule(text)]))

/** In which of the engine's files each source comes, by its path from the root, where no functions are taken out of it. */
export const fileBySource = async (root: string): Promise<ReadonlyMap<string, string>> => {
  const { outputFiles, metafile } = await build({ ...optionsFor(root, {}), metafile: true })
  const members = membersOf(ENGINE_FILES, readModules(outputFiles))
  const inputsOf = new Map(Object.entries(metafile.outputs).map(([path, { inputs }]) => [nameOf(path), Object.keys(inputs)]))
  return new Map(
    [...members].flatMap(([file, names]) =>
      [...names].flatMap((name) => (inputsOf.get(name) ?? []).map((path) => [path, file] as const)),
    ),
  )
}

/** What esbuild leaves long: a fortieth less, gzip. Fails where the text is no script. */
const shorten = async (script: string): Promise<string> => {
  const { code, errors } = await minify('part.js', script, { module: false, compress: { target: TARGET } })
  const [error] = errors
  if (error !== undefined) throw new Error(error.message)
  return code
}

/** Files of the engine by name, `index.js` among them. `root` is the folder that holds src/ and site/. */
export const bundleEngine = async (root: string): Promise<Readonly<Record<string, string>>> => {
  const { outputFiles } = await build(optionsFor(root, LATE_FUNCTIONS))
  const modules = readModules(outputFiles)
  const asked = askedFor(Object.keys(entryPoints(root, LATE_FUNCTIONS)), modules)
  const { modules: named, places } = await joinFiles(modules, ENGINE_FILES, asked)
  const joined = numberExports(named, new Set(Object.keys(ENGINE_FILES)))
  const names = shortNames([...joined.keys()])
  const short = (name: string): string => names.get(places.get(name) ?? name) ?? name
  const parts: Record<string, EngineIndex['parts'][string]> = {}
  const files: Record<string, string> = {}
  const scripts = await Promise.all(
    [...joined].map(async ([name, module]) => {
      const text = `(self.netgradeChunks??={})[${JSON.stringify(short(name))}]=${toFunction(module, short)};`
      return [name, module, await shorten(text)] as const
    }),
  )
  for (const [name, module, script] of scripts) {
    const file = `${short(name)}-${hashOf(script)}.js`
    files[file] = script
    parts[short(name)] = { file, needs: module.needs.map(short) }
  }
  const index: EngineIndex = { entry: ENTRY, parts }
  return { ...files, 'index.js': `self.netgradeEngine=${JSON.stringify(index)};` }
}
