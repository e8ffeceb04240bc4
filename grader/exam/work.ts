/** What a learner may do in an attempt, from a terminal or a page, and what the exam's rules forbid. */
import type { ExamPaper, PaperItem } from '../../src/course/exam/paper.ts'
import { letteredOptions, readLettered } from '../../src/course/exam/lettered.ts'
import { openSlots, slotsBefore, stateOf } from '../../src/course/exam/slots.ts'
import { nearest } from '../../src/kubernetes/nearest.ts'
import { Problem } from '../terminal/problem.ts'
import { environmentOf } from './environment.ts'
import { leftMs, openSlot, readEvents, saveAnswer, type Attempt } from './attempt.ts'

/** Fails with `exam-item-unknown`. */
export const requireItem = ({ paper }: Pick<Attempt, 'paper'>, given: string): PaperItem => {
  const item = paper.items.find(({ id }) => id === given)
  const ids = paper.items.map(({ id }) => id)
  if (item === undefined)
    throw new Problem('exam-item-unknown', { given, nearest: nearest(given, ids)[0] ?? '', items: ids.join(', ') })
  return item
}

/** Fails with `exam-over` where nothing can be changed any more. */
export async function requireTime(attempt: Attempt): Promise<void> {
  if (leftMs(attempt, await readEvents(attempt)) === 0) throw new Problem('exam-over')
}

/** Ids of the items that opening this one closes. */
export const closedBy = (paper: ExamPaper, { slot }: PaperItem): readonly string[] => {
  const before = slotsBefore(paper, slot)
  return paper.items.flatMap((item) => (before.includes(item.slot) ? [item.id] : []))
}

const lockProblem = ({ paper }: Attempt, item: PaperItem): Problem =>
  new Problem('exam-item-locks', { given: item.id, closes: closedBy(paper, item).join(', ') })

/** An item that can be worked on: its slot is not closed, and the lock before it was opened. */
export async function requireOpenItem(attempt: Attempt, given: string): Promise<PaperItem> {
  const item = requireItem(attempt, given)
  const state = stateOf(attempt.paper, item.slot, await readEvents(attempt))
  if (state === 'closed') throw new Problem('exam-item-closed', { given })
  if (state === 'locked') throw lockProblem(attempt, item)
  return item
}

/** Puts the start states of these slots' tasks into the attempt's cluster; what it refuses is told. */
export async function prepareSlots(attempt: Attempt, slots: readonly string[]): Promise<readonly string[]> {
  const refused: string[] = []
  for (const item of attempt.paper.items)
    if (item.kind === 'task' && slots.includes(item.slot))
      refused.push(...(await environmentOf(attempt, item.task.id).prepare(item.task.start)).refusals)
  return refused
}

/** An item to be read; one behind a lock is opened where that was agreed to. */
export async function openItem(
  attempt: Attempt,
  given: string,
  mayClose: boolean,
): Promise<{ readonly item: PaperItem; readonly refused: readonly string[] }> {
  const { paper } = attempt
  const item = requireItem(attempt, given)
  if (stateOf(paper, item.slot, await readEvents(attempt)) !== 'locked') return { item, refused: [] }
  await requireTime(attempt)
  if (!mayClose) throw lockProblem(attempt, item)
  await openSlot(attempt, item.slot, slotsBefore(paper, item.slot))
  return { item, refused: await prepareSlots(attempt, openSlots(paper, await readEvents(attempt))) }
}

/** Keeps what was typed as the answer to a question. Fails with `exam-answer-unreadable` where it is none, with `exam-item-is-task` for a task. */
export async function keepAnswer(attempt: Attempt, given: string, typed: string): Promise<PaperItem> {
  await requireTime(attempt)
  const item = await requireOpenItem(attempt, given)
  if (item.kind === 'task') throw new Problem('exam-item-is-task', { given })
  const read = readLettered(item.question, typed)
  if (read === undefined) {
    const options = letteredOptions(item.question).map(({ letter }) => letter)
    throw new Problem('exam-answer-unreadable', { given: typed, options: options.join(', ') })
  }
  await saveAnswer(attempt, item.id, read)
  return item
}
