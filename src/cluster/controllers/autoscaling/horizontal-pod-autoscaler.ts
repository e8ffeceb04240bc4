/**
 * Keeps workloads within the bounds of their HorizontalPodAutoscalers, and says that no metrics can be had: no server of metrics is there.
 * @see k8s.io/kubernetes pkg/controller/podautoscaler/horizontal.go, v1.34
 */
import type {
  HorizontalPodAutoscaler,
  HorizontalPodAutoscalerCondition,
  HorizontalPodAutoscalerStatus,
  MetricStatus,
} from '../../../kubernetes/generated/types.ts'
import { isHorizontalPodAutoscaler, isPod } from '../../../kubernetes/guards.ts'
import { matchesRequirements } from '../../../kubernetes/labels.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { parseSelector } from '../../../kubernetes/selector-text.ts'
import { toTimestamp } from '../../time.ts'
import type { Controller, ControllerContext } from '../controller.ts'
import { keyOfObject } from '../owners.ts'
import { failuresOf, summarize } from './metrics.ts'
import { findTarget, scaleTarget, type Target } from './target.ts'

const RESOURCE = 'horizontalpodautoscalers.autoscaling'
const PERIOD_MS = 15_000

/** Selectors of the workloads that autoscalers were last seen to scale, by `namespace/name`. */
type Selectors = Map<string, string>

