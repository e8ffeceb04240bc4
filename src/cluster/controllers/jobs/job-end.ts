import type { Job, JobCondition } from '../../../kubernetes/generated/types.ts'

const find = ({ status }: Job, ...types: readonly string[]): JobCondition | undefined =>
  (status?.conditions ?? []).find(({ type, status: value }) => types.includes(type) && value === 'True')

/** The condition by which a Job has ended; undefined while it works. */
export const endOf = (job: Job): JobCondition | undefined => find(job, 'Complete', 'Failed')

/** Whether it is known that the Job fails, while its last Pods go. */
export const isFailing = (job: Job): boolean => find(job, 'FailureTarget') !== undefined
