/** The figures of an exam as tables of texts, for a terminal and for a page. */
import type { ExamFigures, ParameterFigures } from '../../src/course/exam/analyse-results.ts'
import type { Interval } from '../../src/course/analysis/statistics.ts'
import type { Language } from '../../src/grading/words.ts'
import { examFigureMessages } from '../cli/messages/exam-figures.ts'

/** Below this many learners a figure says little, and is shown faintly. */
export const FEW = 10

export interface FigureTable {
  readonly title?: string
  readonly head: readonly string[]
  readonly rows: readonly { readonly learners: number; readonly cells: readonly string[] }[]
}

const NONE = '–'
export const percent = (share: number | undefined): string => (share === undefined ? NONE : `${Math.round(share * 100)} %`)
const figure = (value: number | undefined): string => (value === undefined ? NONE : value.toFixed(2))
const between = (interval: Interval | undefined, say: (value: number) => string): string =>
  interval === undefined ? '' : `${say(interval.low)} … ${say(interval.high)}`
const orNone = (text: string): string => (text === '' ? NONE : text)

/** The class, the test as a whole, and what the figures are of. */
export const headline = ({ test, absent, refused }: ExamFigures, language: Language): readonly string[] => {
  const words = examFigureMessages(language)
  const { mean, meanInterval, median, medianInterval, deviation, alpha, alphaInterval, measurementError } = test
  const figures = [figure(mean), orNone(between(meanInterval, figure)), figure(median), orNone(between(medianInterval, figure)), figure(deviation), figure(alpha), orNone(between(alphaInterval, figure)), figure(measurementError)] // prettier-ignore
  const { skewness, skewnessInterval, kurtosis, kurtosisInterval } = test
  const shape = [figure(skewness), orNone(between(skewnessInterval, figure)), figure(kurtosis), orNone(between(kurtosisInterval, figure))] // prettier-ignore
  return [words.class(test.learners, absent, refused), words.test(figures), words.shape(shape), words.data]
}

/** Chance alone would hardly have made this difference. */
const isUnfair = ({ learners, differenceInterval: interval }: ParameterFigures): boolean =>
  learners >= FEW && interval !== undefined && (interval.low > 0 || interval.high < 0)

const slotTable = ({ test }: ExamFigures, language: Language): FigureTable => {
  const { columns: of } = examFigureMessages(language)
  return {
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

const alternateTable = ({ alternates }: ExamFigures, language: Language): FigureTable => {
  const { columns: of } = examFigureMessages(language)
  return {
    head: [of.slot, of.alternate, of.learners, of.facility, '95 %', of.difference, '95 %', of.blank, of.chance, of.hardest],
    rows: alternates.map((one) => ({
      learners: one.learners,
      cells: [
        ...[one.slot, one.alternate, String(one.learners), percent(one.facility), between(one.interval, percent)],
        ...[percent(one.difference), between(one.differenceInterval, percent), percent(one.blank)],
        one.randomGuess === undefined ? '' : percent(one.randomGuess),
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

const optionTable = ({ options }: ExamFigures, language: Language): readonly FigureTable[] => {
  const { columns: of, optionsOf, isRight } = examFigureMessages(language)
  const rows = options.map((one) => ({
    learners: one.learners,
    cells: [
      ...[one.slot, one.alternate, one.option, one.isKey ? isRight : '', String(one.learners)],
      ...[percent(one.chosen), between(one.interval, percent)],
      ...[figure(one.optionRest), between(one.optionRestInterval, figure), one.text[language]],
    ],
  }))
  const head = [of.slot, of.alternate, of.option, '', of.learners, of.chosen, '95 %', of.itemRest, '95 %', of.text]
  return rows.length === 0 ? [] : [{ title: optionsOf, head, rows }]
}

const timeTable = ({ times }: ExamFigures, language: Language): readonly FigureTable[] => {
  const { columns: of, times: title } = examFigureMessages(language)
  const rows = times.map((one) => ({
    learners: one.learners,
    cells: [
      ...[one.slot, one.alternate ?? '', String(one.learners)],
      ...[one.medianMinutes.toFixed(1), between(one.interval, (minutes) => minutes.toFixed(1))],
    ],
  }))
  return rows.length === 0 ? [] : [{ title, head: [of.slot, of.alternate, of.learners, of.minutes, '95 %'], rows }]
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
  slotTable(figures, language),
  weightTable(figures, language),
  ...fifthTable(figures, language),
  ...timeTable(figures, language),
  alternateTable(figures, language),
  ...parameterTable(figures, language),
  ...optionTable(figures, language),
  ...attemptTable(figures, language),
]
