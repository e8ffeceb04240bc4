/** Which Pods the terms of a Pod's affinity speak of. @see kubernetes pkg/scheduler/framework/types.go, v1.34 */
import type { Pod, PodAffinityTerm } from '../../../kubernetes/generated/types.ts'
import { matchesSelector } from '../../../kubernetes/labels.ts'
import type { NamespaceLabels } from './occupied.ts'

/** Whether a term of the owner's speaks of another Pod: of its own namespace where it names none. */
export function isAbout(term: PodAffinityTerm, owner: Pod, other: Pod, labelsOf: NamespaceLabels): boolean {
  const { namespaces = [], namespaceSelector } = term
  const namespace = other.metadata.namespace ?? ''
  const isOwn = namespaces.length === 0 && namespaceSelector === undefined
  const isNamed = isOwn
    ? namespace === owner.metadata.namespace
    : namespaces.includes(namespace) || matchesSelector(namespaceSelector, labelsOf(namespace))
  return isNamed && matchesSelector(term.labelSelector, other.metadata.labels)
}

export const requiredTerms = (pod: Pod, kind: 'podAffinity' | 'podAntiAffinity'): readonly PodAffinityTerm[] =>
  pod.spec?.affinity?.[kind]?.requiredDuringSchedulingIgnoredDuringExecution ?? []

/** Terms that count for a node, each with what it weighs there; those of anti-affinity count against it. */
export const weightedTerms = (pod: Pod): readonly (readonly [PodAffinityTerm, number])[] => {
  const { podAffinity, podAntiAffinity } = pod.spec?.affinity ?? {}
  const liked = podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  const disliked = podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []
  return [
    ...liked.map(({ podAffinityTerm, weight }) => [podAffinityTerm, weight] as const),
    ...disliked.map(({ podAffinityTerm, weight }) => [podAffinityTerm, -weight] as const),
  ]
}
