/** How far a Job has come, and how it ends. @see kubernetes pkg/controller/job/job_controller.go, v1.34 */
import type { Job, JobCondition, JobStatus, Pod } from '../../../kubernetes/generated/types.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import { isPodActive } from '../owners.ts'
import { matchFailurePolicy } from './failure-policy.ts'
import { indexOf, isIndexed, parseIndexes, renderIndexes } from './job-pods.ts'
import { countsOf } from './tracking.ts'

export interface Tally {
  readonly active: readonly Pod[]
  /** Asked to end, and not yet ended. */
  readonly terminating: readonly Pod[]
  readonly succeeded: number
  /** How many have failed, those that are gone included. */
  readonly failures: number
  /** All failures; what comes after them waits. */
  readonly broken: readonly Pod[]
  /** Failures that the Job does not forgive. */
  readonly failed: readonly Pod[]
  /** Of a Job whose completions have numbers: those that are done, and those that are given up. */
  readonly completedIndexes: ReadonlySet<number>
  readonly failedIndexes: ReadonlySet<number>
  /** Why its own policy ends the Job. */
  readonly verdict: string | undefined
}

/** How many of these worked for a completion. */
export const failuresOf = (failed: readonly Pod[], index: number): number =>
  failed.filter((pod) => indexOf(pod) === index).length

const givenUp = (job: Job, failed: readonly Pod[], done: ReadonlySet<number>): ReadonlySet<number> => {
  const limit = job.spec?.backoffLimitPerIndex
  if (limit === undefined) return new Set()
  const known = parseIndexes(job.status?.failedIndexes)
  const failing = failed.flatMap((pod) => indexOf(pod) ?? []).filter((index) => failuresOf(failed, index) > limit)
  const doomed = failed
    .filter((pod) => matchFailurePolicy(job, pod)?.action === 'FailIndex')
    .flatMap((pod) => indexOf(pod) ?? [])
  return new Set([...known, ...failing, ...doomed].filter((index) => !done.has(index)))
}

/** Counts a Job's Pods. Completions that have a number are remembered when their Pod is gone. */
export const tally = (job: Job, pods: readonly Pod[]): Tally => {
  const isEnded = ({ status }: Pod): boolean => status?.phase === 'Succeeded' || status?.phase === 'Failed'
  const succeeded = pods.filter(({ status }) => status?.phase === 'Succeeded')
  const broken = pods.filter(({ status }) => status?.phase === 'Failed')
  const judged = broken.map((pod) => ({ pod, match: matchFailurePolicy(job, pod) }))
  const failed = judged.filter(({ match }) => match?.action !== 'Ignore').map(({ pod }) => pod)
  const completions = job.spec?.completions ?? 0
  const counted = countsOf(job, pods)
  const done = [...parseIndexes(job.status?.completedIndexes), ...succeeded.flatMap((pod) => indexOf(pod) ?? [])]
  const completedIndexes = new Set(isIndexed(job) ? done.filter((index) => index < completions) : [])
  return {
    active: pods.filter(isPodActive),
    terminating: pods.filter((pod) => pod.metadata.deletionTimestamp !== undefined && !isEnded(pod)),
    succeeded: isIndexed(job) ? completedIndexes.size : counted.succeeded,
    failures: counted.failed,
    broken,
    failed,
    completedIndexes,
    failedIndexes: givenUp(job, failed, completedIndexes),
    verdict: judged.find(({ match }) => match?.action === 'FailJob')?.match?.message,
  }
}

/** Why a Job ends: reason and message. */
export interface Ending {
  readonly type: 'Complete' | 'Failed'
  readonly reason: string
  readonly message: string
}

const failure = (reason: string, message: string): Ending => ({ type: 'Failed', reason, message })

/** Restarts in place count as failures where Pods restart their containers. */
const restartsOf = (job: Job, active: readonly Pod[]): number =>
  job.spec?.template.spec?.restartPolicy === 'OnFailure'
    ? active.reduce(
        (sum, { status }) => sum + (status?.containerStatuses ?? []).reduce((all, one) => all + one.restartCount, 0),
        0,
      )
    : 0

