/** Workloads: selectors, templates, counts. @see k8s.io/kubernetes pkg/apis/{apps,batch}/validation, v1.34 */
import type { DaemonSet, Deployment, Job, PodTemplateSpec, ReplicaSet, StatefulSet, LabelSelector } from '../generated/types.ts'
import { matchesSelector } from '../labels.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, notSupported, required } from './causes.ts'
import { validateLabels, validateSelector } from './metadata.ts'
import { validatePodSpec } from './pod.ts'

const notNegative = (value: number | undefined, field: string): readonly StatusCause[] =>
  value === undefined || value >= 0 ? [] : [invalidValue(field, value, 'must be greater than or equal to 0')]

const isEmpty = (selector: LabelSelector | undefined): boolean =>
  Object.keys(selector?.matchLabels ?? {}).length + (selector?.matchExpressions ?? []).length === 0

const validateWorkloadSelector = (selector: LabelSelector | undefined, kind: string): readonly StatusCause[] => {
  if (selector === undefined) return [required('spec.selector')]
  const own = validateSelector(selector, 'spec.selector')
  return isEmpty(selector) ? [...own, invalidValue('spec.selector', selector, `empty selector is invalid for ${kind}`)] : own
}

const validateTemplate = (
  template: PodTemplateSpec | undefined,
  selector: LabelSelector | undefined,
): readonly StatusCause[] => {
  const labels = template?.metadata?.labels
  const fits = isEmpty(selector) || matchesSelector(selector, labels)
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
  ...notNegative(spec?.minReadySeconds, 'spec.minReadySeconds'),
]

const STRATEGIES = ['Recreate', 'RollingUpdate'] as const

export const validateDeployment = ({ spec }: Deployment): readonly StatusCause[] => {
  const type = spec?.strategy?.type
  return [
    ...validateWorkload(spec, 'deployment'),
    ...(type === undefined || STRATEGIES.some((known) => known === type)
      ? []
      : [notSupported('spec.strategy.type', type, STRATEGIES)]),
    ...notNegative(spec?.revisionHistoryLimit, 'spec.revisionHistoryLimit'),
  ]
}

export const validateReplicaSet = ({ spec }: ReplicaSet): readonly StatusCause[] => validateWorkload(spec, 'replicaset')

export const validateStatefulSet = ({ spec }: StatefulSet): readonly StatusCause[] => validateWorkload(spec, 'statefulset')

export const validateDaemonSet = ({ spec }: DaemonSet): readonly StatusCause[] => validateWorkload(spec, 'daemonset')

const JOB_POLICIES = ['OnFailure', 'Never'] as const

export const validateJob = ({ spec }: Job): readonly StatusCause[] => {
  const policy = spec?.template.spec?.restartPolicy
  const wrongPolicy = policy === undefined || !JOB_POLICIES.some((known) => known === policy)
  return [
    ...notNegative(spec?.parallelism, 'spec.parallelism'),
    ...notNegative(spec?.completions, 'spec.completions'),
    ...notNegative(spec?.backoffLimit, 'spec.backoffLimit'),
    ...validatePodSpec(spec?.template.spec, 'spec.template.spec'),
    ...(wrongPolicy
      ? [
          policy === 'Always' || policy === undefined
            ? { ...required('spec.template.spec.restartPolicy', 'valid values: "OnFailure", "Never"') }
            : notSupported('spec.template.spec.restartPolicy', policy, JOB_POLICIES),
        ]
      : []),
  ]
}
