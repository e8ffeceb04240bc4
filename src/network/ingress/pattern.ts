/** Regular expressions that learners write into paths, matched in bounded time. */
import type { RE2JS } from 're2js'

/** The groups of the first match, the whole match first; absent groups are empty. Undefined where nothing matches. */
export type MatchPattern = (text: string) => readonly string[] | undefined

const MAX_STARS = 3
const MAX_TEXT = 512

let engine: typeof RE2JS | undefined

/** Loads the engine for patterns that are not simple (see `isSimplePattern`); without it these match nothing. */
export async function loadPatternEngine(): Promise<void> {
  engine ??= (await import('re2js')).RE2JS
}

/**
 * Whether the platform's own RegExp matches the pattern in little time: no repeated group that repeats or chooses within,
 * and few open repetitions in all. That is what Ingress paths look like, such as `/app(/|$)(.*)`.
 */
export function isSimplePattern(pattern: string): boolean {
  const groups: boolean[] = []
  let stars = 0
  let closed: boolean | undefined
  for (const [token = ''] of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[*+]|\{\d*,?\d*\}|[\s\S]/g)) {
    const repeats = /^[*+{]/.test(token)
    if (repeats && closed === true) return false
    if (repeats || token === '|') groups.fill(true)
    if (repeats && token !== '{') stars += 1
    closed = token === ')' ? groups.pop() : undefined
    if (token === '(') groups.push(false)
  }
  return stars <= MAX_STARS
}

/** Compiles a pattern to match without regard to case, as nginx does for paths. Undefined: no pattern, or none that can be matched here. */
export function compilePattern(pattern: string): MatchPattern | undefined {
  const portable = pattern.replaceAll('(?P<', '(?<').replace(/^(\^?)\(\?i\)/, '$1')
  const native = isSimplePattern(portable) ? compileNative(portable) : undefined
  const careful = native === undefined && engine !== undefined ? compileWith(engine, pattern) : undefined
  if (native === undefined) return careful
  return (text) => (text.length <= MAX_TEXT || engine === undefined ? native(text) : (compileCareful(pattern) ?? native)(text))
}

const compileCareful = (pattern: string): MatchPattern | undefined =>
  engine === undefined ? undefined : compileWith(engine, pattern)

function compileNative(pattern: string): MatchPattern | undefined {
  try {
    const expression = new RegExp(pattern, 'i')
    return (text) => {
      const match = expression.exec(text.slice(0, MAX_TEXT * 4))
      return match === null ? undefined : Array.from(match, (group: string | undefined) => group ?? '')
    }
  } catch {
    return undefined
  }
}

function compileWith(library: typeof RE2JS, pattern: string): MatchPattern | undefined {
  try {
    const compiled = library.compile(pattern, library.CASE_INSENSITIVE)
    return (text) => {
      const matcher = compiled.matcher(text)
      if (!matcher.find()) return undefined
      return Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '')
    }
  } catch {
    return undefined
  }
}
