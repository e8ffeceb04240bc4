/**
 * Makes one module of those that are always loaded together. A bundler that splits makes many of them, and then each name that one has
 * of another is written out.
 */
import { build, type Plugin } from 'esbuild'
import { readModule, writeModule, type Binding, type ModuleText } from './module-text.ts'

type Modules = ReadonlyMap<string, ModuleText>

/** Begins names by which a joined module exports what its members export under names of their own. */
const ALIAS = 'e'

/** By the names of what they stand for, the shortest first: what is like stands together. */
const byLocal = (one: Exported, other: Exported): number =>
  one.local.length - other.local.length || (one.local < other.local ? -1 : 1)

type Exported = ModuleText['exports'][number]

/**
 * The same modules, but what others have of joined ones without its name being asked for has its place in a list for a name, the number
 * as text: most of such a module's exports are of this kind.
 */
export const numberExports = (modules: Modules, joined: ReadonlySet<string>): Modules => {
  const numbers = new Map(
    [...joined].map((name) => {
      const aliases = (modules.get(name)?.exports ?? []).filter((one) => /^e\d+$/u.test(one.name)).sort(byLocal)
      return [name, new Map(aliases.map((one, index) => [one.name, `${index}`]))] as const
    }),
  )
  return new Map(
    [...modules].map(([name, module]) => {
      const own = numbers.get(name)
      const imports = module.imports.map((one) => ({ ...one, name: numbers.get(one.from)?.get(one.name) ?? one.name }))
      const exports = module.exports.map((one) => ({ ...one, name: own?.get(one.name) ?? one.name }))
      return [name, { ...module, imports, exports }]
    }),
  )
}

/** Modules outside that these need, each with the names that they have of it. */
const outsideOf = (modules: Modules, together: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> => {
  const outside = new Map<string, Set<string>>()
  for (const { needs, imports } of [...together].flatMap((name) => modules.get(name) ?? [])) {
    for (const from of needs) if (!together.has(from) && !outside.has(from)) outside.set(from, new Set())
    for (const { from, name } of imports) outside.get(from)?.add(name)
  }
  return outside
}

/** Reads modules of these from memory; of each other one they have all names from one place, so that it is imported once. */
const inMemory = (modules: Modules, together: ReadonlySet<string>): Plugin => ({
  name: 'in-memory',
  setup: (into) => {
    const outside = outsideOf(modules, together)
    into.onResolve({ filter: /^\.\// }, ({ path, kind, namespace }) => {
      const name = path.slice('./'.length, -'.js'.length)
      if (kind !== 'import-statement' || namespace === 'outside') return { path, external: true }
      return { path: name, namespace: together.has(name) ? 'memory' : 'outside' }
    })
    into.onLoad({ filter: /./, namespace: 'memory' }, ({ path }) => ({ contents: modules.get(path)?.text ?? '' }))
    into.onLoad({ filter: /./, namespace: 'outside' }, ({ path }) => ({
      contents: `export{${[...(outside.get(path) ?? [])].join(',')}}from"./${path}.js";`,
    }))
  },
})

/** Modules that become one, and which of them are asked for by name: what these export keeps its name. */
export interface Joining {
  readonly together: ReadonlySet<string>
  readonly asked: ReadonlySet<string>
  /** Of the one that they become. */
  readonly name: string
  /** One of them that is run as soon as it is there. */
  readonly entry?: string
}

/** What the joined module says of the others: its imports, and names by which it exports what others ask of its members. */
const contentsOf = (modules: Modules, { together, asked, entry }: Joining, aliases: ReadonlyMap<string, string>): string => {
  const named = new Map<string, string>()
  const kept = [...together]
    .filter((name) => asked.has(name))
    .flatMap((from) =>
      (modules.get(from)?.exports ?? []).map(({ name }) => {
        const other = named.get(name)
        if (other !== undefined) throw new Error(`${other} and ${from} both export ${name}: they cannot be one module`)
        named.set(name, from)
        return `export{${name}}from"./${from}.js";`
      }),
    )
  const others = [...aliases].map(([one, alias]) => one.replace('ALIAS', alias))
  // Those outside first: what is imported stands at the beginning of a module.
  const first = [...outsideOf(modules, together).keys(), ...(entry === undefined ? [] : [entry])]
  return [...first.map((one) => `import"./${one}.js";`), ...kept, ...others].join('\n')
}

/** The same modules, but one in the place of all those that are joined. */
export const joinModules = async (modules: Modules, joining: Joining): Promise<Modules> => {
  const { together, name } = joining
  const aliases = new Map<string, string>()
  const toJoined = (binding: Binding): Binding => {
    if (!together.has(binding.from)) return binding
    const asked = `export{${binding.name} as ALIAS}from"./${binding.from}.js";`
    const alias = aliases.get(asked) ?? `${ALIAS}${aliases.size}`
    aliases.set(asked, alias)
    return { from: name, name: alias, local: binding.local }
  }
  const joined = new Map<string, ModuleText>()
  for (const [other, module] of modules) {
    if (together.has(other)) continue
    const needs = [...new Set(module.needs.map((one) => (together.has(one) ? name : one)))]
    const changed = { ...module, needs, imports: module.imports.map(toJoined) }
    joined.set(other, { ...changed, text: writeModule(changed) })
  }
  const { outputFiles } = await build({
    stdin: { contents: contentsOf(modules, joining, aliases) },
    plugins: [inMemory(modules, together)],
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    charset: 'utf8',
    legalComments: 'none',
    write: false,
    logLevel: 'silent',
  })
  joined.set(name, readModule(outputFiles[0]?.text ?? ''))
  return joined
}
