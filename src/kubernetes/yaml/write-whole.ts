/** Writes every value as YAML, whatever stands in it. */
import { Document, isScalar, visit, type Tags } from 'yaml'
import type { YamlStyle } from './plain/write-plain.ts'

const MERGE = 'tag:yaml.org,2002:merge'
const withoutMerging = (tags: Tags): Tags =>
  tags.filter((tag) => tag !== 'merge' && !(typeof tag === 'object' && tag.tag === MERGE))

/** One document, ending with a line feed. A key `<<` is quoted, or it would merge what it holds. */
export const writeWhole = (value: unknown, { indentsLists, singleQuotes }: YamlStyle): string => {
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false, customTags: withoutMerging })
  visit(document, {
    Pair: (_, { key }) => {
      if (isScalar(key) && key.value === '<<') key.type = 'QUOTE_DOUBLE'
    },
  })
  return document.toString({
    indentSeq: indentsLists,
    lineWidth: 0,
    ...(singleQuotes ? {} : { singleQuote: false }),
  })
}
