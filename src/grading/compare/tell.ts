/** What a comparison comes to, in sentences. */
import type { Comparison } from '../../network/compare/compare.ts'
import type { Counterexample } from '../../network/compare/example/counterexample.ts'
import { nameSwitch } from '../explain/dependence.ts'
import { explainReadings } from '../explain/readings.ts'
import type { Language } from '../words.ts'
import { judge, type Compared } from './judge.ts'
import { compareMessages } from './words.ts'

export const examplesOf = (comparison: Comparison): readonly Counterexample[] =>
  comparison.kind === 'different' ? [comparison.onlyA, comparison.onlyB].flatMap((example) => example ?? []) : []

/** The answer in a sentence. */
export const verdictOf = (compared: Compared, language: Language): string => {
  const { comparison, relation, gaveUpAfter } = compared
  const words = compareMessages(language)
  if (comparison.kind === 'undecided')
    return gaveUpAfter === undefined ? words.undecided(comparison.reason) : words.notWithin(gaveUpAfter)
  const { verdict } = judge(compared)
  if (relation === 'equal' || relation === undefined)
    return verdict === 'equivalent' ? words.equivalent : words.usuallyEqual[verdict === 'depends' ? 'depends' : 'undecided']
  const usual = {
    'a-within-b': words.stricter('A', 'B'),
    'b-within-a': words.stricter('B', 'A'),
    neither: words.neither,
  }[relation]
  return verdict === 'depends' ? words.usuallyDifferent(usual) : usual
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
