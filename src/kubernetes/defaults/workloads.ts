/** Defaults of the workload kinds. @see k8s.io/kubernetes pkg/apis/{apps,batch}/v1/defaults.go, v1.34 */
import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  PersistentVolumeClaim,
  PodFailurePolicy,
  PodTemplateSpec,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../generated/types.ts'
import { defaultPodSpec } from './pod-spec.ts'
import { defaultClaimSpec } from './volumes.ts'

const defaultTemplate = (template: PodTemplateSpec | undefined): PodTemplateSpec => ({
  ...template,
  metadata: { ...template?.metadata },
  ...(template?.spec === undefined ? {} : { spec: defaultPodSpec(template.spec) }),
})

export const defaultDeployment = (deployment: Deployment): Deployment => {
  const spec = deployment.spec
  if (spec === undefined) return deployment
  const type = spec.strategy?.type ?? 'RollingUpdate'
  const rolling = { maxUnavailable: '25%', maxSurge: '25%', ...spec.strategy?.rollingUpdate }
  return {
    ...deployment,
    spec: {
      ...spec,
      replicas: spec.replicas ?? 1,
      template: defaultTemplate(spec.template),
      strategy: type === 'RollingUpdate' ? { ...spec.strategy, type, rollingUpdate: rolling } : { ...spec.strategy, type },
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
      progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
    },
    status: deployment.status ?? {},
  }
}

export const defaultReplicaSet = (set: ReplicaSet): ReplicaSet =>
  set.spec === undefined
    ? set
    : {
        ...set,
        spec: { ...set.spec, replicas: set.spec.replicas ?? 1, template: defaultTemplate(set.spec.template) },
        status: { ...set.status, replicas: set.status?.replicas ?? 0 },
      }

export const defaultReplicationController = (controller: ReplicationController): ReplicationController => {
  const spec = controller.spec
  if (spec === undefined) return controller
  const labels = spec.template?.metadata?.labels
  const isUnlabelled = Object.keys(controller.metadata.labels ?? {}).length === 0
  return {
    ...controller,
    ...(isUnlabelled && labels !== undefined ? { metadata: { ...controller.metadata, labels } } : {}),
    spec: {
      ...spec,
      replicas: spec.replicas ?? 1,
      ...(spec.selector === undefined && labels !== undefined ? { selector: labels } : {}),
      ...(spec.template === undefined ? {} : { template: defaultTemplate(spec.template) }),
    },
    status: { ...controller.status, replicas: controller.status?.replicas ?? 0 },
  }
}

/** How many may be unavailable belongs to a feature that is off; a type that is given brings no rolling of its own. */
const defaultSetStrategy = ({ updateStrategy }: NonNullable<StatefulSet['spec']>): NonNullable<typeof updateStrategy> => {
  const type = updateStrategy?.type ?? 'RollingUpdate'
  const rolling = updateStrategy?.rollingUpdate ?? (updateStrategy?.type === undefined ? {} : undefined)
  if (rolling === undefined) return { type }
  const { maxUnavailable: _off, ...kept } = rolling
  return { type, rollingUpdate: type === 'RollingUpdate' ? { partition: 0, ...kept } : kept }
}

const defaultClaim = (claim: PersistentVolumeClaim): PersistentVolumeClaim => ({
  ...claim,
  spec: defaultClaimSpec(claim.spec),
  status: { ...claim.status, phase: claim.status?.phase ?? 'Pending' },
})

const STATEFUL_DEFAULTS = { podManagementPolicy: 'OrderedReady', replicas: 1, revisionHistoryLimit: 10 } as const

export const defaultStatefulSet = (set: StatefulSet): StatefulSet => {
  const { spec, status } = set
  if (spec === undefined) return set
  return {
    ...set,
    spec: {
      ...STATEFUL_DEFAULTS,
      ...spec,
      updateStrategy: defaultSetStrategy(spec),
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: 'Retain',
        whenScaled: 'Retain',
        ...spec.persistentVolumeClaimRetentionPolicy,
      },
      template: defaultTemplate(spec.template),
      ...(spec.volumeClaimTemplates === undefined ? {} : { volumeClaimTemplates: spec.volumeClaimTemplates.map(defaultClaim) }),
    },
    status: { replicas: 0, availableReplicas: 0, ...status },
  }
}

