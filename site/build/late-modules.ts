/**
 * Lets a bundle do without modules until one of their functions is called. Importers get functions of the same names in their place,
 * which ask `netgradeLate` for the part that holds the real ones; it answers at once or throws. Nothing in the source says so: where a
 * bundle is cut is the bundle's affair. What else such a module exports is imported as it is, and the module with it.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { transform, type Plugin } from 'esbuild'

/** Names of parts, and the modules that each holds: files, or folders with all that is below them, from the root; `!` leaves out. */
export type LateParts = Readonly<Record<string, readonly string[]>>

const PART = 'late-part'
const STUB = 'late-stub'

/** In a module without types; what is a function begins with a parameter. */
const EXPORTED = /^export (?:(?:async )?(function)\*? (\w+)|(?:const|class) (\w+)(?: = ((?:async )?(?:\(|\w+ =>)))?)/gmu

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

const exportsOf = async (path: string): Promise<readonly Exported[]> => {
  const { code } = await transform(readFileSync(path, 'utf8'), { loader: 'ts' })
  return [...code.matchAll(EXPORTED)].map(([, declared, ofFunction = '', ofConstant = '', parameter]) => ({
    name: ofFunction + ofConstant,
    isFunction: declared !== undefined || parameter !== undefined,
  }))
}

const namesOf = (exported: readonly Exported[]): string => exported.map(({ name }) => name).join(', ')

/** Entry points of the parts, for the same build. */
export const lateEntries = (parts: LateParts): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(parts).map((name) => [name, `${PART}:${name}`]))

export const lateModules = (root: string, parts: LateParts): Plugin => ({
  name: 'late-modules',
  setup: (build) => {
    const partOf = new Map<string, string>()
    for (const [name, paths] of Object.entries(parts))
      for (const path of paths)
        for (const file of filesOf(root, path.replace('!', '')))
          if (path.startsWith('!')) partOf.delete(file)
          else partOf.set(file, name)
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
    build.onResolve({ filter: /^\//, namespace: STUB }, ({ path }) => ({ path, sideEffects: false }))
    build.onResolve({ filter: /^\.{1,2}\/.*\.ts$/, namespace: 'file' }, ({ kind, path, resolveDir, importer }) => {
      const file = join(resolveDir, path)
      const part = partOf.get(file)
      if (kind !== 'import-statement' || part === undefined || part === partOf.get(importer)) return undefined
      return { path: file, namespace: STUB, sideEffects: false }
    })
    build.onLoad({ filter: /./, namespace: STUB }, async ({ path }) => {
      const part = JSON.stringify(partOf.get(path))
      const exported = await exportsOf(path)
      const lines = exported.map(({ name, isFunction }) =>
        isFunction
          ? `export const ${name} = (...given) => netgradeLate(${part}).${name}(...given)`
          : `export { ${name} } from ${JSON.stringify(path)}`,
      )
      return { contents: lines.join('\n'), resolveDir: dirname(path) }
    })
  },
})
