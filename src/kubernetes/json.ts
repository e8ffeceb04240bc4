/** Plain JSON values: telling them apart, comparing them, reaching into them. */

export type JsonObject = Readonly<Record<string, unknown>>

export const isJsonObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** Deep equality of JSON values; the order of keys does not count, an undefined field is an absent one. */
export const isEqual = (a: unknown, b: unknown): boolean => {
  if (a === b) return true
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => isEqual(item, b[index]))
  if (!isJsonObject(a) || !isJsonObject(b)) return false
  for (const key of Object.keys(a)) if (!isEqual(a[key], b[key])) return false
  for (const key of Object.keys(b)) if (b[key] !== undefined && a[key] === undefined) return false
  return true
}

/** The object without fields that are undefined. */
export const withoutUndefined = <T extends object>(value: T): T =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as T
