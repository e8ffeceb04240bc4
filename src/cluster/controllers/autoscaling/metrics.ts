/**
 * What becomes of a HorizontalPodAutoscaler's metrics where no server of metrics is registered, as on a cluster that kubeadm or kind has set up.
 * @see k8s.io/kubernetes pkg/controller/podautoscaler, v1.34
 */
import type { LabelSelector, MetricSpec, MetricTarget } from '../../../kubernetes/generated/types.ts'

export interface MetricFailure {
  /** Of the event, and of the condition ScalingActive. */
  readonly reason: string
  readonly message: string
  /** As it is told among all of an autoscaler's metrics. */
  readonly summary: string
}

const NO_RESOURCE = 'the server could not find the requested resource'
const NO_RESOURCE_METRICS = `unable to fetch metrics from resource metrics API: ${NO_RESOURCE} (get pods.metrics.k8s.io)`
const NO_CUSTOM_METRICS =
  'unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered'

const noUsage = (resource: string, target: MetricTarget): string =>
  `failed to get ${resource} ${target.averageValue === undefined ? 'utilization' : 'usage'}: unable to get metrics for resource ${resource}: ${NO_RESOURCE_METRICS}`

/** As Go prints a pointer to one. */
const printSelector = (selector: LabelSelector | undefined): string => {
  if (selector === undefined) return 'nil'
  const labels = Object.entries(selector.matchLabels ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => `${key}: ${value},`)
  const expressions = (selector.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) =>
      `LabelSelectorRequirement{Key:${key},Operator:${operator},Values:[${values.join(' ')}],},`,
  )
  return `&LabelSelector{MatchLabels:map[string]string{${labels.join('')}},MatchExpressions:[]LabelSelectorRequirement{${expressions.join('')}},}`
}

type Fail = (metric: MetricSpec, namespace: string) => MetricFailure | undefined

const FAILURES: Readonly<Record<string, Fail>> = {
  Resource: ({ resource }) => {
    if (resource === undefined) return undefined
    const message = noUsage(resource.name, resource.target)
    return {
      reason: 'FailedGetResourceMetric',
      message,
      summary: `failed to get ${resource.name} resource metric value: ${message}`,
    }
  },
  ContainerResource: ({ containerResource }) => {
    if (containerResource === undefined) return undefined
    const message = noUsage(containerResource.name, containerResource.target)
    return {
      reason: 'FailedGetContainerResourceMetric',
      message,
      summary: `failed to get ${containerResource.container} container metric value: ${message}`,
    }
  },
  Pods: ({ pods }) => {
    if (pods === undefined) return undefined
    const message = `unable to get metric ${pods.metric.name}: ${NO_CUSTOM_METRICS}`
    return { reason: 'FailedGetPodsMetric', message, summary: `failed to get pods metric value: ${message}` }
  },
  Object: ({ object }, namespace) => {
    if (object === undefined) return undefined
    const { describedObject, metric, target } = object
    const message = `unable to get metric ${metric.name}: ${describedObject.kind} on ${namespace} ${describedObject.name}/${NO_CUSTOM_METRICS}`
    // A target for each Pod is asked for by another way, which says so.
    const told = target.averageValue === undefined ? message : `failed to get ${metric.name} object metric: ${message}`
    return { reason: 'FailedGetObjectMetric', message, summary: `failed to get object metric value: ${told}` }
  },
  External: ({ external }, namespace) => {
    if (external === undefined) return undefined
    const { metric, target } = external
    const { name } = metric
    const message = `unable to get external metric ${namespace}/${name}/${printSelector(metric.selector)}: unable to fetch metrics from external metrics API: ${NO_RESOURCE} (get ${name}.external.metrics.k8s.io)`
    const what = target.averageValue === undefined ? `external metric ${name}` : `${name} external metric`
    const summary = `failed to get ${name} external metric value: failed to get ${what}: ${message}`
    return { reason: 'FailedGetExternalMetric', message, summary }
  },
}

/** Of each metric that its kind has a source for. */
export const failuresOf = (metrics: readonly MetricSpec[], namespace: string): readonly MetricFailure[] =>
  metrics.flatMap((metric) => FAILURES[metric.type]?.(metric, namespace) ?? [])

export const summarize = (failures: readonly MetricFailure[], metrics: number): string =>
  `invalid metrics (${failures.length} invalid out of ${metrics}), first error is: ${failures[0]?.summary ?? ''}`
