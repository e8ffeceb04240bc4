/**
 * A Job's Pods stay until they are counted: a finalizer holds them. Who is about to be counted stands in the Job's status between
 * two writes, so that nobody is counted twice or not at all, wherever a server stops. @see kubernetes pkg/controller/job, v1.34
 */
import type { Job, JobStatus, Pod } from '../../../kubernetes/generated/types.ts'
import { isJob, isPod } from '../../../kubernetes/guards.ts'
import type { Controller, ControllerContext } from '../controller.ts'
import { controllerOf, keyOfObject, podsOwnedBy } from '../owners.ts'
import { matchFailurePolicy } from './failure-policy.ts'
import { isIndexed, TRACKING } from './job-pods.ts'
import { endOf, isFailing } from './job-end.ts'

const isTracked = ({ metadata }: Pod): boolean => metadata.finalizers?.includes(TRACKING) === true

/** A Pod that is deleted has failed, unless the Job replaces only those that have ended. */
const isLost = (job: Job, { metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp !== undefined &&
  status?.phase !== 'Succeeded' &&
  (job.spec?.podReplacementPolicy !== 'Failed' || isFailing(job))

const hasFailed = (job: Job, pod: Pod): boolean => pod.status?.phase === 'Failed' || isLost(job, pod)

/** Lets the Pod go. */
export function release(pod: Pod, { writer }: Pick<ControllerContext, 'writer'>): void {
  if (!isTracked(pod)) return
  const { finalizers = [], ...metadata } = pod.metadata
  const others = finalizers.filter((name) => name !== TRACKING)
  writer.update({ ...pod, metadata: others.length === 0 ? metadata : { ...metadata, finalizers: others } })
}

/** Pods of an earlier version are held from now on. */
export function hold(pods: readonly Pod[], { writer }: Pick<ControllerContext, 'writer'>): void {
  for (const pod of pods) {
    if (isTracked(pod) || pod.metadata.deletionTimestamp !== undefined) continue
    writer.update({ ...pod, metadata: { ...pod.metadata, finalizers: [...(pod.metadata.finalizers ?? []), TRACKING] } })
  }
}

type Uncounted = Required<NonNullable<JobStatus['uncountedTerminatedPods']>>

const uncountedOf = ({ status }: Job): Uncounted => ({
  succeeded: status?.uncountedTerminatedPods?.succeeded ?? [],
  failed: status?.uncountedTerminatedPods?.failed ?? [],
})

/** What is counted and what will be, of Pods that have ended. */
export const countsOf = (job: Job, pods: readonly Pod[]): { readonly succeeded: number; readonly failed: number } => {
  const { succeeded, failed } = withEnded(job, pods)
  return {
    succeeded: (job.status?.succeeded ?? 0) + succeeded.length,
    failed: (job.status?.failed ?? 0) + failed.length,
  }
}

/** Those that are written down as about to be counted, and those that have ended since. */
function withEnded(job: Job, pods: readonly Pod[]): Uncounted {
  const before = uncountedOf(job)
  const known = new Set([...before.succeeded, ...before.failed])
  const ended = pods.filter((pod) => isTracked(pod) && !known.has(pod.metadata.uid ?? ''))
  const uids = (some: readonly Pod[]): readonly string[] => some.map(({ metadata }) => metadata.uid ?? '')
  const failed = ended.filter((pod) => hasFailed(job, pod) && matchFailurePolicy(job, pod)?.action !== 'Ignore')
  // Of completions with numbers those that have succeeded are known by the numbers.
  const succeeded = isIndexed(job) ? [] : ended.filter(({ status }) => status?.phase === 'Succeeded')
  return { succeeded: [...before.succeeded, ...uids(succeeded)], failed: [...before.failed, ...uids(failed)] }
}

const writeStatus = (job: Job, status: JobStatus, { writer }: ControllerContext): Job => {
  const changed = { ...job, status } as Job
  writer.updateStatus({ apiVersion: 'batch/v1', kind: 'Job', metadata: keyOfObject(job), status } as Job)
  return changed
}

/** Counts the Pods that have ended, and lets them go. Returns the Job with its new counts, which the caller writes. */
export function count(job: Job, context: ControllerContext): Job {
  const found = context.store.get('jobs.batch', job.metadata.namespace, job.metadata.name ?? '')
  if (found === undefined) return job
  const pods = podsOwnedBy(context.store, found)
  const uncounted = withEnded(job, pods)
  const leaving = pods.filter((pod) => isTracked(pod) && (pod.status?.phase === 'Succeeded' || hasFailed(job, pod)))
  const { succeeded, failed } = countsOf(job, pods)
  const isNews = uncounted.succeeded.length + uncounted.failed.length > 0
  const { uncountedTerminatedPods: _before, ...status } = job.status ?? {}
  const noted = Object.fromEntries(Object.entries(uncounted).filter(([, uids]) => uids.length > 0))
  if (isNews) writeStatus(job, { ...status, uncountedTerminatedPods: noted }, context)
  for (const pod of leaving) release(pod, context)
  const completed = isIndexed(job) ? (job.status?.succeeded ?? 0) : succeeded
  return {
    ...job,
    status: { ...status, ...(completed === 0 ? {} : { succeeded: completed }), ...(failed === 0 ? {} : { failed }) },
  }
}

/** Pods that no Job will count are let go: their Job is no more, is being deleted or has ended. */
const isForsaken = (pod: Pod, { store }: ControllerContext): boolean => {
  const owner = controllerOf(pod)
  const job = owner?.kind === 'Job' ? store.get('jobs.batch', pod.metadata.namespace, owner.name) : undefined
  if (job === undefined || !isJob(job) || job.metadata.uid !== owner?.uid) return true
  return job.metadata.deletionTimestamp !== undefined || endOf(job) !== undefined
}

export const jobTrackingController: Controller = {
  name: 'job-tracking',
  watches: ['jobs.batch', 'pods'],
  keysFor: ({ object, resource, type }, { store }) => {
    if (resource === 'jobs.batch') return podsOwnedBy(store, object).filter(isTracked).map(keyOfObject)
    return type !== 'DELETED' && isPod(object) && isTracked(object) ? [keyOfObject(object)] : []
  },
  reconcile: (key, context) => {
    const pod = context.store.get('pods', key.namespace, key.name)
    if (pod !== undefined && isPod(pod) && isTracked(pod) && isForsaken(pod, context)) release(pod, context)
    return undefined
  },
}
