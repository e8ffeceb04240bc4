import { nextScheduled, type CronSchedule } from '../../../kubernetes/cron-schedule.ts'

const HOUR_MS = 3_600_000
/** Looked back over one after the other: a schedule that is seldom due is found in a longer one. */
const WINDOWS_MS = [HOUR_MS / 30, 2 * HOUR_MS, 48 * HOUR_MS, 63 * 24 * HOUR_MS, 5 * 366 * 24 * HOUR_MS] as const

export interface Span {
  /** Not in the span itself. */
  readonly fromMs: number
  readonly untilMs: number
  readonly timeZone: string | undefined
  /** Counting ends one after it. */
  readonly limit: number
}

export interface MissedRuns {
  /** Undefined where nothing was due. */
  readonly lastMs: number | undefined
  readonly count: number
}

function* runsIn(schedule: CronSchedule, { fromMs, untilMs, timeZone }: Omit<Span, 'limit'>): Generator<number> {
  let nextMs = nextScheduled(schedule, fromMs, timeZone)
  while (nextMs !== undefined && nextMs <= untilMs) {
    yield nextMs
    nextMs = nextScheduled(schedule, nextMs, timeZone)
  }
}

const lastRun = (schedule: CronSchedule, span: Span): number | undefined => {
  // A period counts from where it began: windows would begin it elsewhere.
  if (schedule.kind === 'period') {
    const periods = Math.floor((span.untilMs - Math.floor(span.fromMs / 1000) * 1000) / schedule.everyMs)
    return periods < 1 ? undefined : Math.floor(span.fromMs / 1000) * 1000 + periods * schedule.everyMs
  }
  for (const window of WINDOWS_MS) {
    const found = [...runsIn(schedule, { ...span, fromMs: Math.max(span.fromMs, span.untilMs - window) })].at(-1)
    if (found !== undefined || span.untilMs - window <= span.fromMs) return found
  }
  return undefined
}

/** The runs that a schedule has had in a span of time: the last, and how many. */
export const missedRuns = (schedule: CronSchedule, span: Span): MissedRuns => {
  let count = 0
  for (const _run of runsIn(schedule, span)) {
    count += 1
    if (count > span.limit) break
  }
  return { lastMs: lastRun(schedule, span), count }
}
