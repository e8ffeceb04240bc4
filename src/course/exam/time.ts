/** How much of an exam's time has passed, by clocks that may be set back, on machines that may be started anew. */

/** What a machine's clocks showed. */
export interface Reading {
  /** Milliseconds since 1970, as the machine's clock says. */
  readonly wallMs: number
  /** Milliseconds since the machine was started. */
  readonly uptimeMs: number
  /** Another text after each start of the machine. */
  readonly boot: string
}

/** The wall clock and the time since the start of the machine never differ by more unless one was set. */
const TOLERANCE_MS = 5_000

export interface Passed {
  /** Never less than before. */
  readonly elapsedMs: number
  /** By how much the wall clock was set between two readings; forward is positive. */
  readonly jumps: readonly { readonly index: number; readonly byMs: number }[]
  /** Starts of the machine between two readings, and how long it was off: by its clock, which nothing else confirms. */
  readonly restarts: readonly { readonly index: number; readonly offMs: number }[]
}

interface Between {
  readonly ms: number
  readonly jumpMs: number
  readonly offMs?: number
}

/** Where starts are not named (see grader/exam/clock.ts), only a count that went down shows one for certain. */
const isSurelyRestarted = (before: Reading, after: Reading): boolean =>
  after.uptimeMs < before.uptimeMs || (isNamed(before) && isNamed(after))

const isNamed = ({ boot }: Reading): boolean => !/^-?\d+$/u.test(boot)

/**
 * What passed between two readings: the machine's own count while it ran on; over a start what the wall clock says, but never less than
 * the machine has run since.
 */
const between = (before: Reading, after: Reading): Between => {
  const wall = after.wallMs - before.wallMs
  if (before.boot !== after.boot) {
    const isSure = isSurelyRestarted(before, after)
    const ran = isSure ? after.uptimeMs : 0
    const isShort = wall < ran - TOLERANCE_MS
    const off = isSure ? { offMs: Math.max(0, wall - ran) } : {}
    return { ms: Math.max(ran, wall), jumpMs: isShort ? wall - ran : 0, ...off }
  }
  const ran = Math.max(0, after.uptimeMs - before.uptimeMs)
  const jump = wall - ran
  return { ms: ran, jumpMs: Math.abs(jump) > TOLERANCE_MS ? jump : 0 }
}

/** Of readings in the order in which they were made. */
export const timePassed = (readings: readonly Reading[]): Passed => {
  const jumps: Passed['jumps'][number][] = []
  const restarts: Passed['restarts'][number][] = []
  let elapsedMs = 0
  for (const [index, after] of readings.entries()) {
    const before = readings[index - 1]
    if (before === undefined) continue
    const { ms, jumpMs, offMs } = between(before, after)
    elapsedMs += ms
    if (jumpMs !== 0) jumps.push({ index, byMs: jumpMs })
    if (offMs !== undefined) restarts.push({ index, offMs })
  }
  return { elapsedMs, jumps, restarts }
}

const MINUTE_MS = 60_000

/** Milliseconds a learner has: the exam's minutes, as often as the learner's multiplier says. */
export const allowedMs = (minutes: number, multiplier: number): number => Math.round(minutes * multiplier * MINUTE_MS)

export interface Bounds {
  readonly allowedMs: number
  /** When the exam's window closes, whatever is left of the time; milliseconds since 1970. */
  readonly closesMs?: number
}

/** Zero where none is left. */
export const remainingMs = (readings: readonly Reading[], { allowedMs: allowed, closesMs }: Bounds): number => {
  const { elapsedMs } = timePassed(readings)
  const left = allowed - elapsedMs
  const first = readings[0]
  // By the time that has passed since the first reading, not by a clock that may have been set since.
  const untilClose = closesMs === undefined || first === undefined ? Infinity : closesMs - (first.wallMs + elapsedMs)
  return Math.max(0, Math.min(left, untilClose))
}

/** When the time that is left is told: minutes before the end. */
export const ANNOUNCED_MINUTES = [10, 5, 1] as const

/** The announcement that is due: the smallest bound that is not yet told and reached; undefined where none is. */
export const dueAnnouncement = (leftMs: number, told: readonly number[]): number | undefined => {
  const reached = ANNOUNCED_MINUTES.filter((minutes) => leftMs <= minutes * MINUTE_MS)
  const least = Math.min(...reached)
  return leftMs > 0 && reached.length > 0 && !told.includes(least) ? least : undefined
}
