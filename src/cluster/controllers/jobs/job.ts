/** Runs Pods until enough have succeeded. @see kubernetes pkg/controller/job, v1.34 */
import type { Job, JobCondition, Pod } from '../../../kubernetes/generated/types.ts'
import { isJob } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import type { StoredObject } from '../../store/store.ts'
import { admitJob } from '../../api/admission/job.ts'
import { toTimestamp } from '../../time.ts'
import { isPodActive, keyOfObject, keysByOwner, podsOwnedBy } from '../owners.ts'
import { retryByEvents } from '../retry.ts'
import type { Controller, ControllerContext } from '../controller.ts'
import { conditionsOf, suspensionOf } from './job-conditions.ts'
import { indexOf, isIndexed, podOfJob } from './job-pods.ts'
import { endOf } from './job-end.ts'
import { deadlineMsOf, endingOf, failuresOf, renderStatus, tally, type Ending, type Tally } from './job-status.ts'
import { count, hold, release } from './tracking.ts'

const COMPONENT = 'job-controller'

/** A Job of an older state directory lacks what the server adds. */
function complete(job: Job, { store }: ControllerContext): Job {
  const completed = admitJob(job)
  return completed === job ? job : (store.put('jobs.batch', completed) as Job)
}

interface Note {
  readonly type?: 'Normal' | 'Warning'
  readonly reason: string
  readonly message: string
}

const say = (job: Job, { type = 'Normal', reason, message }: Note, context: ControllerContext): void => {
  const about = { ...referenceTo(job), uid: job.metadata.uid ?? '' }
  context.recordEvent({ about, type, reason, message, component: COMPONENT })
}

/** How many Pods are to run now. */
const wantedPods = ({ spec }: Job, { active, succeeded, failedIndexes }: Tally): number => {
  const { parallelism = 1, completions } = spec ?? {}
  if (spec?.suspend === true) return 0
  // One of a queue's workers that has succeeded says that the queue is empty.
  if (completions === undefined) return succeeded > 0 ? active.length : parallelism
  return Math.min(parallelism, Math.max(0, completions - succeeded - failedIndexes.size))
}

/** The completions that nobody works for, lowest first. */
const freeIndexes = ({ spec }: Job, { active, terminating, completedIndexes, failedIndexes }: Tally): readonly number[] => {
  const worked = new Set([...active, ...terminating].map(indexOf))
  return Array.from({ length: spec?.completions ?? 0 }, (_, index) => index).filter(
    (index) => !worked.has(index) && !completedIndexes.has(index) && !failedIndexes.has(index),
  )
}

/** Returns when to try again where Pods are refused. */
function start(job: Job, counts: Tally, context: ControllerContext): number | undefined {
  // Where only Pods that have ended are replaced, those that are about to hold their places.
  const held = job.spec?.podReplacementPolicy === 'Failed' ? counts.terminating.length : 0
  const missing = wantedPods(job, counts) - counts.active.length - held
  const indexes = isIndexed(job) ? freeIndexes(job, counts) : []
  for (let count = 0; count < missing; count++) {
    if (isIndexed(job) && indexes[count] === undefined) return undefined
    const failures = failuresOf(counts.failed, indexes[count] ?? -1)
    const result = context.writer.create(podOfJob(job, indexes[count], failures))
    if (!result.ok) {
      const message = `Error creating: ${result.status.message ?? ''}`
      say(job, { type: 'Warning', reason: 'FailedCreate', message }, context)
      return retryByEvents(job, context)
    }
    say(job, { reason: 'SuccessfulCreate', message: `Created pod: ${result.object.metadata.name ?? ''}` }, context)
  }
  return undefined
}

/** Pods that go because there is no more work count for nothing; those of a Job that fails have failed with it. */
function end(
  job: Job,
  { leaving, isFailure }: { readonly leaving: readonly Pod[]; readonly isFailure: boolean },
  context: ControllerContext,
): void {
  for (const pod of leaving) {
    if (!isFailure) release(pod, context)
    context.writer.delete(referenceTo(pod))
    say(job, { reason: 'SuccessfulDelete', message: `Deleted pod: ${pod.metadata.name ?? ''}` }, context)
  }
}

const FIRST_BACKOFF_MS = 10_000

/** The wait before the next try after failures. */
const backoffMs = (failed: number): number => (failed === 0 ? 0 : Math.min(FIRST_BACKOFF_MS * 2 ** (failed - 1), 600_000))

