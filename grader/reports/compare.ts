/** The report of `grade compare`: what holds in every possible cluster, and if not, a cluster that shows it. */
import { explainSwitch, nameSwitch } from '../../src/grading/explain/dependence.ts'
import type { Language } from '../../src/grading/words.ts'
import type { Comparison, Expectation, Relation } from '../../src/network/compare/compare.ts'
import type { Counterexample } from '../../src/network/compare/counterexample.ts'
import type { ReadAnswer, Readings } from '../../src/network/compare/readings.ts'
import { decisionsOf, flowOf, probeOf, yamlOf, type Decision, type Example } from './example.ts'
import { alignColumns, paint, wrap, type Style } from './layout.ts'
import { compareMessages } from './messages/compare.ts'
import { reportMessages, type ReportMessages } from './messages/messages.ts'
import type { FindPlace } from './places.ts'

export interface Side {
  /** As it was named on the command line. */
  readonly name: string
  readonly policies: number
  readonly clusterPolicies: number
  readonly findPlace: FindPlace
}

export interface Compared {
  readonly comparison: Comparison
  /** Undefined where it was not decided. */
  readonly relation: Relation | undefined
  readonly readings: Readings | undefined
  readonly expected: Expectation
  /** Whether B is to A what was expected. */
  readonly met: boolean
  /** Seconds after which it was given up; undefined where something else was the reason. */
  readonly gaveUpAfter?: number
}

export interface CompareReportOptions {
  readonly style: Style
  readonly language: Language
  readonly a: Side
  readonly b: Side
}

export const renderComparison = (compared: Compared, options: CompareReportOptions): string => {
  const { style, language, a, b } = options
  const words = reportMessages(language)
  const sides = alignColumns([
    ['A', a.name, words.policies(a.policies, a.clusterPolicies)],
    ['B', b.name, words.policies(b.policies, b.clusterPolicies)],
  ])
  const { comparison } = compared
  const examples = examplesOf(comparison).flatMap((example) => renderExample(example, words, options))
  const mark = comparison.kind === 'undecided' ? paint(style, 'yellow', '?') : markOf(compared.met, style)
  return [...sides, '', `${mark} ${verdictOf(compared, language)}`, ...notesOf(compared, options), ...examples, ''].join('\n')
}

const markOf = (isGood: boolean, style: Style): string => (isGood ? paint(style, 'green', '✔') : paint(style, 'red', '✘'))

export const examplesOf = (comparison: Comparison): readonly Counterexample[] =>
  comparison.kind === 'different' ? [comparison.onlyA, comparison.onlyB].flatMap((example) => example ?? []) : []

/** The answer in a sentence. */
export const verdictOf = ({ comparison, relation, gaveUpAfter }: Compared, language: Language): string => {
  const words = reportMessages(language)
  if (comparison.kind === 'undecided')
    return gaveUpAfter === undefined ? words.undecided(comparison.reason) : words.notWithin(gaveUpAfter)
  switch (relation) {
    case 'a-within-b':
      return words.stricter('A', 'B')
    case 'b-within-a':
      return words.stricter('B', 'A')
    case 'neither':
      return words.neither
    default:
      return words.equivalent
  }
}

/** What was expected, what is hidden, and under what the answer holds. */
export const notesFor = (compared: Compared, language: Language): readonly (readonly string[])[] => {
  const words = compareMessages(language)
  const { comparison, readings, relation, expected, met } = compared
  const expectation =
    expected === 'equal' || relation === undefined ? [] : [[`${words.expected[expected]} ${met ? words.met : words.notMet}`]]
  const masked = comparison.kind === 'equivalent' ? comparison.masked.map((one) => [words.masked(one)]) : []
  if (readings === undefined) return [...expectation, ...masked]
  const otherwise =
    readings.otherwise.length === 0
      ? []
      : [[words.otherwise, ...readings.otherwise.map((answer) => `  ${explainReading(answer, language)}`)]]
  const steady = readings.holdsUnder.map((name) => nameSwitch(name)[language]).join(', ')
  return [...expectation, ...masked, ...otherwise, [words.holdsUnder(steady)]]
}

const explainReading = ({ reading, unusual, relation }: ReadAnswer, language: Language): string => {
  const words = compareMessages(language)
  const read = unusual.map((name) => explainSwitch(name, String(reading[name]))[language]).join('; ')
  return `${read} → ${relation === undefined ? words.notDecided : words.relations[relation]}`
}

const notesOf = (compared: Compared, { style, language }: CompareReportOptions): readonly string[] =>
  notesFor(compared, language).flatMap(([first = '', ...rest]) =>
    [...wrap(first, style.width - 2), ...rest].map((line) => `  ${line}`),
  )

const renderExample = (example: Counterexample, words: ReportMessages, options: CompareReportOptions): readonly string[] => {
  const { style, language } = options
  const [allowing, denying] = example.allowedBy === 'a' ? (['a', 'b'] as const) : (['b', 'a'] as const)
  const rows = (side: 'a' | 'b'): readonly string[] =>
    renderDecisions(decisionsOf(example[side], options[side].findPlace, language)).map(
      (line) => `  ${side.toUpperCase()}  ${line}`,
    )
  return [
    '',
    `${paint(style, 'bold', words.onlyAllows(allowing.toUpperCase()))}   ${flowOf(example, language)}`,
    ...rows(allowing),
    ...rows(denying),
    ...renderTrial(example, words.tryIt, style),
  ]
}

export const renderDecisions = (decisions: readonly Decision[]): readonly string[] =>
  alignColumns(decisions.map(({ place, detail, outcome, where }) => [place, detail, outcome, ...where]))

export const renderTrial = (example: Example, title: string, style: Style): readonly string[] => [
  '',
  `  ${title}`,
  ...yamlOf(example).map((line) => paint(style, 'dim', `    ${line}`.trimEnd())),
  `    ${probeOf(example)}`,
]
