/** How a comparison stands to what was expected, whatever network plugins make of the policies. */
import { meets, type Expectation, type Relation } from './compare.ts'
import type { Readings } from './readings.ts'

/** `depends`: it is so under some readings of the policies and not under others. */
export type Standing = 'met' | 'not-met' | 'depends' | 'undecided'

/** The answer under the usual reading, and under all others. */
export interface Compared {
  /** Undefined where it was not decided. */
  readonly relation: Relation | undefined
  /** Undefined where the usual reading was not decided. */
  readonly readings: Readings | undefined
}

/** One reading under which it is not so refutes; only all of them together prove. */
export const standingOf = ({ relation, readings }: Compared, expectation: Expectation): Standing => {
  const relations = [relation, ...(readings?.otherwise ?? []).map((answer) => answer.relation)]
  const decided = relations.filter((one) => one !== undefined).map((one) => meets(one, expectation))
  if (decided.includes(false)) return decided.includes(true) ? 'depends' : 'not-met'
  return decided.length === relations.length ? 'met' : 'undecided'
}
