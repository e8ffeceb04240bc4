/**
 * Lists functions of the engine that many of the course's answers are graded without, by the parts in which they come:
 * `site/build/generated/late-functions.ts`. The engine of the pages does without them until somebody hands in what needs one.
 * `npm run generate` writes it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { format, resolveConfig } from 'prettier'
import { fileBySource } from '../site/build/bundle-engine.ts'
import { movableIn, type LateFunctionParts } from '../site/build/late-functions.ts'
import { createScripts } from '../site/build/module-script.ts'
import { liftedName } from '../site/build/movable-script.ts'
import { groupFunctions, PART_COST, type Counted } from './group-functions.ts'
import { ENGINE_EXPORTS, profileEngine, type Called } from './profile-engine.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** Functions of our own and of libraries. */
const SOURCES = /^(?:src|node_modules)\//u

const LIST = join(ROOT, 'site/build/generated/late-functions.ts')

interface Bundled {
  readonly text: string
  readonly map: SourceMap
}

/** A script whose value is the engine. All modules are run at once: what they call while they are run is called in the page as well. */
const bundleEngine = async (modules: readonly string[]): Promise<Bundled> => {
  const { outputFiles } = await build({
    stdin: {
      contents: [ENGINE_EXPORTS, ...modules.map((path) => `import './${path}'`)].join('\n'),
      resolveDir: ROOT,
      loader: 'ts',
    },
    bundle: true,
    format: 'iife',
    globalName: 'engine',
    footer: { js: 'engine' },
    platform: 'browser',
    target: 'es2022',
    outfile: join(ROOT, 'engine.js'),
    sourcemap: 'external',
    sourcesContent: false,
    mainFields: ['module', 'main'],
    alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
    external: ['just-bash'],
    absWorkingDir: ROOT,
    write: false,
  })
  const textOf = (end: string): string => outputFiles.find(({ path }) => path.endsWith(end))?.text ?? ''
  return { text: textOf('.js'), map: new SourceMap(JSON.parse(textOf('.map')) as SourceMapPayload) }
}

/** Remembers what it was asked for. */
const once = <Value>(get: (path: string) => Value): ((path: string) => Value) => {
  const known = new Map<string, Value>()
  return (path) => {
    const value = known.get(path) ?? get(path)
    known.set(path, value)
    return value
  }
}

const rowsOf = once((path) => readFileSync(join(ROOT, path), 'utf8').split('\n'))
const scriptOf = createScripts()

/** What stands at the top of a module, and fields of objects there. */
const DECLARED = /^(?:export )?(?:const|(?:async )?function) (\w+)/u
const FIELD = /^ {2}(\w+): /u

/** The name of the function that begins on a row, where it can be moved. */
const nameAt = (rows: readonly string[], row: number): string | undefined => {
  const [, declared] = DECLARED.exec(rows[row] ?? '') ?? []
  const [, field] = FIELD.exec(rows[row] ?? '') ?? []
  if (declared !== undefined || field === undefined) return declared
  const [, object] = DECLARED.exec(rows.slice(0, row).findLast((one) => /^\S/u.test(one)) ?? '') ?? []
  return object === undefined ? undefined : liftedName(object, field)
}

/** Functions at the top of modules, and of objects there. Those within them begin behind them, be it on the same row. */
const namedIn = ({ text, map }: Bundled, functions: readonly Called[]): readonly Counted[] => {
  const known = new Set<string>()
  const sorted = functions.toSorted((one, other) => one.start - other.start)
  let line = 0
  let lineStart = 0
  return sorted.flatMap(({ start, end, callers }): readonly Counted[] => {
    for (let next = text.indexOf('\n', lineStart); next !== -1 && next < start; next = text.indexOf('\n', lineStart)) {
      line += 1
      lineStart = next + 1
    }
    const entry = map.findEntry(line, start - lineStart)
    if (!('originalSource' in entry)) return []
    const path = relative(ROOT, resolve(ROOT, entry.originalSource))
    if (!SOURCES.test(path)) return []
    const name = nameAt(rowsOf(path), entry.originalLine)
    if (name === undefined || known.has(`${path} ${name}`)) return []
    known.add(`${path} ${name}`)
    return [{ path, name, callers, length: end - start }]
  })
}

const groupBy = <Item>(
  items: readonly Item[],
  keyOf: (one: Item) => string,
): readonly (readonly [string, readonly Item[]])[] => {
  const groups = new Map<string, Item[]>()
  for (const one of items) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1))
}

/** How much what is no grade counts beside those, at most. */
const ASIDE = 0.1

/** So high that those that load most are nearly all that counts: it is for each answer that a page may load so much and no more. */
const POWER = 30

/** How often weights are found anew by what answers load. */
const ROUNDS = 8

/** What answers load, in letters, each by its number. */
type Loads = ReadonlyMap<number, number>

