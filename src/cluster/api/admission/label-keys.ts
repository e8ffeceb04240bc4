/** Selectors of a new Pod take over what `matchLabelKeys` name of its labels. @see k8s.io/kubernetes pkg/registry/core/pod/strategy.go, v1.34 */
import type { LabelSelector, Pod, PodAffinity, PodAffinityTerm, PodSpec } from '../../../kubernetes/generated/types.ts'

interface Keyed {
  readonly labelSelector?: LabelSelector
  readonly matchLabelKeys?: readonly string[]
  readonly mismatchLabelKeys?: readonly string[]
}

type Labels = Readonly<Record<string, string>>

const requirements = (labels: Labels, keys: readonly string[] = [], operator: 'In' | 'NotIn') =>
  keys.flatMap((key) => {
    const value = labels[key]
    return value === undefined ? [] : [{ key, operator, values: [value] }]
  })

const written = <T extends Keyed>(term: T, labels: Labels): T => {
  const { labelSelector: selector } = term
  const own = [...requirements(labels, term.matchLabelKeys, 'In'), ...requirements(labels, term.mismatchLabelKeys, 'NotIn')]
  if (selector === undefined || own.length === 0) return term
  return { ...term, labelSelector: { ...selector, matchExpressions: [...(selector.matchExpressions ?? []), ...own] } }
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution'
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution'

const inAffinity = (affinity: PodAffinity, labels: Labels): PodAffinity => {
  const { [REQUIRED]: required, [PREFERRED]: preferred } = affinity
  const inTerm = (term: PodAffinityTerm): PodAffinityTerm => written(term, labels)
  return {
    ...affinity,
    ...(required === undefined ? {} : { [REQUIRED]: required.map(inTerm) }),
    ...(preferred === undefined
      ? {}
      : { [PREFERRED]: preferred.map((one) => ({ ...one, podAffinityTerm: inTerm(one.podAffinityTerm) })) }),
  }
}

const inSpec = (spec: PodSpec, labels: Labels): PodSpec => {
  const { affinity, topologySpreadConstraints: spread } = spec
  const { podAffinity, podAntiAffinity } = affinity ?? {}
  const own = {
    ...(podAffinity === undefined ? {} : { podAffinity: inAffinity(podAffinity, labels) }),
    ...(podAntiAffinity === undefined ? {} : { podAntiAffinity: inAffinity(podAntiAffinity, labels) }),
  }
  return {
    ...spec,
    ...(affinity === undefined ? {} : { affinity: { ...affinity, ...own } }),
    ...(spread === undefined ? {} : { topologySpreadConstraints: spread.map((constraint) => written(constraint, labels)) }),
  }
}

/** The spec with the keys' labels in the selectors of its affinity and its spread. Templates are left as they are. */
export const withLabelKeys = (spec: PodSpec, { metadata }: Pod): PodSpec =>
  spec.affinity === undefined && spec.topologySpreadConstraints === undefined ? spec : inSpec(spec, metadata.labels ?? {})
