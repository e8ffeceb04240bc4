/** The plainest connection of many that a formula holds for, and whether the model confirms it. */
import type { Connection } from '../model.ts'
import { costOf, costOfSituation } from './example/cost.ts'
import { NEVER, type Diagram, type DiagramLimits } from './diagram.ts'
import type { Chosen } from './example/example-ends.ts'
import type { Formulas } from './formula.ts'

/** Enough for hundreds of policies, and a bound for hostile ones. */
export const DEFAULT_LIMITS: DiagramLimits = { maxNodes: 2_000_000 }

export interface Found extends Chosen {
  readonly cost: number
}

/** The plainest connection of one situation; undefined where the formula never holds. */
export const findPlainest = ({ situation, variables, diagrams }: Formulas, formula: Diagram): Found | undefined => {
  const choice = formula === NEVER ? undefined : diagrams.cheapest(formula, costOf(situation, variables))
  return choice === undefined
    ? undefined
    : { situation, variables, values: choice.values, cost: choice.cost + costOfSituation(situation) }
}

export const plainestOf = (found: readonly (Found | undefined)[]): Found | undefined =>
  found.reduce((best, one) => (best === undefined || (one !== undefined && one.cost < best.cost) ? one : best), undefined)

export const isConnected = ({ outcomes }: Connection): boolean => outcomes.some(({ verdict }) => verdict === 'connected')
