/** Workloads that last: selectors, templates, counts. @see k8s.io/kubernetes pkg/apis/apps/validation/validation.go, v1.34 */
import type { DaemonSet, Deployment, ReplicaSet, ReplicationController } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { isNone, validateAmount, validateAtMostAll } from './amounts.ts'
import { forbiddenField, goStruct, invalidValue, notNegative, notSupported, required } from './causes.ts'
import { validateSelector } from './metadata.ts'
import {
  isEmptySelector,
  isUsableSelector,
  validateLasting,
  validateOwnSelector,
  validatePodTemplate,
  validateSelected,
} from './pod-template.ts'

const TEMPLATE = 'spec.template'

/** A selector that cannot be used ends it: the template is not looked at. */
const validateReplicated = (spec: Deployment['spec'] | ReplicaSet['spec']): readonly StatusCause[] => {
  const { selector, template } = spec ?? {}
  if (!isUsableSelector(selector)) return [invalidValue('spec.selector', selector, 'invalid label selector')]
  return [
    ...validateSelected(template, selector),
    ...validatePodTemplate(template, TEMPLATE),
    ...validateLasting(template, 'ReplicaSet'),
  ]
}

const STRATEGY_FIELDS = ['Type', 'RollingUpdate'] as const
const STRATEGIES = ['Recreate', 'RollingUpdate'] as const

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
    ...(isNone(maxUnavailable) && isNone(maxSurge)
      ? [invalidValue(`${field}.maxUnavailable`, maxUnavailable, 'may not be 0 when `maxSurge` is 0')]
      : []),
    ...validateAtMostAll(maxUnavailable, `${field}.maxUnavailable`),
  ]
}

const validateProgress = (spec: Deployment['spec']): readonly StatusCause[] => {
  const { progressDeadlineSeconds: deadline, minReadySeconds: ready = 0 } = spec ?? {}
  const field = 'spec.progressDeadlineSeconds'
  return [
    ...notNegative(field, deadline),
    ...(deadline === undefined || deadline > ready
      ? []
      : [invalidValue(field, deadline, 'must be greater than minReadySeconds')]),
  ]
}

export const validateDeployment = ({ spec }: Deployment): readonly StatusCause[] => [
  ...notNegative('spec.replicas', spec?.replicas),
  ...validateOwnSelector(spec?.selector, 'deployment'),
  ...validateReplicated(spec),
  ...validateStrategy(spec?.strategy),
  ...notNegative('spec.minReadySeconds', spec?.minReadySeconds),
  ...notNegative('spec.revisionHistoryLimit', spec?.revisionHistoryLimit),
  ...validateProgress(spec),
]

/** Its selector's error names the Deployment, as the server's does. */
export const validateReplicaSet = ({ spec }: ReplicaSet): readonly StatusCause[] => [
  ...notNegative('spec.replicas', spec?.replicas),
  ...notNegative('spec.minReadySeconds', spec?.minReadySeconds),
  ...validateOwnSelector(spec?.selector, 'deployment'),
  ...validateReplicated(spec),
]

/** @see k8s.io/kubernetes pkg/apis/core/validation/validation.go ValidateReplicationControllerSpec, v1.34 */
export const validateReplicationController = ({ spec }: ReplicationController): readonly StatusCause[] => {
  const { selector = {}, template, replicas, minReadySeconds } = spec ?? {}
  return [
    ...notNegative('spec.minReadySeconds', minReadySeconds),
    ...(Object.keys(selector).length > 0 ? [] : [required('spec.selector')]),
    ...notNegative('spec.replicas', replicas),
    ...(template === undefined
      ? [required(TEMPLATE)]
      : [...validateSelected(template, { matchLabels: selector }), ...validatePodTemplate(template, TEMPLATE)]),
    ...(template === undefined ? [] : validateLasting(template, 'ReplicationController')),
  ]
}

const validateDaemonRolling = (
  rolling: NonNullable<NonNullable<DaemonSet['spec']>['updateStrategy']>['rollingUpdate'],
  path: string,
): readonly StatusCause[] => {
  const { maxUnavailable, maxSurge } = rolling ?? {}
  const [unavailable, surge] = [`${path}.maxUnavailable`, `${path}.maxSurge`]
  return [
    ...validateAmount(maxUnavailable, unavailable),
    ...validateAmount(maxSurge, surge),
    ...validateAtMostAll(maxUnavailable, unavailable),
    ...validateAtMostAll(maxSurge, surge),
    ...(!isNone(maxUnavailable) && !isNone(maxSurge)
      ? [invalidValue(surge, maxSurge, 'may not be set when maxUnavailable is non-zero')]
      : []),
    ...(isNone(maxUnavailable) && isNone(maxSurge) ? [required(unavailable, 'cannot be 0 when maxSurge is 0')] : []),
  ]
}

const validateDaemonStrategy = (strategy: NonNullable<DaemonSet['spec']>['updateStrategy']): readonly StatusCause[] => {
  const { type, rollingUpdate } = strategy ?? {}
  const field = 'spec.updateStrategy'
  if (type === 'OnDelete') return []
  return type === 'RollingUpdate'
    ? validateDaemonRolling(rollingUpdate, `${field}.rollingUpdate`)
    : [notSupported(field, goStruct(strategy ?? {}, STRATEGY_FIELDS), ['RollingUpdate', 'OnDelete'])]
}

export const validateDaemonSet = ({ spec }: DaemonSet): readonly StatusCause[] => {
  const { selector, template } = spec ?? {}
  const empty = selector !== undefined && isEmptySelector(selector)
  return [
    ...validateSelector(selector, 'spec.selector'),
    ...(isUsableSelector(selector) ? validateSelected(template, selector) : []),
    ...(empty ? [invalidValue('spec.selector', selector, 'empty selector is invalid for daemonset')] : []),
    ...validatePodTemplate(template, TEMPLATE),
    ...validateLasting(template, 'DaemonSet'),
    ...notNegative('spec.minReadySeconds', spec?.minReadySeconds),
    ...validateDaemonStrategy(spec?.updateStrategy),
    ...notNegative('spec.revisionHistoryLimit', spec?.revisionHistoryLimit),
  ]
}
