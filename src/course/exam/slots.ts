/** Which parts of an exam a learner may work on: a slot with a lock closes what stands before it once it is opened. */
import type { ExamEvent } from './event-log.ts'
import type { ExamPaper } from './paper.ts'

type Slotted = Pick<ExamPaper, 'exam' | 'items'>
type Logged = readonly Pick<ExamEvent, 'kind' | 'detail'>[]

const slotsOf = ({ items }: Slotted): readonly string[] => [...new Set(items.map(({ slot }) => slot))]

/** Slots that stand before this one, in the exam's order. */
export const slotsBefore = (paper: Slotted, slot: string): readonly string[] => {
  const slots = slotsOf(paper)
  return slots.slice(0, slots.indexOf(slot))
}

/** Slots up to the first lock that was not opened, those that were closed since too. */
export const openSlots = (paper: Slotted, events: Logged): readonly string[] => {
  const opened = new Set(events.flatMap(({ kind, detail }) => (kind === 'open' ? [String(detail['slot'])] : [])))
  const slots = slotsOf(paper)
  const next = slots.findIndex((slot, index) => index > 0 && paper.exam.locks.includes(slot) && !opened.has(slot))
  return next < 0 ? slots : slots.slice(0, next)
}

/** The slots that were closed by opening a later one. */
export const closedSlots = (events: Logged): ReadonlySet<string> =>
  new Set(
    events.flatMap(({ kind, detail }) =>
      kind === 'open' && Array.isArray(detail['closes']) ? detail['closes'].map((slot: unknown) => String(slot)) : [],
    ),
  )

/** `locked`: a lock that was not opened stands before it. `closed`: what was there when a later lock was opened counts. */
export type ItemState = 'open' | 'closed' | 'locked'

/** Of the items of a slot. */
export const stateOf = (paper: Slotted, slot: string, events: Logged): ItemState =>
  closedSlots(events).has(slot) ? 'closed' : openSlots(paper, events).includes(slot) ? 'open' : 'locked'
