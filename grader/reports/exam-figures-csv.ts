/** Item analysis of an exam as CSV: one table, whose rows are the exam, its slots, and what is told of their parts. */
import type { ExamFigures } from '../../src/course/exam/analyse-results.ts'
import type { TimeFigures } from '../../src/course/exam/analyse-times.ts'
import type { ItemFigures, TestFigures } from '../../src/course/analysis/items.ts'
import type { Interval } from '../../src/course/analysis/statistics.ts'
import { toCsvRow } from './csv.ts'

const withBounds = (name: string): readonly string[] => [name, `${name}_low95`, `${name}_high95`]

/** In the order in which they came to be: programs that read them by their places go on. */
const COLUMNS = [
  ...['slot', 'alternate', 'parameter', 'value', 'learners', 'facility', 'low95', 'high95'],
  ...['difference', 'difference_low95', 'difference_high95', 'blank', 'hardest_check', 'hardest_failed'],
  ...['item_rest_r', 'item_rest_low95', 'item_rest_high95'],
  ...['discrimination_27', 'discrimination_low95', 'discrimination_high95'],
  ...['alpha_without', 'alpha_without_low95', 'alpha_without_high95'],
  'intended_weight',
  ...withBounds('effective_weight'),
  ...withBounds('discriminative_efficiency'),
  ...[1, 2, 3, 4, 5].flatMap((fifth) => withBounds(`fifth_${fifth}`)),
  'random_guess',
  'time_learners',
  ...withBounds('minutes'),
  ...['option', 'is_key'],
  ...withBounds('chosen'),
  ...withBounds('option_rest_r'),
  'attempt',
  ...withBounds('gain'),
  ...withBounds('mean_points'),
  ...withBounds('median_points'),
  ...['standard_deviation', 'standard_error'],
  ...withBounds('skewness'),
  ...withBounds('kurtosis'),
  ...['absent', 'refused'],
  ...Array.from({ length: 10 }, (_, bin) => `scores_to_${(bin + 1) * 10}`),
]

type Row = Readonly<Record<string, string | number>>

const plain = (value: number | undefined): string => (value === undefined ? '' : String(Number(value.toFixed(4))))

/** A figure under its name, and its interval under the names of that. */
const withInterval = (name: string, value: number | undefined, interval: Interval | undefined, bounds = name): Row => ({
  [name]: plain(value),
  [`${bounds}_low95`]: plain(interval?.low),
  [`${bounds}_high95`]: plain(interval?.high),
})

const facility = (value: number | undefined, interval: Interval | undefined): Row => ({
  facility: plain(value),
  low95: plain(interval?.low),
  high95: plain(interval?.high),
})

const scaled = (interval: Interval | undefined, max: number): Interval | undefined =>
  interval === undefined ? undefined : { low: interval.low / max, high: interval.high / max }

const wholeRow = ({ test, absent, refused, distribution }: ExamFigures): Row => {
  const max = test.items.reduce((sum, item) => sum + item.max, 0)
  return {
    learners: test.learners,
    ...(max === 0 ? {} : facility(test.mean / max, scaled(test.meanInterval, max))),
    ...withInterval('alpha_without', test.alpha, test.alphaInterval),
    ...withInterval('mean_points', test.mean, test.meanInterval),
    ...withInterval('median_points', test.median, test.medianInterval),
    ...shapeCells(test),
    standard_deviation: plain(test.deviation),
    standard_error: plain(test.measurementError),
    ...{ absent, refused },
    ...Object.fromEntries(distribution.map((count, bin) => [`scores_to_${(bin + 1) * 10}`, count])),
  }
}

const shapeCells = ({ skewness, skewnessInterval, kurtosis, kurtosisInterval }: TestFigures): Row => ({
  ...withInterval('skewness', skewness, skewnessInterval),
  ...withInterval('kurtosis', kurtosis, kurtosisInterval),
})

const timeCells = (times: readonly TimeFigures[], slot: string, alternate?: string): Row => {
  const found = times.find((one) => one.slot === slot && one.alternate === alternate)
  return found === undefined
    ? {}
    : { time_learners: found.learners, ...withInterval('minutes', found.medianMinutes, found.interval) }
}

const slotRow = (item: ItemFigures, { test, times }: ExamFigures): Row => ({
  slot: item.id,
  learners: test.learners,
  ...facility(item.facility, item.interval),
  ...withInterval('item_rest_r', item.itemRest, item.itemRestInterval, 'item_rest'),
  ...withInterval('discrimination_27', item.discrimination, item.discriminationInterval, 'discrimination'),
  ...withInterval('alpha_without', item.alphaWithout, item.alphaWithoutInterval),
  intended_weight: plain(item.intendedWeight),
  ...withInterval('effective_weight', item.effectiveWeight, item.effectiveWeightInterval),
  ...withInterval('discriminative_efficiency', item.efficiency, item.efficiencyInterval),
  ...Object.fromEntries(
    item.fifths.flatMap((one, index) => Object.entries(withInterval(`fifth_${index + 1}`, one.facility, one.interval))),
  ),
  ...timeCells(times, item.id),
})

const alternateRows = ({ alternates, times }: ExamFigures): readonly Row[] =>
  alternates.map((one) => ({
    ...{ slot: one.slot, alternate: one.alternate, learners: one.learners },
    ...facility(one.facility, one.interval),
    ...withInterval('difference', one.difference, one.differenceInterval),
    ...{ blank: plain(one.blank), hardest_check: one.hardest?.check ?? '', hardest_failed: plain(one.hardest?.failed) },
    random_guess: plain(one.randomGuess),
    ...timeCells(times, one.slot, one.alternate),
  }))

const parameterRows = ({ parameters }: ExamFigures): readonly Row[] =>
  parameters.map((one) => ({
    ...{ slot: one.slot, alternate: one.alternate, parameter: one.parameter, value: one.value, learners: one.learners },
    ...facility(one.facility, one.interval),
    ...withInterval('difference', one.difference, one.differenceInterval),
  }))

const optionRows = ({ options }: ExamFigures): readonly Row[] =>
  options.map((one) => ({
    ...{ slot: one.slot, alternate: one.alternate, option: one.option, learners: one.learners },
    is_key: String(one.isKey),
    ...withInterval('chosen', one.chosen, one.interval),
    ...withInterval('option_rest_r', one.optionRest, one.optionRestInterval),
  }))

const attemptRows = ({ attempts }: ExamFigures): readonly Row[] =>
  attempts.map((one) => ({
    ...{ attempt: one.attempt, learners: one.learners },
    ...facility(one.facility, one.interval),
    ...withInterval('gain', one.gain, one.gainInterval),
  }))

/** Rows of slots have no alternate; the exam's as a whole has its alpha where theirs have that without them, and no slot, as those of attempts. */
export const renderFiguresCsv = (figures: ExamFigures): string => {
  const rows = [
    wholeRow(figures),
    ...figures.test.items.map((item) => slotRow(item, figures)),
    ...alternateRows(figures),
    ...parameterRows(figures),
    ...optionRows(figures),
    ...attemptRows(figures),
  ]
  return [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => row[column] ?? ''))].map(toCsvRow).join('')
}
