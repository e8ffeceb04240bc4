/** Makes Jobs when their time has come. @see kubernetes pkg/controller/cronjob/cronjob_controllerv2.go, v1.34 */
import { nextScheduled, parseCronSchedule, type CronSchedule } from '../../../kubernetes/cron-schedule.ts'
import type { CronJob, Job, ObjectReference } from '../../../kubernetes/generated/types.ts'
import { isCronJob, isJob } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { toTimestamp } from '../../time.ts'
import { endOf } from './job-end.ts'
import { missedRuns } from './cron-job-time.ts'
import { isOwnedBy, keyOfObject, keysByOwner, ownerReferenceTo } from '../owners.ts'
import type { Controller, ControllerContext } from '../controller.ts'

const COMPONENT = 'cronjob-controller'
const SCHEDULED_AT = 'batch.kubernetes.io/cronjob-scheduled-timestamp'
/** So many runs that were missed are worth a warning. */
const MANY_MISSED = 100

/** One look at a CronJob. */
interface Run {
  readonly cron: CronJob
  readonly jobs: readonly Job[]
  readonly context: ControllerContext
}

const say = ({ cron, context }: Run, type: 'Normal' | 'Warning', reason: string, message: string): void => {
  const about = { ...referenceTo(cron), uid: cron.metadata.uid ?? '' }
  context.recordEvent({ about, type, reason, message, component: COMPONENT })
}

const referTo = (job: Job): ObjectReference => {
  const { name, namespace, uid, resourceVersion } = job.metadata
  const reference = { apiVersion: 'batch/v1', kind: 'Job', name, namespace, uid, resourceVersion }
  return Object.fromEntries(Object.entries(reference).filter(([, value]) => value !== undefined))
}

const sayUnexpected = (run: Run, { metadata }: Job): void =>
  say(run, 'Warning', 'UnexpectedJob', `Saw a job that the controller did not create or forgot: ${metadata.name ?? ''}`)

/** Jobs that have ended are no longer active, and the last success is written down. */
function observe(run: Run, forgotten: ReadonlySet<string>): CronJob['status'] {
  const { active = [], ...status } = run.cron.status ?? {}
  const kept = active.filter((reference) => {
    if (forgotten.has(reference.uid ?? '')) return false
    const job = run.jobs.find(({ metadata }) => metadata.uid === reference.uid)
    if (job === undefined) say(run, 'Normal', 'MissingJob', `Active job went missing: ${reference.name ?? ''}`)
    const end = job === undefined ? undefined : endOf(job)
    if (job !== undefined && end !== undefined)
      say(run, 'Normal', 'SawCompletedJob', `Saw completed job: ${job.metadata.name ?? ''}, condition: ${end.type}`)
    return job !== undefined && end === undefined
  })
  const own = new Set(active.map(({ uid }) => uid))
  for (const job of run.jobs) if (!own.has(job.metadata.uid) && endOf(job) === undefined) sayUnexpected(run, job)
  const succeeded = run.jobs.flatMap((job) => (endOf(job)?.type === 'Complete' ? (job.status?.completionTime ?? []) : []))
  const last = [status.lastSuccessfulTime ?? '', ...succeeded].sort().at(-1) ?? ''
  return {
    ...(kept.length === 0 ? {} : { active: kept }),
    ...status,
    ...(last === '' ? {} : { lastSuccessfulTime: last }),
  }
}

const removeJob = (run: Run, job: Pick<Job, 'metadata'>): void => {
  const { name = '', namespace } = job.metadata
  const place = namespace === undefined ? {} : { namespace }
  const result = run.context.writer.delete(
    { apiVersion: 'batch/v1', kind: 'Job', name, ...place },
    { propagation: 'Background' },
  )
  if (result.ok) say(run, 'Normal', 'SuccessfulDelete', `Deleted job ${name}`)
  else say(run, 'Warning', 'FailedDelete', `Deleted job: ${result.status.message ?? ''}`)
}

const byStart = (a: Job, b: Job): number =>
  (a.status?.startTime ?? '').localeCompare(b.status?.startTime ?? '') ||
  (a.metadata.name ?? '').localeCompare(b.metadata.name ?? '')

/** Of those that have ended so many are kept as the CronJob says. The identifiers of the others, which nothing more is said of. */
function forget(run: Run, type: 'Complete' | 'Failed', limit: number | undefined): readonly string[] {
  if (limit === undefined) return []
  const ended = run.jobs
    .filter((job) => endOf(job)?.type === type && job.metadata.deletionTimestamp === undefined)
    .sort(byStart)
  const others = ended.slice(0, Math.max(0, ended.length - limit))
  for (const job of others) removeJob(run, job)
  return others.map(({ metadata }) => metadata.uid ?? '')
}

