/** A clock that stands still until it is advanced, and randomness that repeats: for runs that must be the same every time. */
import type { Clock, Random } from './environment.ts'

export interface VirtualClock extends Clock {
  /** The delay until the next callback is due, if any. */
  nextDelay(): number | undefined
  /** Moves on and calls back what is due, in the order of time. */
  advance(milliseconds: number): void
}

interface Timer {
  readonly due: number
  readonly order: number
  readonly callback: () => void
}

export const createVirtualClock = (startMs: number): VirtualClock => {
  let now = startMs
  let order = 0
  let timers: Timer[] = []
  const takeDue = (limit: number): Timer | undefined => {
    const next = timers.filter(({ due }) => due <= limit).sort((a, b) => a.due - b.due || a.order - b.order)[0]
    timers = timers.filter((timer) => timer !== next)
    return next
  }
  return {
    now: () => now,
    after: (delayMs, callback) => {
      const timer = { due: now + Math.max(0, delayMs), order: order++, callback }
      timers.push(timer)
      return () => {
        timers = timers.filter((other) => other !== timer)
      }
    },
    nextDelay: () => (timers.length === 0 ? undefined : Math.max(0, Math.min(...timers.map(({ due }) => due)) - now)),
    advance: (milliseconds) => {
      const limit = now + milliseconds
      for (let timer = takeDue(limit); timer !== undefined; timer = takeDue(limit)) {
        now = Math.max(now, timer.due)
        timer.callback()
      }
      now = limit
    },
  }
}

/** xorshift32: enough to spread names and ports, and no more. */
export const createSeededRandom = (seed: number): Random => {
  let state = seed | 0 || 1
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
  const hex = (digits: number): string => Array.from({ length: digits }, () => (next() & 15).toString(16)).join('')
  return {
    below: (limit) => next() % limit,
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${(8 + (next() & 3)).toString(16)}${hex(3)}-${hex(12)}`,
  }
}
