/** Watches: a stream of events, one JSON document a line. @see Kubernetes API concepts, "Efficient detection of changes" */
import { expired, tooManyRequests } from '../../../kubernetes/errors.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { Status } from '../../../kubernetes/status.ts'
import { LEASES, renewWhileWatched } from '../../controllers/nodes/renewal.ts'
import type { StoreEvent } from '../../store/store.ts'
import type { ResourceCall } from '../api-context.ts'
import { respondStatus } from '../http/respond.ts'
import { encodeEvent } from './event-lines.ts'
import { isTrue, refuseListOptions } from './list-options.ts'
import { refuseRevision } from './revisions.ts'
import { presentObject } from './present.ts'
import { readSelection } from './select.ts'

const BOOKMARK_PERIOD_MS = 60_000
/** A client that does not read is cut off rather than kept for, once so much waits beyond what it was told at first. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024

const INITIAL_EVENTS_END = 'k8s.io/initial-events-end'

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED'
type Send = (line: Uint8Array) => void

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
  if (type !== undefined) send(lineOf(scope.call, type, event))
}

const lineOf = (call: ResourceCall, type: EventType, event: StoreEvent): Uint8Array => {
  const { accepted, query, info, context } = call
  const form = [type, info.apiVersion, accepted.as, accepted.asVersion, query.get('includeObject')].join()
  const make = (): Uint8Array => encodeEvent(type, presentObject(call, event.object))
  return context.eventLines?.lineOf(event, form, make) ?? make()
}

const bookmark = ({ call }: Scope, revision: number, annotations?: Readonly<Record<string, string>>): unknown => {
  const { kind, apiVersion } = call.info
  const metadata = {
    resourceVersion: String(revision),
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

const wantsBookmarks = (query: URLSearchParams): boolean => isTrue(query, 'allowWatchBookmarks')

/** What a client that has nothing yet is told first; false where it must list again. */
const sendPast = (scope: Scope, send: Send): boolean => {
  const { context, query, info, namespace } = scope.call
  const asked = query.get('resourceVersion')
  const from = asked === null || asked === '' ? '0' : asked
  const initial = isTrue(query, 'sendInitialEvents')
  if (initial || (!query.has('sendInitialEvents') && from === '0')) {
    for (const object of context.store.list(info.name, namespace))
      if (scope.selects(object)) send(encodeEvent('ADDED', presentObject(scope.call, object)))
    const end = { [INITIAL_EVENTS_END]: 'true' }
    if (initial && wantsBookmarks(query)) send(encodeEvent('BOOKMARK', bookmark(scope, context.store.revision, end)))
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
        send(encodeEvent('BOOKMARK', bookmark(scope, context.store.revision)))
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
      if (wantsBookmarks(query)) endings.push(context.clock.after(BOOKMARK_PERIOD_MS, bookmarks))
      const seconds = Number(query.get('timeoutSeconds') ?? 0)
      if (seconds > 0) endings.push(context.clock.after(seconds * 1000, close))
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
