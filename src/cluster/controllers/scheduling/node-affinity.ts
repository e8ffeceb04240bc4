/** Whether a node fits a Pod's nodeSelector and node affinity. */
import type { Node, NodeSelectorRequirement, NodeSelectorTerm, Pod } from '../../../kubernetes/generated/types.ts'

type Labels = Readonly<Record<string, string>>

function meets({ key, operator, values = [] }: NodeSelectorRequirement, labels: Labels): boolean {
  const value = labels[key]
  switch (operator) {
    case 'In':
      return value !== undefined && values.includes(value)
    case 'NotIn':
      return value === undefined || !values.includes(value)
    case 'Exists':
      return value !== undefined
    case 'DoesNotExist':
      return value === undefined
    case 'Gt':
      return value !== undefined && Number(value) > Number(values[0])
    case 'Lt':
      return value !== undefined && Number(value) < Number(values[0])
    default:
      return false
  }
}

function fitsTerm(term: NodeSelectorTerm, labels: Labels, fields: Labels): boolean {
  const { matchExpressions = [], matchFields = [] } = term
  if (matchExpressions.length + matchFields.length === 0) return false
  return matchExpressions.every((one) => meets(one, labels)) && matchFields.every((one) => meets(one, fields))
}

/** Whether a node fits one of several terms. */
export const fitsTerms = (terms: readonly NodeSelectorTerm[], { metadata }: Node): boolean =>
  terms.some((term) => fitsTerm(term, metadata.labels ?? {}, { 'metadata.name': metadata.name ?? '' }))

export function fitsAffinity({ spec }: Pod, node: Node): boolean {
  const labels = node.metadata.labels ?? {}
  if (!Object.entries(spec?.nodeSelector ?? {}).every(([key, value]) => labels[key] === value)) return false
  const required = spec?.affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution
  return required === undefined || fitsTerms(required.nodeSelectorTerms, node)
}

/** How much the Pod would like the node: the weights of the preferences that it meets. */
export const preferenceFor = ({ spec }: Pod, { metadata }: Node): number =>
  (spec?.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [])
    .filter(({ preference }) => fitsTerm(preference, metadata.labels ?? {}, { 'metadata.name': metadata.name ?? '' }))
    .reduce((sum, { weight }) => sum + weight, 0)
