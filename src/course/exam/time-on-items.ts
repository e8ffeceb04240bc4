/** How long a learner was at each part of an exam, estimated from the log of the attempt. */
import { isList } from '../../kubernetes/json.ts'
import type { EventKind, ExamEvent } from './event-log.ts'
import { timePassed } from './time.ts'

/** Longer than this without a trace nobody is taken to have worked. */
export const IDLE_MS = 10 * 60_000

/** Milliseconds by the item's id. An item that left no trace is absent: it may have been read all the same. */
export type ItemTimes = Readonly<Record<string, number>>

type Logged = Pick<ExamEvent, 'at' | 'kind' | 'detail'>

/** Time before these is nobody's: the exam had not begun, the machine was off, the part was not open, all was looked through. */
const BOUNDARIES: ReadonlySet<EventKind> = new Set(['start', 'resume', 'open', 'submit', 'end'])

/** Items that an event is about; undefined where it says nothing of what the learner did. */
const itemsOf = ({ kind, detail }: Logged): readonly string[] | undefined => {
  if (BOUNDARIES.has(kind)) return []
  const { item, items } = detail
  if (kind === 'answer' || kind === 'grade') return typeof item === 'string' ? [item] : undefined
  if (kind !== 'save' || !isList(items)) return undefined
  const named = items.filter((one) => typeof one === 'string')
  return named.length === 0 ? undefined : named
}

/** Logs of earlier programs do not say what was saved. */
const tellsItems = ({ kind, detail }: Logged): boolean => kind !== 'save' || isList(detail['items'])

/**
 * Each stretch between two traces of work belongs to the item of the later one, to several in equal parts; stretches longer than
 * {@link IDLE_MS} belong to none, and what only says that time passes is no trace. Undefined where the log does not say what was saved.
 */
export const timeOnItems = (events: readonly Logged[], known: readonly string[]): ItemTimes | undefined => {
  if (!events.every(tellsItems)) return undefined
  const times = new Map<string, number>()
  let last: number | undefined
  for (const [index, event] of events.entries()) {
    const items = itemsOf(event)?.filter((item) => known.includes(item))
    if (items === undefined) continue
    const { elapsedMs } = timePassed(events.slice(last ?? index, index + 1).map(({ at }) => at))
    const isWork = last !== undefined && elapsedMs <= IDLE_MS
    if (isWork) for (const item of items) times.set(item, (times.get(item) ?? 0) + elapsedMs / items.length)
    last = index
  }
  return Object.fromEntries([...times].filter(([, ms]) => ms > 0))
}
