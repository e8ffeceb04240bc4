/** Indexes that the status of a Job names. @see k8s.io/kubernetes pkg/apis/batch/validation/validation.go, validateJobStatus, v1.34 */
import type { Job, JobStatus } from '../../generated/types.ts'
import type { StatusCause } from '../../status.ts'
import { invalidValue } from '../causes.ts'
import { countIndexes, readInterval } from '../job-indexes.ts'

interface Change {
  readonly status: JobStatus
  readonly changes: (...names: readonly string[]) => boolean
}

type Interval = readonly [number, number]

const COMPLETED = 'status.completedIndexes'
const FAILED = 'status.failedIndexes'

/** What cannot be read is told where it stands. */
const intervals = (text: string, completions: number): readonly Interval[] =>
  (text === '' ? [] : text.split(',')).flatMap((part): readonly Interval[] => {
    const interval = readInterval(part, completions)
    return typeof interval === 'string' ? [] : [interval]
  })

/** The first index that is in both; undefined where there is none. */
const overlap = (completed: readonly Interval[], failed: readonly Interval[]): number | undefined => {
  const common = completed.flatMap(([from, to]) =>
    failed.filter(([first, last]) => from <= last && first <= to).map(([first]) => Math.max(from, first)),
  )
  return common.length === 0 ? undefined : Math.min(...common)
}

const unread = (name: string, text: string, completions: number | undefined): string | undefined => {
  const read = completions === undefined ? 0 : countIndexes(text, completions)
  return typeof read === 'string' ? `error parsing ${name}: ${read}` : undefined
}

export const validateCompletedIndexes = ({ spec }: Job, { status, changes }: Change): readonly StatusCause[] => {
  const { completedIndexes: text = '' } = status
  if (!changes('completedIndexes') || text === '') return []
  const why = unread('completedIndexes', text, spec?.completions)
  return [
    ...(why === undefined ? [] : [invalidValue(COMPLETED, text, why)]),
    ...(spec?.completionMode === 'Indexed'
      ? []
      : [invalidValue(COMPLETED, text, 'cannot set non-empty completedIndexes when non-indexed completion mode')]),
  ]
}

export const validateFailedIndexes = ({ spec }: Job, { status, changes }: Change): readonly StatusCause[] => {
  const { failedIndexes: text, completedIndexes = '' } = status
  if (text === undefined) return []
  const { completions, backoffLimitPerIndex } = spec ?? {}
  const isChanged = changes('failedIndexes')
  const why = isChanged && backoffLimitPerIndex !== undefined ? unread('failedIndexes', text, completions) : undefined
  const common =
    changes('failedIndexes', 'completedIndexes') && completions !== undefined
      ? overlap(intervals(completedIndexes, completions), intervals(text, completions))
      : undefined
  return [
    ...(why === undefined ? [] : [invalidValue(FAILED, text, why)]),
    ...(isChanged && backoffLimitPerIndex === undefined
      ? [invalidValue(FAILED, text, 'cannot set non-null failedIndexes when backoffLimitPerIndex is null')]
      : []),
    ...(common === undefined
      ? []
      : [invalidValue(FAILED, text, `failedIndexes and completedIndexes overlap at index: ${common}`)]),
  ]
}
