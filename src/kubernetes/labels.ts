/** What label selectors match; selector-text.ts reads those of `kubectl -l`. @see Kubernetes documentation, "Labels and Selectors" */
import type { LabelSelector } from './generated/types.ts'

/** The label that every namespace carries, with its own name (semantics N15). */
export const METADATA_NAME = 'kubernetes.io/metadata.name'

type Labels = Readonly<Record<string, string>> | undefined

export interface Requirement {
  readonly key: string
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<'
  readonly values: readonly string[]
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
