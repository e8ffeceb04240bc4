import { expect, test } from 'vitest'
import type { Event } from '../../../../src/kubernetes/generated/types.ts'
import { validate } from '../../../../src/kubernetes/validation/validate.ts'

const event = (given: Partial<Event>): Event => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'shop' },
  involvedObject: { kind: 'Pod', name: 'web', namespace: 'shop' },
  ...given,
})

const newer = {
  eventTime: '2026-01-01T00:00:00.000000Z',
  reportingComponent: 'a.test/b',
  reportingInstance: 'b',
  action: 'Look',
  reason: 'Seen',
}

/** Messages as a real API server of v1.34 words them. */
test.each<readonly [string, Partial<Event>, readonly string[]]>([
  ['as it should be', {}, []],
  ['of the newer form', newer, []],
  [
    'of another namespace',
    { involvedObject: { kind: 'Pod', name: 'web', namespace: 'other' } },
    ['involvedObject.namespace: Invalid value: "other": does not match event.namespace'],
  ],
  [
    'of no namespace',
    { involvedObject: { kind: 'Node', name: 'n' } },
    ['involvedObject.namespace: Invalid value: "": does not match event.namespace'],
  ],
  [
    'of no namespace, in default',
    { metadata: { name: 'e', namespace: 'default' }, involvedObject: { kind: 'Node', name: 'n' } },
    [],
  ],
  ['without an action', { ...newer, action: '' }, ['action: Required value']],
  ['with a long reason', { ...newer, reason: 'a'.repeat(129) }, ['reason: Invalid value: "": can have at most 128 characters']],
  ['with a name that others may not have', { metadata: { name: 'A_B', namespace: 'shop' } }, []],
])('an Event %s', (_, given, expected) => {
  expect(validate(event(given)).map(({ field, message }) => `${field}: ${message}`)).toEqual(expected)
})
