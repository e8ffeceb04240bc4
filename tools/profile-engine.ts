/**
 * Grades every answer of the course and says which of the engine's functions each calls. What pages ask besides, and what an answer calls
 * whose cluster has to be run, is told as well.
 */
import { readFileSync } from 'node:fs'
import { Session, type Profiler } from 'node:inspector/promises'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { answerIn, wrongAnswersOf } from '../src/course/solution.ts'
import { layVariant, PLAIN, variantsOf } from '../src/course/variants.ts'
import { readCourse } from '../src/course/read-course.ts'
import type { askCluster } from '../site/client/engine/ask-cluster.ts'
import type { readTask } from '../src/course/read-task.ts'
import type { TaskSource } from '../src/course/reading.ts'
import type { gradeManifests } from '../src/grading/manifests/grade-manifests.ts'
import type { toResult } from '../src/grading/result.ts'
import type { TaskCheck } from '../src/grading/task.ts'
import { readWholeSource } from '../src/node/read-files.ts'

/** What a script of the engine gives. */
export const ENGINE_EXPORTS = `
export { readTask } from './src/course/read-task.ts'
export { gradeManifests } from './src/grading/manifests/grade-manifests.ts'
export { toResult } from './src/grading/result.ts'
export { askCluster } from './site/client/engine/ask-cluster.ts'
`

interface Engine {
  readonly readTask: typeof readTask
  readonly gradeManifests: typeof gradeManifests
  readonly toResult: typeof toResult
  readonly askCluster: typeof askCluster
}

/** A function of the script, from its first letter to the one behind its last. */
export interface Called {
  readonly start: number
  readonly end: number
  /** Numbers of what calls it. */
  readonly callers: ReadonlySet<number>
}

export interface EngineProfile {
  readonly functions: readonly Called[]
  /** Numbers of what is no grade of an answer, and so counts less. */
  readonly asides: ReadonlySet<number>
}

/** A task of a section, its own or a variant, with the folders of its answers: `solution/`, `wrong/name/`. */
interface TaskAnswers {
  readonly source: TaskSource
  readonly folders: readonly string[]
}

/** By sections: every solution and every wrong answer, those of variants among them. */
const answersIn = (tasks: string): readonly (readonly TaskAnswers[])[] => {
  const { course } = readCourse(readFileSync(join(tasks, 'course.yaml'), 'utf8'), 'tasks/course.yaml')
  const wholes = course.sections.map(({ id }) => readWholeSource(join(tasks, id), id))
  return wholes
    .filter(({ files }) => Object.keys(files).some((path) => path.startsWith('solution/')))
    .map((whole) =>
      [PLAIN, ...variantsOf(whole)].map((name) => {
        const source = layVariant(whole, name)
        return { source, folders: ['solution/', ...wrongAnswersOf(source).map((wrong) => `wrong/${wrong}/`)] }
      }),
    )
}

const grade = async (
  { readTask: read, gradeManifests: run, toResult: tell }: Engine,
  source: TaskSource,
  folder: string,
): Promise<void> => {
  const { task } = read(source)
  const files = answerIn(source, folder, task.parameters)
  const { checks, problems, applied } = await run(task, files)
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
}

/** What controllers alone can tell: where a task asks for it, the cluster is run. */
const TOLD: TaskCheck = {
  id: 'told',
  title: { en: 'told', ko: 'told' },
  points: 0,
  dependsOn: [],
  spec: {
    kind: 'fields',
    object: { kind: 'Service', namespace: 'default', name: 'kubernetes' },
    expect: [{ path: 'status.loadBalancer', expectation: { oneOf: [] } }],
  },
}

const gradeRun = async ({ readTask: read, gradeManifests: run }: Engine, source: TaskSource): Promise<void> => {
  const { task } = read(source)
  await run({ ...task, checks: [TOLD] }, answerIn(source, 'solution/', task.parameters))
}

/** What an editor, and what the playground, asks of such a text. */
const ask = async (
  { readTask: read, askCluster: answer }: Engine,
  kind: 'check' | 'survey',
  { source, folder }: { readonly source: TaskSource; readonly folder: string },
): Promise<void> => {
  const { task } = read(source)
  const text = answerIn(source, folder, task.parameters)
    .map((file) => file.text)
    .join('\n---\n')
  await answer({ kind, files: [{ path: 'cluster.yaml', text }], language: 'en' })
}

const isCalled = ({ ranges }: Profiler.FunctionCoverage): boolean => (ranges[0]?.count ?? 0) > 0

const placeOf = ({ ranges: [range] }: Profiler.FunctionCoverage): string =>
  `${range?.startOffset ?? 0}-${range?.endOffset ?? 0}`

/** Places of functions, and the answers that call each. */
type Callers = Map<string, Set<number>>

const addCallers = (callers: Callers, place: string, numbers: Iterable<number>): void => {
  const known = callers.get(place) ?? new Set<number>()
  for (const number of numbers) known.add(number)
  callers.set(place, known)
}

/** What only first answers of tasks call was worked out once for all: it counts as called by every answer of the section. */
const withRemembered = (own: Callers, firsts: ReadonlySet<number>, all: readonly number[]): Callers =>
  new Map([...own].map(([place, numbers]) => [place, [...numbers].every((one) => firsts.has(one)) ? new Set(all) : numbers]))

/** Functions of a script whose value is an engine, but for those that are called while it is loaded. Each section has an engine of its own. */
export const profileEngine = async (text: string, tasks: string): Promise<EngineProfile> => {
  const callers: Callers = new Map()
  const loading = new Set<string>()
  const asides = new Set<number>()
  const session = new Session()
  session.connect()
  await session.post('Profiler.enable')
  await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false })
  let number = 0
  for (const [index, section] of answersIn(tasks).entries()) {
    const filename = `engine-${index}.js`
    const take = async (): Promise<readonly Profiler.FunctionCoverage[]> => {
      const { result } = await session.post('Profiler.takePreciseCoverage')
      return result.find(({ url }) => url === filename)?.functions ?? []
    }
    const engine = new Script(text, { filename }).runInThisContext() as Engine
    for (const one of await take()) {
      addCallers(callers, placeOf(one), [])
      if (isCalled(one)) loading.add(placeOf(one))
    }
    const own: Callers = new Map()
    const note = async (into: Callers): Promise<number> => {
      for (const one of (await take()).filter(isCalled)) addCallers(into, placeOf(one), [number])
      return number++
    }
    const firsts = new Set<number>()
    const all: number[] = []
    for (const { source, folders } of section) {
      firsts.add(number)
      for (const folder of folders) {
        await grade(engine, source, folder)
        all.push(await note(own))
      }
    }
    for (const [place, numbers] of withRemembered(own, firsts, all)) addCallers(callers, place, numbers)
    for (const { source } of section) await gradeRun(engine, source)
    asides.add(await note(callers))
    for (const kind of ['check', 'survey'] as const) {
      for (const { source, folders } of section) for (const folder of folders) await ask(engine, kind, { source, folder })
      asides.add(await note(callers))
    }
  }
  session.disconnect()
  const functions = [...callers].flatMap(([place, numbers]) => {
    const [start = 0, end = 0] = place.split('-').map(Number)
    return loading.has(place) ? [] : [{ start, end, callers: numbers }]
  })
  return { functions, asides }
}
