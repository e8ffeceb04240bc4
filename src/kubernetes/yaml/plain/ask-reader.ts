/** Values on one line that are not plain: what the whole YAML reader makes of them. */
import { isCollection, parseDocument } from 'yaml'
import { YAML_OPTIONS } from '../options.ts'

export interface Scalar {
  readonly value: unknown
}

const known = new Map<string, Scalar | undefined>()
const MAX_KNOWN = 10_000

/** Undefined where it takes the text for no single value. Remembered: manifests say the same again and again. */
export const askReader = (text: string): Scalar | undefined => {
  const found = known.get(text)
  if (found !== undefined || known.has(text)) return found
  const document = parseDocument(text, { ...YAML_OPTIONS, uniqueKeys: true })
  const isBad = document.errors.length > 0 || document.warnings.length > 0
  // `{ a: 1 }: b` is a mapping whose key stands in braces.
  const isBlock = isCollection(document.contents) && document.contents.flow !== true
  const scalar = isBad || isBlock ? undefined : { value: document.toJS() as unknown }
  if (known.size >= MAX_KNOWN) known.clear()
  known.set(text, scalar)
  return scalar
}
