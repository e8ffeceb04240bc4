/**
 * The older version of HorizontalPodAutoscalers knows one metric: what it cannot say stands in annotations.
 * @see k8s.io/kubernetes pkg/apis/autoscaling/v1/conversion.go, v1.34
 */
import type { HorizontalPodAutoscaler, HorizontalPodAutoscalerV1, MetricSpec } from '../../../kubernetes/generated/types.ts'
import { isJsonObject, withoutUndefined } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { fromOlderMetric, toOlderCondition, toOlderMetric } from './older-metrics.ts'

export const AUTOSCALING_V1 = 'autoscaling/v1'
const PREFIX = 'autoscaling.alpha.kubernetes.io/'
const METRICS = `${PREFIX}metrics`
const BEHAVIOR = `${PREFIX}behavior`
const CONDITIONS = `${PREFIX}conditions`
const CURRENT_METRICS = `${PREFIX}current-metrics`
const ANNOTATIONS: readonly string[] = [METRICS, BEHAVIOR, CONDITIONS, CURRENT_METRICS]

type Annotations = Readonly<Record<string, string>>

const isCpuShare = ({ type, resource }: MetricSpec): boolean =>
  type === 'Resource' && resource?.name === 'cpu' && resource.target.averageUtilization !== undefined

/** The metric that the older version has a field for: the last of its kind. */
const splitMetrics = (
  metrics: readonly MetricSpec[],
): { readonly share: number | undefined; readonly others: readonly MetricSpec[] } => {
  const index = metrics.findLastIndex(isCpuShare)
  return {
    share: metrics[index]?.resource?.target.averageUtilization,
    others: metrics.filter((_, at) => at !== index),
  }
}

const annotate = (name: string, value: readonly unknown[] | object | undefined): Annotations =>
  value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { [name]: JSON.stringify(value) }

const withoutOurs = (annotations: Annotations | undefined): Annotations =>
  Object.fromEntries(Object.entries(annotations ?? {}).filter(([name]) => !ANNOTATIONS.includes(name)))

const withAnnotations = <T extends KubernetesObject>(object: T, annotations: Annotations): T => {
  const { annotations: _annotations, ...metadata } = object.metadata
  return { ...object, metadata: { ...metadata, ...(Object.keys(annotations).length === 0 ? {} : { annotations }) } }
}

/** As the older version has it. */
export const toAutoscalingV1 = (autoscaler: HorizontalPodAutoscaler): KubernetesObject => {
  const { spec, status, metadata } = autoscaler
  const { share, others } = splitMetrics(spec?.metrics ?? [])
  const { metrics: _metrics, behavior, ...kept } = spec ?? { maxReplicas: 0, scaleTargetRef: { kind: '', name: '' } }
  const { conditions, currentMetrics, ...counted } = status ?? { desiredReplicas: 0 }
  const annotations = {
    ...withoutOurs(metadata.annotations),
    ...annotate(BEHAVIOR, behavior),
    ...annotate(CONDITIONS, conditions?.map(toOlderCondition)),
    ...annotate(CURRENT_METRICS, currentMetrics),
    ...annotate(METRICS, others.map(toOlderMetric)),
  }
  const older = {
    ...autoscaler,
    apiVersion: AUTOSCALING_V1,
    spec: withoutUndefined({ ...kept, targetCPUUtilizationPercentage: share }),
    status: { currentReplicas: 0, ...counted },
  }
  return withAnnotations(older as KubernetesObject, annotations)
}

const parse = (text: string | undefined): unknown => {
  if (text === undefined) return undefined
  try {
    return JSON.parse(text) as unknown
  } catch {
    // What cannot be read is not taken, as on a real server.
    return undefined
  }
}

const listIn = (annotations: Annotations | undefined, name: string): readonly unknown[] => {
  const value = parse(annotations?.[name])
  return Array.isArray(value) ? (value as readonly unknown[]) : []
}

/** As it is stored. */
export const fromAutoscalingV1 = (autoscaler: HorizontalPodAutoscalerV1): KubernetesObject => {
  const { spec, status, metadata } = autoscaler
  const { targetCPUUtilizationPercentage: averageUtilization, ...kept } = spec ?? {}
  const { currentCPUUtilizationPercentage: _current, ...counted } = status ?? {}
  const share = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization } } }
  const metrics = [
    ...listIn(metadata.annotations, METRICS).flatMap((older) => fromOlderMetric(older) ?? []),
    ...(averageUtilization === undefined ? [] : [share]),
  ]
  const behavior = parse(metadata.annotations?.[BEHAVIOR])
  const conditions = listIn(metadata.annotations, CONDITIONS)
  const currentMetrics = listIn(metadata.annotations, CURRENT_METRICS)
  const newer = {
    ...autoscaler,
    apiVersion: 'autoscaling/v2',
    spec: {
      ...kept,
      ...(metrics.length === 0 ? {} : { metrics }),
      ...(isJsonObject(behavior) ? { behavior } : {}),
    },
    ...(status === undefined
      ? {}
      : {
          status: {
            ...counted,
            ...(conditions.length === 0 ? {} : { conditions }),
            ...(currentMetrics.length === 0 ? {} : { currentMetrics }),
          },
        }),
  }
  return withAnnotations(newer as unknown as KubernetesObject, withoutOurs(metadata.annotations))
}
