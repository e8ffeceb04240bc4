import { badRequest, expired } from '../../../kubernetes/errors.ts'
import { isJsonObject } from '../../../kubernetes/json.ts'
import type { Status } from '../../../kubernetes/status.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ResourceCall } from '../api-context.ts'
import { refuseFutureRevision } from './revisions.ts'
import { respond, respondStatus } from '../http/respond.ts'
import { refuseListOptions } from './list-options.ts'
import { presentList, refuseForm, type ListMetadata } from './present.ts'
import { keyOf, readAsOf } from './past.ts'
import { readAll } from './read.ts'
import { readSelection } from './select.ts'

interface Continuation {
  readonly revision: string
  /** The key of the last object of the page before. */
  readonly after: string
}

/** In place of a revision: the latest, whichever it is. */
const LATEST = '-1'

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

/** The state that is asked for: the page before's, an exact one, or the latest. */
const readVersion = (call: ResourceCall, continuation: Continuation | undefined): Version => {
  const { query, context } = call
  const { revision } = context.store
  if (continuation !== undefined) {
    // A list that was cut off and goes on with whatever there is now.
    if (continuation.revision === LATEST) return { revision, objects: readAll(call) }
    const objects = readAsOf(call, Number(continuation.revision))
    return objects === undefined
      ? { refusal: expiredPage({ ...continuation, revision: LATEST }) }
      : { revision: Number(continuation.revision), objects }
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
const expiredPage = (rest: Continuation): Status => ({
  ...expired(
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list - objects that were created, modified, or deleted between the time the first chunk was returned and now may show up in the list.',
  ),
  metadata: { continue: encodeContinuation(rest) },
})

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
  const { query, info } = call
  const options = refuseListOptions(query, 'list') ?? refuseForm(call, true)
  if (options !== undefined) return respondStatus(options)
  const selection = readSelection(query, info)
  if (!selection.ok) return respondStatus(selection.status)
  const token = query.get('continue') ?? ''
  const continuation = token === '' ? undefined : decodeContinuation(token)
  if (token !== '' && continuation === undefined)
    return respondStatus(badRequest('invalid continue token: continue key is not valid'))
  const version = readVersion(call, continuation)
  if (version.objects === undefined) return respondStatus(version.refusal)
  const selected = version.objects.filter(
    (object) => selection.selects(object) && (continuation === undefined || keyOf(object) > continuation.after),
  )
  // What any state answers comes whole, as out of a server's cache.
  const limit = query.get('resourceVersion') === '0' ? 0 : Number(query.get('limit') ?? 0)
  const page = takePage(selected, limit, String(version.revision))
  return respond(
    presentList(call, page.items, selection.everything ? page.metadata : withoutCount(page.metadata)),
    call.accepted,
  )
}
