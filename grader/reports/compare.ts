/** The report of `grade compare`: what holds in every possible cluster, and if not, a cluster that shows it. */
import { nameSwitch } from '../../src/grading/explain/dependence.ts'
import type { Language } from '../../src/grading/words.ts'
import type { Comparison, Expectation } from '../../src/network/compare/compare.ts'
import type { Counterexample } from '../../src/network/compare/example/counterexample.ts'
import { standingOf, type Compared as ComparedReadings, type Standing } from '../../src/network/compare/standing.ts'
import { decisionsOf, flowOf, probeOf, yamlOf, type Decision, type Example } from './example.ts'
import { alignColumns, paint, wrap, type Style } from './layout.ts'
import { compareMessages } from './messages/compare.ts'
import { reportMessages, type ReportMessages } from './messages/messages.ts'
import type { FindPlace } from './places.ts'
import { explainReadings } from './readings.ts'
import type { InputWarning } from './warnings.ts'

export interface Side {
  /** As it was named on the command line. */
  readonly name: string
  readonly policies: number
  readonly clusterPolicies: number
  readonly findPlace: FindPlace
  readonly warnings: readonly InputWarning[]
}

export interface Compared extends ComparedReadings {
  /** Under the usual reading. */
  readonly comparison: Comparison
  readonly expected: Expectation
  /** Seconds after which it was given up; undefined where something else was the reason. */
  readonly gaveUpAfter?: number
}

/** How B stands to A, and to what was expected of it, whatever network plugins make of the policies. */
export interface Verdict {
  /** Whether both allow the same. */
  readonly verdict: 'equivalent' | 'different' | 'depends' | 'undecided'
  /** Whether B is to A what was expected. */
  readonly outcome: Standing
}

const VERDICTS: Readonly<Record<Standing, Verdict['verdict']>> = {
  met: 'equivalent',
  'not-met': 'different',
  depends: 'depends',
  undecided: 'undecided',
}

export const judge = (compared: Compared): Verdict => ({
  verdict: VERDICTS[standingOf(compared, 'equal')],
  outcome: standingOf(compared, compared.expected),
})

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
  const [color, mark] = markOf(compared)
  return [
    ...sides,
    '',
    `${paint(style, color, mark)} ${verdictOf(compared, language)}`,
    ...notesOf(compared, options),
    ...examples,
    '',
  ].join('\n')
}

const MARKS = {
  met: ['green', '✔'],
  'not-met': ['red', '✘'],
  depends: ['yellow', '±'],
  undecided: ['yellow', '?'],
} as const

export const markOf = (compared: Compared): (typeof MARKS)[Standing] => MARKS[judge(compared).outcome]

export const examplesOf = (comparison: Comparison): readonly Counterexample[] =>
  comparison.kind === 'different' ? [comparison.onlyA, comparison.onlyB].flatMap((example) => example ?? []) : []

/** The answer in a sentence. */
export const verdictOf = (compared: Compared, language: Language): string => {
  const { comparison, relation, gaveUpAfter } = compared
  const [words, own] = [reportMessages(language), compareMessages(language)]
  if (comparison.kind === 'undecided')
    return gaveUpAfter === undefined ? words.undecided(comparison.reason) : words.notWithin(gaveUpAfter)
  const { verdict } = judge(compared)
  if (relation === 'equal' || relation === undefined)
    return verdict === 'equivalent' ? words.equivalent : own.usuallyEqual[verdict === 'depends' ? 'depends' : 'undecided']
  const usual = {
    'a-within-b': words.stricter('A', 'B'),
    'b-within-a': words.stricter('B', 'A'),
    neither: words.neither,
  }[relation]
  return verdict === 'depends' ? own.usuallyDifferent(usual) : usual
}

/** What was expected, what is hidden, and under what the answer holds. */
export const notesFor = (compared: Compared, language: Language): readonly (readonly string[])[] => {
  const words = compareMessages(language)
  const { comparison, readings, relation, expected } = compared
  const expectation =
    expected === 'equal' || relation === undefined
      ? []
      : [[`${words.expected[expected]} ${words.outcome[judge(compared).outcome]}`]]
  const masked = comparison.kind === 'equivalent' ? comparison.masked.map((one) => [words.masked(one)]) : []
  if (readings === undefined) return [...expectation, ...masked]
  const lines = explainReadings(
    readings.otherwise.map(({ relation: answer, ...reading }) => ({ ...reading, answer })),
    language,
    (answer) => (answer === undefined ? words.notDecided : words.relations[answer]),
  )
  const otherwise = lines.length === 0 ? [] : [[words.otherwise, ...lines.map((line) => `  ${line}`)]]
  const steady = readings.holdsUnder.map((name) => nameSwitch(name)[language]).join(', ')
  return [...expectation, ...masked, ...otherwise, [words.holdsUnder(steady)]]
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
