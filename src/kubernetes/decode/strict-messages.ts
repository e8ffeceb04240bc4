/** What strict decoding refuses, and lenient decoding warns of. @see sigs.k8s.io/json, v1.34 */

const isWithin = (path: string, outer: string): boolean =>
  path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`)

interface Repeated {
  /** Paths of fields of a JSON text, each as often as it stands again. */
  readonly duplicateKeys?: readonly string[]
  /** What the reader of a YAML text says of its own. */
  readonly duplicateLines?: readonly string[]
}

/** All that the reader has to say, as one error. */
export const yamlErrors = (lines: readonly string[]): string => ['yaml: unmarshal errors:', ...lines].join('\n  ')

/** The reader tells all at once where it refuses them, and each on its own where it warns. */
const yamlMessages = (lines: readonly string[], isRefused: boolean): readonly string[] => {
  return isRefused ? [yamlErrors(lines)] : [...new Set(lines)]
}

/** A field that stands more than twice is told once, and what nobody knows is not told to stand twice. */
export const strictMessages = (
  unknown: readonly string[],
  { duplicateKeys = [], duplicateLines = [] }: Repeated,
  isRefused: boolean,
): readonly string[] => [
  ...(duplicateLines.length === 0 ? [] : yamlMessages(duplicateLines, isRefused)),
  ...unknown.map((path) => `unknown field "${path}"`),
  ...[...new Set(duplicateKeys)]
    .filter((path) => !unknown.some((outer) => isWithin(path, outer)))
    .map((path) => `duplicate field "${path}"`),
]