const jobFor = ({ cron }: Run, dueMs: number): Job => {
  const { jobTemplate } = cron.spec ?? {}
  const { labels, annotations } = jobTemplate?.metadata ?? {}
  const { namespace, name = '' } = cron.metadata
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${name}-${Math.floor(dueMs / 60_000)}`,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels }),
      annotations: { ...annotations, [SCHEDULED_AT]: toTimestamp(dueMs) },
      ownerReferences: [ownerReferenceTo({ ...cron, apiVersion: 'batch/v1', kind: 'CronJob' })],
    },
    ...(jobTemplate?.spec === undefined ? {} : { spec: jobTemplate.spec }),
  }
}

/** The CronJob's status after a run was due. */
function start(run: Run, status: NonNullable<CronJob['status']>, dueMs: number): CronJob['status'] {
  const { cron, jobs, context } = run
  const { active = [], ...rest } = status
  const policy = cron.spec?.concurrencyPolicy
  if (policy === 'Forbid' && active.length > 0) {
    const why = 'Not starting job because prior execution is running and concurrency policy is Forbid'
    say(run, 'Normal', 'JobAlreadyActive', why)
    return status
  }
  const replaced = policy === 'Replace' ? jobs.filter(({ metadata }) => active.some(({ uid }) => uid === metadata.uid)) : []
  for (const job of replaced) removeJob(run, job)
  const result = context.writer.create(jobFor(run, dueMs))
  const kept = policy === 'Replace' ? [] : active
  const remaining = kept.length === 0 ? rest : { ...rest, active: kept }
  if (!result.ok) {
    // A Job of that name was made for this time already.
    if (result.status.reason === 'AlreadyExists') return { ...remaining, lastScheduleTime: toTimestamp(dueMs) }
    say(run, 'Warning', 'FailedCreate', `Error creating job: ${result.status.message ?? ''}`)
    return remaining
  }
  const job = result.object as Job
  say(run, 'Normal', 'SuccessfulCreate', `Created job ${job.metadata.name ?? ''}`)
  return { ...rest, active: [...kept, referTo(job)], lastScheduleTime: toTimestamp(dueMs) }
}

/** Starts what is due; of several runs that were missed the last alone. */
function catchUp(run: Run, schedule: CronSchedule, status: NonNullable<CronJob['status']>): CronJob['status'] {
  const { cron, context } = run
  const { metadata, spec } = cron
  const { startingDeadlineSeconds: deadline, timeZone } = spec ?? {}
  const nowMs = context.clock.now()
  const sinceMs = Date.parse(status.lastScheduleTime ?? metadata.creationTimestamp ?? '')
  const earliestMs = deadline === undefined ? sinceMs : Math.max(sinceMs, nowMs - deadline * 1000)
  const { lastMs, count } = missedRuns(schedule, { fromMs: earliestMs, untilMs: nowMs, timeZone, limit: MANY_MISSED })
  if (lastMs === undefined) return status
  if (count > MANY_MISSED) {
    const advice = 'Set or decrease .spec.startingDeadlineSeconds or check clock skew'
    say(run, 'Warning', 'TooManyMissedTimes', `too many missed start times: ${count}. ${advice}`)
  }
  return start(run, status, lastMs)
}

function look(run: Run): number | undefined {
  const { cron, context } = run
  const { spec } = cron
  const forgotten = new Set([
    ...forget(run, 'Complete', spec?.successfulJobsHistoryLimit),
    ...forget(run, 'Failed', spec?.failedJobsHistoryLimit),
  ])
  const observed = observe(run, forgotten) ?? {}
  const parsed = parseCronSchedule(spec?.schedule ?? '')
  if (!parsed.ok)
    say(
      run,
      'Warning',
      'UnparseableSchedule',
      `unparseable schedule: ${JSON.stringify(spec?.schedule ?? '')} : ${parsed.message}`,
    )
  const works = parsed.ok && spec?.suspend !== true && cron.metadata.deletionTimestamp === undefined
  const status = works ? catchUp(run, parsed.schedule, observed) : observed
  context.writer.updateStatus({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: keyOfObject(cron), status } as CronJob)
  if (!works) return undefined
  const nowMs = context.clock.now()
  const nextMs = nextScheduled(parsed.schedule, nowMs, spec?.timeZone)
  return nextMs === undefined ? undefined : nextMs - nowMs
}

export const cronJobController: Controller = {
  name: 'cronjob',
  watches: ['cronjobs.batch', 'jobs.batch'],
  keysFor: keysByOwner('cronjobs.batch', 'CronJob'),
  reconcile: (key, context) => {
    const cron = context.store.get('cronjobs.batch', key.namespace, key.name)
    if (cron === undefined || !isCronJob(cron)) return undefined
    const jobs = context.store.list('jobs.batch', key.namespace).filter(isJob)
    return look({ cron, context, jobs: jobs.filter((job) => isOwnedBy(job, cron)) })
  },
}