export const defaultDaemonSet = (set: DaemonSet): DaemonSet => {
  const spec = set.spec
  if (spec === undefined) return set
  const type = spec.updateStrategy?.type ?? 'RollingUpdate'
  const rolling = { maxUnavailable: 1, maxSurge: 0, ...spec.updateStrategy?.rollingUpdate }
  return {
    ...set,
    spec: {
      ...spec,
      template: defaultTemplate(spec.template),
      updateStrategy: type === 'RollingUpdate' ? { type, rollingUpdate: rolling } : { ...spec.updateStrategy, type },
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
    },
    status: {
      currentNumberScheduled: 0,
      numberMisscheduled: 0,
      desiredNumberScheduled: 0,
      numberReady: 0,
      ...set.status,
    },
  }
}

type JobSpec = NonNullable<Job['spec']>

/** A condition that a rule is for holds, unless it says otherwise. */
const defaultFailurePolicy = (policy: PodFailurePolicy): PodFailurePolicy => {
  const { rules } = policy as Partial<PodFailurePolicy>
  if (rules === undefined) return policy
  return {
    rules: rules.map((rule) =>
      rule.onPodConditions === undefined
        ? rule
        : {
            ...rule,
            onPodConditions: rule.onPodConditions.map((pattern) => ({
              ...pattern,
              status: pattern.status === '' ? 'True' : pattern.status,
            })),
          },
    ),
  }
}

const defaultJobSpec = (spec: JobSpec): JobSpec => ({
  ...spec,
  ...(spec.completions === undefined && spec.parallelism === undefined ? { completions: 1 } : {}),
  parallelism: spec.parallelism ?? 1,
  // Who limits the failures of each completion does not mean to limit their sum.
  backoffLimit: spec.backoffLimit ?? (spec.backoffLimitPerIndex === undefined ? 6 : 2_147_483_647),
  completionMode: spec.completionMode ?? 'NonIndexed',
  suspend: spec.suspend ?? false,
  podReplacementPolicy: spec.podReplacementPolicy ?? (spec.podFailurePolicy === undefined ? 'TerminatingOrFailed' : 'Failed'),
  ...(spec.podFailurePolicy === undefined ? {} : { podFailurePolicy: defaultFailurePolicy(spec.podFailurePolicy) }),
  template: defaultTemplate(spec.template),
})

export const defaultJob = (job: Job): Job =>
  job.spec === undefined
    ? job
    : {
        ...job,
        spec: { ...defaultJobSpec(job.spec), manualSelector: job.spec.manualSelector ?? false },
        status: job.status ?? {},
      }

/** Within a CronJob a Job is left as it is, but for its rules and its Pods. */
const defaultInnerJob = (spec: JobSpec): JobSpec => ({
  ...spec,
  ...(spec.podFailurePolicy === undefined ? {} : { podFailurePolicy: defaultFailurePolicy(spec.podFailurePolicy) }),
  template: defaultTemplate(spec.template),
})

export const defaultCronJob = (job: CronJob): CronJob => {
  const spec = job.spec
  if (spec === undefined) return job
  const inner = spec.jobTemplate.spec
  return {
    ...job,
    spec: {
      ...spec,
      concurrencyPolicy: spec.concurrencyPolicy ?? 'Allow',
      suspend: spec.suspend ?? false,
      successfulJobsHistoryLimit: spec.successfulJobsHistoryLimit ?? 3,
      failedJobsHistoryLimit: spec.failedJobsHistoryLimit ?? 1,
      jobTemplate: {
        metadata: {},
        ...spec.jobTemplate,
        ...(inner === undefined ? {} : { spec: defaultInnerJob(inner) }),
      },
    },
    status: job.status ?? {},
  }
}
