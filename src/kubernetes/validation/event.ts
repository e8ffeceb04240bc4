/** @see k8s.io/kubernetes pkg/apis/core/validation/events.go, legacyValidateEvent, v1.34 */
import type { Event } from '../generated/types.ts'
import type { StatusCause } from '../status.ts'
import { invalidEach, invalidValue, required } from './causes.ts'
import { qualifiedName } from './names.ts'

const MAX_TEXT = 128
const MAX_MESSAGE = 1024

const atMost = (field: string, text: string, limit: number): readonly StatusCause[] =>
  text.length > limit ? [invalidValue(field, '', `can have at most ${limit} characters`)] : []

const needed = (field: string, text: string): readonly StatusCause[] => [
  ...(text === '' ? [required(field)] : []),
  ...atMost(field, text, MAX_TEXT),
]

const wrongNamespace = (given: string): StatusCause =>
  invalidValue('involvedObject.namespace', given, 'does not match event.namespace')

/** Events of the older form have no time of their own, and stand where their object does. */
const validateOlder = ({ metadata, involvedObject }: Event): readonly StatusCause[] => {
  const { namespace: own = '' } = metadata
  const { namespace = '' } = involvedObject
  const isRight = namespace === '' ? own === '' || own === 'default' : own === namespace
  return isRight ? [] : [wrongNamespace(namespace)]
}

const validateNewer = (event: Event, controller: string): readonly StatusCause[] => {
  const { metadata, involvedObject, reportingComponent = '', reportingInstance = '', action = '', reason = '' } = event
  const { namespace = '' } = involvedObject
  const isElsewhere = metadata.namespace !== 'default' && metadata.namespace !== 'kube-system'
  return [
    ...(namespace === '' && isElsewhere ? [wrongNamespace(namespace)] : []),
    ...(reportingComponent === '' ? [required(controller)] : []),
    ...invalidEach(controller, reportingComponent, qualifiedName(reportingComponent)),
    ...needed('reportingInstance', reportingInstance),
    ...needed('action', action),
    ...needed('reason', reason),
    ...atMost('message', event.message ?? '', MAX_MESSAGE),
  ]
}

/** What both groups ask. The field of who reports has a name in each. */
export const validateEventOf = (
  event: Event,
  controller: 'reportingComponent' | 'reportingController',
): readonly StatusCause[] => (event.eventTime === undefined ? validateOlder(event) : validateNewer(event, controller))

export const validateEvent = (event: Event): readonly StatusCause[] => validateEventOf(event, 'reportingComponent')
