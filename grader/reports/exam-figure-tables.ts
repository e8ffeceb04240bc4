/** The figures of an exam as tables of texts, for a terminal and for a page. */
import type { AlternateFigures, ExamFigures, ParameterFigures } from '../../src/course/exam/analyse-results.ts'
import type { TimeFigures } from '../../src/course/exam/analyse-times.ts'
import type { Interval } from '../../src/course/analysis/statistics.ts'
import type { Language } from '../../src/grading/words.ts'
import { examFigureMessages } from '../terminal/messages/exam-figures.ts'

/** Below this many learners a figure says little, and is shown faintly. */
export const FEW = 10

export interface FigureTable {
  readonly title?: string
  readonly head: readonly string[]
  /** Where there are none, only the title is told. */
  readonly rows: readonly { readonly learners: number; readonly cells: readonly string[] }[]
}

const NONE = '–'
export const percent = (share: number | undefined): string => (share === undefined ? NONE : `${Math.round(share * 100)} %`)
export const inMinutes = (minutes: number): string => minutes.toFixed(1)
const figure = (value: number | undefined): string => (value === undefined ? NONE : value.toFixed(2))
const between = (interval: Interval | undefined, say: (value: number) => string): string =>
  interval === undefined ? '' : `${say(interval.low)} … ${say(interval.high)}`
const orNone = (text: string): string => (text === '' ? NONE : text)

/** Learners by what they earned of the whole. */
export const binsOf = (distribution: readonly number[]): readonly { readonly name: string; readonly count: number }[] =>
  distribution.map((count, bin) => ({ name: `${bin * 10}–${bin * 10 + 10} %`, count }))

/** The class, the test as a whole, and what the figures are of. */
export const headline = ({ test, absent, refused }: ExamFigures, language: Language): readonly string[] => {
  const words = examFigureMessages(language)
  const { mean, meanInterval, median, medianInterval, deviation, alpha, alphaInterval, measurementError } = test
  const max = test.items.reduce((sum, item) => sum + item.max, 0)
  const figures = [figure(mean), orNone(between(meanInterval, figure)), figure(median), orNone(between(medianInterval, figure)), figure(deviation), figure(alpha), orNone(between(alphaInterval, figure)), figure(measurementError)] // prettier-ignore
  const { skewness, skewnessInterval, kurtosis, kurtosisInterval } = test
  const shape = [figure(skewness), orNone(between(skewnessInterval, figure)), figure(kurtosis), orNone(between(kurtosisInterval, figure))] // prettier-ignore
  return [
    words.class(test.learners, absent, refused),
    words.test(figures, Math.round(max * 100) / 100),
    words.shape(shape),
    words.data,
  ]
}

/** Chance alone would hardly have made this difference. */
const isUnfair = ({ learners, differenceInterval: interval }: ParameterFigures): boolean =>
  learners >= FEW && interval !== undefined && (interval.low > 0 || interval.high < 0)

const slotTable = ({ test }: ExamFigures, language: Language): FigureTable => {
  const { columns: of, slots } = examFigureMessages(language)
  return {
    title: slots,
    head: [of.slot, of.learners, of.facility, '95 %', of.itemRest, '95 %', of.discrimination, '95 %', of.alphaWithout, '95 %'],
    rows: test.items.map((item) => ({
      learners: test.learners,
      cells: [
        ...[item.id, String(test.learners), percent(item.facility), between(item.interval, percent)],
        ...[figure(item.itemRest), between(item.itemRestInterval, figure)],
        ...[figure(item.discrimination), between(item.discriminationInterval, figure)],
        ...[figure(item.alphaWithout), between(item.alphaWithoutInterval, figure)],
      ],
    })),
  }
}

/** With the number of learners that the log tells it of. */
const timeOf = (times: readonly TimeFigures[], { slot, alternate }: Pick<AlternateFigures, 'slot' | 'alternate'>): string => {
  const found = times.find((one) => one.slot === slot && one.alternate === alternate)
  return found === undefined ? '' : `${inMinutes(found.medianMinutes)} (${found.learners})`
}

const alternateTable = ({ alternates, times }: ExamFigures, language: Language): FigureTable => {
  const { columns: of, alternates: title } = examFigureMessages(language)
  const minutes = (cells: readonly string[]): readonly string[] => (times.length === 0 ? [] : cells)
  return {
    title,
    head: [
      ...[of.slot, of.alternate, of.learners, of.facility, '95 %', of.difference, '95 %', of.blank, of.chance],
      ...minutes([`${of.minutes} (N)`]),
      of.hardest,
    ],
    rows: alternates.map((one) => ({
      learners: one.learners,
      cells: [
        ...[one.slot, one.alternate, String(one.learners), percent(one.facility), between(one.interval, percent)],
        ...[percent(one.difference), between(one.differenceInterval, percent), percent(one.blank)],
        one.randomGuess === undefined ? '' : percent(one.randomGuess),
        ...minutes([timeOf(times, one)]),
        one.hardest === undefined ? '' : `${one.hardest.check} ${percent(one.hardest.failed)}`,
      ],
    })),
  }
}

