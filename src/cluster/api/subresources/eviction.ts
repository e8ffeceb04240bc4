/** Evictions, as `kubectl drain` asks: deletions that a disruption budget can refuse. @see k8s.io/kubernetes pkg/registry/core/pod/storage/eviction.go, v1.34 */
import { badRequest, failureWithoutReason, success, tooManyRequests } from '../../../kubernetes/errors.ts'
import type { Eviction, Pod, PodDisruptionBudget } from '../../../kubernetes/generated/types.ts'
import { isPod, isPodDisruptionBudget } from '../../../kubernetes/guards.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import { markDisrupted } from '../../controllers/nodes/disruption-target.ts'
import { isInBudget } from '../../controllers/workloads/disruption.ts'
import { toTimestamp } from '../../time.ts'
import type { ObjectCall } from '../api-context.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { deletionOf } from '../rest/delete-options.ts'
import { findObject, respondNotFound } from '../rest/get.ts'
import { readPosted } from '../rest/posted.ts'

const VIOLATION = "Cannot evict pod as it would violate the pod's disruption budget."

const EVICTED = { reason: 'EvictionByEvictionAPI', message: 'Eviction API: evicting' } as const

const tooManyEvictions = (message: string, retryAfterSeconds?: number): Status => ({
  ...tooManyRequests(VIOLATION),
  details: {
    causes: [{ reason: 'DisruptionBudget', message, field: '' }],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
  },
})

/** Why the budget keeps the Pod; undefined where it lets it go. */
const refuse = ({ metadata, status }: PodDisruptionBudget): Status | undefined => {
  const { name = '' } = metadata
  if ((status?.observedGeneration ?? 0) < (metadata.generation ?? 1))
    return tooManyEvictions(`The disruption budget ${name} is still being processed by the server.`, 10)
  if ((status?.disruptionsAllowed ?? 0) > 0) return undefined
  const { desiredHealthy = 0, currentHealthy = 0 } = status ?? {}
  return tooManyEvictions(
    `The disruption budget ${name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
  )
}

/** What has ended, not begun or is being deleted is nobody's loss. */
const isFree = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined ||
  status?.phase === undefined ||
  status.phase === 'Succeeded' ||
  status.phase === 'Failed' ||
  status.phase === 'Pending'

/** A Pod that is not ready counts for nothing, and goes where the budget says so or is met without it. */
const mayGoUnready = ({ spec, status }: PodDisruptionBudget, pod: Pod): boolean => {
  if (isPodReady(pod)) return false
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {}
  return spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow' || (desiredHealthy > 0 && currentHealthy >= desiredHealthy)
}

/** Counts the Pod as gone at once: the controller that counts comes later. */
const take = (call: ObjectCall, budget: PodDisruptionBudget): void => {
  const { status } = budget
  if (status === undefined) return
  const now = toTimestamp(call.context.clock.now())
  const disruptedPods = { ...status.disruptedPods, [call.name]: now }
  const disruptionsAllowed = status.disruptionsAllowed - 1
  call.context.writer.updateStatus(Object.assign({}, budget, { status: { ...status, disruptedPods, disruptionsAllowed } }))
}

const askBudget = (call: ObjectCall, pod: Pod, dryRun: boolean): Status | undefined => {
  if (isFree(pod)) return undefined
  const budgets = call.context.store
    .list('poddisruptionbudgets.policy', call.namespace)
    .filter(isPodDisruptionBudget)
    .filter((budget) => isInBudget(budget, pod))
  const [budget, second] = budgets
  if (budget === undefined) return undefined
  if (second !== undefined) {
    const message = 'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.'
    return failureWithoutReason(message)
  }
  if (mayGoUnready(budget, pod)) return undefined
  const refused = refuse(budget)
  if (refused === undefined && !dryRun) take(call, budget)
  return refused
}

const EVICTION = { kind: 'Eviction', group: 'policy', version: 'v1', older: 'v1beta1' } as const

/** A dry run is asked for there or here. */
const readDeletionOf = ({ deleteOptions }: Eviction, { query }: ObjectCall): ReturnType<typeof deletionOf> => {
  const { dryRun = [], ...rest } = deleteOptions ?? {}
  return deletionOf(query, { ...rest, dryRun: dryRun.length > 0 ? dryRun : query.getAll('dryRun') })
}

export const handleEviction = async (call: ObjectCall): Promise<Response> => {
  const decoded = await readPosted(call, EVICTION)
  if (!decoded.ok) return respondStatus(decoded.status)
  const eviction = decoded.object as Eviction
  if (eviction.metadata.name !== call.name)
    return respondStatus(badRequest('name in URL does not match name in Eviction object'))
  const read = readDeletionOf(eviction, call)
  if (!read.ok) return respondStatus(read.status)
  const { options } = read
  const { resourceVersion: _checked, ...unversioned } = options
  const pod = findObject(call)
  if (pod === undefined || !isPod(pod)) return respondNotFound(call)
  const { dryRun = false } = options
  const refused = askBudget(call, pod, dryRun)
  if (refused !== undefined) return respondStatus(refused)
  const { name, namespace, context } = call
  const reference = { apiVersion: 'v1', kind: 'Pod', name, ...(namespace === undefined ? {} : { namespace }) }
  // Nothing is said of a Pod that must not go, and what is said makes another version of one that may.
  const tried = context.writer.delete(reference, { ...options, dryRun: true })
  if (tried.ok && !dryRun) markDisrupted(pod, EVICTED, context)
  const result = tried.ok && !dryRun ? context.writer.delete(reference, unversioned) : tried
  if (!result.ok) return respondStatus(result.status)
  await context.store.flushed()
  return respond({ ...success(undefined), code: 201 }, call.accepted, { code: 201, warnings: decoded.warnings })
}
