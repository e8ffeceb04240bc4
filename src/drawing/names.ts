/** Long lists of names, shortened. */
import type { Line } from './surface/block.ts'

const MANY = 6

/** At most so many, and how many there are. */
export const someOf = (names: readonly string[], many = MANY): string =>
  names.length > many ? `${names.slice(0, many).join(', ')} … (${names.length})` : names.join(', ')

/** One line for each, and one for how many there are. */
export const linesOfSome = (names: readonly string[], options: Omit<Line, 'text'>, many = MANY): readonly Line[] => [
  ...names.slice(0, many).map((text): Line => ({ ...options, text })),
  ...(names.length > many ? [{ style: 'm', text: `… (${names.length})` } as const] : []),
]