/** How much it counts that an answer loads little: what it loads, against the others, and that several times over. */
const weightsOf = (loads: Loads, asides: ReadonlySet<number>): Loads => {
  const mean = [...loads.values()].reduce((sum, letters) => sum + letters, 0) / loads.size
  const weigh = (answer: number, letters: number): number =>
    asides.has(answer) ? ASIDE * Math.min(1, letters / mean) : (letters / mean) ** POWER
  return new Map([...loads].map(([answer, letters]) => [answer, weigh(answer, letters)]))
}

/** Functions of one file of the engine, and those of them that can be moved. */
interface FileFunctions {
  readonly file: string
  readonly functions: readonly Counted[]
  readonly movable: readonly Counted[]
}

interface Grouped extends FileFunctions {
  readonly groups: readonly (readonly Counted[])[]
}

const callersOf = (functions: readonly Counted[]): ReadonlySet<number> =>
  new Set(functions.flatMap(({ callers }) => [...callers]))

const groupFile = (one: FileFunctions, weights: Loads): Grouped => {
  const callers = callersOf(one.functions)
  const loaders = new Map([...weights].filter(([answer]) => callers.has(answer)))
  return { ...one, groups: groupFunctions(one.movable, loaders) }
}

const lengthOf = (functions: readonly Counted[]): number => functions.reduce((sum, { length }) => sum + length, 0)

/** Whoever calls a function of a file loads what has stayed in it, and the groups of what it calls. */
const loadsOf = (files: readonly Grouped[]): Loads => {
  const loads = new Map<number, number>()
  const add = (answers: Iterable<number>, letters: number): void => {
    for (const one of answers) loads.set(one, (loads.get(one) ?? 0) + letters)
  }
  for (const { functions, groups } of files) {
    add(callersOf(functions), lengthOf(functions) - groups.reduce((sum, group) => sum + lengthOf(group), 0))
    for (const group of groups) add(callersOf(group), lengthOf(group) + PART_COST)
  }
  return loads
}

const mostOf = (loads: Loads, asides: ReadonlySet<number>): number =>
  Math.max(...[...loads].map(([answer, letters]) => (asides.has(answer) ? 0 : letters)))

/** Of several ways to group them that with which the answer that loads most loads least. */
const groupFiles = (files: readonly FileFunctions[], asides: ReadonlySet<number>): readonly Grouped[] => {
  const whole = files.map((one): Grouped => ({ ...one, groups: [] }))
  let loads = loadsOf(whole.map((one) => ({ ...one, functions: one.functions.filter(({ callers }) => callers.size > 0) })))
  let weights: Loads = weightsOf(loads, asides)
  let best: readonly Grouped[] = whole
  for (let round = 0; round < ROUNDS; round += 1) {
    const used = weights
    const grouped = files.map((one) => groupFile(one, used))
    loads = loadsOf(grouped)
    if (mostOf(loads, asides) < mostOf(loadsOf(best), asides)) best = grouped
    const anew = weightsOf(loads, asides)
    weights = new Map([...anew].map(([answer, weight]) => [answer, (weight + (used.get(answer) ?? 0)) / 2]))
    if (process.env['DEBUG_LATE'] !== undefined) console.error(round, mostOf(loads, asides))
  }
  return best
}

/** Parts of a file by name. */
const partsOf = ({ file, groups }: Grouped): LateFunctionParts => {
  let number = 0
  return Object.fromEntries(
    groups.map((group) => {
      const names = groupBy(group, ({ path }) => path).map(
        ([path, ofPath]) => [path, [...new Set(ofPath.map(({ name }) => name))].sort()] as const,
      )
      const part = `${file}-${callersOf(group).size === 0 ? 'rare' : (number += 1)}`
      return [part, Object.fromEntries(names)]
    }),
  )
}

const files = await fileBySource(ROOT)
const bundled = await bundleEngine([...files.keys()].filter((path) => path.startsWith('src/')))
const profile = await profileEngine(bundled.text, join(ROOT, 'tasks'))
const counted = namedIn(bundled, profile.functions)
const movable = new Set<Counted>()
for (const one of counted) {
  if (movableIn(await scriptOf(join(ROOT, one.path))).has(one.name)) movable.add(one)
}
const fileFunctions = groupBy(
  counted.filter(({ path }) => files.has(path)),
  ({ path }) => files.get(path) ?? '',
).map(([file, functions]) => ({ file, functions, movable: functions.filter((one) => movable.has(one)) }))
const parts = Object.assign({}, ...groupFiles(fileFunctions, profile.asides).map(partsOf)) as LateFunctionParts
const text = `/** Written by tools/late-functions.ts: functions of the engine by the parts in which they come, named for the file that does without them. */
import type { LateFunctionParts } from '../late-functions.ts'

export const LATE_FUNCTIONS: LateFunctionParts = ${JSON.stringify(parts)}
`
writeFileSync(LIST, await format(text, { ...(await resolveConfig(LIST)), filepath: LIST }))
