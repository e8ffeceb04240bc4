/** Label selectors as texts (`kubectl -l`) and as objects. @see Kubernetes documentation, "Labels and Selectors" */
import type { LabelSelector } from './generated/types.ts'

/** The label that every namespace carries, with its own name (semantics N15). */
export const METADATA_NAME = 'kubernetes.io/metadata.name'

type Labels = Readonly<Record<string, string>> | undefined

export interface Requirement {
  readonly key: string
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<'
  readonly values: readonly string[]
}

export type ParsedSelector =
  { readonly ok: true; readonly requirements: readonly Requirement[] } | { readonly ok: false; readonly message: string }

const TOKEN = /\s*(?:(,|\(|\)|!=|==|=|!|>|<)|([^\s,()!=<>]+))/uy

const tokenize = (text: string): readonly string[] | undefined => {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text)
    if (match === null) return undefined
    tokens.push(match[1] ?? match[2] ?? '')
  }
  return tokens
}

class Tokens {
  private readonly tokens: readonly string[]
  private index = 0
  constructor(tokens: readonly string[]) {
    this.tokens = tokens
  }
  peek(): string | undefined {
    return this.tokens[this.index]
  }
  next(): string | undefined {
    return this.tokens[this.index++]
  }
}

const isWord = (token: string | undefined): token is string => token !== undefined && !/^[,()!=<>]/u.test(token)

const parseSet = (tokens: Tokens): readonly string[] | undefined => {
  if (tokens.next() !== '(') return undefined
  const values: string[] = []
  for (;;) {
    const token = tokens.next()
    if (token === ')') return values
    if (token === ',') continue
    if (!isWord(token)) return undefined
    values.push(token)
  }
}

const parseValue = (tokens: Tokens): string => (isWord(tokens.peek()) ? (tokens.next() ?? '') : '')

const parseOperator = (key: string, tokens: Tokens): Requirement | undefined => {
  const next = tokens.peek()
  if (next === undefined || next === ',') return { key, operator: 'exists', values: [] }
  tokens.next()
  switch (next) {
    case '=':
    case '==':
      return { key, operator: '=', values: [parseValue(tokens)] }
    case '!=':
      return { key, operator: '!=', values: [parseValue(tokens)] }
    case '>':
    case '<':
      return { key, operator: next, values: [parseValue(tokens)] }
    case 'in':
    case 'notin': {
      const values = parseSet(tokens)
      return values === undefined ? undefined : { key, operator: next, values }
    }
    default:
      return undefined
  }
}

const parseRequirement = (tokens: Tokens): Requirement | undefined => {
  const first = tokens.next()
  if (first === '!') {
    const key = tokens.next()
    return isWord(key) ? { key, operator: '!', values: [] } : undefined
  }
  return isWord(first) ? parseOperator(first, tokens) : undefined
}

/** Reads `app=web,tier in (a,b),!old`. An empty text selects everything. */
export const parseSelector = (text: string): ParsedSelector => {
  const refuse = { ok: false, message: `unable to parse requirement: found '${text}', which is no selector` } as const
  const list = tokenize(text)
  if (list === undefined) return refuse
  if (list.length === 0) return { ok: true, requirements: [] }
  const tokens = new Tokens(list)
  const requirements: Requirement[] = []
  for (;;) {
    const requirement = parseRequirement(tokens)
    if (requirement === undefined) return refuse
    requirements.push(requirement)
    const separator = tokens.next()
    if (separator === undefined) return { ok: true, requirements }
    if (separator !== ',') return refuse
  }
}

/** NotIn and `!=` match where the key is absent (semantics N14). */
export const meets = ({ key, operator, values }: Requirement, labels: Labels): boolean => {
  const value = labels?.[key]
  const listed = value !== undefined && values.includes(value)
  switch (operator) {
    case '=':
    case 'in':
      return listed
    case '!=':
    case 'notin':
      return !listed
    case 'exists':
      return value !== undefined
    case '!':
      return value === undefined
    case '>':
    case '<':
      return compareNumbers(operator, value, values[0])
  }
}

const compareNumbers = (operator: '>' | '<', value: string | undefined, limit: string | undefined): boolean => {
  const difference = Number(value ?? Number.NaN) - Number(limit ?? Number.NaN)
  return operator === '>' ? difference > 0 : difference < 0
}

export const matchesRequirements = (requirements: readonly Requirement[], labels: Labels): boolean =>
  requirements.every((requirement) => meets(requirement, labels))

const OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  In: 'in',
  NotIn: 'notin',
  Exists: 'exists',
  DoesNotExist: '!',
}

const toRequirements = (selector: LabelSelector): readonly Requirement[] => [
  ...Object.entries(selector.matchLabels ?? {}).map(([key, value]): Requirement => ({ key, operator: '=', values: [value] })),
  ...(selector.matchExpressions ?? []).map(({ key, operator, values }): Requirement => ({
    key,
    operator: OPERATORS[operator] ?? 'in',
    values: values ?? [],
  })),
]

/** An absent selector matches nothing, an empty one everything (semantics N13). */
export const matchesSelector = (selector: LabelSelector | undefined, labels: Labels): boolean =>
  selector !== undefined && matchesRequirements(toRequirements(selector), labels)

/** A map of labels as a Service's selector has it: all must be there. An absent or empty map matches nothing (S8). */
export const matchesMap = (selector: Labels, labels: Labels): boolean => {
  const entries = Object.entries(selector ?? {})
  return entries.length > 0 && entries.every(([key, value]) => labels?.[key] === value)
}

const renderRequirement = ({ key, operator, values }: Requirement): string => {
  if (operator === 'exists') return key
  if (operator === '!') return `!${key}`
  return operator === 'in' || operator === 'notin'
    ? `${key} ${operator} (${[...values].sort().join(',')})`
    : `${key}${operator}${values[0] ?? ''}`
}

/** As `kubectl get networkpolicy` shows a selector: sorted by key, `<none>` where it is empty. */
export const renderSelector = (selector: LabelSelector | undefined): string => {
  const requirements = selector === undefined ? [] : [...toRequirements(selector)].sort((a, b) => (a.key < b.key ? -1 : 1))
  return requirements.length === 0 ? '<none>' : requirements.map(renderRequirement).join(',')
}
