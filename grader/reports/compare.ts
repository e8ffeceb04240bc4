/** The report of `grade compare`: what holds in every possible cluster, and if not, a cluster that shows it. */
import { decisionsOf, flowOf, probeOf, yamlOf, type Decision, type Example } from '../../src/grading/compare/example.ts'
import { judge, type Compared } from '../../src/grading/compare/judge.ts'
import { examplesOf, notesFor, verdictOf } from '../../src/grading/compare/tell.ts'
import type { FindPlace } from '../../src/grading/explain/places.ts'
import type { Language } from '../../src/grading/words.ts'
import type { Counterexample } from '../../src/network/compare/example/counterexample.ts'
import type { Standing } from '../../src/network/compare/standing.ts'
import { alignColumns, paint, wrap, type Style } from './layout.ts'
import { compareMessages, type CompareMessages } from '../../src/grading/compare/words.ts'
import type { InputWarning } from '../terminal/warnings.ts'

export interface Side {
  /** As it was named on the command line. */
  readonly name: string
  readonly policies: number
  readonly clusterPolicies: number
  readonly findPlace: FindPlace
  readonly warnings: readonly InputWarning[]
}

export interface CompareReportOptions {
  readonly style: Style
  readonly language: Language
  readonly a: Side
  readonly b: Side
}

export const renderComparison = (compared: Compared, options: CompareReportOptions): string => {
  const { style, language, a, b } = options
  const words = compareMessages(language)
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

const notesOf = (compared: Compared, { style, language }: CompareReportOptions): readonly string[] =>
  notesFor(compared, language).flatMap(([first = '', ...rest]) =>
    [...wrap(first, style.width - 2), ...rest].map((line) => `  ${line}`),
  )

const renderExample = (example: Counterexample, words: CompareMessages, options: CompareReportOptions): readonly string[] => {
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
