/** What an exam's results say of the exam: its slots, the alternates that learners drew, and the checks that most of them failed. */
import { analyseItems, type TestFigures } from '../analysis/items.ts'
import { bootstrap, mean, type Interval } from '../analysis/statistics.ts'
import { analyseOptions, guessOf, type OptionFigures } from './analyse-options.ts'
import { analyseAttempts, analyseTimes, type AttemptFigures, type TimeFigures } from './analyse-times.ts'
import {
  isEarned,
  lastCounted,
  type AnalysedItem as Drawn,
  type AnalysedLearner,
  type AnalysedQuestions,
  type Below,
} from './analysed.ts'

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
  /** What chance alone would earn of a question with options; it follows from their number, so that it has no interval. */
  readonly randomGuess: number | undefined
}

/** A value of a parameter of one of these things, against the other values that its learners drew. */
export interface ParameterFigures extends Omit<AlternateFigures, 'blank' | 'hardest' | 'randomGuess'> {
  readonly parameter: string
  readonly value: string
}

export interface ExamFigures {
  /** Of the points that count in each slot but those whose points are given to everybody, for every learner that handed in something that counts. */
  readonly test: TestFigures
  /** Of each learner's last submission that counts. */
  readonly alternates: readonly AlternateFigures[]
  /** Of the same submissions; none where a parameter had but one value. */
  readonly parameters: readonly ParameterFigures[]
  /** Of the same submissions: options of questions. */
  readonly options: readonly OptionFigures[]
  /** Of the same submissions: time that slots took, and what was drawn in them. */
  readonly times: readonly TimeFigures[]
  /** Of all submissions that count; none where nobody made two. */
  readonly attempts: readonly AttemptFigures[]
  /** Learners by what they earned of the whole: to 10 %, to 20 %, … */
  readonly distribution: readonly number[]
  /** Learners that handed in nothing that counts; they are in no figure. */
  readonly absent: number
  /** Those of them that handed in something. */
  readonly refused: number
}

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

/** Of some of the learners that were asked the same, against the others. */
const compareWith = (items: readonly Drawn[], others: readonly Drawn[], below: Below) => {
  const [shares, rest] = [items.map(shareOf), others.map(shareOf)]
  return {
    learners: items.length,
    facility: mean(shares),
    interval: bootstrap(shares, mean, { below }),
    difference: rest.length === 0 ? undefined : mean(shares) - mean(rest),
    differenceInterval: differenceInterval(shares, rest, below),
  }
}

/** Those that were asked the same, by its name. */
const byAlternate = (items: readonly Drawn[]): readonly (readonly [string, readonly Drawn[]])[] =>
  [...new Set(items.map(({ alternate }) => alternate))]
    .toSorted()
    .map((name) => [name, items.filter(({ alternate }) => alternate === name)])

const guessIn = (questions: AnalysedQuestions, alternate: string): number | undefined => {
  const question = Object.hasOwn(questions, alternate) ? questions[alternate] : undefined
  return question === undefined ? undefined : guessOf(question)
}

const alternatesOf = (slot: readonly Drawn[], questions: AnalysedQuestions, below: Below): readonly AlternateFigures[] =>
  byAlternate(slot).map(([alternate, items]) => ({
    slot: items[0]?.slot ?? '',
    alternate,
    ...compareWith(
      items,
      slot.filter((item) => item.alternate !== alternate),
      below,
    ),
    blank: items.filter(({ status }) => status === 'blank').length / items.length,
    hardest: hardestOf(items),
    randomGuess: guessIn(questions, alternate),
  }))

/** Of learners that were asked the same task, by the values of its parameters. */
const parametersOf = (items: readonly Drawn[], below: Below): readonly ParameterFigures[] => {
  const names = [...new Set(items.flatMap(({ parameters }) => Object.keys(parameters)))].toSorted()
  return names.flatMap((parameter) => {
    const values = [...new Set(items.flatMap(({ parameters }) => parameters[parameter] ?? []))].toSorted()
    if (values.length < 2) return []
    return values.map((value) => {
      const has = ({ parameters }: Drawn): boolean => parameters[parameter] === value
      const [first] = items
      const others = items.filter((item) => !has(item))
      return {
        slot: first?.slot ?? '',
        alternate: first?.alternate ?? '',
        parameter,
        value,
        ...compareWith(items.filter(has), others, below),
      }
    })
  })
}

const BINS = 10

const distributionOf = (learners: readonly AnalysedLearner[]): readonly number[] => {
  const bins = Array.from({ length: BINS }, () => 0)
  for (const { slots } of learners) {
    const [points, max] = [slots.reduce((sum, slot) => sum + slot.points, 0), slots.reduce((sum, slot) => sum + slot.max, 0)]
    // Ten per cent belong to the first bin, as what is told of it says; rounding is none.
    const bin = max === 0 ? 0 : Math.min(BINS - 1, Math.max(0, Math.ceil((points / max) * BINS - 1e-9) - 1))
    bins[bin] = (bins[bin] ?? 0) + 1
  }
  return bins
}

/** Undefined where nobody handed in anything that counts. `below` draws for the intervals; of questions that are not given no options are told. */
export const analyseResults = (
  learners: readonly AnalysedLearner[],
  below: Below,
  questions: AnalysedQuestions = {},
): ExamFigures | undefined => {
  const present = learners.filter(({ submissions }) => submissions.some(({ counts }) => counts))
  const items = (present[0]?.slots ?? []).filter(isEarned).map(({ slot, max }) => ({ id: slot, max }))
  const rows = present.map(({ slots }) => slots.filter(isEarned).map(({ points }) => points))
  const test = analyseItems({ items, rows }, below)
  if (test === undefined) return undefined
  const drawn = present.flatMap((learner) => lastCounted(learner)?.items ?? [])
  const bySlot = items.map(({ id }) => drawn.filter(({ slot }) => slot === id))
  return {
    test,
    alternates: bySlot.flatMap((slot) => alternatesOf(slot, questions, below)),
    parameters: bySlot.flatMap((slot) => byAlternate(slot).flatMap(([, same]) => parametersOf(same, below))),
    options: analyseOptions(present, questions, below),
    times: analyseTimes(
      present,
      items.map(({ id }) => id),
      below,
    ),
    attempts: analyseAttempts(present, below),
    distribution: distributionOf(present),
    absent: learners.length - present.length,
    refused: learners.filter((one) => !present.includes(one) && one.submissions.length > 0).length,
  }
}
