/** Kinds of Pods as they are typed: `NAMESPACES/PODS`, each a label selector, `*`, or (for namespaces) a name. */
import type { LabelSelector, LabelSelectorRequirement } from '../../src/kubernetes/generated/types.ts'
import { METADATA_NAME, type Requirement } from '../../src/kubernetes/labels.ts'
import { parseSelector } from '../../src/kubernetes/selector-text.ts'
import type { PodKind } from '../../src/network/compare/invariant/promise.ts'
import { Problem } from '../terminal/problem.ts'

const split = (text: string): readonly [string, string] | undefined => {
  const at = text.indexOf('/')
  return at === -1 ? undefined : [text.slice(0, at), text.slice(at + 1)]
}

const toExpression = ({ key, operator, values }: Requirement): LabelSelectorRequirement | undefined => {
  switch (operator) {
    case '=':
    case 'in':
      return { key, operator: 'In', values: [...values] }
    case '!=':
    case 'notin':
      return { key, operator: 'NotIn', values: [...values] }
    case 'exists':
      return { key, operator: 'Exists' }
    case '!':
      return { key, operator: 'DoesNotExist' }
    case '>':
    case '<':
      return undefined
  }
}

const toSelector = (text: string, given: string): LabelSelector => {
  if (text === '*') return {}
  const parsed = parseSelector(text)
  const expressions = parsed.ok ? parsed.requirements.map(toExpression) : [undefined]
  const matchExpressions = expressions.flatMap((expression) => expression ?? [])
  if (text === '' || matchExpressions.length !== expressions.length) throw new Problem('pods-unreadable', { given })
  return { matchExpressions }
}

const NAME = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/u

/** E.g. the namespace `pay` and any Pod, or any namespace and Pods that are `team!=pci`. The first slash divides. */
export const parsePods = (text: string): PodKind => {
  const parts = split(text)
  if (parts === undefined) throw new Problem('pods-unreadable', { given: text })
  const [namespaces, pods] = parts
  return {
    namespaces: NAME.test(namespaces) ? { matchLabels: { [METADATA_NAME]: namespaces } } : toSelector(namespaces, text),
    pods: toSelector(pods, text),
  }
}
