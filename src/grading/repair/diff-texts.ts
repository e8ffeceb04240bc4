/** Two texts, line by line. */
import { diffLines } from 'diff'

export interface DiffLine {
  readonly sign: '-' | '+' | ' '
  readonly text: string
}

/** Lines around a change that are shown with it. */
const CONTEXT = 1

/** Both texts side by side: what changes, with a line around it. */
export const diffTexts = (before: string, after: string): readonly DiffLine[] => {
  const lines = diffLines(before, after).flatMap(({ value, added, removed }): DiffLine[] =>
    value
      .replace(/\n$/u, '')
      .split('\n')
      .map((text) => ({ sign: added ? '+' : removed ? '-' : ' ', text })),
  )
  const near = (index: number): boolean =>
    lines.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ sign }) => sign !== ' ')
  const kept = lines.filter((_, index) => near(index))
  const margin = Math.min(...kept.filter(({ text }) => text.trim() !== '').map(({ text }) => text.search(/\S/u)))
  return kept.map(({ sign, text }) => ({ sign, text: text.slice(Number.isFinite(margin) ? margin : 0) }))
}
