/** Grades every answer of the course and says which of the engine's functions each calls. */
import { readFileSync } from 'node:fs'
import { Session, type Profiler } from 'node:inspector/promises'
import { join } from 'node:path'
import { Script } from 'node:vm'
import { answerIn, wrongAnswersOf } from '../src/course/solution.ts'
import { layVariant, PLAIN, variantsOf } from '../src/course/variants.ts'
import { readCourse } from '../src/course/read-course.ts'
import type { readTask } from '../src/course/read-task.ts'
import type { TaskSource } from '../src/course/reading.ts'
import type { gradeManifests } from '../src/grading/manifests/grade-manifests.ts'
import type { toResult } from '../src/grading/result.ts'
import { readWholeSource } from '../src/node/read-files.ts'

/** What a script of the engine gives. */
export const ENGINE_EXPORTS = `
export { readTask } from './src/course/read-task.ts'
export { gradeManifests } from './src/grading/manifests/grade-manifests.ts'
export { toResult } from './src/grading/result.ts'
`

interface Engine {
  readonly readTask: typeof readTask
  readonly gradeManifests: typeof gradeManifests
  readonly toResult: typeof toResult
}

/** A function of the script, from its first letter to the one behind its last. */
export interface Called {
  readonly start: number
  readonly end: number
  /** Numbers of the answers that call it. */
  readonly callers: ReadonlySet<number>
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
export const profileEngine = async (text: string, tasks: string): Promise<readonly Called[]> => {
  const callers: Callers = new Map()
  const loading = new Set<string>()
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
    const firsts = new Set<number>()
    const all: number[] = []
    for (const { source, folders } of section) {
      firsts.add(number)
      for (const folder of folders) {
        await grade(engine, source, folder)
        for (const one of (await take()).filter(isCalled)) addCallers(own, placeOf(one), [number])
        all.push(number)
        number += 1
      }
    }
    for (const [place, numbers] of withRemembered(own, firsts, all)) addCallers(callers, place, numbers)
  }
  session.disconnect()
  return [...callers].flatMap(([place, numbers]) => {
    const [start = 0, end = 0] = place.split('-').map(Number)
    return loading.has(place) ? [] : [{ start, end, callers: numbers }]
  })
}
