/** The parts of a learner's exam: each task that was drawn, and of each section of concepts the questions that were. */
import type { DrawnExam, DrawnItem } from '../../../src/course/exam/draw.ts'
import { expandPool } from '../../../src/course/exam/draw.ts'
import { nameAlternate, type Alternate, type Exam } from '../../../src/course/exam/exam.ts'
import type { ExamCourse } from '../../../src/course/exam/exam-course.ts'
import type { Unit } from '../unit.ts'

const nameOf = (alternate: Alternate): string => (alternate.kind === 'task' ? nameAlternate(alternate) : alternate.section)

/** Names of all parts that somebody may have, in the order of the exam's slots. */
export const namesOfParts = (exam: Exam, course: ExamCourse): readonly string[] => [
  ...new Set(exam.slots.flatMap((slot) => expandPool(slot, course).map(nameOf))),
]

/** Of an item whose slot gives its points to everybody. */
const forcedIn = ({ slots }: Exam, slot: string): { readonly forced?: string } =>
  slots.some(({ id, forceMax }) => id === slot && forceMax) ? { forced: slot } : {}

interface Setting {
  readonly exam: Exam
  readonly course: ExamCourse
}

const taskUnit = ({ alternate, parameters, points, slot }: DrawnItem, { exam, course }: Setting): Unit => {
  const task = alternate.kind === 'task' ? course.taskOf(alternate, parameters)?.task : undefined
  if (task === undefined) throw new Error(`the course has no ${nameAlternate(alternate)}`)
  return { task, slot, part: { points, ...forcedIn(exam, slot), parameters, questions: {} } }
}

const questionsUnit = (section: string, items: readonly DrawnItem[], { exam, course }: Setting): Unit => ({
  task: { id: section, title: course.titleOf(section), namespaces: [], checks: [] },
  part: {
    points: items.reduce((sum, { points }) => sum + points, 0),
    parameters: {},
    questions: Object.fromEntries(
      items.flatMap(({ id, slot, points, alternate }) =>
        alternate.kind === 'question' ? [[alternate.question, { item: id, points, ...forcedIn(exam, slot) }] as const] : [],
      ),
    ),
  },
})

/** In the order of `names`. */
export const unitsOfExam = ({ items }: DrawnExam, setting: Setting, names: readonly string[]): readonly Unit[] =>
  names.flatMap((name) => {
    const own = items.filter(({ alternate }) => nameOf(alternate) === name)
    const [first] = own
    if (first === undefined) return []
    return [first.alternate.kind === 'task' ? taskUnit(first, setting) : questionsUnit(name, own, setting)]
  })
