/** Functions of CEL: what they are called with, and what they do. The checker and the evaluator read the same list. */
import { readType, splitTypes, type Type } from './types.ts'
import { typeNameOf, type Value } from './values.ts'

export interface Overload {
  readonly name: string
  /** `a.f(b)`: the first parameter is what stands before the point. */
  readonly isMember: boolean
  readonly parameters: readonly Type[]
  readonly result: Type
  readonly run: (...values: readonly Value[]) => Value
}

/** Called with values of the parameters' types only. */
type Run = (...values: never[]) => Value

const SIGNATURE = /^(?:(.+?)::)?([^\s(]+)\((.*)\): (.+)$/u

/** `size(string): int`, or `string::size(): int` for a member. */
export const overload = (signature: string, run: Run): Overload => {
  const match = SIGNATURE.exec(signature)
  if (match === null) throw new Error(`no signature: ${signature}`)
  const [, receiver, name = '', parameters = '', result = ''] = match
  return {
    name,
    isMember: receiver !== undefined,
    parameters: [...(receiver === undefined ? [] : [receiver]), ...splitTypes(parameters)].map(readType),
    result: readType(result),
    run: (...values) => run(...(values as never[])),
  }
}

const RUNTIME_NAMES: Readonly<Record<string, string>> = {
  'google.protobuf.Timestamp': 'timestamp',
  'google.protobuf.Duration': 'duration',
}

const takes = (type: Type, value: Value): boolean => {
  if (type.name === 'dyn' || /^[A-Z]$/u.test(type.name)) return true
  const name = typeNameOf(value)
  if ((RUNTIME_NAMES[name] ?? name) !== type.name) return false
  const [item] = type.of
  if (type.name === 'list' && item !== undefined && Array.isArray(value)) return value.every((one: Value) => takes(item, one))
  return true
}

export const accepts = ({ parameters }: Overload, values: readonly Value[]): boolean =>
  parameters.length === values.length && parameters.every((type, index) => takes(type, values[index] ?? null))
