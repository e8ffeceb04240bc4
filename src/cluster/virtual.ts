/** A clock that stands until it is advanced, and randomness from a seed: for clusters inside one process, and for tests. */
import type { Clock, Random } from './environment.ts'

export interface VirtualClock extends Clock {
  /** Milliseconds until the next call back is due; undefined where none waits. */
  nextDelayMs(): number | undefined
  /** Moves the clock and calls back what becomes due, in order. */
  advance(milliseconds: number): void
}

export const isVirtualClock = (clock: Clock): clock is VirtualClock => 'advance' in clock && 'nextDelayMs' in clock

interface Timer {
  readonly dueAt: number
  readonly callback: () => void
}

const earliest = (timers: ReadonlySet<Timer>): Timer | undefined => {
  let first: Timer | undefined
  for (const timer of timers) if (first === undefined || timer.dueAt < first.dueAt) first = timer
  return first
}

export function createVirtualClock(startMs: number): VirtualClock {
  let nowMs = startMs
  const timers = new Set<Timer>()
  const advance = (milliseconds: number): void => {
    const until = nowMs + milliseconds
    for (let next = earliest(timers); next !== undefined && next.dueAt <= until; next = earliest(timers)) {
      timers.delete(next)
      nowMs = Math.max(nowMs, next.dueAt)
      next.callback()
    }
    nowMs = until
  }
  return {
    now: () => nowMs,
    after: (delayMs, callback) => {
      const timer = { dueAt: nowMs + Math.max(0, delayMs), callback }
      timers.add(timer)
      return () => timers.delete(timer)
    },
    nextDelayMs: () => {
      const next = earliest(timers)
      return next === undefined ? undefined : Math.max(0, next.dueAt - nowMs)
    },
    advance,
  }
}

export interface SeededRandom extends Random {
  /** What another one goes on with from here. */
  readonly seed: number
}

/** The generator mulberry32: the same seed gives the same numbers. */
export function createSeededRandom(seed: number): SeededRandom {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) >>> 0
  }
  const hex = (digits: number): string => (next() % 16 ** digits).toString(16).padStart(digits, '0')
  return {
    get seed() {
      return state
    },
    below: (limit) => next() % limit,
    uuid: () =>
      `${hex(4)}${hex(4)}-${hex(4)}-4${hex(3)}-${(8 + (next() % 4)).toString(16)}${hex(3)}-${hex(4)}${hex(4)}${hex(4)}`,
  }
}
