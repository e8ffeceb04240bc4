/** What the author's contract asks of an exam: each slot can be solved, whatever is drawn, and nobody else's answer solves it. */
import { applyManifests, type GivenManifest } from '../../grading/manifests/apply-manifests.ts'
import { passingChecks } from '../../grading/passing-checks.ts'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { contentProblem, type ContentProblem } from '../problem.ts'
import { judgeAnswer } from '../questions/judge.ts'
import type { Task } from '../read-task.ts'
import { answerIn } from '../solution.ts'
import { drawExam, PoolExhausted, type DrawnExam, type DrawnItem } from './draw.ts'
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

const nameOf = ({ alternate, parameters }: DrawnItem): string =>
  [nameAlternate(alternate), ...Object.entries(parameters).map(([name, value]) => `${name}=${value}`)].join(' ')

type Note = (slot: string, message: string) => void

/** What so many learners would be asked; none where the exam cannot be drawn. */
const drawAll = (exam: Exam, course: ExamCourse, note: Note): readonly DrawnExam[] => {
  try {
    return Array.from({ length: CHECKED_SEEDS }, (_, seed) => drawExam(exam, `seed-${seed}`, utf8ToBytes('contract'), course))
  } catch (error) {
    if (!(error instanceof PoolExhausted)) throw error
    note(error.slot, error.message)
    return []
  }
}

/** Each item once, however many are asked it. */
const differentItems = (draws: readonly DrawnExam[]): readonly DrawnItem[] => [
  ...new Map(draws.flatMap(({ items }) => items).map((item) => [`${item.slot} ${nameOf(item)}`, item])).values(),
]

/** How many whole exams are solved at once, in one cluster: each takes as long as all its tasks do. */
const SOLVED_TOGETHER = 12

/** All tasks of one learner are done in one cluster: no solution may stand in another's way. */
const checkTogether = async ({ items }: DrawnExam, course: ExamCourse): Promise<readonly (readonly [string, string])[]> => {
  const tasks = items.flatMap((item) => toDrawnTask(item, course) ?? [])
  const [first] = tasks
  if (first === undefined) return []
  const all = {
    ...first.task,
    namespaces: [...new Set(tasks.flatMap(({ task }) => task.namespaces))],
    start: tasks.flatMap(({ task }) => task.start),
  }
  const { snapshot } = await applyManifests(
    all,
    tasks.flatMap(({ solution }) => solution),
  )
  if (snapshot === undefined)
    return [[first.slot, `together with ${tasks.map(({ name }) => name).join('; ')} nothing can be applied`]]
  const found: (readonly [string, string])[] = []
  for (const { task, slot, name } of tasks) {
    const passing = await passingChecks(task, snapshot)
    const others = tasks.flatMap((other) => (other.slot === slot ? [] : [other.name])).join('; ')
    if (passing.length < task.checks.length) found.push([slot, `${name}: its solution does not pass beside those of ${others}`])
  }
  return found
}

const toDrawnTask = (item: DrawnItem, course: ExamCourse): DrawnTask | undefined => {
  const { alternate, parameters, slot } = item
  if (alternate.kind !== 'task') return undefined
  const task = course.taskOf(alternate, parameters)?.task
  const source = course.sourceOf(alternate)
  if (task === undefined || source === undefined) return undefined
  return { slot, name: nameOf(item), task, solution: answerIn(source, 'solution/', task.parameters) }
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
  const note: Note = (slot, message) => {
    const position = exam.slots.find(({ id }) => id === slot)?.position
    if (position !== undefined) problems.push(contentProblem(position, message, slot))
  }
  for (const { id, pool, draw } of exam.slots)
    if (pool.every((one) => one.kind === 'task') && pool.length < LEAST_ALTERNATES * draw)
      note(id, `${pool.length} alternates for ${draw} drawn; a slot needs at least ${LEAST_ALTERNATES} for each`)
  const draws = drawAll(exam, course, note)
  const items = differentItems(draws)
  for (const { id } of exam.slots) {
    const own = items.filter(({ slot }) => slot === id)
    const tasks = own.flatMap((item) => toDrawnTask(item, course) ?? [])
    for (const [index, task] of tasks.entries())
      for (const message of await checkDrawnTask(task, othersOf(tasks, index))) note(id, message)
    for (const { alternate } of own)
      if (alternate.kind === 'question') for (const message of await checkDrawnQuestion(alternate, course)) note(id, message)
  }
  const together = new Map(draws.map((drawn) => [drawn.items.map(nameOf).join(), drawn]))
  for (const drawn of [...together.values()].slice(0, SOLVED_TOGETHER))
    for (const [slot, message] of await checkTogether(drawn, course)) note(slot, message)
  return { problems: [...problems, ...course.problems], variants: items.length }
}
