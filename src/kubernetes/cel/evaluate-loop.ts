/** Macros that go through a list or a map. @see cel-spec, "Macros" */
import type { Comprehension, Expression } from './syntax.ts'
import { EvaluationError, isListValue, isMapValue, isTagged, keyOf, NONE, some, type Key, type Value } from './values.ts'

/** A step's value, with these values for the loop's variables. */
type Step = (step: Expression, values: readonly Value[]) => Value

const turnsOf = (range: Value, count: number): readonly (readonly Value[])[] => {
  if (isListValue(range)) return range.map((item, index) => (count === 1 ? [item] : [BigInt(index), item]))
  if (isMapValue(range)) return [...range]
  throw new EvaluationError('no such overload')
}

const truth = (value: Value): boolean => {
  if (typeof value !== 'boolean') throw new EvaluationError('no such overload')
  return value
}

/** Turns that cannot be told are passed over where another one decides. */
const decide = (
  turns: readonly (readonly Value[])[],
  decisive: boolean,
  test: (turn: readonly Value[]) => boolean,
): boolean => {
  let failed: EvaluationError | undefined
  for (const turn of turns) {
    try {
      if (test(turn) === decisive) return decisive
    } catch (error) {
      if (!(error instanceof EvaluationError)) throw error
      failed ??= error
    }
  }
  if (failed !== undefined) throw failed
  return !decisive
}

const joinEntries = (turns: readonly (readonly Value[])[], entriesOf: (turn: readonly Value[]) => Value): Value => {
  const made = new Map<Key, Value>()
  for (const turn of turns) {
    const entries = entriesOf(turn)
    if (!isMapValue(entries)) throw new EvaluationError('no such overload')
    for (const [key, value] of entries) {
      if (made.has(key)) throw new EvaluationError(`insert failed: key ${String(key)} already exists`)
      made.set(key, value)
    }
  }
  return made
}

const evaluateOptional = (macro: string, range: Value, body: (values: readonly Value[]) => Value): Value => {
  if (!isTagged(range) || range.kind !== 'optional') throw new EvaluationError('no such overload')
  if (range.value === undefined) return NONE
  const value = body([range.value])
  return macro === 'optMap' ? some(value) : value
}

export const evaluateLoop = ({ macro, variables, steps }: Comprehension, range: Value, step: Step): Value => {
  const [first, second] = steps
  if (first === undefined) throw new EvaluationError('no such overload')
  if (macro === 'optMap' || macro === 'optFlatMap') return evaluateOptional(macro, range, (values) => step(first, values))
  const turns = turnsOf(range, variables.length)
  const test = (turn: readonly Value[]): boolean => truth(step(first, turn))
  const kept = second === undefined ? turns : turns.filter(test)
  const body = (turn: readonly Value[]): Value => step(second ?? first, turn)
  switch (macro) {
    case 'all':
      return decide(turns, false, test)
    case 'exists':
      return decide(turns, true, test)
    case 'exists_one':
      return turns.filter(test).length === 1
    case 'filter':
      return turns.filter(test).map(([item]) => item ?? null)
    case 'transformMap':
      return new Map(kept.map((turn) => [keyOf(turn[0] ?? null) ?? '', body(turn)] as const))
    case 'transformMapEntry':
      return joinEntries(kept, body)
    default:
      return kept.map(body)
  }
}
