/** Regular expressions that learners write into paths, matched in bounded time. */
import type { RE2JS } from 're2js'

/** The groups of the first match, the whole match first; absent groups are empty. Undefined where nothing matches. */
export type MatchPattern = (text: string) => readonly string[] | undefined

const MAX_STARS = 2
/** nginx refuses longer request lines. */
const MAX_TEXT = 8192

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
  for (const [token] of pattern.matchAll(/\\.|\[(?:\\.|[^\]\\])*\]|[*+]|\{\d*,?\d*\}|[\s\S]/g)) {
    const repeats = /^[*+{]/.test(token)
    if (repeats && closed === true) return false
    if (repeats || token === '|') groups.fill(true)
    if (repeats) stars += 1
    closed = token === ')' ? groups.pop() : undefined
    if (token === '(') groups.push(false)
  }
  return stars <= MAX_STARS
}

export interface PatternOptions {
  /** As nginx matches paths; otherwise case counts. */
  readonly ignoreCase: boolean
  /** The pattern has to match the text as a whole. */
  readonly whole: boolean
}

const NGINX: PatternOptions = { ignoreCase: true, whole: false }

/** Compiles a pattern, as nginx does for paths unless options say otherwise. Undefined: no pattern, or none that can be matched here. */
export function compilePattern(pattern: string, { ignoreCase, whole }: PatternOptions = NGINX): MatchPattern | undefined {
  const bound = whole ? `^(?:${pattern})$` : pattern
  const match = isSimplePattern(pattern) ? compileNative(bound, ignoreCase) : undefined
  if (match !== undefined) return match
  return engine === undefined ? undefined : compileWith(engine, bound, ignoreCase)
}

/** As `compilePattern`, for those who bring the engine along. */
export const compileBounded = (pattern: string, ignoreCase: boolean, library: typeof RE2JS): MatchPattern | undefined =>
  (isSimplePattern(pattern) ? compileNative(pattern, ignoreCase) : undefined) ?? compileWith(library, pattern, ignoreCase)

/** Patterns as PCRE writes them: named groups and the flag for any case have other forms here. */
function compileNative(pattern: string, ignoreCase: boolean): MatchPattern | undefined {
  try {
    const flagged = pattern.replaceAll('(?P<', '(?<').replace(/^(\^?)\(\?i\)/, '$1')
    const expression = new RegExp(flagged, ignoreCase ? 'i' : '')
    return (text) => {
      const match = text.length > MAX_TEXT ? null : expression.exec(text)
      return match === null ? undefined : Array.from(match, (group: string | undefined) => group ?? '')
    }
  } catch {
    return undefined
  }
}

function compileWith(library: typeof RE2JS, pattern: string, ignoreCase: boolean): MatchPattern | undefined {
  try {
    const compiled = library.compile(pattern, ignoreCase ? library.CASE_INSENSITIVE : 0)
    return (text) => {
      const matcher = compiled.matcher(text)
      if (!matcher.find()) return undefined
      return Array.from({ length: matcher.groupCount() + 1 }, (_, index) => matcher.group(index) ?? '')
    }
  } catch {
    return undefined
  }
}
