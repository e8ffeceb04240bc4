/** Writes objects as kubectl prints them: fields in alphabetical order, lists not indented. */
import { Document, isScalar, visit, type Tags } from 'yaml'
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

const MERGE = 'tag:yaml.org,2002:merge'
const withoutMerging = (tags: Tags): Tags =>
  tags.filter((tag) => tag !== 'merge' && !(typeof tag === 'object' && tag.tag === MERGE))

/** One document, ending with a line feed. A key `<<` is quoted, or it would merge what it holds. */
export const renderYaml = (value: unknown): string => {
  const document = new Document(sortKeys(value), { version: '1.1', aliasDuplicateObjects: false, customTags: withoutMerging })
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '<<') key.type = 'QUOTE_DOUBLE'
    },
  })
  return document.toString({ indentSeq: false, lineWidth: 0, singleQuote: false })
}
