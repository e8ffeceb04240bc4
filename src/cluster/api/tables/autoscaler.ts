import type {
  HorizontalPodAutoscaler,
  MetricSpec,
  MetricStatus,
  MetricTarget,
  MetricValueStatus,
} from '../../../kubernetes/generated/types.ts'
import { isHorizontalPodAutoscaler } from '../../../kubernetes/guards.ts'
import { ageOf } from './age.ts'
import { NAME, nameOf, NONE, printer, text, UNKNOWN } from './printer.ts'

/** So many metrics are told, the others counted. */
const MOST_SHOWN = 2

const percent = (part: number | undefined): string | undefined => (part === undefined ? undefined : `${part}%`)

const ofResource = (name: string, target: MetricTarget, current: MetricValueStatus | undefined): string =>
  target.averageValue === undefined
    ? `${name}: ${percent(current?.averageUtilization) ?? UNKNOWN}/${percent(target.averageUtilization) ?? '<auto>'}`
    : `${name}: ${current?.averageValue ?? UNKNOWN}/${target.averageValue}`

const ofValue = (target: MetricTarget | undefined, current: MetricValueStatus | undefined): string =>
  target?.averageValue === undefined
    ? `${current?.value ?? UNKNOWN}/${target?.value ?? '<nil>'}`
    : `${current?.averageValue ?? UNKNOWN}/${target.averageValue} (avg)`

type Describe = (spec: MetricSpec, status: MetricStatus | undefined) => string

/** By what a metric is of. */
const DESCRIPTIONS: Readonly<Record<string, Describe>> = {
  Resource: ({ resource }, status) =>
    resource === undefined ? '' : ofResource(resource.name, resource.target, status?.resource?.current),
  ContainerResource: ({ containerResource: of }, status) =>
    of === undefined ? '' : ofResource(of.name, of.target, status?.containerResource?.current),
  Pods: ({ pods }, status) => `${status?.pods?.current.averageValue ?? UNKNOWN}/${pods?.target.averageValue ?? '<nil>'}`,
  Object: ({ object }, status) => ofValue(object?.target, status?.object?.current),
  External: ({ external }, status) => ofValue(external?.target, status?.external?.current),
}

const metricText: Describe = (spec, status) => DESCRIPTIONS[spec.type]?.(spec, status) ?? '<unknown type>'

const targetsText = ({ spec, status }: HorizontalPodAutoscaler): string => {
  const metrics = spec?.metrics ?? []
  if (metrics.length === 0) return NONE
  const texts = metrics.map((metric, index) => metricText(metric, status?.currentMetrics?.[index]))
  const shown = texts.slice(0, MOST_SHOWN).join(', ')
  return texts.length > MOST_SHOWN ? `${shown} + ${texts.length - MOST_SHOWN} more...` : shown
}

export const autoscalerPrinter = printer(
  isHorizontalPodAutoscaler,
  [NAME, text('Reference'), text('Targets'), text('MinPods'), text('MaxPods'), text('Replicas'), text('Age')],
  (autoscaler, nowMs) => {
    const { spec, status } = autoscaler
    return [
      nameOf(autoscaler),
      `${spec?.scaleTargetRef.kind ?? ''}/${spec?.scaleTargetRef.name ?? ''}`,
      targetsText(autoscaler),
      String(spec?.minReplicas ?? '<unset>'),
      spec?.maxReplicas ?? 0,
      status?.currentReplicas ?? 0,
      ageOf(autoscaler, nowMs),
    ]
  },
)
