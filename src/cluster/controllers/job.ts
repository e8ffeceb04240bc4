/** Runs Pods until enough have succeeded. @see kubernetes pkg/controller/job, v1.34 */
import type { Job, JobCondition, JobStatus, Pod } from '../../kubernetes/generated/types.ts'
import { isJob } from '../../kubernetes/guards.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import { isPodReady } from '../../network/service/derive-endpoints.ts'
import { toTimestamp } from '../time.ts'
import { isPodActive, keyOfObject, keysByOwner, podFromTemplate, podsOwnedBy } from './owners.ts'
import type { Controller, ControllerContext } from './controller.ts'

const COMPONENT = 'job-controller'

/** The labels of a Job's Pods; the API server writes them into the selector, too. */
export const jobLabels = (job: Job): Readonly<Record<string, string>> => ({
  'batch.kubernetes.io/controller-uid': job.metadata.uid ?? '',
  'batch.kubernetes.io/job-name': job.metadata.name ?? '',
  'controller-uid': job.metadata.uid ?? '',
  'job-name': job.metadata.name ?? '',
})

/** The selector that the API server generates on creation; the Job has no uid before. */
function complete(job: Job, { store }: ControllerContext): Job {
  if (job.spec?.selector !== undefined || job.spec === undefined) return job
  const labels = { ...job.spec.template.metadata?.labels, ...jobLabels(job) }
  const uid = job.metadata.uid ?? ''
  const spec = {
    ...job.spec,
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
    template: { ...job.spec.template, metadata: { ...job.spec.template.metadata, labels } },
  }
  return store.put('jobs.batch', { ...job, spec } as Job) as Job
}

interface Tally {
  readonly active: readonly Pod[]
  readonly succeeded: number
  readonly failed: number
}

const tally = (pods: readonly Pod[]): Tally => ({
  active: pods.filter(isPodActive),
  succeeded: pods.filter(({ status }) => status?.phase === 'Succeeded').length,
  failed: pods.filter(({ status }) => status?.phase === 'Failed').length,
})

const isFinished = ({ status }: Job): boolean =>
  (status?.conditions ?? []).some(({ type, status: value }) => (type === 'Complete' || type === 'Failed') && value === 'True')

const condition = (type: string, now: string, why: readonly [string, string]): JobCondition => ({
  type,
  status: 'True',
  lastProbeTime: now,
  lastTransitionTime: now,
  reason: why[0],
  message: why[1],
})

function ending(job: Job, { succeeded, failed }: Tally, now: string): readonly JobCondition[] {
  const wanted = job.spec?.completions ?? 1
  if (succeeded >= wanted) {
    const why = ['CompletionsReached', 'Reached expected number of succeeded pods'] as const
    return [condition('SuccessCriteriaMet', now, why), condition('Complete', now, why)]
  }
  if (failed <= (job.spec?.backoffLimit ?? 6)) return []
  const why = ['BackoffLimitExceeded', 'Job has reached the specified backoff limit'] as const
  return [condition('FailureTarget', now, why), condition('Failed', now, why)]
}

function start(job: Job, { active, succeeded }: Tally, context: ControllerContext): void {
  const wanted = Math.min(job.spec?.parallelism ?? 1, (job.spec?.completions ?? 1) - succeeded)
  for (let count = active.length; count < wanted; count++) {
    const result = context.writer.create(
      podFromTemplate({ owner: job, template: job.spec?.template ?? {}, labels: jobLabels(job) }),
    )
    if (!result.ok) return
    context.recordEvent({
      about: { ...referenceTo(job), uid: job.metadata.uid ?? '' },
      type: 'Normal',
      reason: 'SuccessfulCreate',
      message: `Created pod: ${result.object.metadata.name ?? ''}`,
      component: COMPONENT,
    })
  }
}

function statusOf(job: Job, counts: Tally, now: string): JobStatus {
  const conditions = ending(job, counts, now)
  const isComplete = conditions.some(({ type }) => type === 'Complete')
  return {
    startTime: job.status?.startTime ?? now,
    ...(counts.active.length === 0 ? {} : { active: counts.active.length }),
    ready: counts.active.filter(isPodReady).length,
    ...(counts.succeeded === 0 ? {} : { succeeded: counts.succeeded }),
    ...(counts.failed === 0 ? {} : { failed: counts.failed }),
    terminating: 0,
    uncountedTerminatedPods: {},
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(isComplete ? { completionTime: now } : {}),
  }
}

function finish(job: Job, status: JobStatus, context: ControllerContext): void {
  const last = status.conditions?.at(-1)
  if (last === undefined) return
  const isComplete = last.type === 'Complete'
  context.recordEvent({
    about: { ...referenceTo(job), uid: job.metadata.uid ?? '' },
    type: isComplete ? 'Normal' : 'Warning',
    reason: isComplete ? 'Completed' : (last.reason ?? ''),
    message: isComplete ? 'Job completed' : (last.message ?? ''),
    component: COMPONENT,
  })
}

const FIRST_BACKOFF_MS = 10_000

/** The wait before the next try after failures. */
const backoffMs = (failed: number): number => (failed === 0 ? 0 : Math.min(FIRST_BACKOFF_MS * 2 ** (failed - 1), 600_000))

const lastEndMs = (pods: readonly Pod[]): number =>
  Math.max(
    0,
    ...pods.flatMap(({ status }) =>
      (status?.containerStatuses ?? []).map(({ state }) => Date.parse(state?.terminated?.finishedAt ?? '') || 0),
    ),
  )

export const jobController: Controller = {
  name: 'job',
  watches: ['jobs.batch', 'pods'],
  keysFor: keysByOwner('jobs.batch', 'Job'),
  reconcile: (key, context) => {
    const { store, writer, clock } = context
    const found = store.get('jobs.batch', key.namespace, key.name)
    if (found === undefined || !isJob(found) || found.metadata.deletionTimestamp !== undefined || isFinished(found))
      return undefined
    const job = complete(found, context)
    const counts = tally(podsOwnedBy(store, job))
    const waitMs = lastEndMs(podsOwnedBy(store, job)) + backoffMs(counts.failed) - clock.now()
    const mayStart = ending(job, counts, '').length === 0 && job.spec?.suspend !== true
    if (mayStart && waitMs <= 0) start(job, counts, context)
    const status = statusOf(job, tally(podsOwnedBy(store, job)), toTimestamp(clock.now()))
    writer.updateStatus({ apiVersion: 'batch/v1', kind: 'Job', metadata: keyOfObject(job), status } as Job)
    finish(job, status, context)
    return mayStart && waitMs > 0 ? waitMs : undefined
  },
}
