/** Writes objects as YAML: as kubectl prints them, or as people write them. */
import { isJsonObject, isList } from '../json.ts'
import { writePlain, type YamlStyle } from './plain/write-plain.ts'
import { writeWhole } from './write-whole.ts'

const PRINTED: YamlStyle = { indentsLists: false, singleQuotes: false }
const WRITTEN: YamlStyle = { indentsLists: true, singleQuotes: true }

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

const render = (value: unknown, style: YamlStyle): string =>
  (isJsonObject(value) ? writePlain(value, style) : undefined) ?? writeWhole(value, style)

/** As kubectl prints them: fields in alphabetical order, lists not indented. One document, ending with a line feed. */
export const renderYaml = (value: unknown): string => render(sortKeys(value), PRINTED)

/** As people write them: fields in the order that they have, lists indented. */
export const renderManifest = (value: unknown): string => render(value, WRITTEN)
