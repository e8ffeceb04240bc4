/** A gradebook for Canvas: an assignment for each task, whose name has to be the one in Canvas. @see https://community.canvaslms.com/t5/Instructor-Guide/How-do-I-import-grades-in-the-Gradebook/ta-p/807 */
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { byLearner, type Book, type ResultFormat } from './book.ts'
import { toCsvRow } from '../csv.ts'

const KNOWN = ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section']

function* write({ results, findLearner }: Book): Generator<string> {
  const tasks = tasksOf(results)
  yield toCsvRow([...KNOWN, ...tasks.map(({ task }) => `${nameOfTask(task)} ${task.title}`)])
  yield toCsvRow(['    Points Possible', '', '', '', '', ...tasks.map(({ max }) => max)])
  for (const own of byLearner(results)) {
    const learner = own[0].learner?.id ?? ''
    const { name = learner, id = '', sis = '', login = learner, section = '' } = findLearner(learner) ?? {}
    yield toCsvRow([name, id, sis, login, section, ...tasks.map(({ task }) => scoreOf(own, nameOfTask(task)))])
  }
}

/** The first result of each task. */
export const tasksOf = (results: Iterable<Result>): readonly Result[] => {
  const first = new Map<string, Result>()
  for (const result of results) if (!first.has(nameOfTask(result.task))) first.set(nameOfTask(result.task), result)
  return [...first.values()]
}

/** Empty where there is none to be given: a cell that is empty changes nothing. */
export const scoreOf = (results: readonly Result[], task: string): number | string => {
  const found = results.find((result) => nameOfTask(result.task) === task)
  return found === undefined || found.status === 'error' ? '' : found.score
}

export const canvas: ResultFormat = { about: 'list', write }
