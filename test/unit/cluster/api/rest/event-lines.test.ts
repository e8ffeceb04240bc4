import { expect, test } from 'vitest'
import { createEventLines, encodeEvent } from '../../../../../src/cluster/api/rest/event-lines.ts'
import type { StoreEvent } from '../../../../../src/cluster/store/store.ts'

const event = (name: string): StoreEvent => ({
  type: 'ADDED',
  resource: 'pods',
  object: { apiVersion: 'v1', kind: 'Pod', metadata: { name } },
  revision: 1,
})

test('an event is put into words once for each form, and forgotten with the next', () => {
  const lines = createEventLines()
  const made: string[] = []
  const ask = (of: StoreEvent, form: string) =>
    lines.lineOf(of, form, () => {
      made.push(`${of.object.metadata.name ?? ''} ${form}`)
      return encodeEvent('ADDED', of.object)
    })
  const [a, b] = [event('a'), event('b')]
  const told = [ask(a, 'json'), ask(a, 'table'), ask(a, 'json'), ask(b, 'json'), ask(a, 'json')]
  expect(made).toEqual(['a json', 'a table', 'b json', 'a json'])
  expect(told[2]).toBe(told[0])
  expect(new TextDecoder().decode(told[3])).toBe(
    '{"type":"ADDED","object":{"apiVersion":"v1","kind":"Pod","metadata":{"name":"b"}}}\n',
  )
})
