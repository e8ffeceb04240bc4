/** A Job's conditions as it is suspended, goes on, is about to end and ends. */
import type { Job, JobCondition } from '../../../kubernetes/generated/types.ts'
import type { Ending } from './job-status.ts'

const condition = (
  type: string,
  now: string,
  why: Pick<JobCondition, 'reason' | 'message'>,
  status = 'True',
): JobCondition => ({
  type,
  status,
  lastProbeTime: now,
  lastTransitionTime: now,
  ...why,
})

/** A condition that is known with this status stays as it is. */
const withCondition = (known: readonly JobCondition[], wanted: JobCondition): readonly JobCondition[] => {
  const old = known.find(({ type }) => type === wanted.type)
  if (old?.status === wanted.status) return known
  return [...known.filter(({ type }) => type !== wanted.type), wanted]
}

const isSuspended = ({ status }: Job): boolean =>
  (status?.conditions ?? []).some(({ type, status: value }) => type === 'Suspended' && value === 'True')

/** What has just become of a Job that was or is to be suspended. */
export const suspensionOf = (job: Job): 'suspended' | 'resumed' | undefined => {
  if (job.spec?.suspend === true) return isSuspended(job) ? undefined : 'suspended'
  return isSuspended(job) ? 'resumed' : undefined
}

const ANNOUNCED = { Complete: 'SuccessCriteriaMet', Failed: 'FailureTarget' } as const

/** `isOver`: no Pod is left that would have to end first. */
export const conditionsOf = (
  job: Job,
  { ending, isOver, now }: { readonly ending: Ending | undefined; readonly isOver: boolean; readonly now: string },
): readonly JobCondition[] => {
  const known = job.status?.conditions ?? []
  if (ending !== undefined) {
    const { type, reason, message } = ending
    const announced = withCondition(known, condition(ANNOUNCED[type], now, { reason, message }))
    return isOver ? withCondition(announced, condition(type, now, { reason, message })) : announced
  }
  switch (suspensionOf(job)) {
    case 'suspended':
      return withCondition(known, condition('Suspended', now, { reason: 'JobSuspended', message: 'Job suspended' }))
    case 'resumed':
      return withCondition(known, condition('Suspended', now, { reason: 'JobResumed', message: 'Job resumed' }, 'False'))
    case undefined:
      return known
  }
}