const isPastLimit = (job: Job, { failures, active }: Tally): boolean => {
  const { backoffLimit = 6 } = job.spec ?? {}
  const restarts = restartsOf(job, active)
  return failures > backoffLimit || (restarts > 0 && restarts >= backoffLimit)
}

/** When the time that a Job may take is over; undefined where it may take any. */
export const deadlineMsOf = ({ spec, status }: Job): number | undefined =>
  spec?.activeDeadlineSeconds === undefined || status?.startTime === undefined
    ? undefined
    : Date.parse(status.startTime) + spec.activeDeadlineSeconds * 1000

const completion = (job: Job, { succeeded, active }: Tally): Ending | undefined => {
  const wanted = job.spec?.completions
  const isDone = wanted === undefined ? succeeded > 0 && active.length === 0 : succeeded >= wanted
  return isDone
    ? { type: 'Complete', reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }
    : undefined
}

/** The first rule of a Job's success policy that is met. @see kubernetes pkg/controller/job/success_policy.go, v1.34 */
const success = ({ spec }: Job, { completedIndexes }: Tally): Ending | undefined => {
  const rules = spec?.successPolicy?.rules ?? []
  const met = rules.findIndex(({ succeededIndexes, succeededCount }) => {
    const wanted = succeededIndexes === undefined ? undefined : [...parseIndexes(succeededIndexes)]
    const done = wanted?.filter((index) => completedIndexes.has(index)).length ?? completedIndexes.size
    return done >= (succeededCount ?? wanted?.length ?? Infinity)
  })
  return met < 0 ? undefined : { type: 'Complete', reason: 'SuccessPolicy', message: `Matched rules at index ${met}` }
}

const indexFailure = (job: Job, { failedIndexes, completedIndexes }: Tally): Ending | undefined => {
  const { maxFailedIndexes, completions = 0 } = job.spec ?? {}
  if (maxFailedIndexes !== undefined && failedIndexes.size > maxFailedIndexes)
    return failure('MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes')
  return failedIndexes.size > 0 && failedIndexes.size + completedIndexes.size >= completions
    ? failure('FailedIndexes', 'Job has failed indexes')
    : undefined
}

/** How a Job ends now; undefined where it goes on. */
export const endingOf = (job: Job, counts: Tally, nowMs: number): Ending | undefined => {
  if (counts.verdict !== undefined) return failure('PodFailurePolicy', counts.verdict)
  if (isPastLimit(job, counts)) return failure('BackoffLimitExceeded', 'Job has reached the specified backoff limit')
  const deadlineMs = job.spec?.suspend === true ? undefined : deadlineMsOf(job)
  if (deadlineMs !== undefined && deadlineMs <= nowMs)
    return failure('DeadlineExceeded', 'Job was active longer than specified deadline')
  return success(job, counts) ?? indexFailure(job, counts) ?? completion(job, counts)
}

interface Counted {
  readonly job: Job
  readonly counts: Tally
  readonly conditions: readonly JobCondition[]
  readonly startTime: string | undefined
  readonly now: string
}

/** The status that the API shows. */
export const renderStatus = ({ job, counts, conditions, startTime, now }: Counted): JobStatus => {
  const isComplete = conditions.some(({ type }) => type === 'Complete')
  const { active, terminating, succeeded, failures: failed, completedIndexes, failedIndexes } = counts
  return {
    ...(startTime === undefined ? {} : { startTime }),
    ...(active.length === 0 ? {} : { active: active.length }),
    ready: active.filter(isPodReady).length,
    ...(succeeded === 0 ? {} : { succeeded }),
    ...(failed === 0 ? {} : { failed }),
    terminating: terminating.length,
    ...(completedIndexes.size === 0 ? {} : { completedIndexes: renderIndexes(completedIndexes) }),
    ...(job.spec?.backoffLimitPerIndex === undefined ? {} : { failedIndexes: renderIndexes(failedIndexes) }),
    uncountedTerminatedPods: {},
    ...(conditions.length === 0 ? {} : { conditions }),
    ...(isComplete ? { completionTime: now } : {}),
  }
}
