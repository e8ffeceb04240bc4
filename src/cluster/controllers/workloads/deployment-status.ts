/** What `kubectl rollout status` reads. */
import type { Deployment, DeploymentCondition, DeploymentStatus, ReplicaSet } from '../../../kubernetes/generated/types.ts'
import { toTimestamp } from '../../time.ts'

export interface RolloutState {
  readonly current: ReplicaSet | undefined
  readonly sets: readonly ReplicaSet[]
  readonly nowMs: number
}

type Finding = Pick<DeploymentCondition, 'type' | 'status' | 'reason' | 'message'>

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

/** Nothing has become available for as long as the Deployment allows. It stays so until something moves. */
function isOverdue({ spec, status }: Deployment, counts: Counts, { current, nowMs }: RolloutState): boolean {
  const before = status?.conditions?.find(({ type }) => type === 'Progressing')
  if (before === undefined || counts.available !== (status?.availableReplicas ?? 0)) return false
  const { reason, message = '', lastUpdateTime = '' } = before
  if (reason === 'ProgressDeadlineExceeded') return message.includes(`"${nameOf(current)}"`)
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

function progress(deployment: Deployment, counts: Counts, state: RolloutState): Finding {
  const type = 'Progressing'
  const set = `ReplicaSet "${nameOf(state.current)}"`
  const paused = pause(deployment, counts.updated > (deployment.status?.updatedReplicas ?? 0))
  if (paused !== undefined) return paused
  if (isComplete(deployment, counts))
    return { type, status: 'True', reason: 'NewReplicaSetAvailable', message: `${set} has successfully progressed.` }
  if (isOverdue(deployment, counts, state))
    return { type, status: 'False', reason: 'ProgressDeadlineExceeded', message: `${set} has timed out progressing.` }
  return { type, status: 'True', reason: 'ReplicaSetUpdated', message: `${set} is progressing.` }
}

/** What a ReplicaSet cannot do is said of its Deployment. */
const failures = (sets: readonly ReplicaSet[]): readonly Finding[] =>
  sets
    .flatMap(({ status }) => status?.conditions ?? [])
    .filter(({ type }) => type === 'ReplicaFailure')
    .slice(0, 1)
    .map(({ type, status, reason = '', message = '' }) => ({ type, status, reason, message }))

interface Counts {
  readonly total: number
  readonly updated: number
  readonly ready: number
  readonly available: number
}

function toCondition(finding: Finding, before: DeploymentCondition | undefined, now: string): DeploymentCondition {
  const isSame = before?.status === finding.status && before.reason === finding.reason && before.message === finding.message
  const transition = before?.status === finding.status ? (before.lastTransitionTime ?? now) : now
  return { ...finding, lastUpdateTime: isSame ? (before.lastUpdateTime ?? now) : now, lastTransitionTime: transition }
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
  const before = deployment.status?.conditions ?? []
  const findings = [availability(deployment, counts.available), progress(deployment, counts, state), ...failures(sets)]
  return {
    observedGeneration: deployment.metadata.generation ?? 1,
    ...counted(
      counts,
      sets.reduce((total, { spec }) => total + (spec?.replicas ?? 0), 0),
    ),
    conditions: findings.map((finding) =>
      toCondition(
        finding,
        before.find(({ type }) => type === finding.type),
        now,
      ),
    ),
  }
}
