/** What came of a repair that was tried in a copy of a real cluster's namespaces. */
import type { Result, ResultTrial } from '../../src/grading/result.ts'
import { paint, wrap, type Style } from './layout.ts'
import { trialWords } from './messages/trial.ts'
import { renderObservation } from './observed.ts'

interface TrialOptions {
  readonly result: Result
  readonly style: Style
  readonly width: number
}

/** One line of what came of it; below it what still fails, and what the copy had otherwise. */
export const renderTrial = (trial: ResultTrial, { result, style, width }: TrialOptions): readonly string[] => {
  const language = result.task.locale
  const words = trialWords(language)
  const color = { mends: 'green', 'does-not-mend': 'red', unclear: 'yellow', 'not-tried': 'yellow' } as const
  const failing = trial.checks.filter(({ passed }) => passed === false)
  const seen = failing.flatMap(({ observations }) =>
    observations.flatMap((one) => renderObservation(one, { style, language })).map((line) => `  ${line}`),
  )
  const notes = trial.notes.flatMap((note) => wrap(words.otherwise(note), width))
  return [
    ...wrap(summarize(trial, result), width).map((line) => paint(style, color[trial.outcome], line)),
    ...seen,
    ...notes.map((line) => paint(style, 'dim', line)),
  ]
}

const summarize = ({ outcome, reason, checks }: ResultTrial, { task, checks: all }: Result): string => {
  const words = trialWords(task.locale)
  switch (outcome) {
    case 'mends':
      return words.mends(
        checks.filter(({ passed }) => passed === true).length,
        checks.filter(({ observations }) => observations.length > 0).length,
      )
    case 'does-not-mend':
      return words.doesNotMend(
        checks.flatMap(({ id, passed }) => (passed === false ? [all.find((one) => one.id === id)?.title ?? id] : [])),
      )
    case 'unclear':
      return words.unclear(reason ?? '')
    case 'not-tried':
      return words.notTried(reason ?? '')
  }
}
