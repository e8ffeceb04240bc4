/**
 * Lists functions of the engine that many of the course's answers are graded without, by the sections whose answers call them:
 * `site/build/generated/late-functions.ts`. The engine of the pages does without them until somebody hands in what needs one. Run it by
 * `npx tsx tools/late-functions.ts` after larger changes.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { Session, type Profiler } from 'node:inspector/promises'
import { SourceMap, type SourceMapPayload } from 'node:module'
import { join, relative, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build, transform } from 'esbuild'
import { format, resolveConfig } from 'prettier'
import { answerIn, wrongAnswersOf } from '../src/course/solution.ts'
import { layVariant, PLAIN, variantsOf } from '../src/course/variants.ts'
import type { readTask } from '../src/course/read-task.ts'
import type { gradeManifests } from '../src/grading/manifests/grade-manifests.ts'
import type { toResult } from '../src/grading/result.ts'
import { fileBySource } from '../site/build/bundle-engine.ts'
import { isMovable, type LateFunctionParts } from '../site/build/late-functions.ts'
import { readCourse } from '../src/course/read-course.ts'
import { readWholeSource } from '../src/node/read-files.ts'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const OUT = join(ROOT, 'dist/late')
const TASKS = join(ROOT, 'tasks')
const LIST = join(ROOT, 'site/build/generated/late-functions.ts')

/** Of a function's text as it is bundled: what asks for a smaller one is hardly smaller itself. */
const MIN_LENGTH = 120

/** Of all functions of a part but the rare ones: what comes in fewer is hardly worth a part. */
const MIN_PART_LENGTH = 2500

/** The engine's file that is always there. */
const ENTRY_FILE = 'engine'

/** The part of what no answer calls. */
const RARE = 'rare'

/** In the place of a section: answers that nobody could apply, and those that need a cluster that is run. */
const REFUSED = 'refused'
const RUNNING = 'running'

const ENTRY = `
export { readTask } from './src/course/read-task.ts'
export { gradeManifests } from './src/grading/manifests/grade-manifests.ts'
export { toResult } from './src/grading/result.ts'
`

interface Engine {
  readonly readTask: typeof readTask
  readonly gradeManifests: typeof gradeManifests
  readonly toResult: typeof toResult
}