/** Of a Pod that failed before its containers ran there is no later time than its own. */
const endedAtMs = ({ status, metadata }: Pod): number =>
  Math.max(
    Date.parse(metadata.creationTimestamp ?? '') || 0,
    ...(status?.containerStatuses ?? []).map(({ state }) => Date.parse(state?.terminated?.finishedAt ?? '') || 0),
  )

const lastEndMs = (pods: readonly Pod[]): number => Math.max(0, ...pods.map(endedAtMs))

/** Pods too many go at once, new ones come after the wait. Returns how long that is, where it is not over. */
function bringNearer(job: Job, counts: Tally, context: ControllerContext): number | undefined {
  const excess = counts.active.length - wantedPods(job, counts)
  if (excess > 0) end(job, { leaving: counts.active.slice(-excess), isFailure: false }, context)
  if (excess >= 0) return undefined
  const waitMs = lastEndMs(counts.broken) + backoffMs(counts.broken.length) - context.clock.now()
  return waitMs > 0 ? waitMs : start(job, counts, context)
}

const startTimeOf = (job: Job, now: string): string | undefined =>
  job.spec?.suspend === true ? job.status?.startTime : suspensionOf(job) === 'resumed' ? now : (job.status?.startTime ?? now)

interface Outcome {
  readonly ending: Ending | undefined
  readonly conditions: readonly JobCondition[]
}

function announce(job: Job, { ending, conditions }: Outcome, context: ControllerContext): void {
  const isOver = conditions.some(({ type }) => type === ending?.type)
  const suspension = suspensionOf(job)
  if (ending === undefined && suspension === 'suspended') say(job, { reason: 'Suspended', message: 'Job suspended' }, context)
  if (ending === undefined && suspension === 'resumed') say(job, { reason: 'Resumed', message: 'Job resumed' }, context)
  if (!isOver || ending === undefined) return
  if (ending.type === 'Complete') say(job, { reason: 'Completed', message: 'Job completed' }, context)
  else say(job, { type: 'Warning', reason: ending.reason, message: ending.message }, context)
}

function write(
  job: Job,
  { ending, counts }: { readonly ending: Ending | undefined; readonly counts: Tally },
  context: ControllerContext,
): void {
  const { writer, clock } = context
  const now = toTimestamp(clock.now())
  const isOver = counts.active.length + counts.terminating.length === 0
  const conditions = conditionsOf(job, { ending, isOver, now })
  const status = renderStatus({ job, counts, conditions, startTime: startTimeOf(job, now), now })
  writer.updateStatus({ apiVersion: 'batch/v1', kind: 'Job', metadata: keyOfObject(job), status } as Job)
  announce(job, { ending, conditions }, context)
}

/** An ending that was announced is not taken back while the last Pods go. */
const announcedEnding = ({ status }: Job): Ending | undefined => {
  const found = status?.conditions?.find(({ type }) => type === 'SuccessCriteriaMet' || type === 'FailureTarget')
  const type = found?.type === 'SuccessCriteriaMet' ? 'Complete' : 'Failed'
  return found && { type, reason: found.reason ?? '', message: found.message ?? '' }
}

/** Writes the status after what was done. */
function finish(job: Job & StoredObject, ending: Ending | undefined, context: ControllerContext): void {
  const counted = count(job, context)
  const counts = tally(counted, podsOwnedBy(context.store, job))
  write(counted, { ending: ending ?? endingOf(counted, counts, context.clock.now()), counts }, context)
}

export const jobController: Controller = {
  name: 'job',
  watches: ['jobs.batch', 'pods'],
  keysFor: keysByOwner('jobs.batch', 'Job'),
  reconcile: (key, context) => {
    const { store, clock } = context
    const found = store.get('jobs.batch', key.namespace, key.name)
    if (found === undefined || !isJob(found)) return undefined
    if (found.metadata.deletionTimestamp !== undefined || endOf(found) !== undefined) return undefined
    const job = complete(found, context)
    hold(podsOwnedBy(store, job).filter(isPodActive), context)
    const counts = tally(job, podsOwnedBy(store, job))
    const ending = announcedEnding(job) ?? endingOf(job, counts, clock.now())
    const waitMs = ending === undefined ? bringNearer(job, counts, context) : undefined
    if (ending !== undefined) end(job, { leaving: counts.active, isFailure: ending.type === 'Failed' }, context)
    finish(job, ending, context)
    const untilDeadline = (deadlineMsOf(job) ?? Infinity) - clock.now()
    const due = Math.min(waitMs ?? Infinity, untilDeadline > 0 && ending === undefined ? untilDeadline : Infinity)
    return due === Infinity ? undefined : due
  },
}
