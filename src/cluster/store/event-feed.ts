/** Hands events to listeners in the order of their revisions, and keeps the last ones for who comes late. */
import type { StoreEvent } from './store.ts'

/** Events that are kept at least; a watch that is further behind is told to list again. */
export const EVENT_WINDOW = 10_000

type Listener = (event: StoreEvent) => void

export interface EventFeed {
  publish(event: StoreEvent): void
  subscribe(listener: Listener): () => void
  since(revision: number): readonly StoreEvent[] | undefined
}

/** Index of the first event after the revision. Events are in order, so halving finds it. */
const firstAfter = (events: readonly StoreEvent[], revision: number): number => {
  let low = 0
  let high = events.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((events[middle]?.revision ?? 0) > revision) high = middle
    else low = middle + 1
  }
  return low
}

/** `startRevision`: nothing before it is known. */
export const createEventFeed = (startRevision: number): EventFeed => {
  let events: StoreEvent[] = []
  let oldest = startRevision
  const listeners = new Set<Listener>()
  const waiting: StoreEvent[] = []
  let publishing = false

  const trim = (): void => {
    if (events.length < 2 * EVENT_WINDOW) return
    oldest = events[EVENT_WINDOW - 1]?.revision ?? oldest
    events = events.slice(EVENT_WINDOW)
  }

  return {
    publish: (event) => {
      events.push(event)
      trim()
      waiting.push(event)
      // A listener that writes must not let others see the later event first.
      if (publishing) return
      publishing = true
      try {
        for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
          for (const listener of [...listeners]) listener(next)
      } finally {
        publishing = false
      }
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    since: (revision) => (revision < oldest ? undefined : events.slice(firstAfter(events, revision))),
  }
}
