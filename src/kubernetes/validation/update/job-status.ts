/** What the status of a Job may say, and become. @see k8s.io/kubernetes pkg/apis/batch/validation/validation.go, ValidateJobStatusUpdate, v1.34 */
import type { Job, JobStatus } from '../../generated/types.ts'
import { isEqual } from '../../json.ts'
import type { StatusCause } from '../../status.ts'
import { duplicate, invalidValue, notNegative, required } from '../causes.ts'
import { validateFailedIndexes, validateCompletedIndexes } from './job-status-indexes.ts'

const CONDITIONS = 'status.conditions'
const COMPLETION_TIME = 'status.completionTime'
const START_TIME = 'status.startTime'

/** The server leaves the value out. */
const wrongConditions = (detail: string): StatusCause => ({
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${detail}`,
  field: CONDITIONS,
})

const when = (applies: boolean, cause: () => StatusCause): readonly StatusCause[] => (applies ? [cause()] : [])

const isTrue = ({ status }: Job, type: string): boolean =>
  (status?.conditions ?? []).some((condition) => condition.type === type && condition.status === 'True')

const isFinished = (job: Job): boolean => isTrue(job, 'Complete') || isTrue(job, 'Failed')

const validateCounts = ({ active, succeeded, failed, ready, terminating }: JobStatus): readonly StatusCause[] =>
  Object.entries({ active, succeeded, failed, ready, terminating }).flatMap(([field, value]) =>
    notNegative(`status.${field}`, value),
  )

/** No Pod is counted twice. */
const validateUncounted = ({ uncountedTerminatedPods: pods = {} }: JobStatus): readonly StatusCause[] => {
  const seen = new Set<string>()
  return (['succeeded', 'failed'] as const).flatMap((list) =>
    (pods[list] ?? []).flatMap((uid, index) => {
      const field = `status.uncountedTerminatedPods.${list}[${index}]`
      if (uid === '') return [invalidValue(field, uid, 'must not be empty')]
      if (seen.has(uid)) return [duplicate(field, uid)]
      seen.add(uid)
      return []
    }),
  )
}

/** What a rule looks at changes; what stays as it was may go on as it is. */
interface Change {
  readonly job: Job
  readonly status: JobStatus
  /** Whether a condition, or a field of the status, is no longer what it was. */
  readonly changes: (...names: readonly string[]) => boolean
}

const changeOf = (job: Job, old: Job): Change => {
  const status = job.status ?? {}
  const before = old.status ?? {}
  const isConditionChanged = (type: string): boolean => isTrue(job, type) !== isTrue(old, type)
  const isFieldChanged = (field: string): boolean =>
    !isEqual(status[field as keyof JobStatus] ?? null, before[field as keyof JobStatus] ?? null)
  const isChanged = (name: string): boolean => {
    if (name === 'finished') return isFinished(job) !== isFinished(old)
    return /^[A-Z]/u.test(name) ? isConditionChanged(name) : isFieldChanged(name)
  }
  return { job, status, changes: (...names) => names.some(isChanged) }
}

const validateCompletion = ({ job, status, changes }: Change): readonly StatusCause[] => {
  const { completionTime: time, startTime } = status
  const complete = isTrue(job, 'Complete')
  const both = (other: string): readonly StatusCause[] =>
    when(changes('Complete', other) && complete && isTrue(job, other), () =>
      wrongConditions(`cannot set Complete=True and ${other}=true conditions`),
    )
  const isTimeAsked = changes('Complete', 'completionTime')
  return [
    ...both('Failed'),
    ...both('FailureTarget'),
    ...when(isTimeAsked && time !== undefined && !complete, () =>
      invalidValue(COMPLETION_TIME, time, 'cannot set completionTime when there is no Complete=True condition'),
    ),
    ...when(isTimeAsked && time === undefined && complete, () =>
      required(COMPLETION_TIME, 'completionTime is required for Complete jobs'),
    ),
    ...when(changes('startTime', 'completionTime') && Date.parse(time ?? '') < Date.parse(startTime ?? ''), () =>
      invalidValue(COMPLETION_TIME, time, 'must be equal to or after `startTime`'),
    ),
    ...when(changes('Failed') && isTrue(job, 'Failed') && !isTrue(job, 'FailureTarget'), () =>
      wrongConditions('cannot set Failed=True condition without the FailureTarget=true condition'),
    ),
    ...when(changes('Complete', 'SuccessCriteriaMet') && complete && !isTrue(job, 'SuccessCriteriaMet'), () =>
      wrongConditions('cannot set Complete=True condition without the SuccessCriteriaMet=true condition'),
    ),
  ]
}

/** As Go shows it. */
const uncountedPods = ({ uncountedTerminatedPods: pods = {} }: JobStatus): object => ({
  Succeeded: pods.succeeded ?? null,
  Failed: pods.failed ?? null,
})

const validateFinished = ({ job, status, changes }: Change): readonly StatusCause[] => {
  if (!isFinished(job)) return []
  const { active = 0, startTime, uncountedTerminatedPods: pods = {} } = status
  const uncounted = (pods.succeeded ?? []).length + (pods.failed ?? []).length
  return [
    ...when(changes('finished', 'active') && active > 0, () =>
      invalidValue('status.active', active, 'active>0 is invalid for finished job'),
    ),
    ...when(changes('finished', 'startTime') && startTime === undefined, () =>
      required(START_TIME, 'startTime is required for finished job'),
    ),
    ...when(changes('finished', 'uncountedTerminatedPods') && uncounted > 0, () =>
      invalidValue('status.uncountedTerminatedPods', uncountedPods(status), 'must be empty for finished job'),
    ),
  ]
}

const validateRunning = ({ job, status, changes }: Change): readonly StatusCause[] => {
  const { active = 0, ready, terminating = 0 } = status
  return [
    ...when(changes('finished', 'terminating') && isFinished(job) && terminating > 0, () =>
      invalidValue('status.terminating', terminating, 'terminating>0 is invalid for finished job'),
    ),
    ...when(changes('active', 'ready') && ready !== undefined && ready > active, () =>
      invalidValue('status.ready', ready, 'cannot set more ready pods than active'),
    ),
  ]
}

const validateCriteria = (job: Job): readonly StatusCause[] => {
  const isMet = isTrue(job, 'SuccessCriteriaMet')
  return [
    ...['Failed', 'FailureTarget'].flatMap((other) =>
      when(isMet && isTrue(job, other), () =>
        wrongConditions(`cannot set SuccessCriteriaMet=True and ${other}=true conditions`),
      ),
    ),
    ...when(job.spec?.successPolicy !== undefined && !isMet && isTrue(job, 'Complete'), () =>
      wrongConditions('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True'),
    ),
  ]
}

const TERMINAL = ['Failed', 'Complete', 'FailureTarget'] as const

/** An indexed Job that is made smaller may forget what succeeded. */
const mayForget = ({ spec }: Job): boolean =>
  spec?.completionMode === 'Indexed' && isEqual(spec.completions ?? null, spec.parallelism ?? null)

const validateLasting = (job: Job, old: Job): readonly StatusCause[] => {
  const { failed = 0, succeeded = 0, completionTime, startTime } = job.status ?? {}
  const before = old.status ?? {}
  const isLost = (type: string): boolean => isTrue(old, type) && !isTrue(job, type)
  const isMoved =
    completionTime !== undefined && before.completionTime !== undefined && completionTime !== before.completionTime
  const isRestarted = before.startTime !== undefined && startTime !== before.startTime && job.spec?.suspend !== true
  return [
    ...TERMINAL.filter(isLost).map((type) => wrongConditions(`cannot disable the terminal ${type}=True condition`)),
    ...when(failed < (before.failed ?? 0), () => invalidValue('status.failed', failed, 'cannot decrease the failed counter')),
    ...when(!mayForget(job) && succeeded < (before.succeeded ?? 0), () =>
      invalidValue('status.succeeded', succeeded, 'cannot decrease the succeeded counter'),
    ),
    ...when(isMoved, () => invalidValue(COMPLETION_TIME, completionTime, 'field is immutable')),
    ...when(isRestarted, () => required(START_TIME, 'startTime cannot be removed for unsuspended job')),
    ...when(isLost('SuccessCriteriaMet'), () => wrongConditions('cannot disable the SuccessCriteriaMet=True condition')),
    ...when(isTrue(old, 'Complete') && !isTrue(old, 'SuccessCriteriaMet') && isTrue(job, 'SuccessCriteriaMet'), () =>
      wrongConditions('cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions'),
    ),
  ]
}

export const compareJobStatus = (job: Job, old: Job): readonly StatusCause[] => {
  const change = changeOf(job, old)
  return [
    ...validateCounts(change.status),
    ...validateUncounted(change.status),
    ...validateCompletion(change),
    ...validateFinished(change),
    ...validateCompletedIndexes(job, change),
    ...validateFailedIndexes(job, change),
    ...validateRunning(change),
    ...validateCriteria(job),
    ...validateLasting(job, old),
  ]
}
