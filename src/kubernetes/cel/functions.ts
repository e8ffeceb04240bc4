/** All functions of CEL as a Kubernetes API server of version 1.34 has them. @see k8s.io/apiserver pkg/cel/environment/base.go */
import { CONVERSIONS } from './library/conversions.ts'
import { KUBERNETES } from './library/kubernetes.ts'
import { LISTS } from './library/lists.ts'
import { ADDRESSES } from './library/addresses.ts'
import { OPERATORS } from './library/operators.ts'
import { STRINGS } from './library/strings.ts'
import { TIMES } from './library/times.ts'
import { overload, type Overload } from './overloads.ts'
import { EvaluationError } from './values.ts'

/** The evaluator does these itself, since they do not evaluate all that they are given; their types stand here. */
const asIs = (signature: string): Overload =>
  overload(signature, () => {
    throw new EvaluationError('no such overload')
  })

const SPECIAL: readonly Overload[] = [
  asIs('_&&_(bool, bool): bool'),
  asIs('_||_(bool, bool): bool'),
  asIs('_?_:_(bool, A, A): A'),
  asIs('optional_type<A>::or(optional_type<A>): optional_type<A>'),
  asIs('optional_type<A>::orValue(A): A'),
]

const keyed = (name: string, isMember: boolean): string => `${isMember ? '.' : ''}${name}`

const group = (all: readonly Overload[]): ReadonlyMap<string, readonly Overload[]> => {
  const groups = new Map<string, Overload[]>()
  for (const one of all) {
    const key = keyed(one.name, one.isMember)
    const before = groups.get(key)
    if (before === undefined) groups.set(key, [one])
    else before.push(one)
  }
  return groups
}

const BY_NAME = group([...SPECIAL, ...OPERATORS, ...CONVERSIONS, ...STRINGS, ...LISTS, ...TIMES, ...KUBERNETES, ...ADDRESSES])

/** Empty: there is no such function. */
export const findOverloads = (name: string, isMember: boolean): readonly Overload[] => BY_NAME.get(keyed(name, isMember)) ?? []

export const hasFunction = (name: string, isMember: boolean): boolean => BY_NAME.has(keyed(name, isMember))
