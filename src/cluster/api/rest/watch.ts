/** Watches: a stream of events, one JSON document a line. @see Kubernetes API concepts, "Efficient detection of changes" */
import { expired, notAcceptable, tooManyRequests } from '../../../kubernetes/errors.ts'
import { isJsonObject } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { LEASES, renewWhileWatched } from '../../controllers/nodes/renewal.ts'
import type { StoreEvent } from '../../store/store.ts'
import type { ResourceCall } from '../api-context.ts'
import { respondStatus } from '../http/respond.ts'
import { encodeEvent } from './event-lines.ts'
import { isTrue, refuseListOptions } from './list-options.ts'
import { refuseRevision } from './revisions.ts'
import { presentNothing, presentObject } from './present.ts'
import { readSelection } from './select.ts'

const BOOKMARK_PERIOD_MS = 60_000
/** So long before a watch ends by its time limit it is told once more how far it has come. */
const BOOKMARK_BEFORE_END_MS = 2000
/** A client that does not read is cut off rather than kept for, once so much waits beyond what it was told at first. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end'

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED'
type Send = (line: Uint8Array) => void

interface Scope {
  readonly call: ResourceCall
  selects(object: KubernetesObject): boolean
  /** Of Tables, the first alone says what its columns are. */
  areColumnsTold: boolean
}

const withColumnsOnce = (scope: Scope, shown: unknown): unknown => {
  if (scope.call.accepted.as !== 'Table' || !isJsonObject(shown)) return shown
  const hasColumns = !scope.areColumnsTold
  scope.areColumnsTold = true
  return hasColumns ? shown : { ...shown, columnDefinitions: null }
}

const present = (scope: Scope, object: KubernetesObject): unknown => withColumnsOnce(scope, presentObject(scope.call, object))

/** An object that changes into or out of what is selected appears and disappears. */
const classify = (event: StoreEvent, scope: Scope): EventType | undefined => {
  const before = event.type !== 'ADDED' && event.previous !== undefined && scope.selects(event.previous)
  const after = event.type !== 'DELETED' && scope.selects(event.object)
  if (after) return before ? 'MODIFIED' : 'ADDED'
  return before ? 'DELETED' : undefined
}

const concerns = ({ call }: Scope, { resource, object }: StoreEvent): boolean =>
  resource === call.info.name && (call.namespace === undefined || object.metadata.namespace === call.namespace)

/** What leaves the selection without being deleted is shown as it was in it, at the revision of the change. */
const lastSelected = ({ type, object, previous }: StoreEvent): KubernetesObject => {
  if (type === 'DELETED' || previous === undefined) return object
  const { resourceVersion } = object.metadata
  return { ...previous, metadata: { ...previous.metadata, ...(resourceVersion === undefined ? {} : { resourceVersion }) } }
}

const sendEvent = (scope: Scope, event: StoreEvent, send: Send): void => {
  if (!concerns(scope, event)) return
  const type = classify(event, scope)
  if (type !== undefined) send(lineOf(scope, type, event))
}

const lineOf = (scope: Scope, type: EventType, event: StoreEvent): Uint8Array => {
  const { accepted, query, info, context } = scope.call
  const form = [type, info.apiVersion, accepted.as, accepted.asVersion, query.get('includeObject'), scope.areColumnsTold].join()
  const make = (): Uint8Array => encodeEvent(type, present(scope, type === 'DELETED' ? lastSelected(event) : event.object))
  const line = context.eventLines?.lineOf(event, form, make) ?? make()
  scope.areColumnsTold = true
  return line
}

/** An object without anything but its revision. */
const bookmark = (scope: Scope, revision: number, annotations?: Readonly<Record<string, string>>): Uint8Array => {
  const metadata = {
    resourceVersion: String(revision),
    ...(annotations === undefined ? {} : { annotations }),
  }
  return encodeEvent('BOOKMARK', withColumnsOnce(scope, presentNothing(scope.call, metadata)))
}

const wantsBookmarks = (query: URLSearchParams): boolean => isTrue(query, 'allowWatchBookmarks')

