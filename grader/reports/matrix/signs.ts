/** How verdicts look in a matrix: one letter wide, and told apart without colour. */
import { verdictWords } from '../../../src/grading/explain/verdict.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { Verdict } from '../../../src/network/model.ts'
import type { MatrixReport } from './units.ts'

export const SIGNS: Readonly<Record<Verdict, string>> = {
  connected: '✔',
  refused: '○',
  'timed-out': '✘',
  unresolved: '?',
  unreachable: '·',
}

export const VERDICTS = Object.keys(SIGNS) as readonly Verdict[]

export const COLORS: Readonly<Record<Verdict, 'green' | 'yellow' | 'red' | 'dim'>> = {
  connected: 'green',
  refused: 'yellow',
  'timed-out': 'red',
  unresolved: 'dim',
  unreachable: 'dim',
}

/** The signs that occur, with their meaning. */
export const legendOf = ({ answers }: MatrixReport, language: Language): string => {
  const found = new Set<Verdict>()
  for (const { verdicts } of answers) for (const row of verdicts) for (const verdict of row) found.add(verdict)
  return VERDICTS.filter((verdict) => found.has(verdict))
    .map((verdict) => `${SIGNS[verdict]} ${verdictWords(verdict)[language]}`)
    .join('   ')
}
