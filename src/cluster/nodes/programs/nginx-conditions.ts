/** Conditions of `if`. @see nginx.org/en/docs/http/ngx_http_rewrite_module.html#if, nginx 1.27 */

export type Condition =
  | { readonly kind: 'set'; readonly value: string }
  | {
      readonly kind: 'equals' | 'matches'
      readonly value: string
      readonly to: string
      readonly ignoreCase: boolean
      readonly isNot: boolean
    }
  /** `f` for a file, `d` for a folder, `e` for either, `x` for what can be run. */
  | { readonly kind: 'file'; readonly test: string; readonly path: string; readonly isNot: boolean }

type Read = { readonly ok: true; readonly condition: Condition } | { readonly ok: false; readonly fault: string }

const invalid = (word: string): Read => ({ ok: false, fault: `invalid condition "${word}"` })

/** Without the parentheses, which may stand by themselves; the word that lacks one otherwise. */
const unwrap = (words: readonly string[]): readonly string[] | string => {
  const [first = '', ...others] = words
  if (!first.startsWith('(')) return first
  const inner = first === '(' ? others : [first.slice(1), ...others]
  const last = inner.at(-1) ?? ''
  if (!last.endsWith(')')) return last
  return last === ')' && inner.length > 1 ? inner.slice(0, -1) : [...inner.slice(0, -1), last.slice(0, -1)]
}

const OPERATOR = /^(?<not>!?)(?:(?<equals>=)|~(?<any>\*?))$/u

const readComparison = ([value = '', operator, to, ...more]: readonly string[]): Read => {
  if (operator === undefined) return { ok: true, condition: { kind: 'set', value } }
  if (to === undefined || to === '' || more.length > 0) return invalid(value)
  const match = OPERATOR.exec(operator)?.groups
  if (match === undefined) return { ok: false, fault: `unexpected "${operator}" in condition` }
  const kind = match['equals'] === undefined ? 'matches' : 'equals'
  return { ok: true, condition: { kind, value, to, ignoreCase: match['any'] === '*', isNot: match['not'] === '!' } }
}

/** The words between `if` and its block. */
export function readCondition(words: readonly string[]): Read {
  const inner = unwrap(words)
  if (typeof inner === 'string') return invalid(inner)
  const [first = '', path, ...more] = inner
  if (first === '') return invalid(')')
  if (first.length > 1 && first.startsWith('$')) return readComparison(inner)
  const match = /^(!?)-([fdex])$/u.exec(first)
  if (match === null || path === undefined || more.length > 0) return invalid(first)
  return { ok: true, condition: { kind: 'file', test: match[2] ?? '', path, isNot: match[1] === '!' } }
}
