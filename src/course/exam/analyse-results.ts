/** What an exam's results say of the exam: its slots, the alternates that learners drew, and the checks that most of them failed. */
import { analyseItems, type TestFigures } from '../analysis/items.ts'
import { bootstrap, mean, type Interval } from '../analysis/statistics.ts'

/** What is read of a learner's result. */
export interface AnalysedLearner {
  readonly slots: readonly { readonly slot: string; readonly points: number; readonly max: number }[]
  readonly submissions: readonly {
    readonly counts: boolean
    readonly items: readonly {
      readonly slot: string
      readonly alternate: string
      readonly points: number
      readonly max: number
      readonly status: string
      readonly checks: readonly { readonly id: string; readonly passed: boolean | null }[]
    }[]
  }[]
}

/** One of the things that a slot asked, for the learners that drew it. */
export interface AlternateFigures {
  readonly slot: string
  readonly alternate: string
  readonly learners: number
  /** Mean share of the points. */
  readonly facility: number
  readonly interval: Interval | undefined
  /** The mean less that of the slot's other alternates, with its interval: where that does not hold 0, the draw was not fair. */
  readonly difference: number | undefined
  readonly differenceInterval: Interval | undefined
  /** Share of learners that left it blank. */
  readonly blank: number
  /** The check that most of them failed. */
  readonly hardest: { readonly check: string; readonly failed: number } | undefined
}

export interface ExamFigures {
  /** Of the points that count in each slot, for every learner that handed in something that counts. */
  readonly test: TestFigures
  /** Of each learner's last submission that counts. */
  readonly alternates: readonly AlternateFigures[]
  /** Learners that handed in nothing that counts; they are in no figure. */
  readonly absent: number
}

type Below = (limit: number) => number
type Drawn = AnalysedLearner['submissions'][number]['items'][number]

const shareOf = ({ points, max }: Drawn): number => (max === 0 ? 0 : points / max)

/** Draws both groups anew: how far their means would lie apart in other classes like this one. */
const differenceInterval = (own: readonly number[], others: readonly number[], below: Below): Interval | undefined => {
  if (own.length < 2 || others.length < 2) return undefined
  const both = [...own.map((share) => ({ share, isOwn: true })), ...others.map((share) => ({ share, isOwn: false }))]
  const sampleMean = (group: readonly number[]): number => mean(group.map(() => group[below(group.length)] ?? 0))
  // The figure draws for itself within the groups, so that none of them is ever empty.
  return bootstrap(
    both.map(({ share }) => share),
    () => sampleMean(own) - sampleMean(others),
    { below },
  )
}

const hardestOf = (items: readonly Drawn[]): AlternateFigures['hardest'] => {
  const failed = new Map<string, number>()
  for (const { checks } of items)
    for (const { id, passed } of checks) if (passed === false) failed.set(id, (failed.get(id) ?? 0) + 1)
  const [hardest] = [...failed].toSorted(([, one], [, other]) => other - one)
  return hardest === undefined ? undefined : { check: hardest[0], failed: hardest[1] / items.length }
}

const figuresOf = (items: readonly Drawn[], slot: readonly Drawn[], below: Below): AlternateFigures | undefined => {
  const [first] = items
  if (first === undefined) return undefined
  const shares = items.map(shareOf)
  const others = slot.filter(({ alternate }) => alternate !== first.alternate).map(shareOf)
  return {
    slot: first.slot,
    alternate: first.alternate,
    learners: items.length,
    facility: mean(shares),
    interval: bootstrap(shares, mean, { below }),
    difference: others.length === 0 ? undefined : mean(shares) - mean(others),
    differenceInterval: differenceInterval(shares, others, below),
    blank: items.filter(({ status }) => status === 'blank').length / items.length,
    hardest: hardestOf(items),
  }
}

/** Undefined where nobody handed in anything that counts. `below` draws for the intervals. */
export const analyseResults = (learners: readonly AnalysedLearner[], below: Below): ExamFigures | undefined => {
  const present = learners.filter(({ submissions }) => submissions.some(({ counts }) => counts))
  const items = (present[0]?.slots ?? []).map(({ slot, max }) => ({ id: slot, max }))
  const rows = present.map(({ slots }) => slots.map(({ points }) => points))
  const test = analyseItems({ items, rows }, below)
  if (test === undefined) return undefined
  const drawn = present.flatMap(({ submissions }) => submissions.findLast(({ counts }) => counts)?.items ?? [])
  const alternates = items.flatMap(({ id }) => {
    const slot = drawn.filter((item) => item.slot === id)
    const names = [...new Set(slot.map(({ alternate }) => alternate))].toSorted()
    return names.flatMap(
      (name) =>
        figuresOf(
          slot.filter(({ alternate }) => alternate === name),
          slot,
          below,
        ) ?? [],
    )
  })
  return { test, alternates, absent: learners.length - present.length }
}
