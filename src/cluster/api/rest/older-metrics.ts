/**
 * Metrics of HorizontalPodAutoscalers as `autoscaling/v1` writes them into its annotations: with the names of the fields of its time.
 * @see k8s.io/api/autoscaling/v1/types.go, v1.34
 */
import type { HorizontalPodAutoscalerCondition, MetricSpec, MetricTarget } from '../../../kubernetes/generated/types.ts'
import { isJsonObject, withoutUndefined, type JsonObject } from '../../../kubernetes/json.ts'

type Source = Readonly<Record<string, unknown>>

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

const targetOf = ({ value, averageValue, averageUtilization }: Source): Source =>
  withoutUndefined({
    type:
      averageUtilization !== undefined
        ? 'Utilization'
        : value !== undefined && averageValue === undefined
          ? 'Value'
          : 'AverageValue',
    value,
    averageValue,
    averageUtilization,
  })

interface Form {
  /** The field of a metric that holds it. */
  readonly field: 'resource' | 'containerResource' | 'pods' | 'object' | 'external'
  toOlder(source: Source, target: MetricTarget): Source
  fromOlder(older: Source): Source
}

const FORMS: Readonly<Record<string, Form>> = {
  Resource: {
    field: 'resource',
    toOlder: ({ name }, { averageUtilization, averageValue }) => ({
      name,
      targetAverageUtilization: averageUtilization,
      targetAverageValue: averageValue,
    }),
    fromOlder: ({ name, targetAverageUtilization, targetAverageValue }) => ({
      name,
      target: targetOf({ averageUtilization: targetAverageUtilization, averageValue: targetAverageValue }),
    }),
  },
  ContainerResource: {
    field: 'containerResource',
    toOlder: ({ name, container }, { averageUtilization, averageValue }) => ({
      name,
      targetAverageUtilization: averageUtilization,
      targetAverageValue: averageValue,
      container,
    }),
    fromOlder: ({ name, container, targetAverageUtilization, targetAverageValue }) => ({
      container,
      name,
      target: targetOf({ averageUtilization: targetAverageUtilization, averageValue: targetAverageValue }),
    }),
  },
  Pods: {
    field: 'pods',
    toOlder: ({ metric }, { averageValue }) => {
      const { name, selector } = metric as Source
      return { metricName: name, targetAverageValue: averageValue, selector }
    },
    fromOlder: ({ metricName, targetAverageValue, selector }) => ({
      metric: withoutUndefined({ name: metricName, selector }),
      target: targetOf({ averageValue: targetAverageValue }),
    }),
  },
  Object: {
    field: 'object',
    toOlder: ({ metric, describedObject }, { value, averageValue }) => {
      const { name, selector } = metric as Source
      const { kind, name: of, apiVersion } = describedObject as Source
      // A target that is given for each Pod leaves the other as it is written when nothing is given.
      return { target: { kind, name: of, apiVersion }, metricName: name, targetValue: value ?? '0', selector, averageValue }
    },
    fromOlder: ({ target, metricName, targetValue, selector, averageValue }) => ({
      describedObject: target,
      metric: withoutUndefined({ name: metricName, selector }),
      target: targetOf(averageValue === undefined ? { value: targetValue } : { averageValue }),
    }),
  },
  External: {
    field: 'external',
    toOlder: ({ metric }, { value, averageValue }) => {
      const { name, selector } = metric as Source
      return { metricName: name, metricSelector: selector, targetValue: value, targetAverageValue: averageValue }
    },
    fromOlder: ({ metricName, metricSelector, targetValue, targetAverageValue }) => ({
      metric: withoutUndefined({ name: metricName, selector: metricSelector }),
      target: targetOf({ value: targetValue, averageValue: targetAverageValue }),
    }),
  },
}

export const toOlderMetric = (metric: MetricSpec): JsonObject => {
  const form = FORMS[metric.type]
  const source = form === undefined ? undefined : metric[form.field]
  if (form === undefined || source === undefined) return { type: metric.type }
  const older = form.toOlder(source as unknown as Source, source.target)
  return { type: metric.type, [form.field]: withoutUndefined(older) }
}

/** Undefined where it is none. */
export const fromOlderMetric = (older: unknown): JsonObject | undefined => {
  if (!isJsonObject(older)) return undefined
  const given = older
  const type = textOf(given['type'])
  const form = FORMS[type ?? '']
  const source = form === undefined ? undefined : given[form.field]
  if (form === undefined || source === undefined || !isJsonObject(source)) return undefined
  return { type, [form.field]: form.fromOlder(source) }
}

/** In the order of the fields in Go. */
export const toOlderCondition = ({
  type,
  status,
  lastTransitionTime,
  reason,
  message,
}: HorizontalPodAutoscalerCondition): JsonObject => withoutUndefined({ type, status, lastTransitionTime, reason, message })
