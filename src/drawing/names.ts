/** Names as drawings write them, and long lists of them, shortened. */
import type { NamespacedName } from '../network/model.ts'
import type { Line } from './surface/block.ts'

export const nameOfEnd = ({ namespace, name }: NamespacedName): string => `${namespace}/${name}`

const MANY = 6

/** At most so many, and how many there are. */
export const someOf = (names: readonly string[], many = MANY): string =>
  names.length > many ? `${names.slice(0, many).join(', ')} … (${names.length})` : names.join(', ')

/** One line for each, and one for how many there are. */
export const linesOfSome = (names: readonly string[], options: Omit<Line, 'text'>, many = MANY): readonly Line[] => [
  ...names.slice(0, many).map((text): Line => ({ ...options, text })),
  ...(names.length > many ? [{ style: 'm', text: `… (${names.length})` } as const] : []),
]
