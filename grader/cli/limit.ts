/** How long a question about every possible cluster may be thought about. */
import type { DiagramLimits } from '../../src/network/compare/diagram.ts'

const DEFAULT_LIMIT_S = 60

export interface TimeLimit {
  readonly seconds: number
  readonly limits: Pick<DiagramLimits, 'shouldStop'>
  /** True once the time is up. */
  readonly isOver: () => boolean
}

/** Begins to run at once. */
export const startLimit = (seconds: number = DEFAULT_LIMIT_S): TimeLimit => {
  const until = performance.now() + seconds * 1000
  const isOver = (): boolean => performance.now() > until
  return { seconds, limits: { shouldStop: isOver }, isOver }
}
