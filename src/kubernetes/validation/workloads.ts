/** Workloads: selectors, templates, counts. @see k8s.io/kubernetes pkg/apis/{apps,batch}/validation, v1.34 */
import type {
  DaemonSet,
  Deployment,
  Job,
  LabelSelector,
  PodTemplateSpec,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../generated/types.ts'
import { matchesSelector } from '../labels.ts'
import type { StatusCause } from '../status.ts'
import { forbiddenField, invalidValue, notSupported, required, checkText, goStruct } from './causes.ts'
import { validateLabels, validateSelector } from './metadata.ts'
import { dns1123Label } from './names.ts'
import { percentText } from './names.ts'
import { validatePodSpec } from './pod/pod-spec.ts'

const notNegative = (value: number | undefined, field: string): readonly StatusCause[] =>
  value === undefined || value >= 0 ? [] : [invalidValue(field, value, 'must be greater than or equal to 0')]

const isEmpty = (selector: LabelSelector | undefined): boolean =>
  Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0

const OPERATORS: readonly string[] = ['In', 'NotIn', 'Exists', 'DoesNotExist']

const validateWorkloadSelector = (selector: LabelSelector | undefined, kind: string): readonly StatusCause[] => {
  if (selector === undefined) return [required('spec.selector')]
  const checked = validateSelector(selector, 'spec.selector')
  const unusable = (selector.matchExpressions ?? []).some(({ operator }) => !OPERATORS.includes(operator))
  const own = unusable ? [...checked, invalidValue('spec.selector', selector, 'invalid label selector')] : checked
  return isEmpty(selector) ? [...own, invalidValue('spec.selector', selector, `empty selector is invalid for ${kind}`)] : own
}

const validateTemplate = (
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
): readonly StatusCause[] => {
  const labels = template?.metadata?.labels
  const empty = selector !== undefined && isEmpty(selector)
  const fits = empty || matchesSelector(selector, labels)
  return [
    ...(fits
      ? []
      : [invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]),
    ...validateLabels(labels, 'spec.template.labels'),
    ...validatePodSpec(template?.spec, 'spec.template.spec'),
  ]
}

const validateAlways = (template: PodTemplateSpec | undefined): readonly StatusCause[] => {
  const policy = template?.spec?.restartPolicy
  return policy === undefined || policy === 'Always'
    ? []
    : [notSupported('spec.template.spec.restartPolicy', policy, ['Always'])]
}

const validateNoDeadline = (template: PodTemplateSpec | undefined, kind = 'ReplicaSet'): readonly StatusCause[] =>
  template?.spec?.activeDeadlineSeconds === undefined
    ? []
    : [forbiddenField('spec.template.spec.activeDeadlineSeconds', `activeDeadlineSeconds in ${kind} is not Supported`)]

interface Workload {
  readonly selector?: LabelSelector
  readonly template?: PodTemplateSpec
  readonly replicas?: number
  readonly minReadySeconds?: number
}

const validateWorkload = (spec: Workload | undefined, kind: string): readonly StatusCause[] => [
  ...notNegative(spec?.replicas, 'spec.replicas'),
  ...validateWorkloadSelector(spec?.selector, kind),
  ...validateTemplate(spec?.template, spec?.selector),
  ...validateAlways(spec?.template),
  ...validateNoDeadline(spec?.template),
  ...notNegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
]

const STRATEGY_FIELDS = ['Type', 'RollingUpdate'] as const
const STRATEGIES = ['Recreate', 'RollingUpdate'] as const

const validateAmount = (value: number | string | undefined, field: string): readonly StatusCause[] => {
  if (typeof value === 'number') return notNegative(value, field)
  if (value === undefined) return []
  const wrong = percentText(value)
  if (wrong.length > 0) return wrong.map((detail) => invalidValue(field, value, detail))
  return field.endsWith('maxUnavailable') && Number(value.slice(0, -1)) > 100
    ? [invalidValue(field, value, 'must not be greater than 100%')]
    : []
}

const isZero = (value: number | string | undefined): boolean => value === 0 || value === '0%'

const validateStrategy = (strategy: NonNullable<Deployment['spec']>['strategy']): readonly StatusCause[] => {
  const { type, rollingUpdate } = strategy ?? {}
  const field = 'spec.strategy.rollingUpdate'
  if (type !== undefined && !STRATEGIES.some((known) => known === type))
    return [notSupported('spec.strategy', goStruct(strategy ?? {}, STRATEGY_FIELDS), STRATEGIES)]
  if (type === 'Recreate') {
    return rollingUpdate === undefined ? [] : [forbiddenField(field, "may not be specified when strategy `type` is 'Recreate'")]
  }
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {}
  return [
    ...validateAmount(maxUnavailable, `${field}.maxUnavailable`),
    ...validateAmount(maxSurge, `${field}.maxSurge`),
    ...(isZero(maxUnavailable) && isZero(maxSurge)
      ? [invalidValue(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
  ]
}

const validateProgress = (spec: Deployment['spec']): readonly StatusCause[] => {
  const { progressDeadlineSeconds: deadline, minReadySeconds: ready = 0 } = spec ?? {}
  if (deadline === undefined || deadline > ready) return []
  return [invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds')]
}

export const validateDeployment = ({ spec }: Deployment): readonly StatusCause[] => {
  const strategy = spec?.strategy
  return [
    ...validateWorkload(spec, 'deployment'),
    ...validateStrategy(strategy),
    ...validateProgress(spec),
    ...notNegative(spec?.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ]
}

export const validateReplicaSet = ({ spec }: ReplicaSet): readonly StatusCause[] => validateWorkload(spec, 'replicaset')

/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go ValidateReplicationControllerSpec, v1.34 */
export const validateReplicationController = ({ spec }: ReplicationController): readonly StatusCause[] => {
  const { selector = {}, template, replicas, minReadySeconds } = spec ?? {}
  const chosen = Object.keys(selector).length > 0
  return [
    ...notNegative(minReadySeconds, 'spec.minReadySeconds'),
    ...(chosen ? [] : [required('spec.selector')]),
    ...notNegative(replicas, 'spec.replicas'),
    ...(template === undefined ? [required('spec.template')] : validateTemplate(template, { matchLabels: selector })),
    ...validateAlways(template),
    ...validateNoDeadline(template, 'ReplicationController'),
  ]
}

const validateSetStrategy = (strategy: NonNullable<StatefulSet['spec']>['updateStrategy']): readonly StatusCause[] => {
  const { type, rollingUpdate } = strategy ?? {}
  const field = 'spec.updateStrategy'
  if (type === 'OnDelete') {
    return rollingUpdate === undefined
      ? []
      : [invalidValue(`${field}.rollingUpdate`, rollingUpdate, "only allowed for updateStrategy 'RollingUpdate'")]
  }
  if (type !== 'RollingUpdate')
    return [invalidValue(field, goStruct(strategy ?? {}, STRATEGY_FIELDS), "must be 'RollingUpdate' or 'OnDelete'")]
  return notNegative(rollingUpdate?.partition, `${field}.rollingUpdate.partition`)
}

/** A set's containers may mount its claims: each Pod gets a volume of that name. */
const withClaims = (spec: StatefulSet['spec']): StatefulSet['spec'] => {
  const claims = (spec?.volumeClaimTemplates ?? []).map(({ metadata: { name = '' } }) => ({
    name,
    persistentVolumeClaim: { claimName: name },
  }))
  const own = spec?.template.spec
  if (spec === undefined || own === undefined || claims.length === 0) return spec
  const others = (own.volumes ?? []).filter(({ name }) => !claims.some((claim) => claim.name === name))
  return { ...spec, template: { ...spec.template, spec: { ...own, volumes: [...others, ...claims] } } }
}

export const validateStatefulSet = ({ spec }: StatefulSet): readonly StatusCause[] => {
  const management = spec?.podManagementPolicy ?? 'OrderedReady'
  return [
    ...(management === 'OrderedReady' || management === 'Parallel'
      ? []
      : [invalidValue('spec.podManagementPolicy', management, "must be 'OrderedReady' or 'Parallel'")]),
    ...validateSetStrategy(spec?.updateStrategy),
    ...notNegative(spec?.ordinals?.start, 'spec.ordinals.start'),
    ...checkText('spec.serviceName', spec?.serviceName, dns1123Label),
    ...validateWorkload(withClaims(spec), 'statefulset'),
  ]
}

const validateDaemonStrategy = (strategy: NonNullable<DaemonSet['spec']>['updateStrategy']): readonly StatusCause[] => {
  const { type, rollingUpdate } = strategy ?? {}
  const field = 'spec.updateStrategy'
  if (type === 'OnDelete') return []
  if (type !== 'RollingUpdate')
    return [notSupported(field, goStruct(strategy ?? {}, STRATEGY_FIELDS), ['RollingUpdate', 'OnDelete'])]
  const { maxUnavailable, maxSurge } = rollingUpdate ?? {}
  const path = `${field}.rollingUpdate`
  return [
    ...validateAmount(maxUnavailable, `${path}.maxUnavailable`),
    ...validateAmount(maxSurge, `${path}.maxSurge`),
    ...(!isZero(maxUnavailable) && !isZero(maxSurge)
      ? [invalidValue(`${path}.maxSurge`, maxSurge, 'may not be set when maxUnavailable is non-zero')]
      : []),
    ...(isZero(maxUnavailable) && isZero(maxSurge)
      ? [required(`${path}.maxUnavailable`, 'cannot be 0 when maxSurge is 0')]
      : []),
  ]
}

export const validateDaemonSet = ({ spec }: DaemonSet): readonly StatusCause[] => [
  ...validateWorkload(spec, 'daemonset'),
  ...validateDaemonStrategy(spec?.updateStrategy),
  ...notNegative(spec?.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
]

const JOB_POLICIES = ['OnFailure', 'Never'] as const

const JOB_COUNTS = ['parallelism', 'completions', 'activeDeadlineSeconds', 'backoffLimit', 'ttlSecondsAfterFinished'] as const

const validateJobPolicy = (policy: string, field: string): readonly StatusCause[] => {
  if (policy === 'Always') return [required(field, 'valid values: "OnFailure", "Never"')]
  return JOB_POLICIES.some((known) => known === policy) ? [] : [notSupported(field, policy, JOB_POLICIES)]
}

const COMPLETION_MODES = ['Indexed', 'NonIndexed'] as const
const MAX_INDEXED_PARALLELISM = 100_000

const validateIndexes = (spec: Job['spec'], path: string): readonly StatusCause[] => {
  const { completionMode = 'NonIndexed', completions, parallelism = 1, backoffLimitPerIndex, maxFailedIndexes } = spec ?? {}
  if (!COMPLETION_MODES.some((known) => known === completionMode))
    return [notSupported(`${path}.completionMode`, completionMode, COMPLETION_MODES)]
  const isIndexed = completionMode === 'Indexed'
  const tooMany = `must be less than or equal to ${MAX_INDEXED_PARALLELISM} when completion mode is Indexed`
  return [
    ...(isIndexed && completions === undefined ? [required(`${path}.completions`, 'when completion mode is Indexed')] : []),
    ...(isIndexed && parallelism > MAX_INDEXED_PARALLELISM ? [invalidValue(`${path}.parallelism`, parallelism, tooMany)] : []),
    ...(!isIndexed && backoffLimitPerIndex !== undefined
      ? [invalidValue(`${path}.backoffLimitPerIndex`, backoffLimitPerIndex, 'requires indexed completion mode')]
      : []),
    ...(backoffLimitPerIndex === undefined && maxFailedIndexes !== undefined
      ? [required(`${path}.backoffLimitPerIndex`, 'when maxFailedIndexes is specified')]
      : []),
  ]
}

/** `path` is `spec` or `spec.jobTemplate.spec`. */
export const validateJobTemplate = (spec: Job['spec'], path: string): readonly StatusCause[] => {
  const template = spec?.template.spec
  return [
    ...JOB_COUNTS.flatMap((field) => notNegative(spec?.[field], `${path}.${field}`)),
    ...validateIndexes(spec, path),
    ...validatePodSpec(template, `${path}.template.spec`),
    ...validateJobPolicy(template?.restartPolicy ?? 'Always', `${path}.template.spec.restartPolicy`),
  ]
}

export const validateJob = ({ spec }: Job): readonly StatusCause[] => validateJobTemplate(spec, 'spec')
