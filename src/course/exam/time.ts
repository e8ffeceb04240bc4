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
}

/** What passed between two readings: the machine's own count while it ran on, else what the wall clock says, but never less than nothing. */
const between = (before: Reading, after: Reading): { readonly ms: number; readonly jumpMs: number } => {
  const wall = after.wallMs - before.wallMs
  if (before.boot !== after.boot) return { ms: Math.max(0, wall), jumpMs: Math.min(0, wall) }
  const ran = Math.max(0, after.uptimeMs - before.uptimeMs)
  const jump = wall - ran
  return { ms: ran, jumpMs: Math.abs(jump) > TOLERANCE_MS ? jump : 0 }
}

/** Of readings in the order in which they were made. */
export const timePassed = (readings: readonly Reading[]): Passed => {
  const jumps: Passed['jumps'][number][] = []
  let elapsedMs = 0
  for (const [index, after] of readings.entries()) {
    const before = readings[index - 1]
    if (before === undefined) continue
    const { ms, jumpMs } = between(before, after)
    elapsedMs += ms
    if (jumpMs !== 0) jumps.push({ index, byMs: jumpMs })
  }
  return { elapsedMs, jumps }
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
