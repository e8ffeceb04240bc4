/** @see k8s.io/kubernetes pkg/apis/autoscaling/v2/defaults.go, v1.34 */
import type { HPAScalingRules, HorizontalPodAutoscaler, MetricSpec } from '../generated/types.ts'

const PERIOD_SECONDS = 15

const CPU: MetricSpec = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
}

const UP: HPAScalingRules = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: PERIOD_SECONDS },
    { type: 'Percent', value: 100, periodSeconds: PERIOD_SECONDS },
  ],
}

const DOWN: HPAScalingRules = {
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: PERIOD_SECONDS }],
}

/** How far from its target a metric may be belongs to a feature that is off. */
const withoutTolerance = ({ tolerance: _tolerance, ...rules }: HPAScalingRules): HPAScalingRules => rules

/** What was left out is empty, for validation to tell. */
const NO_SPEC: NonNullable<HorizontalPodAutoscaler['spec']> = { maxReplicas: 0, scaleTargetRef: { kind: '', name: '' } }

/** At least one Pod, by their use of the processor where nothing else is said. */
export const defaultAutoscaler = (autoscaler: HorizontalPodAutoscaler): HorizontalPodAutoscaler => {
  const { spec = NO_SPEC } = autoscaler
  const { behavior, metrics = [] } = spec
  return {
    ...autoscaler,
    spec: {
      minReplicas: 1,
      ...spec,
      metrics: metrics.length === 0 ? [CPU] : metrics,
      ...(behavior === undefined
        ? {}
        : {
            behavior: {
              scaleUp: withoutTolerance({ ...UP, ...behavior.scaleUp }),
              scaleDown: withoutTolerance({ ...DOWN, ...behavior.scaleDown }),
            },
          }),
    },
    status: { ...autoscaler.status, desiredReplicas: autoscaler.status?.desiredReplicas ?? 0 },
  }
}
