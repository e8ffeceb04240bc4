/** Grades for Moodle's import, with the feedback beside each grade: where that column is missing, grades are lost. @see https://docs.moodle.org/en/Grade_import */
import { nameOfTask } from '../../../src/grading/task.ts'
import { toCsvRow } from '../csv.ts'
import { byLearner, codesOf, type Book, type ResultFormat } from './book.ts'
import { scoreOf, tasksOf } from './canvas.ts'

function* write({ results, findLearner }: Book): Generator<string> {
  const tasks = tasksOf(results)
  const columns = tasks.flatMap(({ task }) => [
    `${nameOfTask(task)} ${task.title}`,
    `${nameOfTask(task)} ${task.title} (feedback)`,
  ])
  yield toCsvRow(['username', 'idnumber', 'email', ...columns])
  for (const own of byLearner(results)) {
    const learner = own[0].learner?.id ?? ''
    const { login = learner, id = '', email = '' } = findLearner(learner) ?? {}
    const cells = tasks.flatMap(({ task }) => {
      const result = own.find((one) => nameOfTask(one.task) === nameOfTask(task))
      return [scoreOf(own, nameOfTask(task)), result === undefined ? '' : codesOf(result).join(', ')]
    })
    yield toCsvRow([login, id, email, ...cells])
  }
}

export const moodle: ResultFormat = { about: 'list', write }
