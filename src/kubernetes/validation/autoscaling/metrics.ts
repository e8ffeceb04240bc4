/** What a HorizontalPodAutoscaler looks at. @see k8s.io/kubernetes pkg/apis/autoscaling/validation/validation.go, v1.34 */
import type { MetricIdentifier, MetricSpec, MetricTarget } from '../../generated/types.ts'
import { compareQuantities } from '../../quantity.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField, invalidEach, invalidValue, notSupported, required } from '../causes.ts'
import { dns1123Label, pathSegment } from '../names.ts'
import { validateContainerResourceName } from '../resource-names.ts'
import { validateReference } from './object-reference.ts'

const TYPES = ['ContainerResource', 'External', 'Object', 'Pods', 'Resource'] as const
const TARGETS: readonly string[] = ['Utilization', 'Value', 'AverageValue']

/** In the order in which the server looks at them. */
const SOURCES = ['object', 'external', 'pods', 'resource', 'containerResource'] as const
type Source = (typeof SOURCES)[number]

const requireName = (
  name: string,
  field: string,
  detail: string,
  validate: (name: string, field: string) => readonly StatusCause[],
): readonly StatusCause[] => (name === '' ? [required(field, detail)] : validate(name, field))

const validatePositive = (quantity: string | undefined, field: string): readonly StatusCause[] =>
  quantity === undefined || compareQuantities(quantity, '0') > 0 ? [] : [invalidValue(field, quantity, 'must be positive')]

const validateTarget = (target: MetricTarget, path: string): readonly StatusCause[] => {
  const { type, value, averageValue, averageUtilization } = target
  return [
    ...(type === '' ? [required(`${path}.type`, 'must specify a metric target type')] : []),
    ...(TARGETS.includes(type)
      ? []
      : [invalidValue(`${path}.type`, type, 'must be either Utilization, Value, or AverageValue')]),
    ...validatePositive(value, `${path}.value`),
    ...validatePositive(averageValue, `${path}.averageValue`),
    ...(averageUtilization !== undefined && averageUtilization < 1
      ? [invalidValue(`${path}.averageUtilization`, averageUtilization, 'must be greater than 0')]
      : []),
  ]
}

const validateIdentifier = ({ name }: MetricIdentifier, path: string): readonly StatusCause[] =>
  requireName(name, `${path}.name`, 'must specify a metric name', (text, field) => invalidEach(field, text, pathSegment(text)))

const validateObject = (source: NonNullable<MetricSpec['object']>, path: string): readonly StatusCause[] => {
  const { describedObject, metric, target } = source
  return [
    ...validateReference(describedObject, `${path}.describedObject`, true),
    ...validateIdentifier(metric, `${path}.metric`),
    ...validateTarget(target, `${path}.target`),
    ...(target.value === undefined && target.averageValue === undefined
      ? [required(`${path}.target.averageValue`, 'must set either a target value or averageValue')]
      : []),
  ]
}

const validateExternal = ({ metric, target }: NonNullable<MetricSpec['external']>, path: string): readonly StatusCause[] => {
  const { value, averageValue } = target
  const wanted = 'must set either a target value for metric or a per-pod target'
  return [
    ...validateIdentifier(metric, `${path}.metric`),
    ...validateTarget(target, `${path}.target`),
    ...(value === undefined && averageValue === undefined ? [required(`${path}.target.averageValue`, wanted)] : []),
    ...(value !== undefined && averageValue !== undefined
      ? [forbiddenField(`${path}.target.value`, 'may not set both a target value for metric and a per-pod target')]
      : []),
  ]
}

const validatePods = ({ metric, target }: NonNullable<MetricSpec['pods']>, path: string): readonly StatusCause[] => [
  ...validateIdentifier(metric, `${path}.metric`),
  ...validateTarget(target, `${path}.target`),
  ...(target.averageValue === undefined
    ? [required(`${path}.target.averageValue`, 'must specify a positive target averageValue')]
    : []),
]

/** A share of what is asked for, or an amount. */
const validateUse = (target: MetricTarget, path: string): readonly StatusCause[] => {
  const { averageUtilization, averageValue } = target
  const wanted = 'must set either a target raw value or a target utilization'
  return [
    ...validateTarget(target, path),
    ...(averageUtilization === undefined && averageValue === undefined ? [required(`${path}.averageUtilization`, wanted)] : []),
    ...(averageUtilization !== undefined && averageValue !== undefined
      ? [forbiddenField(`${path}.averageValue`, 'may not set both a target raw value and a target utilization')]
      : []),
  ]
}

const RESOURCE_NAME = 'must specify a resource name'

const validateResource = ({ name, target }: NonNullable<MetricSpec['resource']>, path: string): readonly StatusCause[] => [
  ...requireName(name, `${path}.name`, RESOURCE_NAME, () => []),
  ...validateUse(target, `${path}.target`),
]

const validateContainerResource = (
  { name, container, target }: NonNullable<MetricSpec['containerResource']>,
  path: string,
): readonly StatusCause[] => [
  ...requireName(name, `${path}.name`, RESOURCE_NAME, validateContainerResourceName),
  ...requireName(container, `${path}.container`, 'must specify a container', (text, field) =>
    invalidEach(field, text, dns1123Label(text)),
  ),
  ...validateUse(target, `${path}.target`),
]

const validateSource = (metric: MetricSpec, source: Source | undefined, path: string): readonly StatusCause[] => {
  const { object, external, pods, resource, containerResource } = metric
  const here = `${path}.${source ?? ''}`
  if (source === 'object' && object !== undefined) return validateObject(object, here)
  if (source === 'external' && external !== undefined) return validateExternal(external, here)
  if (source === 'pods' && pods !== undefined) return validatePods(pods, here)
  if (source === 'resource' && resource !== undefined) return validateResource(resource, here)
  return containerResource === undefined ? [] : validateContainerResource(containerResource, here)
}

const sourceOf = (type: string): Source | undefined => {
  const known = TYPES.find((one) => one === type)
  return known === undefined ? undefined : SOURCES.find((source) => source.toLowerCase() === known.toLowerCase())
}

const validateMetric = (metric: MetricSpec, path: string): readonly StatusCause[] => {
  const { type } = metric
  const present = SOURCES.filter((source) => metric[source] !== undefined)
  const wanted = sourceOf(type)
  const unknown = wanted === undefined ? [notSupported(`${path}.type`, type, TYPES)] : []
  const missing =
    wanted === undefined || metric[wanted] !== undefined
      ? []
      : [required(`${path}.${wanted}`, 'must populate information for the given metric source')]
  const others = present.length === 1 ? [] : present.filter((source) => source !== wanted)
  return [
    ...(type === '' ? [required(`${path}.type`, 'must specify a metric source type')] : []),
    ...unknown,
    // The first alone is looked at.
    ...validateSource(metric, present[0], path),
    ...missing,
    // The server tells it twice.
    ...unknown,
    ...others.map((source) => forbiddenField(`${path}.${source}`, 'must populate the given metric source only')),
  ]
}

export const validateMetrics = (
  metrics: readonly MetricSpec[] = [],
  path: string,
  minReplicas: number | undefined,
): readonly StatusCause[] => {
  const canWakeUp = metrics.some(({ type }) => type === 'Object' || type === 'External')
  const detail = 'must specify at least one Object or External metric to support scaling to zero replicas'
  return [
    ...metrics.flatMap((metric, index) => validateMetric(metric, `${path}[${index}]`)),
    ...(minReplicas === 0 && !canWakeUp ? [forbiddenField(path, detail)] : []),
  ]
}
