/** What `kubectl rollout status` reads. @see kubernetes pkg/controller/deployment/progress.go, v1.34 */
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../../kubernetes/generated/types.ts'
import { toTimestamp } from '../../time.ts'
import { putCondition, type Finding } from './deployment-conditions.ts'

export interface RolloutState {
  readonly current: ReplicaSet | undefined
  readonly sets: readonly ReplicaSet[]
  readonly nowMs: number
}

const sum = (sets: readonly ReplicaSet[], field: 'replicas' | 'readyReplicas' | 'availableReplicas'): number =>
  sets.reduce((total, { status }) => total + (status?.[field] ?? 0), 0)

const unavailableAllowed = ({ spec }: Deployment): number => {
  const { maxUnavailable = '25%' } = spec?.strategy?.rollingUpdate ?? {}
  const desired = spec?.replicas ?? 1
  return typeof maxUnavailable === 'number' ? maxUnavailable : Math.floor((Number.parseInt(maxUnavailable, 10) * desired) / 100)
}

const availability = (deployment: Deployment, available: number): Finding =>
  available >= (deployment.spec?.replicas ?? 1) - unavailableAllowed(deployment)
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      }

const isComplete = ({ spec }: Deployment, { updated, total, available }: Counts): boolean => {
  const desired = spec?.replicas ?? 1
  return updated === desired && total === desired && available === desired
}

/** Nothing has moved for as long as the Deployment allows. It stays so until something moves. */
function isOverdue({ spec }: Deployment, known: DeploymentCondition, nowMs: number): boolean {
  const { reason, lastUpdateTime = '' } = known
  if (reason === 'ProgressDeadlineExceeded') return true
  const waitedMs = nowMs - (Date.parse(lastUpdateTime) || nowMs)
  return reason !== 'NewReplicaSetAvailable' && waitedMs >= (spec?.progressDeadlineSeconds ?? 600) * 1000
}

/** A Deployment that is halted says so, unless its time was over before. It says when it goes on, until something moves. */
function pause({ spec, status }: Deployment, moved: boolean): Finding | undefined {
  const type = 'Progressing'
  const known = status?.conditions?.find((one) => one.type === type)
  const reason = known?.reason
  if (spec?.paused !== true)
    return reason === 'DeploymentPaused' && !moved
      ? { type, status: 'Unknown', reason: 'DeploymentResumed', message: 'Deployment is resumed' }
      : undefined
  return reason === 'ProgressDeadlineExceeded'
    ? known
    : { type, status: 'Unknown', reason: 'DeploymentPaused', message: 'Deployment is paused' }
}

const nameOf = (set: ReplicaSet | undefined): string => set?.metadata.name ?? ''

const moved = ({ status = {} }: Deployment, { total, updated, ready, available }: Counts): boolean =>
  updated > (status.updatedReplicas ?? 0) ||
  total - updated < (status.replicas ?? 0) - (status.updatedReplicas ?? 0) ||
  ready > (status.readyReplicas ?? 0) ||
  available > (status.availableReplicas ?? 0)

/** Whether what is known is about another set, or about none while this one has no Pods yet: it has just been made. */
const isNew = (known: DeploymentCondition | undefined, name: string, counts: Counts): boolean => {
  const [, told] = /replica ?set "(.*)"/iu.exec(known?.message ?? '') ?? []
  return told === undefined ? known === undefined || counts.updated === 0 : told !== name
}

function progress(deployment: Deployment, counts: Counts, { current, nowMs }: RolloutState): Finding | undefined {
  const type = 'Progressing'
  const name = nameOf(current)
  const known = deployment.status?.conditions?.find((one) => one.type === type)
  const paused = pause(deployment, counts.updated > (deployment.status?.updatedReplicas ?? 0))
  if (paused !== undefined) return paused
  const isMade = isNew(known, name, counts)
  // What has become available stays so while it is only scaled.
  if (!isMade && known?.reason === 'NewReplicaSetAvailable' && counts.total === counts.updated) return undefined
  if (isComplete(deployment, counts))
    return {
      ...{ type, status: 'True', reason: 'NewReplicaSetAvailable' },
      message: `ReplicaSet "${name}" has successfully progressed.`,
    }
  if (isMade && current !== undefined)
    return { type, status: 'True', reason: 'NewReplicaSetCreated', message: `Created new replica set "${name}"` }
  if (moved(deployment, counts))
    return { type, status: 'True', reason: 'ReplicaSetUpdated', message: `ReplicaSet "${name}" is progressing.` }
  return known !== undefined && isOverdue(deployment, known, nowMs)
    ? {
        ...{ type, status: 'False', reason: 'ProgressDeadlineExceeded' },
        message: `ReplicaSet "${name}" has timed out progressing.`,
      }
    : undefined
}

/** What a ReplicaSet cannot do is said of its Deployment. */
const failure = (sets: readonly ReplicaSet[]): Finding | undefined => {
  const found = sets.flatMap(({ status }) => status?.conditions ?? []).find(({ type }) => type === 'ReplicaFailure')
  if (found === undefined) return undefined
  const { type, status, reason = '', message = '' } = found
  return { type, status, reason, message }
}

interface Counts {
  readonly total: number
  readonly updated: number
  readonly ready: number
  readonly available: number
}

const counted = (counts: Counts, specified: number): Partial<DeploymentStatus> => ({
  ...(counts.total === 0 ? {} : { replicas: counts.total }),
  ...(counts.updated === 0 ? {} : { updatedReplicas: counts.updated }),
  ...(counts.ready === 0 ? {} : { readyReplicas: counts.ready }),
  ...(counts.available === 0 ? {} : { availableReplicas: counts.available }),
  ...(specified > counts.available ? { unavailableReplicas: specified - counts.available } : {}),
})

export function deploymentStatus(deployment: Deployment, state: RolloutState): DeploymentStatus {
  const { current, sets, nowMs } = state
  const counts: Counts = {
    total: sum(sets, 'replicas'),
    updated: current?.status?.replicas ?? 0,
    ready: sum(sets, 'readyReplicas'),
    available: sum(sets, 'availableReplicas'),
  }
  const now = toTimestamp(nowMs)
  const before = (deployment.status?.conditions ?? []).filter(
    ({ type }) => type !== 'ReplicaFailure' || failure(sets) !== undefined,
  )
  const progressing = progress(deployment, counts, state)
  const available = availability(deployment, counts.available)
  // A set is made before anybody looks at what there is.
  const found = progressing?.reason === 'NewReplicaSetCreated' ? [progressing, available] : [available, progressing]
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...counted(
      counts,
      sets.reduce((total, { spec }) => total + (spec?.replicas ?? 0), 0),
    ),
    conditions: [...found, failure(sets)].reduce(
      (conditions, finding) => (finding === undefined ? conditions : putCondition(conditions, finding, now)),
      before,
    ),
  }
}
