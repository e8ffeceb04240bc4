/** Events of events.k8s.io, as they are stored. @see k8s.io/kubernetes pkg/apis/core/validation/events.go, ValidateEventCreate, v1.34 */
import type { Event } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidValue, required } from './causes.ts'
import { validateEventOf } from './event.ts'
import { validateMetadata } from './metadata.ts'

const EVENTS_V1 = 'events.k8s.io/v1'

const validateSeries = ({ series }: Event): readonly StatusCause[] =>
  series === undefined
    ? []
    : [
        ...((series.count ?? 0) < 2 ? [invalidValue('series.count', '', 'should be at least 2')] : []),
        ...(series.lastObservedTime === undefined ? [required('series.lastObservedTime')] : []),
      ]

/** What only events of the older group have. */
const validateUnset = ({ firstTimestamp, lastTimestamp, count = 0, source }: Event): readonly StatusCause[] =>
  Object.entries({
    firstTimestamp: firstTimestamp !== undefined,
    lastTimestamp: lastTimestamp !== undefined,
    count: count !== 0,
    source: (source?.component ?? '') !== '' || (source?.host ?? '') !== '',
  }).flatMap(([field, isSet]) => (isSet ? [invalidValue(field, '', 'needs to be unset')] : []))

export const validateEventsEvent = (event: Event): readonly StatusCause[] => {
  const { type = '' } = event
  return [
    ...validateEventOf(event, 'reportingController'),
    ...validateMetadata({ ...event, apiVersion: EVENTS_V1 }, true),
    ...validateSeries(event),
    ...(event.eventTime === undefined ? [required('eventTime')] : []),
    ...(type === 'Normal' || type === 'Warning' ? [] : [invalidValue('type', '', `has invalid value: ${type}`)]),
    ...validateUnset(event),
  ]
}
