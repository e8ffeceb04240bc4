/** Writes objects as kubectl prints them: fields in alphabetical order, lists not indented. */
import { stringify } from 'yaml'
import { isJsonObject, isList } from '../json.ts'

const sortKeys = (value: unknown): unknown => {
  if (isList(value)) return value.map(sortKeys)
  if (!isJsonObject(value)) return value
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .filter((key) => value[key] !== undefined)
      .map((key) => [key, sortKeys(value[key])]),
  )
}

/** One document, ending with a line feed. */
export const renderYaml = (value: unknown): string =>
  stringify(sortKeys(value), {
    version: '1.1',
    indentSeq: false,
    lineWidth: 0,
    aliasDuplicateObjects: false,
    singleQuote: false,
  })
