/** What the author's contract asks of an exam: each slot can be solved, whatever is drawn, and nobody else's answer solves it. */
import { applyManifests, type GivenManifest } from '../../grading/manifests/apply-manifests.ts'
import { passingChecks } from '../../grading/passing-checks.ts'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { manifestsIn } from '../check/check-practice.ts'
import type { Parameters } from '../parameters.ts'
import { substitute } from '../parameters.ts'
import { contentProblem, type ContentProblem } from '../problem.ts'
import { judgeAnswer } from '../questions/judge.ts'
import type { TaskSource } from '../reading.ts'
import type { Task } from '../read-task.ts'
import { drawExam, PoolExhausted, type DrawnItem } from './draw.ts'
import { nameAlternate, type Alternate, type Exam } from './exam.ts'
import type { ExamCourse } from './exam-course.ts'

/** How many learners the contract is held against. */
export const CHECKED_SEEDS = 200
const LEAST_ALTERNATES = 3

export interface CheckedExam {
  readonly problems: readonly ContentProblem[]
  /** Different tasks with their parameters, and questions, that the seeds drew. */
  readonly variants: number
}

interface DrawnTask {
  readonly slot: string
  readonly name: string
  readonly task: Task
  readonly solution: readonly GivenManifest[]
}

const withParameters = (source: TaskSource, parameters: Parameters): TaskSource => ({
  ...source,
  files: Object.fromEntries(Object.entries(source.files).map(([path, text]) => [path, substitute(text, parameters)])),
})

const nameOf = ({ alternate, parameters }: DrawnItem): string =>
  [nameAlternate(alternate), ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join(' ')

/** Every different item that so many learners would be asked. */
const drawAll = (exam: Exam, course: ExamCourse, note: (slot: string, message: string) => void): readonly DrawnItem[] => {
  const items = new Map<string, DrawnItem>()
  for (let seed = 0; seed < CHECKED_SEEDS; seed++)
    try {
      const drawn = drawExam(exam, `seed-${seed}`, utf8ToBytes('contract'), course)
      for (const item of drawn.items) items.set(`${item.slot} ${nameOf(item)}`, item)
    } catch (error) {
      if (!(error instanceof PoolExhausted)) throw error
      note(error.slot, error.message)
      return []
    }
  return [...items.values()]
}

const toDrawnTask = (item: DrawnItem, course: ExamCourse): DrawnTask | undefined => {
  const { alternate, parameters, slot } = item
  if (alternate.kind !== 'task') return undefined
  const task = course.taskOf(alternate, parameters)?.task
  const source = course.sourceOf(alternate)
  if (task === undefined || source === undefined) return undefined
  return { slot, name: nameOf(item), task, solution: manifestsIn(withParameters(source, task.parameters), 'solution/') }
}

const passes = async (task: Task, files: readonly GivenManifest[]): Promise<boolean> => {
  const { snapshot } = await applyManifests(task, files)
  return snapshot !== undefined && (await passingChecks(task, snapshot)).length === task.checks.length
}

/** The start fails, the task's own solution passes, and those of the slot's other variants fail. */
const checkDrawnTask = async (one: DrawnTask, others: readonly DrawnTask[]): Promise<readonly string[]> => {
  const found: string[] = []
  if (await passes(one.task, [])) found.push(`${one.name}: the start state passes already`)
  if (!(await passes(one.task, one.solution))) found.push(`${one.name}: its solution does not pass`)
  for (const other of others)
    if (other !== one && (await passes(one.task, other.solution)))
      found.push(`${one.name}: the solution of ${other.name} passes`)
  return found
}

const checkDrawnQuestion = async (
  alternate: Extract<Alternate, { kind: 'question' }>,
  course: ExamCourse,
): Promise<readonly string[]> => {
  const asked = await course.questionOf(alternate.section, alternate.question)
  if (asked === undefined) return [`${nameAlternate(alternate)}: there is no such question`]
  const { question } = asked
  const right = question.form === 'text' ? question.key.slice(0, 1) : question.key
  return judgeAnswer(question, right).correct ? [] : [`${nameAlternate(alternate)}: its key is not right`]
}

/** How many of a slot's other variants each is held against: with hundreds of parameters the pairs would be tens of thousands. */
const MOST_OTHERS = 4

/** Those that follow it in a circle: every one is somebody's other. */
const othersOf = (tasks: readonly DrawnTask[], index: number): readonly DrawnTask[] =>
  Array.from({ length: Math.min(MOST_OTHERS, tasks.length - 1) }, (_, step) => tasks[(index + step + 1) % tasks.length]).filter(
    (one) => one !== undefined,
  )

/** All that keeps an exam from being fair. */
export const checkExam = async (exam: Exam, course: ExamCourse): Promise<CheckedExam> => {
  const problems: ContentProblem[] = []
  const note = (slot: string, message: string): void => {
    const position = exam.slots.find(({ id }) => id === slot)?.position
    if (position !== undefined) problems.push(contentProblem(position, message, slot))
  }
  for (const { id, pool, draw } of exam.slots)
    if (pool.every((one) => one.kind === 'task') && pool.length < LEAST_ALTERNATES * draw)
      note(id, `${pool.length} alternates for ${draw} drawn; a slot needs at least ${LEAST_ALTERNATES} for each`)
  const items = drawAll(exam, course, note)
  for (const { id } of exam.slots) {
    const own = items.filter(({ slot }) => slot === id)
    const tasks = own.flatMap((item) => toDrawnTask(item, course) ?? [])
    for (const [index, task] of tasks.entries())
      for (const message of await checkDrawnTask(task, othersOf(tasks, index))) note(id, message)
    for (const { alternate } of own)
      if (alternate.kind === 'question') for (const message of await checkDrawnQuestion(alternate, course)) note(id, message)
  }
  return { problems: [...problems, ...course.problems], variants: items.length }
}
