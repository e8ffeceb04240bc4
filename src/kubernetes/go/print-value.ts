/** How Go prints values that it read as JSON. @see fmt, "%v" and "%#v" */
import { isJsonObject, isList } from '../json.ts'

const sorted = (value: object): readonly (readonly [string, unknown])[] =>
  Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))

/** With the verb %v: `map[a:1 b:[x <nil>]]`. */
export const printValue = (value: unknown): string => {
  if (value === null || value === undefined) return '<nil>'
  if (isList(value)) return `[${value.map(printValue).join(' ')}]`
  if (isJsonObject(value))
    return `map[${sorted(value)
      .map(([key, item]) => `${key}:${printValue(item)}`)
      .join(' ')}]`
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** With the verb %#v: `map[string]interface {}{"a":1}`. */
export const printSyntax = (value: unknown): string => {
  if (value === null || value === undefined) return 'interface {}(nil)'
  if (isList(value)) return `[]interface {}{${value.map(printSyntax).join(', ')}}`
  if (isJsonObject(value))
    return `map[string]interface {}{${sorted(value)
      .map(([key, item]) => `${JSON.stringify(key)}:${printSyntax(item)}`)
      .join(', ')}}`
  return JSON.stringify(value)
}

/** The Go type of a value that was read without knowing of what type it should be. */
export const goTypeOf = (value: unknown): string => {
  if (isList(value)) return 'slice'
  if (isJsonObject(value)) return 'map'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int64' : 'float64'
  return typeof value === 'boolean' ? 'bool' : 'string'
}
