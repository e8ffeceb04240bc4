/** Whether a submission answers what somebody else was asked. */
import type { DrawnExam, DrawnItem } from '../../../src/course/exam/draw.ts'
import { nameAlternate } from '../../../src/course/exam/exam.ts'
import { gradeSubmission, type Grading, type ItemResult } from '../../../src/course/exam/grade-submission.ts'
import type { Submission } from '../../../src/course/exam/submission.ts'

const nameItem = ({ alternate, parameters }: DrawnItem): string => JSON.stringify([nameAlternate(alternate), parameters])

/** Each item once, however many learners are asked it. */
export const differentItems = (draws: readonly DrawnExam[]): readonly DrawnItem[] => [
  ...new Map(draws.flatMap(({ items }) => items).map((item) => [nameItem(item), item])).values(),
]

interface Drawn {
  readonly item: DrawnItem
  readonly learners: string[]
}

/** What else was asked in an item's slot, and whom. */
const othersOf = (item: DrawnItem, draws: readonly DrawnExam[]): readonly Drawn[] => {
  const others = new Map<string, Drawn>()
  for (const { learner, items } of draws)
    for (const other of items) {
      if (other.slot !== item.slot || other.alternate.kind !== 'task' || nameItem(other) === nameItem(item)) continue
      const known = others.get(nameItem(other)) ?? { item: { ...other, id: item.id }, learners: [] }
      known.learners.push(learner)
      others.set(nameItem(other), known)
    }
  return [...others.values()]
}

/** Whose variants of its tasks a submission solves that does not solve its own; learners by the item's id. */
export const findSolvedOthers = async (
  submission: Submission,
  graded: readonly ItemResult[],
  { own, all, grading }: { readonly own: DrawnExam; readonly all: readonly DrawnExam[]; readonly grading: Grading },
): Promise<Readonly<Record<string, readonly string[]>>> => {
  const found = new Map<string, readonly string[]>()
  for (const item of own.items) {
    const result = graded.find(({ id }) => id === item.id)
    if (item.alternate.kind !== 'task' || result === undefined || result.status === 'pass' || result.status === 'blank')
      continue
    for (const other of othersOf(item, all)) {
      const [solved] = await gradeSubmission({ ...own, items: [other.item] }, submission, grading)
      if (solved?.status === 'pass') found.set(item.id, [...(found.get(item.id) ?? []), ...other.learners])
    }
  }
  return Object.fromEntries(found)
}
