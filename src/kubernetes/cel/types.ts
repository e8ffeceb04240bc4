/** Types of CEL, as its checker holds them against each other. */

export interface Type {
  readonly name: string
  readonly of: readonly Type[]
  /** Of an object that a schema describes. */
  readonly fields?: ReadonlyMap<string, Type>
}

const simple = (name: string): Type => ({ name, of: [] })

export const DYN = simple('dyn')
export const BOOL = simple('bool')
export const INT = simple('int')
export const DOUBLE = simple('double')
export const STRING = simple('string')
export const BYTES = simple('bytes')
export const NULL = simple('null_type')
export const TIMESTAMP = simple('timestamp')
export const DURATION = simple('duration')
export const listOf = (item: Type): Type => ({ name: 'list', of: [item] })
export const mapOf = (key: Type, value: Type): Type => ({ name: 'map', of: [key, value] })
export const optionalOf = (type: Type): Type => ({ name: 'optional_type', of: [type] })
export const objectOf = (name: string, fields: ReadonlyMap<string, Type>): Type => ({ name, of: [], fields })

/** A type as signatures write it: `map<string, A>`; single capital letters stand for any type. */
export const readType = (text: string): Type => {
  const match = /^([\w.]+)(?:<(.*)>)?$/u.exec(text.trim())
  if (match === null) throw new Error(`no type: ${text}`)
  const [, name = '', inner] = match
  return { name, of: inner === undefined ? [] : splitTypes(inner).map(readType) }
}

/** At the commas that stand in no brackets. */
export const splitTypes = (text: string): readonly string[] => text.split(/,(?![^<]*>)/u).filter((part) => part.trim() !== '')

/** As messages show it. */
export const showType = ({ name, of }: Type): string => {
  const shown = name === 'null_type' ? 'null' : name
  return of.length === 0 ? shown : `${shown}(${of.map(showType).join(', ')})`
}

const isParameter = ({ name }: Type): boolean => /^[A-Z]$/u.test(name)

export type Bindings = Map<string, Type>

const NULLABLE = new Set(['timestamp', 'duration', 'optional_type'])

const takesNull = ({ name, fields }: Type): boolean =>
  fields !== undefined || NULLABLE.has(name) || /^(?:kubernetes|net)\./u.test(name)

/** Whether a value of one type may stand where another is wanted; says in the bindings what its parameters are. */
export const unify = (wanted: Type, given: Type, bindings: Bindings): boolean => {
  if (isParameter(wanted)) {
    const bound = bindings.get(wanted.name)
    if (bound === undefined || bound.name === 'dyn') bindings.set(wanted.name, given)
    return bound === undefined || unify(bound, given, bindings)
  }
  if (wanted.name === 'dyn' || given.name === 'dyn') return true
  if (given.name === 'null_type') return wanted.name === 'null_type' || takesNull(wanted)
  if (wanted.name === 'null_type') return takesNull(given)
  return (
    wanted.name === given.name &&
    wanted.of.every((inner, index) => {
      const other = given.of[index]
      return other === undefined || unify(inner, other, bindings)
    })
  )
}

export const isAssignable = (wanted: Type, given: Type): boolean => unify(wanted, given, new Map())

export const substitute = (type: Type, bindings: Bindings): Type =>
  isParameter(type)
    ? (bindings.get(type.name) ?? DYN)
    : type.of.length === 0
      ? type
      : { ...type, of: type.of.map((inner) => substitute(inner, bindings)) }