/** Only what is odd: there may be hundreds of values. */
const parameterTable = ({ parameters }: ExamFigures, language: Language): readonly FigureTable[] => {
  const { columns: of, unfair } = examFigureMessages(language)
  const odd = parameters.filter(isUnfair)
  const rows = odd.map((one) => ({
    learners: one.learners,
    cells: [
      ...[one.slot, one.alternate, `${one.parameter}=${one.value}`, String(one.learners), percent(one.facility)],
      ...[between(one.interval, percent), percent(one.difference), between(one.differenceInterval, percent)],
    ],
  }))
  const head = [of.slot, of.alternate, of.parameter, of.learners, of.facility, '95 %', of.difference, '95 %']
  return rows.length === 0 ? [] : [{ title: unfair, head, rows }]
}

/** How much each slot was meant to weigh and does, and how much of what its scores could tell it tells. */
const weightTable = ({ test }: ExamFigures, language: Language): FigureTable => {
  const { columns: of, weights } = examFigureMessages(language)
  return {
    title: weights,
    head: [of.slot, of.learners, of.intendedWeight, of.effectiveWeight, '95 %', of.efficiency, '95 %'],
    rows: test.items.map((item) => ({
      learners: test.learners,
      cells: [
        ...[item.id, String(test.learners), percent(item.intendedWeight)],
        ...[percent(item.effectiveWeight), between(item.effectiveWeightInterval, percent)],
        ...[percent(item.efficiency), between(item.efficiencyInterval, percent)],
      ],
    })),
  }
}

const fifthTable = ({ test }: ExamFigures, language: Language): readonly FigureTable[] => {
  const { columns: of, fifths } = examFigureMessages(language)
  const inBrackets = (interval: Interval | undefined): string =>
    interval === undefined ? '' : ` (${between(interval, percent)})`
  const rows = test.items.map((item) => ({
    learners: test.learners,
    cells: [
      ...[item.id, String(test.learners)],
      ...item.fifths.map(({ facility, interval }) => `${percent(facility)}${inBrackets(interval)}`),
    ],
  }))
  return rows.some(({ cells }) => cells.length > 2)
    ? [{ title: fifths, head: [of.slot, of.learners, '1', '2', '3', '4', '5'], rows }]
    : []
}

/** Those of questions that many answered: pools of questions may have hundreds, each asked of one learner. */
const optionTable = ({ options }: ExamFigures, language: Language): readonly FigureTable[] => {
  const { columns: of, optionsOf, isRight, fewAnswered } = examFigureMessages(language)
  const [many, few] = [options.filter(({ learners }) => learners >= FEW), options.filter(({ learners }) => learners < FEW)]
  const rows = many.map((one) => ({
    learners: one.learners,
    cells: [
      ...[one.slot, one.alternate, one.option, one.isKey ? isRight : '', String(one.learners)],
      ...[percent(one.chosen), between(one.interval, percent)],
      ...[figure(one.optionRest), between(one.optionRestInterval, figure), one.text[language]],
    ],
  }))
  const head = [of.slot, of.alternate, of.option, '', of.learners, of.chosen, '95 %', of.itemRest, '95 %', of.text]
  const hidden = new Set(few.map(({ slot, alternate }) => `${slot} ${alternate}`)).size
  return [
    ...(rows.length === 0 ? [] : [{ title: optionsOf, head, rows }]),
    ...(hidden === 0 ? [] : [{ title: fewAnswered(hidden, FEW), head: [], rows: [] }]),
  ]
}

/** Of slots; what was drawn in them has its time beside its difficulty. */
const timeTable = ({ times }: ExamFigures, language: Language): readonly FigureTable[] => {
  const { columns: of, times: title } = examFigureMessages(language)
  const slots = times.filter(({ alternate }) => alternate === undefined)
  const rows = slots.map((one) => ({
    learners: one.learners,
    cells: [...[one.slot, String(one.learners)], ...[inMinutes(one.medianMinutes), between(one.interval, inMinutes)]],
  }))
  return rows.length === 0 ? [] : [{ title, head: [of.slot, of.learners, of.minutes, '95 %'], rows }]
}

const distributionTable = ({ test, distribution }: ExamFigures, language: Language): FigureTable => {
  const { columns: of, plots } = examFigureMessages(language)
  const bins = binsOf(distribution)
  return {
    title: plots.distribution,
    head: [of.score, ...bins.map(({ name }) => name)],
    rows: [{ learners: test.learners, cells: [of.learners, ...bins.map(({ count }) => String(count))] }],
  }
}

const attemptTable = ({ attempts }: ExamFigures, language: Language): readonly FigureTable[] => {
  const { columns: of, attempts: title } = examFigureMessages(language)
  const rows = attempts.map((one) => ({
    learners: one.learners,
    cells: [
      ...[String(one.attempt), String(one.learners), percent(one.facility), between(one.interval, percent)],
      ...[percent(one.gain), between(one.gainInterval, percent)],
    ],
  }))
  return rows.length === 0 ? [] : [{ title, head: [of.attempt, of.learners, of.facility, '95 %', of.gain, '95 %'], rows }]
}

export const tablesOf = (figures: ExamFigures, language: Language): readonly FigureTable[] => [
  distributionTable(figures, language),
  slotTable(figures, language),
  weightTable(figures, language),
  ...fifthTable(figures, language),
  ...timeTable(figures, language),
  alternateTable(figures, language),
  ...parameterTable(figures, language),
  ...optionTable(figures, language),
  ...attemptTable(figures, language),
]
