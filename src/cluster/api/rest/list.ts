import { badRequest, expired } from '../../../kubernetes/errors.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ResourceCall } from '../api-context.ts'
import { decodeContinuation, encodeContinuation, LATEST, startAfter, type Continuation } from './continuation.ts'
import { refuseFutureRevision } from './revisions.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { refuseListOptions } from './list-options.ts'
import { presentList, refuseForm, type ListMetadata } from './present.ts'
import { keyOf, readAsOf } from './past.ts'
import { readAll } from './read.ts'
import { readSelection } from './select.ts'

/** The state that is asked for: the page before's, an exact one, or the latest. */
const readVersion = (call: ResourceCall, continuation: Continuation | undefined): Version => {
  const { query, context } = call
  const { revision } = context.store
  if (continuation !== undefined) {
    // A list that was cut off and goes on with whatever there is now.
    if (continuation.revision === LATEST) return { revision, objects: readAll(call) }
    const refusal = refuseFutureRevision(String(continuation.revision), revision)
    if (refusal !== undefined) return { refusal }
    const objects = readAsOf(call, continuation.revision)
    return objects === undefined
      ? { refusal: expiredPage({ ...continuation, revision: LATEST }, call) }
      : { revision: continuation.revision, objects }
  }
  const asked = query.get('resourceVersion')
  const refusal = refuseFutureRevision(asked, revision)
  if (refusal !== undefined) return { refusal }
  if (query.get('resourceVersionMatch') !== 'Exact') return { revision, objects: readAll(call) }
  const objects = readAsOf(call, Number(asked))
  return objects === undefined
    ? { refusal: expired('The resourceVersion for the provided list is too old.') }
    : { revision: Number(asked), objects }
}

type Version =
  | { readonly refusal: Status; readonly objects?: never }
  | { readonly revision: number; readonly objects: readonly StoredObject[] }

/** @see https://kubernetes.io/docs/reference/using-api/api-concepts/#retrieving-large-results-sets-in-chunks */
const expiredPage = (rest: Continuation, call: ResourceCall): Status => ({
  ...expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  ),
  metadata: { continue: encodeContinuation(rest, call) },
})

interface Page {
  readonly items: readonly StoredObject[]
  readonly metadata: ListMetadata
}

/** So many as the client wants at a time, and where the next ones begin. */
export const takePage = (call: ResourceCall, objects: readonly StoredObject[], limit: number, revision: number): Page => {
  const items = limit > 0 ? objects.slice(0, limit) : objects
  const last = items[items.length - 1]
  const remaining = objects.length - items.length
  const resourceVersion = String(revision)
  if (remaining === 0 || last === undefined) return { items, metadata: { resourceVersion } }
  const next = encodeContinuation({ revision, start: startAfter(last) }, call)
  return { items, metadata: { resourceVersion, continue: next, remainingItemCount: remaining } }
}

/** How many are left is not told of a list that is narrowed. */
const withoutCount = ({ remainingItemCount: _count, ...metadata }: ListMetadata): ListMetadata => metadata

/** A page that goes on has its revision from the token. */
const readContinuation = (call: ResourceCall): Continuation | { readonly refusal: Status } | undefined => {
  const token = call.query.get('continue') ?? ''
  if (token === '') return undefined
  const continuation = decodeContinuation(token, call)
  if ('problem' in continuation)
    return { refusal: badRequest(`invalid continue token: continue key is not valid: ${continuation.problem}`) }
  return (call.query.get('resourceVersion') ?? '0') === '0' || call.query.get('resourceVersion') === ''
    ? continuation
    : { refusal: badRequest('specifying resource version is not allowed when using continue') }
}

export const handleList = (call: ResourceCall): Response => {
  const { query } = call
  const options = refuseListOptions(query, 'list') ?? refuseForm(call, true)
  if (options !== undefined) return respondStatus(options)
  const selection = readSelection(call)
  if (!selection.ok) return respondStatus(selection.status)
  const continuation = readContinuation(call)
  if (continuation !== undefined && 'refusal' in continuation) return respondStatus(continuation.refusal)
  const version = readVersion(call, continuation)
  if (version.objects === undefined) return respondStatus(version.refusal)
  const selected = version.objects.filter(
    (object) => selection.selects(object) && (continuation === undefined || keyOf(object) >= continuation.start),
  )
  // What any state answers comes whole, as out of a server's cache.
  const limit = query.get('resourceVersion') === '0' ? 0 : Number(query.get('limit') ?? 0)
  const page = takePage(call, selected, limit, version.revision)
  return respond(
    presentList(call, page.items, selection.everything ? page.metadata : withoutCount(page.metadata)),
    call.accepted,
  )
}