const bundled = async (contents: string): Promise<string> => {
  mkdirSync(OUT, { recursive: true })
  const outfile = join(OUT, `engine-${process.pid}.mjs`)
  await build({
    stdin: { contents, resolveDir: ROOT, loader: 'ts' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile,
    sourcemap: 'external',
    sourcesContent: false,
    mainFields: ['module', 'main'],
    alias: { yaml: join(ROOT, 'node_modules/yaml/browser/index.js') },
    external: ['just-bash'],
    absWorkingDir: ROOT,
  })
  return outfile
}

/**
 * Grades every solution and every wrong answer, and says of each whose it was: its section's, or of those that nobody could apply. Each
 * section has an engine of its own, since what was worked out once is not worked out again.
 */
const gradeAll = async (load: () => Promise<Engine>, graded: (whose: string) => Promise<void>): Promise<void> => {
  const { course } = readCourse(readFileSync(join(TASKS, 'course.yaml'), 'utf8'), 'tasks/course.yaml')
  const sources = course.sections.map(({ id }) => readWholeSource(join(TASKS, id), id))
  for (const whole of sources.filter(({ files }) => Object.keys(files).some((path) => path.startsWith('solution/')))) {
    const { readTask: read, gradeManifests: grade, toResult: tell } = await load()
    for (const name of [PLAIN, ...variantsOf(whole)]) {
      const source = layVariant(whole, name)
      const { task } = read(source)
      for (const answer of ['solution/', ...wrongAnswersOf(source).map((wrong) => `wrong/${wrong}/`)]) {
        const files = answerIn(source, answer, task.parameters)
        const { checks, problems, applied } = await grade(task, files)
        tell({
          task,
          language: 'en',
          environment: 'manifests',
          version: '1',
          at: '2026-01-01T00:00:00Z',
          files: files.map(({ path }) => ({ path, sha256: '' })),
          checks,
          problems,
          findPosition: (reference, path) => applied.findPosition(reference, path),
        })
        await graded(problems.length > 0 ? REFUSED : whole.id)
      }
    }
  }
}

interface Counted {
  /** Of the engine, in which its module comes. */
  readonly file: string
  readonly path: string
  readonly name: string
  /** Whose answers call it, in order, with a comma between. */
  readonly callers: string
  readonly length: number
}

/** Functions at the top of modules, with those who call them; not those that are called while modules are loaded. */
const countFunctions = (
  script: string,
  functions: Iterable<Profiler.FunctionCoverage>,
  callers: ReadonlyMap<number, ReadonlySet<string>>,
): readonly Counted[] => {
  const map = new SourceMap(JSON.parse(readFileSync(`${outfile}.map`, 'utf8')) as SourceMapPayload)
  const lineStarts = [0, ...[...script.matchAll(/\n/gu)].map(({ index }) => index + 1)]
  const placeOf = (offset: number): { readonly line: number; readonly column: number } => {
    const line = lineStarts.findLastIndex((start) => start <= offset)
    return { line, column: offset - (lineStarts[line] ?? 0) }
  }
  return [...functions].flatMap(({ ranges: [range] }): readonly Counted[] => {
    if (range === undefined || range.endOffset - range.startOffset < MIN_LENGTH) return []
    const whose = callers.get(range.startOffset) ?? new Set<string>()
    if (whose.has(LOADING)) return []
    const { line: at, column } = placeOf(range.startOffset)
    const entry = map.findEntry(at, column)
    if (!('originalSource' in entry)) return []
    const path = relative(ROOT, resolve(OUT, entry.originalSource))
    const file = files.get(path)
    if (file === undefined) return []
    const row = readFileSync(join(ROOT, path), 'utf8').split('\n')[entry.originalLine] ?? ''
    const [, name] = /^(?:export )?(?:const|(?:async )?function) (\w+)/u.exec(row) ?? []
    const length = range.endOffset - range.startOffset
    // What others call as well is no part of those that run it.
    const counts = whose.size === 1 ? [...whose] : [...whose].filter((one) => one !== RUNNING)
    return name === undefined ? [] : [{ file, path, name, callers: counts.sort().join(','), length }]
  })
}

const groupBy = (
  functions: readonly Counted[],
  keyOf: (one: Counted) => string,
): readonly (readonly [string, readonly Counted[]])[] => {
  const groups = new Map<string, Counted[]>()
  for (const one of functions) groups.set(keyOf(one), [...(groups.get(keyOf(one)) ?? []), one])
  return [...groups].sort(([one], [other]) => (one < other ? -1 : 1))
}

/** Whose answers call a function, by those of whom parts are made: few functions come with those that somebody else calls, too. */
const groupsOf = (functions: readonly Counted[], sections: number): ReadonlyMap<string, readonly Counted[]> => {
  const isEverybodys = (whose: string): boolean => whose.split(',').filter((one) => one !== REFUSED).length === sections
  const groups = groupBy(functions, ({ callers: whose }) => whose).filter(([whose]) => !isEverybodys(whose))
  const isEnough = ([, group]: (typeof groups)[number]): boolean => lengthOf(group) >= MIN_PART_LENGTH
  const enough = new Map(groups.filter(isEnough))
  for (const [whose, group] of groups.filter((one) => !isEnough(one) && one[0] !== '')) {
    const [wider] = [...enough.keys()].filter((other) => isWithin(whose, other)).sort((one, other) => one.length - other.length)
    if (wider !== undefined) enough.set(wider, [...(enough.get(wider) ?? []), ...group])
  }
  return enough
}

const isWithin = (whose: string, other: string): boolean => whose.split(',').every((one) => other.split(',').includes(one))

const lengthOf = (functions: readonly Counted[]): number => functions.reduce((sum, { length }) => sum + length, 0)

/** Parts of a file by name. Only what is there for everybody is parted by sections. */
const partsOf = (file: string, functions: readonly Counted[], sections: number): LateFunctionParts =>
  Object.fromEntries(
    [...groupsOf(functions, sections)].flatMap(([whose, group]) => {
      if (whose !== '' && file !== ENTRY_FILE) return []
      const names = groupBy(group, ({ path }) => path).map(([path, ofPath]) => [
        path,
        [...new Set(ofPath.map(({ name }) => name))].sort(),
      ])
      const part = `${file}-${whose === '' ? RARE : whose.replaceAll(',', '_')}`
      console.log(`${part}: ${group.length} functions, ${lengthOf(group)} characters`)
      return [[part, Object.fromEntries(names)]]
    }),
  )

const files = await fileBySource(ROOT)
// All modules are run at once: what they call while they are run is called in the page as well.
const modules = [...files.keys()].filter((path) => path.startsWith('src/'))
const outfile = await bundled([ENTRY, ...modules.map((path) => `import './${path}'`)].join('\n'))
const session = new Session()
session.connect()
await session.post('Profiler.enable')
await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
const callers = new Map<number, Set<string>>()
const all = new Map<number, Profiler.FunctionCoverage>()
/** Called where the cluster is run. */
const RUNS_CLUSTER = 'createClosedCluster'
/** In the place of a section: what is called while modules are loaded. */
const LOADING = 'loading'

const urlOf = (instance: number): string => `${pathToFileURL(outfile).href}?${instance}`
let instances = 0
const count = async (whose: string): Promise<void> => {
  const { result } = await session.post('Profiler.takePreciseCoverage')
  const functions = result.find(({ url }) => url === urlOf(instances))?.functions ?? []
  const isCalled = ({ ranges }: Profiler.FunctionCoverage): boolean => (ranges[0]?.count ?? 0) > 0
  for (const one of functions) all.set(one.ranges[0]?.startOffset ?? 0, one)
  const isRunning = whose !== LOADING && functions.some((one) => one.functionName === RUNS_CLUSTER && isCalled(one))
  for (const one of functions.filter(isCalled)) {
    const start = one.ranges[0]?.startOffset ?? 0
    callers.set(start, (callers.get(start) ?? new Set()).add(isRunning ? RUNNING : whose))
  }
}
const loadEngine = async (): Promise<Engine> => {
  instances += 1
  const engine = (await import(urlOf(instances))) as Engine
  await count(LOADING)
  return engine
}
await gradeAll(loadEngine, count)
session.disconnect()
const counted = countFunctions(readFileSync(outfile, 'utf8'), all.values(), callers)
rmSync(OUT, { recursive: true })

const everybody = new Set([...callers.values()].flatMap((whose) => [...whose])).size - [LOADING, REFUSED, RUNNING].length
const movable: Counted[] = []
for (const one of counted) {
  const { code } = await transform(readFileSync(join(ROOT, one.path), 'utf8'), { loader: 'ts' })
  if (isMovable(code, one.name)) movable.push(one)
}
const parts = Object.assign(
  {},
  ...groupBy(movable, ({ file }) => file).map(([file, functions]) => partsOf(file, functions, everybody)),
) as LateFunctionParts
const text = `/** Written by tools/late-functions.ts: functions of the engine by the sections whose answers call them, rare ones are called by none. */
import type { LateFunctionParts } from '../late-functions.ts'

export const LATE_FUNCTIONS: LateFunctionParts = ${JSON.stringify(parts)}
`
writeFileSync(LIST, await format(text, { ...(await resolveConfig(LIST)), filepath: LIST }))
