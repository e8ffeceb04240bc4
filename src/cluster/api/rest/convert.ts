/** Events are stored once and served in two groups. @see Kubernetes API reference, Event v1 events.k8s.io */
import type { Event, EventsEvent } from '../../../kubernetes/generated/types.ts'
import { isEvent } from '../../../kubernetes/guards.ts'
import { withoutUndefined } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'

const EVENTS_V1 = 'events.k8s.io/v1'

const toEventsV1 = (event: Event): KubernetesObject => {
  const {
    involvedObject,
    message,
    firstTimestamp,
    lastTimestamp,
    count,
    source,
    reportingComponent,
    reportingInstance,
    ...rest
  } = event
  return withoutUndefined({
    ...rest,
    apiVersion: EVENTS_V1,
    kind: 'Event',
    regarding: involvedObject,
    note: message,
    deprecatedFirstTimestamp: firstTimestamp,
    deprecatedLastTimestamp: lastTimestamp,
    deprecatedCount: count,
    deprecatedSource: source,
    reportingController: reportingComponent,
    reportingInstance,
  })
}

const fromEventsV1 = (event: EventsEvent & KubernetesObject): KubernetesObject => {
  const { regarding, note, reportingController, reportingInstance } = event
  const { deprecatedFirstTimestamp, deprecatedLastTimestamp, deprecatedCount, deprecatedSource } = event
  return withoutUndefined({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: event.metadata,
    type: event.type,
    reason: event.reason,
    action: event.action,
    eventTime: event.eventTime,
    series: event.series,
    related: event.related,
    involvedObject: regarding ?? {},
    message: note,
    firstTimestamp: deprecatedFirstTimestamp,
    lastTimestamp: deprecatedLastTimestamp,
    count: deprecatedCount,
    source: deprecatedSource,
    reportingComponent: reportingController,
    reportingInstance,
  })
}

/** As the resource's group and version have the stored object. */
export const fromStorage = (object: KubernetesObject, info: ResourceInfo): KubernetesObject =>
  info.apiVersion === EVENTS_V1 && isEvent(object) ? toEventsV1(object) : object

/** As the store has it. */
export const toStorage = (object: KubernetesObject): KubernetesObject =>
  object.apiVersion === EVENTS_V1 && object.kind === 'Event'
    ? fromEventsV1(object as unknown as EventsEvent & KubernetesObject)
    : object
