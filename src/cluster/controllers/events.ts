/** Events about objects, as `kubectl describe` and `kubectl get events` show them. */
import type { Event } from '../../kubernetes/generated/types.ts'
import { isEvent } from '../../kubernetes/guards.ts'
import type { Clock } from '../environment.ts'
import type { Index, Store } from '../store/store.ts'
import { toTimestamp } from '../time.ts'
import type { Writer } from '../api/writer.ts'
import type { ControllerContext } from './controller.ts'
import { createEventCorrelator, type EventCorrelator } from './event-correlation.ts'

/** As the API server's --event-ttl. */
const TTL_MS = 3_600_000
/** Old ones are looked for once in so many. */
const SWEEP_EVERY = 64

type EventToRecord = Parameters<ControllerContext['recordEvent']>[0]

const referenceOf = ({ about }: EventToRecord, store: Store): Event['involvedObject'] => {
  const resource = about.kind === 'Pod' ? 'pods' : undefined
  const version =
    resource === undefined ? undefined : store.get(resource, about.namespace, about.name)?.metadata.resourceVersion
  return {
    apiVersion: about.apiVersion ?? 'v1',
    kind: about.kind,
    ...(about.namespace === undefined ? {} : { namespace: about.namespace }),
    name: about.name,
    ...(about.uid === undefined ? {} : { uid: about.uid }),
    ...(version === undefined ? {} : { resourceVersion: version }),
    ...(about.fieldPath === undefined ? {} : { fieldPath: about.fieldPath }),
  }
}

const isSame = (event: Event, wanted: EventToRecord): boolean =>
  event.involvedObject.uid === wanted.about.uid &&
  event.involvedObject.name === wanted.about.name &&
  event.involvedObject.kind === wanted.about.kind &&
  event.involvedObject.fieldPath === wanted.about.fieldPath &&
  event.reason === wanted.reason &&
  event.message === wanted.message

const subjectOf = ({ kind = '', namespace = 'default', name = '', uid = '' }: Event['involvedObject']): string =>
  `${kind}/${namespace}/${name}/${uid}`

const BY_SUBJECT: Index = {
  resource: 'events',
  keysOf: (event) => (isEvent(event) ? [subjectOf(event.involvedObject)] : []),
}

export const eventsAbout = (store: Store, about: Event['involvedObject']): readonly Event[] =>
  store.indexed(BY_SUBJECT, subjectOf(about)).filter(isEvent)

const hexOf = (value: number): string => Math.round(value).toString(16).padStart(16, '0')

export interface EventRecorderContext {
  readonly store: Store
  readonly clock: Clock
}

/** Records events by way of a component's own writer. */
export type EventRecorder = (wanted: EventToRecord, writer: Writer) => void

interface Recording extends EventRecorderContext {
  /** Made with the first event. */
  correlator?: EventCorrelator
  /** How many there were that were not there already. */
  serial: number
}

/** Equal events are one, counted; so are many that are similar, of which the last is told. */
export function createEventRecorder({ store, clock }: EventRecorderContext): EventRecorder {
  const recording: Recording = { store, clock, serial: 0 }
  return (wanted, writer) => record(recording, wanted, writer)
}

function record(recording: Recording, asked: EventToRecord, writer: Writer): void {
  const { store, clock } = recording
  recording.correlator ??= createEventCorrelator()
  const correlated = recording.correlator.correlate(asked, clock.now())
  if (correlated === undefined) return
  const { wanted, combined } = correlated
  const namespace = wanted.about.namespace ?? 'default'
  const now = toTimestamp(clock.now())
  const known = eventsAbout(store, wanted.about).find(
    (event) =>
      event.metadata.namespace === namespace &&
      (combined === undefined ? isSame(event, wanted) : event.metadata.name === combined.name),
  )
  if (known !== undefined) {
    const again: Event = { ...known, message: wanted.message, count: (known.count ?? 1) + 1, lastTimestamp: now }
    writer.update(again)
    return
  }
  recording.serial += 1
  const { serial } = recording
  if (serial % SWEEP_EVERY === 0) sweep(store, clock.now() - TTL_MS)
  const name = `${wanted.about.name}.${hexOf(clock.now() * 4096 + (serial % 4096))}`
  if (combined !== undefined) combined.name = name
  const event: Event = {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { namespace, name },
    involvedObject: referenceOf(wanted, store),
    reason: wanted.reason,
    message: wanted.message,
    source: { component: wanted.component, ...(wanted.host === undefined ? {} : { host: wanted.host }) },
    firstTimestamp: now,
    lastTimestamp: now,
    count: 1,
    type: wanted.type,
    reportingComponent: combined === undefined ? wanted.component : '',
    reportingInstance: combined === undefined ? (wanted.host ?? '') : '',
  }
  writer.create(event)
}

function sweep(store: Store, oldestMs: number): void {
  const oldest = toTimestamp(oldestMs)
  for (const event of store.list('events').filter(isEvent))
    if ((event.lastTimestamp ?? event.metadata.creationTimestamp ?? '') < oldest)
      store.remove('events', event.metadata.namespace, event.metadata.name ?? '')
}
