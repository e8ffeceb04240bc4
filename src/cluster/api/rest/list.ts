import { badRequest, expired } from '../../../kubernetes/errors.ts'
import { isJsonObject } from '../../../kubernetes/json.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ResourceCall } from '../api-context.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { presentList, type ListMetadata } from './present.ts'
import { readAll } from './read.ts'
import { readSelection } from './select.ts'

const keyOf = ({ metadata }: StoredObject): string => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`

interface Continuation {
  readonly revision: string
  /** The key of the last object of the page before. */
  readonly after: string
}

const encodeContinuation = ({ revision, after }: Continuation): string => btoa(JSON.stringify({ rv: revision, start: after }))

const decodeContinuation = (token: string): Continuation | undefined => {
  try {
    const value: unknown = JSON.parse(atob(token))
    if (!isJsonObject(value)) return undefined
    const { rv, start } = value
    return typeof rv === 'string' && typeof start === 'string' ? { revision: rv, after: start } : undefined
  } catch {
    return undefined
  }
}

/** A revision that has not come yet cannot be answered from. */
export const refuseFutureRevision = (asked: string | null, revision: number): Status | undefined => {
  if (asked === null || asked === '' || asked === '0') return undefined
  const wanted = Number(asked)
  if (!Number.isInteger(wanted) || wanted < 0)
    return badRequest(`Invalid value: "${asked}": strconv.ParseUint: parsing "${asked}": invalid syntax`)
  if (wanted <= revision) return undefined
  const message = `Too large resource version: ${wanted}, current: ${revision}`
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: `Timeout: ${message}`,
    reason: 'Timeout',
    details: { retryAfterSeconds: 1 },
    code: 504,
  }
}

const refuseVersion = (query: URLSearchParams, revision: number): Status | undefined => {
  const asked = query.get('resourceVersion')
  const exact = query.get('resourceVersionMatch') === 'Exact' && Number(asked) < revision
  // DIFFERS: past states are not kept, so a list "as of then" is answered as a compacted one is (list.test.ts).
  return exact ? expired('The resourceVersion for the provided list is too old.') : refuseFutureRevision(asked, revision)
}

interface Page {
  readonly items: readonly StoredObject[]
  readonly metadata: ListMetadata
}

const takePage = (objects: readonly StoredObject[], limit: number, revision: string): Page => {
  const items = limit > 0 ? objects.slice(0, limit) : objects
  const last = items[items.length - 1]
  const remaining = objects.length - items.length
  if (remaining === 0 || last === undefined) return { items, metadata: { resourceVersion: revision } }
  const next = encodeContinuation({ revision, after: keyOf(last) })
  return { items, metadata: { resourceVersion: revision, continue: next, remainingItemCount: remaining } }
}

/** How many are left is not told of a list that is narrowed. */
const withoutCount = ({ remainingItemCount: _count, ...metadata }: ListMetadata): ListMetadata => metadata

export const handleList = (call: ResourceCall): Response => {
  const { context, query, info } = call
  const { revision } = context.store
  const selection = readSelection(query, info)
  if (!selection.ok) return respondStatus(selection.status)
  const token = query.get('continue') ?? ''
  const continuation = token === '' ? undefined : decodeContinuation(token)
  if (token !== '' && continuation === undefined) return respondStatus(badRequest('continue key is not valid'))
  const refused = token === '' ? refuseVersion(query, revision) : undefined
  if (refused !== undefined) return respondStatus(refused)
  const selected = readAll(call).filter(
    (object) => selection.selects(object) && (continuation === undefined || keyOf(object) > continuation.after),
  )
  const page = takePage(selected, Number(query.get('limit') ?? 0), continuation?.revision ?? String(revision))
  return respond(
    presentList(call, page.items, selection.everything ? page.metadata : withoutCount(page.metadata)),
    call.accepted,
  )
}
