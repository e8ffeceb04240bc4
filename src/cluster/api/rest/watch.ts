/** Watches: a stream of events, one JSON document a line. @see Kubernetes API concepts, "Efficient detection of changes" */
import { expired, invalid, tooManyRequests } from '../../../kubernetes/errors.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { forbiddenField } from '../../../kubernetes/validation/causes.ts'
import type { StoreEvent } from '../../store/store.ts'
import type { ResourceCall } from '../api-context.ts'
import { respondStatus } from '../http/respond.ts'
import { refuseFutureRevision } from './list.ts'
import { presentObject } from './present.ts'
import { readSelection } from './select.ts'

const BOOKMARK_PERIOD_MS = 60_000
/** A client that does not read is cut off rather than kept for. */
const MAX_WAITING = 100_000

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end'

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED'
type Send = (type: EventType | 'BOOKMARK' | 'ERROR', object: unknown) => void

interface Scope {
  readonly call: ResourceCall
  selects(object: KubernetesObject): boolean
}

/** An object that changes into or out of what is selected appears and disappears. */
const classify = (event: StoreEvent, scope: Scope): EventType | undefined => {
  const before = event.type !== 'ADDED' && event.previous !== undefined && scope.selects(event.previous)
  const after = event.type !== 'DELETED' && scope.selects(event.object)
  if (after) return before ? 'MODIFIED' : 'ADDED'
  return before ? 'DELETED' : undefined
}

const concerns = ({ call }: Scope, { resource, object }: StoreEvent): boolean =>
  resource === call.info.name && (call.namespace === undefined || object.metadata.namespace === call.namespace)

const sendEvent = (scope: Scope, event: StoreEvent, send: Send): void => {
  if (!concerns(scope, event)) return
  const type = classify(event, scope)
  if (type !== undefined) send(type, presentObject(scope.call, event.object))
}

const bookmark = ({ call }: Scope, revision: number, annotations?: Readonly<Record<string, string>>): unknown => {
  const { kind, apiVersion } = call.info
  const metadata = {
    resourceVersion: String(revision),
    creationTimestamp: null,
    ...(annotations === undefined ? {} : { annotations }),
  }
  if (call.accepted.as === 'Table') {
    const row = { cells: [], object: { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1', metadata } }
    return {
      kind: 'Table',
      apiVersion: 'meta.k8s.io/v1',
      metadata: { resourceVersion: String(revision) },
      columnDefinitions: [],
      rows: [row],
    }
  }
  return { kind, apiVersion, metadata }
}

const wantsBookmarks = (query: URLSearchParams): boolean => ['true', '1'].includes(query.get('allowWatchBookmarks') ?? '')

/** What a client that has nothing yet is told first; false where it must list again. */
const sendPast = (scope: Scope, send: Send): boolean => {
  const { context, query, info, namespace } = scope.call
  const asked = query.get('resourceVersion')
  const from = asked === null || asked === '' ? '0' : asked
  const initial = query.get('sendInitialEvents')
  if (initial === 'true' || (initial === null && from === '0')) {
    for (const object of context.store.list(info.name, namespace))
      if (scope.selects(object)) send('ADDED', presentObject(scope.call, object))
    if (initial === 'true' && wantsBookmarks(query))
      send('BOOKMARK', bookmark(scope, context.store.revision, { [INITIAL_EVENTS_END]: 'true' }))
    return true
  }
  if (from === '0') return true
  const missed = context.store.since(Number(from))
  if (missed === undefined) {
    send('ERROR', expired(`too old resource version: ${from} (${context.store.revision})`))
    return false
  }
  for (const event of missed) sendEvent(scope, event, send)
  return true
}

const openStream = (scope: Scope): ReadableStream<Uint8Array> => {
  const { context, request, query } = scope.call
  const encoder = new TextEncoder()
  const endings: (() => void)[] = []
  let open = true
  const stop = (): void => {
    if (open) context.watches?.leave()
    open = false
    for (const ending of endings.splice(0)) ending()
  }
  return new ReadableStream<Uint8Array>({
    start: (controller) => {
      const close = (): void => {
        if (!open) return
        stop()
        controller.close()
      }
      const send: Send = (type, object) => {
        if (!open) return
        controller.enqueue(encoder.encode(`${JSON.stringify({ type, object })}\n`))
        if ((controller.desiredSize ?? 0) < -MAX_WAITING) close()
      }
      const bookmarks = (): void => {
        send('BOOKMARK', bookmark(scope, context.store.revision))
        if (open) endings.push(context.clock.after(BOOKMARK_PERIOD_MS, bookmarks))
      }
      if (!sendPast(scope, send)) {
        close()
        return
      }
      endings.push(context.store.subscribe((event) => sendEvent(scope, event, send)))
      if (wantsBookmarks(query)) endings.push(context.clock.after(BOOKMARK_PERIOD_MS, bookmarks))
      const seconds = Number(query.get('timeoutSeconds') ?? 0)
      if (seconds > 0) endings.push(context.clock.after(seconds * 1000, close))
      request.signal.addEventListener('abort', close, { once: true })
      endings.push(() => request.signal.removeEventListener('abort', close))
      if (request.signal.aborted) close()
    },
    cancel: stop,
  })
}

/** @see k8s.io/apimachinery pkg/apis/internalversion/validation/validation.go, v1.34 */
const refuseMatch = (query: URLSearchParams): Status | undefined => {
  const match = query.get('resourceVersionMatch') ?? ''
  const refuse = (why: string): Status =>
    invalid('ListOptions', '', [forbiddenField('resourceVersionMatch', why)], 'meta.k8s.io')
  if (!query.has('sendInitialEvents'))
    return match === '' ? undefined : refuse('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided')
  return match === 'NotOlderThan'
    ? undefined
    : refuse('sendInitialEvents requires setting resourceVersionMatch to NotOlderThan')
}

const refuseOptions = ({ query, context }: ResourceCall): Status | undefined =>
  refuseMatch(query) ?? refuseFutureRevision(query.get('resourceVersion'), context.store.revision)

export const handleWatch = (call: ResourceCall): Response => {
  const selection = readSelection(call.query, call.info)
  if (!selection.ok) return respondStatus(selection.status)
  const refused = refuseOptions(call)
  if (refused !== undefined) return respondStatus(refused)
  if (call.context.watches?.enter() === false)
    return respondStatus(tooManyRequests('too many watches are open: end some, then try again'))
  const selects = (object: KubernetesObject): boolean =>
    (call.name === undefined || object.metadata.name === call.name) && selection.selects(object)
  return new Response(openStream({ call, selects }), {
    headers: { 'cache-control': 'no-cache, private', 'content-type': 'application/json' },
  })
}
