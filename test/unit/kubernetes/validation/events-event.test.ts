import { expect, test } from 'vitest'
import type { Event } from '../../../../src/kubernetes/generated/types.ts'
import { validateEventsEvent } from '../../../../src/kubernetes/validation/events-event.ts'

const event = (given: Partial<Event>): Event => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'shop' },
  involvedObject: { kind: 'Pod', name: 'web', namespace: 'shop' },
  eventTime: '2026-01-01T00:00:00.000000Z',
  reportingComponent: 'a.test/b',
  reportingInstance: 'b',
  action: 'Look',
  reason: 'Seen',
  type: 'Normal',
  ...given,
})

/** Messages as a real API server of v1.34 words them. */
test.each<readonly [string, Partial<Event>, readonly string[]]>([
  ['as it should be', {}, []],
  ['of another type', { type: 'ok' }, ['type: Invalid value: "": has invalid value: ok']],
  [
    'of an empty series',
    { series: {} },
    ['series.count: Invalid value: "": should be at least 2', 'series.lastObservedTime: Required value'],
  ],
  ['with a count', { count: -1 }, ['count: Invalid value: "": needs to be unset']],
  ['with a source', { source: { host: 'a' } }, ['source: Invalid value: "": needs to be unset']],
  [
    'of nobody',
    { reportingComponent: 'a b' },
    [
      "reportingController: Invalid value: \"a b\": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')",
    ],
  ],
  [
    'with a finalizer that is not known',
    { metadata: { name: 'e', namespace: 'shop', finalizers: ['ok'] } },
    ['metadata.finalizers[0]: Invalid value: "ok": name is neither a standard finalizer name nor is it fully qualified'],
  ],
  ['without a time', { eventTime: undefined as unknown as string }, ['eventTime: Required value']],
])('an Event of events.k8s.io %s', (_, given, expected) => {
  expect(validateEventsEvent(event(given)).map(({ field, message }) => `${field}: ${message}`)).toEqual(expected)
})
