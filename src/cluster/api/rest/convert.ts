/**
 * What is stored once and served in several versions: events in two groups, HorizontalPodAutoscalers, and kinds of extensions whose
 * versions hold the same fields. @see Kubernetes API reference, Event v1 events.k8s.io
 */
import type { Event, EventsEvent } from '../../../kubernetes/generated/types.ts'
import { isEvent, isHorizontalPodAutoscaler, isHorizontalPodAutoscalerV1 } from '../../../kubernetes/guards.ts'
import { withoutUndefined } from '../../../kubernetes/json.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'
import { EXTENSIONS } from '../../../kubernetes/extensions/extensions.ts'
import type { ResourceInfo } from '../../../kubernetes/resources.ts'
import { AUTOSCALING_V1, fromAutoscalingV1, toAutoscalingV1 } from './convert-autoscaler.ts'

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

/** The version of an extension's group that comes first is the one that is stored. */
const storedVersion = (apiVersion: string): string => {
  const group = apiVersion.slice(0, apiVersion.indexOf('/') + 1)
  return EXTENSIONS.find((extension) => group !== '' && extension.apiVersion.startsWith(group))?.apiVersion ?? apiVersion
}

/** As the resource's group and version have the stored object. */
export const fromStorage = (object: KubernetesObject, info: ResourceInfo): KubernetesObject => {
  if (info.apiVersion === EVENTS_V1 && isEvent(object)) return toEventsV1(object)
  if (info.apiVersion === AUTOSCALING_V1 && isHorizontalPodAutoscaler(object)) return toAutoscalingV1(object)
  const { apiVersion } = object
  const isOther = apiVersion !== info.apiVersion && storedVersion(apiVersion) === storedVersion(info.apiVersion)
  return isOther ? { ...object, apiVersion: info.apiVersion } : object
}

/** As the store has it. */
export const toStorage = (object: KubernetesObject): KubernetesObject => {
  if (object.apiVersion === EVENTS_V1 && object.kind === 'Event')
    return fromEventsV1(object as unknown as EventsEvent & KubernetesObject)
  if (isHorizontalPodAutoscalerV1(object)) return fromAutoscalingV1(object)
  const apiVersion = storedVersion(object.apiVersion)
  return apiVersion === object.apiVersion ? object : { ...object, apiVersion }
}