/** What a client that has nothing yet is told first; false where it must list again. */
const sendPast = (scope: Scope, send: Send): boolean => {
  const { context, query, info, namespace } = scope.call
  const asked = query.get('resourceVersion')
  const from = asked === null || asked === '' ? '0' : asked
  // Who names no revision is told what there is, and where that ends.
  const initial = isTrue(query, 'sendInitialEvents') || (!query.has('sendInitialEvents') && from === '0')
  if (initial) {
    for (const object of context.store.list(info.name, namespace))
      if (scope.selects(object)) send(encodeEvent('ADDED', present(scope, object)))
    const end = { [INITIAL_EVENTS_END]: 'true' }
    if (wantsBookmarks(query)) send(bookmark(scope, context.store.revision, end))
    return true
  }
  if (from === '0') return true
  const missed = context.store.since(Number(from))
  if (missed === undefined) {
    send(encodeEvent('ERROR', expired(`too old resource version: ${from} (${context.store.revision})`)))
    return false
  }
  for (const event of missed) sendEvent(scope, event, send)
  return true
}

const openStream = (scope: Scope): ReadableStream<Uint8Array> => {
  const { context, request, query } = scope.call
  const endings: (() => void)[] = []
  let open = true
  let mayWaitBytes = Infinity
  const stop = (): void => {
    if (open) context.watches?.leave()
    open = false
    for (const ending of endings.splice(0)) ending()
  }
  const source: UnderlyingDefaultSource<Uint8Array> = {
    start: (controller) => {
      const close = (): void => {
        if (!open) return
        stop()
        controller.close()
      }
      const waitingBytes = (): number => -(controller.desiredSize ?? 0)
      const send: Send = (line) => {
        if (!open) return
        controller.enqueue(line)
        if (waitingBytes() <= mayWaitBytes) return
        stop()
        // What waits is dropped: it is the client's to read it or to list again.
        controller.error(new Error('a watch was ended: its client does not read'))
      }
      const bookmarks = (): void => {
        send(bookmark(scope, context.store.revision))
        if (open) endings.push(context.clock.after(BOOKMARK_PERIOD_MS, bookmarks))
      }
      if (!sendPast(scope, send)) {
        close()
        return
      }
      mayWaitBytes = waitingBytes() + MAX_WAITING_BYTES
      const from = Number(query.get('resourceVersion') ?? 0)
      const tell = (event: StoreEvent): void => {
        if (event.revision > from) sendEvent(scope, event, send)
      }
      endings.push(context.store.subscribe(tell))
      if (scope.call.info.name === LEASES) endings.push(renewWhileWatched(context, scope.call.namespace))
      const limitMs = Number(query.get('timeoutSeconds') ?? 0) * 1000
      if (wantsBookmarks(query)) {
        endings.push(context.clock.after(BOOKMARK_PERIOD_MS, bookmarks))
        const lastMs = limitMs - BOOKMARK_BEFORE_END_MS
        if (lastMs > 0 && lastMs % BOOKMARK_PERIOD_MS !== 0)
          endings.push(context.clock.after(lastMs, () => send(bookmark(scope, context.store.revision))))
      }
      if (limitMs > 0) endings.push(context.clock.after(limitMs, close))
      request.signal.addEventListener('abort', close, { once: true })
      endings.push(() => request.signal.removeEventListener('abort', close))
      if (request.signal.aborted) close()
    },
    cancel: stop,
  }
  return new ReadableStream(source, { highWaterMark: 0, size: ({ byteLength }) => byteLength })
}

/** Changes are told from a revision that has not come yet, too; what there is cannot be. */
const refuseOptions = ({ query, context }: ResourceCall): Status | undefined => {
  const known = isTrue(query, 'sendInitialEvents') ? context.store.revision : Infinity
  return refuseListOptions(query, 'watch') ?? refuseRevision(query.get('resourceVersion'), known)
}

export const handleWatch = (call: ResourceCall): Response => {
  // YAML has no stream.
  if (call.accepted.encoding === 'yaml') return respondStatus(notAcceptable(['application/json;stream=watch']))
  const selection = readSelection(call)
  if (!selection.ok) return respondStatus(selection.status)
  const refused = refuseOptions(call)
  if (refused !== undefined) return respondStatus(refused)
  if (call.context.watches?.enter() === false)
    return respondStatus(tooManyRequests('too many watches are open: end some, then try again'))
  const selects = (object: KubernetesObject): boolean =>
    (call.name === undefined || object.metadata.name === call.name) && selection.selects(object)
  return new Response(openStream({ call, selects, areColumnsTold: false }), {
    headers: { 'cache-control': 'no-cache, private', 'content-type': 'application/json' },
  })
}
