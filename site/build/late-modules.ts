/**
 * Lets a bundle do without modules until one of their functions is called. Importers get functions of the same names in their place,
 * which ask `netgradeLate` for the part that holds the real ones; it answers at once or throws. Nothing in the source says so: where a
 * bundle is cut is the bundle's affair. What else such a module exports is imported as it is, and the module with it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { OnResolveArgs, OnResolveResult, Plugin } from 'esbuild'
import { importCalls, resolveCalls, standIn } from './late-calls.ts'
import { COPY } from './late-functions.ts'
import { createScripts, type ReadScript } from './module-script.ts'

/** Names of parts, and the modules that each holds: files, or folders with all that is below them, from the root; `!` leaves out. */
export type LateParts = Readonly<Record<string, readonly string[]>>

const PART = 'late-part'
/** In the place of a module: its functions alone, or all that it exports. Nobody who asks for functions alone reaches the module. */
const STUB = 'late-stub'
const WHOLE_STUB = 'late-whole-stub'

/** In a module without types; what is a function begins with a parameter. */
const EXPORTED = /^export (?:(?:async )?(function)\*? (\w+)|(?:const|class) (\w+)(?: = ((?:async )?(?:\(|\w+ =>)))?)/gmu

/** What is not of types alone, with its names and where they are from. */
const IMPORTS = /^(?:import|export) \{([^}]*)\} from '([^']+)'/gmu

const filesOf = (root: string, path: string): readonly string[] =>
  path.endsWith('.ts')
    ? [join(root, path)]
    : readdirSync(join(root, path), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => join(root, path, name))
        .sort()

interface Exported {
  readonly name: string
  readonly isFunction: boolean
}

const exportsIn = (script: string): readonly Exported[] =>
  [...script.matchAll(EXPORTED)].map(([, declared, ofFunction = '', ofConstant = '', parameter]) => ({
    name: ofFunction + ofConstant,
    isFunction: declared !== undefined || parameter !== undefined,
  }))

/** What a module imports from another one by name: undefined where it does so in another way. */
const importedNames = (importer: string, specifier: string): readonly string[] | undefined => {
  const clauses = [...importer.matchAll(IMPORTS)].filter(([, , from]) => from === specifier)
  if (clauses.length === 0) return undefined
  const names = clauses.flatMap(([, clause = '']) => clause.split(',').map((name) => name.trim()))
  return names.filter((name) => name !== '' && !name.startsWith('type ')).map((name) => name.split(' ')[0] ?? '')
}

const namesOf = (exported: readonly Exported[]): string => exported.map(({ name }) => name).join(', ')

const lateFunctions = (exported: readonly Exported[], part = ''): readonly string[] => [
  importCalls(part),
  ...exported.filter(({ isFunction }) => isFunction).map(({ name }) => `export const ${name} = ${standIn(name, part)}`),
]

/** Entry points of the parts, for the same build. */
export const lateEntries = (parts: LateParts): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(parts).map((name) => [name, `${PART}:${name}`]))

/** Names of parts by the files that they hold. */
export const partsByFile = (root: string, parts: LateParts): ReadonlyMap<string, string> => {
  const partOf = new Map<string, string>()
  for (const [name, paths] of Object.entries(parts))
    for (const path of paths)
      for (const file of filesOf(root, path.replace('!', '')))
        if (path.startsWith('!')) partOf.delete(file)
        else partOf.set(file, name)
  return partOf
}

/** What may lead to one of these files. A bundler asks only for what it matches, and each time it asks costs. */
const leadingTo = (files: Iterable<string>): RegExp => {
  const names = new Set([...files].map((file) => basename(file, '.ts')))
  return new RegExp(String.raw`^\.{1,2}/(?:.*/)?(?:${[...names].join('|')})\.ts$`)
}

export const lateModules = (root: string, parts: LateParts, scriptOf: ReadScript = createScripts()): Plugin => ({
  name: 'late-modules',
  setup: (build) => {
    const partOf = partsByFile(root, parts)
    const known = new Map<string, Promise<readonly Exported[]>>()
    const exportsOf = (path: string): Promise<readonly Exported[]> => {
      const exported = known.get(path) ?? scriptOf(path).then(exportsIn)
      known.set(path, exported)
      return exported
    }
    resolveCalls(build)
    build.onResolve({ filter: new RegExp(`^${PART}:`) }, ({ path }) => ({ path: path.slice(PART.length + 1), namespace: PART }))
    build.onLoad({ filter: /./, namespace: PART }, async ({ path: part }) => {
      const files = [...partOf].filter(([, name]) => name === part).map(([file]) => file)
      const lines = await Promise.all(
        files.map(async (file) => {
          const functions = (await exportsOf(file)).filter(({ isFunction }) => isFunction)
          return `export { ${namesOf(functions)} } from ${JSON.stringify(file)}`
        }),
      )
      return { contents: lines.join('\n'), resolveDir: root }
    })
    // Modules here do nothing when they are loaded: one that only a stub names is left out.
    build.onResolve({ filter: /^\//, namespace: WHOLE_STUB }, ({ path }) => ({ path, sideEffects: false }))
    const resolve = async ({ kind, path, resolveDir, importer }: OnResolveArgs): Promise<OnResolveResult | undefined> => {
      const file = join(resolveDir, path)
      const part = partOf.get(file)
      if (kind !== 'import-statement' || part === undefined || part === partOf.get(importer)) return undefined
      const functions = new Set((await exportsOf(file)).filter(({ isFunction }) => isFunction).map(({ name }) => name))
      const names = importedNames(readFileSync(importer, 'utf8'), path)
      if (names?.some((name) => functions.has(name)) === false) return undefined
      const namespace = names?.every((name) => functions.has(name)) === true ? STUB : WHOLE_STUB
      return { path: file, namespace, sideEffects: false }
    }
    const filter = leadingTo(partOf.keys())
    for (const namespace of ['file', COPY]) build.onResolve({ filter, namespace }, resolve)
    build.onLoad({ filter: /./, namespace: STUB }, async ({ path }) => ({
      contents: lateFunctions(await exportsOf(path), partOf.get(path)).join('\n'),
    }))
    build.onLoad({ filter: /./, namespace: WHOLE_STUB }, async ({ path }) => {
      const exported = await exportsOf(path)
      const others = exported.filter(({ isFunction }) => !isFunction)
      const lines = others.map(({ name }) => `export { ${name} } from ${JSON.stringify(path)}`)
      return { contents: [...lateFunctions(exported, partOf.get(path)), ...lines].join('\n'), resolveDir: dirname(path) }
    })
  },
})
