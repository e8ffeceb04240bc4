/** @see k8s.io/kubernetes pkg/apis/policy/validation/validation.go, v1.34 */
import type { PodDisruptionBudget } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { goStruct, invalidEach, invalidValue, notNegative, notSupported } from './causes.ts'
import { validateSelector } from './metadata.ts'
import { percentText } from './names.ts'

const POLICIES = ['AlwaysAllow', 'IfHealthyBudget'] as const
const FIELDS = ['MinAvailable', 'Selector', 'MaxUnavailable', 'UnhealthyPodEvictionPolicy'] as const

const validateAmount = (value: number | string | undefined, field: string): readonly StatusCause[] => {
  if (typeof value === 'number') return notNegative(field, value)
  if (value === undefined) return []
  const wrong = percentText(value)
  if (wrong.length > 0) return invalidEach(field, value, wrong)
  return Number(value.slice(0, -1)) > 100 ? [invalidValue(field, value, 'must not be greater than 100%')] : []
}

export const validatePodDisruptionBudget = ({ spec }: PodDisruptionBudget): readonly StatusCause[] => {
  const { minAvailable, maxUnavailable, unhealthyPodEvictionPolicy: policy, selector } = spec ?? {}
  const both = minAvailable !== undefined && maxUnavailable !== undefined
  return [
    ...(both ? [invalidValue('spec', goStruct(spec ?? {}, FIELDS), 'minAvailable and maxUnavailable cannot be both set')] : []),
    ...validateAmount(minAvailable, 'spec.minAvailable'),
    ...validateAmount(maxUnavailable, 'spec.maxUnavailable'),
    ...(policy === undefined || POLICIES.some((known) => known === policy)
      ? []
      : [notSupported('spec.unhealthyPodEvictionPolicy', policy, POLICIES)]),
    ...validateSelector(selector, 'spec.selector'),
  ]
}
