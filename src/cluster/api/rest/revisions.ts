/** The revisions that readers ask for. */
import { badRequest, failureWithoutReason } from '../../../kubernetes/errors.ts'
import type { Status } from '../../../kubernetes/status.ts'

/** In the words of the server's code that reads revisions. */
export const notANumber = (asked: string): string => {
  const quoted = JSON.stringify(asked)
  const why = /^\d+$/u.test(asked) ? 'value out of range' : 'invalid syntax'
  return `resourceVersion: Invalid value: ${quoted}: strconv.ParseUint: parsing ${quoted}: ${why}`
}

/** Of 64 bits. */
const MAX_REVISION = 2 ** 64

/** A revision that has not come yet cannot be answered from. */
export const refuseFutureRevision = (asked: string | null, revision: number): Status | undefined => {
  if (asked === null || asked === '' || asked === '0') return undefined
  const wanted = Number(asked)
  if (!Number.isInteger(wanted) || wanted < 0 || wanted >= MAX_REVISION)
    return badRequest(`invalid resource version: ${notANumber(asked)}`)
  if (wanted <= revision) return undefined
  const message = `Too large resource version: ${wanted}, current: ${revision}`
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `Timeout: ${message}`,
    reason: 'Timeout',
    details: {
      causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version', field: '' }],
      retryAfterSeconds: 1,
    },
    code: 504,
  }
}

/** Why a read or a watch at a revision is not answered, if so: in other words than a list. */
export const refuseRevision = (asked: string | null, revision: number): Status | undefined =>
  asked === null || /^\d*$/u.test(asked) ? refuseFutureRevision(asked, revision) : failureWithoutReason(notANumber(asked))
