/** What strict decoding refuses, and lenient decoding warns of. @see sigs.k8s.io/json, v1.34 */

const isWithin = (path: string, outer: string): boolean =>
  path === outer || path.startsWith(`${outer}.`) || path.startsWith(`${outer}[`)

/** A field that stands more than twice is told once, and what nobody knows is not told to stand twice. */
export const strictMessages = (unknown: readonly string[], duplicates: readonly string[]): readonly string[] => [
  ...unknown.map((path) => `unknown field "${path}"`),
  ...[...new Set(duplicates)]
    .filter((path) => !unknown.some((outer) => isWithin(path, outer)))
    .map((path) => `duplicate field "${path}"`),
]
