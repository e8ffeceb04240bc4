/** What Go holds where an object gives nothing. */
import { isHeldItself, typeOf } from './field-types.ts'
import { fieldsOf } from './structure.ts'

const SCALARS: Readonly<Record<string, unknown>> = { string: '', integer: 0, number: 0, boolean: false }

/** As JSON has an empty structure: what it must have, and the structures that it holds itself. Lists and times that are not there are left out. */
export const emptyStructure = (structure: string): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    Object.entries(fieldsOf(structure) ?? {}).flatMap(([name, field]): readonly (readonly [string, unknown])[] => {
      const type = typeOf(field)
      const isThere = isHeldItself(field) || field.startsWith('!')
      return isThere && (fieldsOf(type) !== undefined || type in SCALARS) ? [[name, zeroValue(type)]] : []
    }),
  )

/** As JSON has what a structure holds itself: of times null. */
export const zeroValue = (type: string): unknown => {
  if (fieldsOf(type) !== undefined) return emptyStructure(type)
  return type in SCALARS ? SCALARS[type] : null
}
