/** @see k8s.io/kubernetes pkg/apis/autoscaling/validation/validation.go, v1.34 */
import type { HorizontalPodAutoscaler, HPAScalingPolicy, HPAScalingRules } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue, notSupported, required } from '../causes.ts'
import { validateChoice } from '../metadata.ts'
import { validateMetrics } from './metrics.ts'
import { validateReference } from './object-reference.ts'

const MIN_REPLICAS = 1
const MAX_WINDOW_SECONDS = 3600
const MAX_PERIOD_SECONDS = 1800
const SELECTIONS = ['Disabled', 'Max', 'Min'] as const
const POLICIES = ['Percent', 'Pods'] as const

const validatePolicy = ({ type, value, periodSeconds }: HPAScalingPolicy, path: string): readonly StatusCause[] => {
  const field = `${path}.periodSeconds`
  return [
    ...(POLICIES.some((known) => known === type) ? [] : [notSupported(`${path}.type`, type, POLICIES)]),
    ...(value > 0 ? [] : [invalidValue(`${path}.value`, value, 'must be greater than zero')]),
    ...(periodSeconds > 0 ? [] : [invalidValue(field, periodSeconds, 'must be greater than zero')]),
    ...(periodSeconds > MAX_PERIOD_SECONDS
      ? [invalidValue(field, periodSeconds, `must be less than or equal to ${MAX_PERIOD_SECONDS}`)]
      : []),
  ]
}

const validateWindow = (seconds: number | undefined, field: string): readonly StatusCause[] => {
  if (seconds === undefined) return []
  if (seconds < 0) return [invalidValue(field, seconds, 'must be greater than or equal to zero')]
  return seconds > MAX_WINDOW_SECONDS
    ? [invalidValue(field, seconds, `must be less than or equal to ${MAX_WINDOW_SECONDS}`)]
    : []
}

const validateScaling = (rules: HPAScalingRules | undefined, path: string): readonly StatusCause[] => {
  if (rules === undefined) return []
  const { stabilizationWindowSeconds, selectPolicy, policies = [] } = rules
  return [
    ...validateWindow(stabilizationWindowSeconds, `${path}.stabilizationWindowSeconds`),
    ...validateChoice(selectPolicy, `${path}.selectPolicy`, SELECTIONS),
    ...(policies.length === 0 ? [required(`${path}.policies`, 'must specify at least one Policy')] : []),
    ...policies.flatMap((policy, index) => validatePolicy(policy, `${path}.policies[${index}]`)),
  ]
}

const validateReplicas = (min: number | undefined, max: number): readonly StatusCause[] => {
  const field = 'spec.maxReplicas'
  return [
    ...(min !== undefined && min < MIN_REPLICAS
      ? [invalidValue('spec.minReplicas', min, `must be greater than or equal to ${MIN_REPLICAS}`)]
      : []),
    ...(max < 1 ? [invalidValue(field, max, 'must be greater than 0')] : []),
    ...(min !== undefined && max < min ? [invalidValue(field, max, 'must be greater than or equal to `minReplicas`')] : []),
  ]
}

/** Of both versions: the older is validated as the newer that it is stored as. */
export const validateHorizontalPodAutoscaler = ({ spec }: HorizontalPodAutoscaler): readonly StatusCause[] => {
  if (spec === undefined) return []
  const { minReplicas, maxReplicas, scaleTargetRef, metrics, behavior } = spec
  return [
    ...validateReplicas(minReplicas, maxReplicas),
    ...validateReference(scaleTargetRef, 'spec.scaleTargetRef', scaleTargetRef.kind === 'ReplicationController'),
    ...validateMetrics(metrics, 'spec.metrics', minReplicas),
    ...validateScaling(behavior?.scaleUp, 'spec.behavior.scaleUp'),
    ...validateScaling(behavior?.scaleDown, 'spec.behavior.scaleDown'),
  ]
}
