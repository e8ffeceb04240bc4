/** Label selectors, made ready once and matched many times. */
import type { LabelSelector } from '../../kubernetes/generated/types.ts'
import type { Labels } from '../state.ts'

/** One condition on labels. `path` is relative to the selector, e.g. `matchExpressions[0]`. */
interface Requirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values: ReadonlySet<string>
  readonly path: string
}

/** All requirements must hold; none at all matches everything. */
export type CompiledSelector = readonly Requirement[]

const OPERATORS: Readonly<Record<string, Requirement['operator']>> = {
  In: 'In',
  NotIn: 'NotIn',
  Exists: 'Exists',
  DoesNotExist: 'DoesNotExist',
}

/** An unknown operator, which the API server refuses, matches nothing. @see Kubernetes API reference v1.34, LabelSelector */
export const compileSelector = (selector: LabelSelector): CompiledSelector => [
  ...Object.entries(selector.matchLabels ?? {}).map(([key, value]) => ({
    key,
    operator: 'In' as const,
    values: new Set([value]),
    path: 'matchLabels',
  })),
  ...(selector.matchExpressions ?? []).map(({ key, operator, values }, index) => ({
    key,
    operator: OPERATORS[operator] ?? ('In' as const),
    values: new Set(OPERATORS[operator] === undefined ? [] : values),
    path: `matchExpressions[${index}]`,
  })),
]

/** NotIn and DoesNotExist also match where the key is absent (N14). */
const meets = ({ key, operator, values }: Requirement, labels: Labels): boolean => {
  const value = labels[key]
  switch (operator) {
    case 'In':
      return value !== undefined && values.has(value)
    case 'NotIn':
      return value === undefined || !values.has(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
  }
}

export const selectorMatches = (selector: CompiledSelector, labels: Labels): boolean =>
  selector.every((requirement) => meets(requirement, labels))

export interface SelectorMiss {
  /** Relative to the selector; empty where several of its parts fail. */
  readonly path: string
  readonly wanted: string
  readonly found: string
}

/** What keeps a selector from matching, or undefined where it matches. Texts are as `kubectl -l` and `--show-labels` write them. */
export const missOf = (selector: CompiledSelector, labels: Labels): SelectorMiss | undefined => {
  const failing = selector.filter((requirement) => !meets(requirement, labels))
  const [first] = failing
  if (first === undefined) return undefined
  const present = failing.every(({ key }) => labels[key] !== undefined)
  const shown = present ? failing.map(({ key }) => key) : Object.keys(labels).sort()
  return {
    path: failing.every(({ path }) => path === first.path) ? first.path : '',
    wanted: failing.map(renderRequirement).join(','),
    found: renderLabels(labels, shown),
  }
}

/** As `kubectl -l` takes it; empty for the selector that matches everything. */
export const renderSelector = (selector: CompiledSelector): string => selector.map(renderRequirement).join(',')

const renderRequirement = ({ key, operator, values, path }: Requirement): string => {
  const list = [...values]
  switch (operator) {
    case 'In':
      return path === 'matchLabels' ? `${key}=${list.join()}` : `${key} in (${list.join()})`
    case 'NotIn':
      return `${key} notin (${list.join()})`
    case 'Exists':
      return key
    case 'DoesNotExist':
      return `!${key}`
  }
}

const renderLabels = (labels: Labels, keys: readonly string[]): string =>
  keys.length === 0 ? '<none>' : keys.map((key) => `${key}=${labels[key] ?? ''}`).join()
