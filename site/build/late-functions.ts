/**
 * Lets a bundle do without single functions until they are called, as `late-modules.ts` does without modules. Where such a function stands
 * is one that asks `netgradeLate` for the part that holds the real one, beside copies of what it needs of its own module.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Plugin } from 'esbuild'
import { importCalls, resolveCalls, standIn } from './late-calls.ts'
import { createScripts, exactly, type ReadScript } from './module-script.ts'
import { liftFunctions, withPureConstants } from './movable-script.ts'

/** Names of functions at the top of a module, and of fields of objects there (`object_field`), by its path from the root. */
export type LateFunctions = Readonly<Record<string, readonly string[]>>

/** Functions by the parts that hold them. */
export type LateFunctionParts = Readonly<Record<string, LateFunctions>>

const PART = 'late-functions'

/** Begins names by which copies have what stands in the module itself. */
const ORIGINAL = 'original_'

/** Copies of modules, for the part alone. */
export const COPY = 'late-copy'

/** A function that changes a variable of its module has to stay there: what is imported cannot be changed. */
const VARIABLE = /^(?:export )?let /mu

/** A function at the top of a module: whether it is exported, what begins it, and its name behind that. */
const DECLARATION = /^(export )?(const |(?:async )?function )(?=(\w+)(?: = (?:async )?(?:\(|\w+ =>)|\())/gmu

/** Names of functions that can be taken out of the module's text. */
export const movableIn = (script: string): ReadonlySet<string> =>
  new Set(VARIABLE.test(script) ? [] : [...liftFunctions(script).matchAll(DECLARATION)].map(([, , , name = '']) => name))

/** Names of functions, and by which the part is asked for them. */
type KnownNames = ReadonlyMap<string, string>

/** The same module, but functions that ask for their part; nobody uses the real ones, so that they are left out of the bundle. */
const withoutFunctions = (script: string, names: KnownNames, part: string): string => {
  if (names.size === 0) return script
  const exported = new Set<string>()
  const text = script.replaceAll(DECLARATION, (whole, isExported: string | undefined, beginning: string, name: string) => {
    if (!names.has(name)) return whole
    if (isExported !== undefined) exported.add(name)
    return `${beginning}late_`
  })
  const stubs = [...names].map(
    ([name, known]) => `${exported.has(name) ? 'export ' : ''}const ${name} = ${standIn(known, part)}`,
  )
  return [importCalls(part), ...stubs, text].join('\n')
}

/** What a copy would have twice, so that both disagree: classes, and what is known or remembered by identity. */
const STATE = /^(?:export )?(?:(class )(\w+)|(const )(\w+) = (?=(?:\/\* @__PURE__ \*\/ )?new (?:Weak)?(?:Map|Set)\())/gmu

const stateIn = (script: string): readonly string[] =>
  [...script.matchAll(STATE)].map(([, , ofClass = '', , ofConstant = '']) => ofClass + ofConstant)

const withExports = (script: string, pairs: readonly string[]): string =>
  pairs.length === 0 ? script : `${script}\nexport { ${pairs.join(', ')} }`

/** The module with the functions under the names by which the part is asked for them; what it remembers is the module's own. */
const withFunctions = (script: string, names: KnownNames, path: string): string => {
  const state = stateIn(script)
  const text = script
    .replaceAll(STATE, (whole) => whole.replace(/(?<=class |const )/u, ORIGINAL))
    .replaceAll(/^export (?=const |async |function |class )/gmu, '')
    .replaceAll(/^export \{[^}]*\};$/gmu, '')
  const imported = state.map((name) => `${ORIGINAL}${name} as ${name}`).join(', ')
  const whole = state.length === 0 ? text : `import { ${imported} } from ${JSON.stringify(path)}\n${text}`
  return withExports(
    whole,
    [...names].map(([name, known]) => `${name} as ${known}`),
  )
}

/** The module with what its copies may not have twice. */
const withState = (script: string): string =>
  withExports(
    script,
    stateIn(script).map((name) => `${name} as ${ORIGINAL}${name}`),
  )

const NONE: KnownNames = new Map()

/** What a module does without, by part. */
type PartNames = ReadonlyMap<string, KnownNames>

const NO_PARTS: PartNames = new Map()

/** A module from which functions are taken, and their names. */
interface Lifted {
  readonly script: string
  readonly names: PartNames
}

/** Names of all functions, by the files of their modules. */
const namesByFile = (root: string, parts: LateFunctionParts): ReadonlyMap<string, PartNames> => {
  const byFile = new Map<string, Map<string, KnownNames>>()
  for (const [part, functions] of Object.entries(parts)) {
    let count = 0
    for (const [path, names] of Object.entries(functions)) {
      const known = new Map(names.map((name) => [name, `f${count++}`] as const))
      const file = join(root, path)
      if (!existsSync(file)) continue
      byFile.set(file, (byFile.get(file) ?? new Map<string, KnownNames>()).set(part, known))
    }
  }
  return byFile
}

/** The module without functions of any part but one. */
const withoutParts = (script: string, names: PartNames, kept?: string): string =>
  [...names].filter(([part]) => part !== kept).reduce((text, [part, known]) => withoutFunctions(text, known, part), script)

/** Entry points of the parts, for the same build. */
export const functionEntries = (parts: LateFunctionParts): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.keys(parts).map((part) => [part, `${PART}:${part}`]))

/** Those that the module has: a list that has become old costs a page some bytes, and a test says so. */
const thereIn = (script: string, parts: PartNames): PartNames => {
  const movable = movableIn(script)
  return new Map([...parts].map(([part, names]) => [part, new Map([...names].filter(([name]) => movable.has(name)))]))
}

export const lateFunctions = (root: string, parts: LateFunctionParts, readScript: ReadScript = createScripts()): Plugin => ({
  name: PART,
  setup: (build) => {
    const byFile = namesByFile(root, parts)
    /** Modules as functions can be taken out of them: made once, whatever parts copy them. */
    const known = new Map<string, Promise<Lifted>>()
    const lift = async (path: string): Promise<Lifted> => {
      const script = await readScript(path)
      const names = thereIn(script, byFile.get(path) ?? NO_PARTS)
      const moved = new Set([...names.values()].flatMap((one) => [...one.keys()]))
      return { script: withPureConstants(liftFunctions(script, moved)), names }
    }
    const lifted = (path: string): Promise<Lifted> => {
      const module = known.get(path) ?? lift(path)
      known.set(path, module)
      return module
    }
    resolveCalls(build)
    build.onResolve({ filter: new RegExp(`^${PART}:`) }, ({ path }) => ({ path: path.slice(PART.length + 1), namespace: PART }))
    build.onLoad({ filter: /./, namespace: PART }, ({ path: part }) => ({
      contents: [...byFile]
        .filter(([, names]) => names.has(part))
        .map(([path]) => `export * from ${JSON.stringify(`${COPY}:${part}:${path}`)}`)
        .join('\n'),
      resolveDir: root,
    }))
    build.onResolve({ filter: new RegExp(`^${COPY}:`) }, ({ path: asked }) => {
      const [, part, path] = asked.split(':')
      return { path: path ?? '', namespace: COPY, suffix: `?${part ?? ''}`, sideEffects: false }
    })
    build.onLoad({ filter: /./, namespace: COPY }, async ({ path, suffix }) => {
      const part = suffix.slice(1)
      const { script, names } = await lifted(path)
      const kept = withoutParts(script, names, part)
      return { contents: withFunctions(kept, names.get(part) ?? NONE, path), resolveDir: dirname(path) }
    })
    build.onLoad({ filter: exactly(byFile.keys()), namespace: 'file' }, async ({ path }) => {
      const { script, names } = await lifted(path)
      return { contents: withState(withoutParts(script, names)), resolveDir: dirname(path) }
    })
  },
})
