/** How YAML is read: as kubectl's reader does. */
import type { DocumentOptions, ParseOptions, SchemaOptions, ScalarTag, Tags } from 'yaml'

const withoutTimes = (tag: Tags[number]): boolean =>
  typeof tag === 'string' || (!('format' in tag && tag.format === 'TIME') && tag.tag !== 'tag:yaml.org,2002:timestamp')

const isFloat = (tag: Tags[number]): tag is ScalarTag => typeof tag !== 'string' && tag.tag === 'tag:yaml.org,2002:float'

/** A number has a digit: the library takes `e1` and `.` for some, go-yaml does not. @see gopkg.in/yaml.v2 resolve.go */
const withDigits = (tag: Tags[number]): Tags[number] =>
  isFloat(tag) && tag.test !== undefined
    ? { ...tag, test: new RegExp(`(?=^[-+.]*[\\diInN])${tag.test.source}`, tag.test.flags) }
    : tag

// Go's YAML reader knows the booleans, octal and hexadecimal numbers of YAML 1.1, but neither its dates nor its base 60.
export const YAML_OPTIONS: ParseOptions &
  DocumentOptions &
  SchemaOptions & { readonly version: '1.1'; readonly prettyErrors: false } = {
  // What is odd is told by us: the library would write on the reader's terminal.
  logLevel: 'error',
  version: '1.1',
  merge: true,
  uniqueKeys: false,
  prettyErrors: false,
  keepSourceTokens: false,
  customTags: (tags) => tags.filter(withoutTimes).map(withDigits),
}