const keyOf = ({ metadata }: HorizontalPodAutoscaler): string => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`

type Outcome = Pick<HorizontalPodAutoscalerStatus, 'currentReplicas' | 'currentMetrics'> & {
  readonly desiredReplicas?: number
  readonly isScaled?: boolean
}

/** One look at one autoscaler. */
class Look {
  private readonly autoscaler: HorizontalPodAutoscaler
  private readonly context: ControllerContext
  private conditions: readonly HorizontalPodAutoscalerCondition[]

  constructor(autoscaler: HorizontalPodAutoscaler, context: ControllerContext) {
    this.autoscaler = autoscaler
    this.context = context
    this.conditions = autoscaler.status?.conditions ?? []
  }

  /** Writes down what has come of it. */
  run(selectors: Selectors): void {
    const { spec, metadata, status } = this.autoscaler
    if (spec === undefined) return
    const target = findTarget(spec.scaleTargetRef, metadata.namespace, this.context)
    if (typeof target === 'string') {
      this.tell('Warning', 'FailedGetScale', target)
      this.set(
        'AbleToScale',
        'False',
        'FailedGetScale',
        `the HPA controller was unable to get the target's current scale: ${target}`,
      )
      this.write({ desiredReplicas: 0, ...status })
      return
    }
    this.set('AbleToScale', 'True', 'SucceededGetScale', "the HPA controller was able to get the target's current scale")
    const { isScaled = false, ...outcome } = this.bound(target) ?? this.measure(target, selectors)
    const { lastScaleTime } = status ?? {}
    this.write({
      desiredReplicas: status?.desiredReplicas ?? 0,
      ...outcome,
      ...(lastScaleTime === undefined ? {} : { lastScaleTime }),
      ...(isScaled ? { lastScaleTime: this.now() } : {}),
    })
  }

  /** What follows without metrics; undefined where they are to be asked for. */
  private bound(target: Target): Outcome | undefined {
    const { minReplicas = 1, maxReplicas = 0 } = this.autoscaler.spec ?? {}
    const { replicas } = target.scale
    if (replicas === 0 && minReplicas !== 0) {
      const message = 'scaling is disabled since the replica count of the target is zero'
      this.set('ScalingActive', 'False', 'ScalingDisabled', message)
      return { desiredReplicas: 0 }
    }
    if (replicas > maxReplicas) return this.scale(target, maxReplicas, 'Current number of replicas above Spec.MaxReplicas')
    if (replicas < minReplicas) return this.scale(target, minReplicas, 'Current number of replicas below Spec.MinReplicas')
    return undefined
  }

  private scale(target: Target, wanted: number, why: string): Outcome {
    const currentReplicas = target.scale.replicas
    const refusal = scaleTarget(target, wanted, this.context)
    if (refusal !== undefined) {
      this.tell('Warning', 'FailedRescale', `New size: ${wanted}; reason: ${why}; error: ${refusal}`)
      this.set(
        'AbleToScale',
        'False',
        'FailedUpdateScale',
        `the HPA controller was unable to update the target scale: ${refusal}`,
      )
      return { currentReplicas }
    }
    this.set('AbleToScale', 'True', 'SucceededRescale', `the HPA controller was able to update the target scale to ${wanted}`)
    this.tell('Normal', 'SuccessfulRescale', `New size: ${wanted}; reason: ${why}`)
    return { currentReplicas, desiredReplicas: wanted, isScaled: true }
  }

  private measure({ scale }: Target, selectors: Selectors): Outcome {
    const { replicas } = scale
    const current = replicas === 0 ? {} : { currentReplicas: replicas }
    const refusal = this.refuseSelector(scale.selector, selectors)
    if (refusal !== undefined) {
      this.tell('Warning', 'FailedComputeMetricsReplicas', refusal)
      return current
    }
    const metrics = this.autoscaler.spec?.metrics ?? []
    const failures = failuresOf(metrics, this.autoscaler.metadata.namespace ?? '')
    for (const { reason, message } of failures) this.tell('Warning', reason, message)
    const [first] = failures
    if (first === undefined) return current
    this.set('ScalingActive', 'False', first.reason, `the HPA was unable to compute the replica count: ${first.message}`)
    this.tell('Warning', 'FailedComputeMetricsReplicas', summarize(failures, metrics.length))
    // What a metric is now is told even where nobody knows it.
    return { ...current, currentMetrics: metrics.map((): MetricStatus => ({ type: '' })) }
  }

  /** Undefined where the workload's Pods are this autoscaler's alone. */
  private refuseSelector(selector: string, selectors: Selectors): string | undefined {
    if (selector === '') {
      const message = 'selector is required'
      this.tell('Warning', 'SelectorRequired', message)
      this.set('ScalingActive', 'False', 'InvalidSelector', "the HPA target's scale is missing a selector")
      return message
    }
    selectors.set(keyOf(this.autoscaler), selector)
    const rivals = this.rivals(selector, selectors)
    if (rivals.length < 2) return undefined
    const message = `pods by selector ${selector} are controlled by multiple HPAs: [${rivals.join(' ')}]`
    this.tell('Warning', 'AmbiguousSelector', message)
    this.set('ScalingActive', 'False', 'AmbiguousSelector', message)
    return message
  }

  /** All autoscalers that choose one of the Pods which this one chooses. */
  private rivals(selector: string, selectors: Selectors): readonly string[] {
    const { namespace = '' } = this.autoscaler.metadata
    const pods = this.context.store.list('pods', namespace).filter(isPod)
    const chosenBy = (text: string): ReadonlySet<unknown> => {
      const parsed = parseSelector(text)
      if (!parsed.ok) return new Set()
      return new Set(pods.filter(({ metadata }) => matchesRequirements(parsed.requirements, metadata.labels ?? {})))
    }
    const ours = chosenBy(selector)
    return [...selectors]
      .filter(([key, text]) => key.startsWith(`${namespace}/`) && [...chosenBy(text)].some((pod) => ours.has(pod)))
      .map(([key]) => key)
  }

  private now(): string {
    return toTimestamp(this.context.clock.now())
  }

  private set(type: string, status: 'True' | 'False', reason: string, message: string): void {
    const known = this.conditions.find((condition) => condition.type === type)
    const since = known?.status === status ? known.lastTransitionTime : undefined
    const condition = { type, status, lastTransitionTime: since ?? this.now(), reason, message }
    this.conditions =
      known === undefined ? [...this.conditions, condition] : this.conditions.map((one) => (one === known ? condition : one))
  }

  private tell(type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { uid } = this.autoscaler.metadata
    const about = { ...referenceTo(this.autoscaler), ...(uid === undefined ? {} : { uid }) }
    this.context.recordEvent({ about, type, reason, message, component: 'horizontal-pod-autoscaler' })
  }

  private write(status: HorizontalPodAutoscalerStatus): void {
    const { apiVersion, kind } = this.autoscaler
    const changed: HorizontalPodAutoscaler = {
      apiVersion,
      kind,
      metadata: keyOfObject(this.autoscaler),
      status: { ...status, conditions: this.conditions },
    }
    this.context.writer.updateStatus(changed)
  }
}

/** Looks at each autoscaler every 15 seconds, the first time as long after it was made. */
export const createAutoscalerController = (): Controller => {
  const selectors: Selectors = new Map()
  return {
    name: 'horizontal-pod-autoscaling',
    watches: [RESOURCE],
    keysFor: ({ type, object }) => (type === 'MODIFIED' ? [] : [keyOfObject(object)]),
    reconcile: (key, context) => {
      const { store, clock } = context
      const autoscaler = store.get(RESOURCE, key.namespace, key.name)
      if (autoscaler === undefined || !isHorizontalPodAutoscaler(autoscaler)) {
        selectors.delete(`${key.namespace ?? ''}/${key.name}`)
        return undefined
      }
      const waitMs = Date.parse(autoscaler.metadata.creationTimestamp ?? '') + PERIOD_MS - clock.now()
      if (waitMs > 0) return waitMs
      new Look(autoscaler, context).run(selectors)
      return PERIOD_MS
    },
  }
}
