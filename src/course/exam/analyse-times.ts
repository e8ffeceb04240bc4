/** How long an exam's items took, and what learners gained from handing in again. */
import { bootstrap, mean, median, type Interval } from '../analysis/statistics.ts'
import { isEarned, lastCounted, type AnalysedLearner, type Below } from './analysed.ts'

const MINUTE_MS = 60_000

/** Of the learners whose logs tell the time, and have a trace of the item: what it can show is in docs/exams.md. */
export interface TimeFigures {
  readonly slot: string
  /** Absent: of the slot, whatever was drawn. */
  readonly alternate?: string
  readonly learners: number
  readonly medianMinutes: number
  readonly interval: Interval | undefined
}

interface Spent {
  readonly slot: string
  readonly alternate: string
  readonly minutes: number
}

/** Of one learner's items. The log of the last submission holds all that came before it. */
const spentBy = (learner: AnalysedLearner): readonly Spent[] => {
  const { times = {}, items } = lastCounted(learner) ?? { items: [] }
  return items.flatMap(({ id, slot, alternate }) => {
    const ms = Object.hasOwn(times, id) ? times[id] : undefined
    return ms === undefined || !(ms > 0) ? [] : [{ slot, alternate, minutes: ms / MINUTE_MS }]
  })
}

const figuresOf = (minutes: readonly number[], below: Below) => ({
  learners: minutes.length,
  medianMinutes: median(minutes),
  interval: bootstrap(minutes, median, { below }),
})

/** Of each slot, then of what was drawn in it; none where no log tells any. */
export const analyseTimes = (
  learners: readonly AnalysedLearner[],
  slots: readonly string[],
  below: Below,
): readonly TimeFigures[] => {
  const all = learners.map(spentBy)
  return slots.flatMap((slot) => {
    const own = all.map((spent) => spent.filter((one) => one.slot === slot)).filter(({ length }) => length > 0)
    if (own.length === 0) return []
    const ofSlot = own.map((spent) => spent.reduce((sum, { minutes }) => sum + minutes, 0))
    const alternates = [...new Set(own.flat().map(({ alternate }) => alternate))].toSorted()
    return [
      { slot, ...figuresOf(ofSlot, below) },
      ...alternates.map((alternate) => ({
        ...{ slot, alternate },
        ...figuresOf(
          own.flat().flatMap((one) => (one.alternate === alternate ? [one.minutes] : [])),
          below,
        ),
      })),
    ]
  })
}

/** The first, second, … submission that counts of each learner that made so many. */
export interface AttemptFigures {
  readonly attempt: number
  readonly learners: number
  /** Mean share of the points. */
  readonly facility: number
  readonly interval: Interval | undefined
  /** Mean of how much more it has than the same learner's submission before; undefined for the first. */
  readonly gain: number | undefined
  readonly gainInterval: Interval | undefined
}

/** What each of a learner's submissions that count has of the points, in their order. */
const sharesOf = ({ slots, submissions }: AnalysedLearner): readonly number[] => {
  const earned = new Set(slots.filter(isEarned).map(({ slot }) => slot))
  return submissions
    .filter(({ counts }) => counts)
    .map(({ items }) => {
      const own = items.filter(({ slot }) => earned.has(slot))
      const max = own.reduce((sum, item) => sum + item.max, 0)
      return max === 0 ? 0 : own.reduce((sum, item) => sum + item.points, 0) / max
    })
}

/** None where nobody handed in twice. */
export const analyseAttempts = (learners: readonly AnalysedLearner[], below: Below): readonly AttemptFigures[] => {
  const shares = learners.map(sharesOf)
  const most = Math.max(0, ...shares.map(({ length }) => length))
  if (most < 2) return []
  return Array.from({ length: most }, (_, index) => {
    const made = shares.flatMap((own) => own[index] ?? [])
    const gains = shares.flatMap((own) => {
      const [before, now] = [own[index - 1], own[index]]
      return before === undefined || now === undefined ? [] : [now - before]
    })
    return {
      attempt: index + 1,
      learners: made.length,
      facility: mean(made),
      interval: bootstrap(made, mean, { below }),
      gain: gains.length === 0 ? undefined : mean(gains),
      gainInterval: bootstrap(gains, mean, { below }),
    }
  })
}
