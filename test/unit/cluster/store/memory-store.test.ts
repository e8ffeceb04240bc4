import { describe, expect, test } from 'vitest'
import { EVENT_WINDOW } from '../../../../src/cluster/store/event-feed.ts'
import { createStore } from '../../../../src/cluster/store/memory-store.ts'
import type { Index, StoreEvent } from '../../../../src/cluster/store/store.ts'

const object = (name: string, namespace = 'default', value = '') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace },
  data: { value },
})

describe('createStore', () => {
  test('is empty at first', () => {
    const store = createStore()
    expect([store.revision, store.list('pods'), store.get('pods', 'default', 'a'), [...store.entries()]]).toEqual([
      0,
      [],
      undefined,
      [],
    ])
    expect(store.remove('pods', 'default', 'a')).toBeUndefined()
  })

  test('counts changes, and an equal object is none', () => {
    const store = createStore()
    const first = store.put('configmaps', object('a'))
    expect(first.metadata.resourceVersion).toBe('1')
    expect(store.put('configmaps', object('a'))).toBe(first)
    expect(store.put('configmaps', object('a', 'default', 'x')).metadata.resourceVersion).toBe('2')
    expect(store.revision).toBe(2)
  })

  test('lists by namespace and name, and again after a change', () => {
    const store = createStore()
    for (const [name, namespace] of [
      ['b', 'two'],
      ['a', 'two'],
      ['c', 'one'],
    ] as const)
      store.put('configmaps', object(name, namespace))
    const names = (namespace?: string) => store.list('configmaps', namespace).map(({ metadata }) => metadata.name)
    expect([names(), names('two'), names('none')]).toEqual([['c', 'a', 'b'], ['a', 'b'], []])
    store.remove('configmaps', 'two', 'a')
    expect(names('two')).toEqual(['b'])
  })

  test('keeps a list that was given out as it was', () => {
    const store = createStore()
    store.put('configmaps', object('a'))
    const [before, everywhere] = [store.list('configmaps', 'default'), store.list('configmaps')]
    expect(store.list('configmaps', 'default')).toBe(before)
    store.put('configmaps', object('b'))
    store.put('configmaps', object('a', 'default', 'x'))
    store.remove('configmaps', 'default', 'b')
    expect([before, everywhere].map((list) => list.map(({ metadata }) => metadata.resourceVersion))).toEqual([['1'], ['1']])
    expect(store.list('configmaps').map(({ metadata }) => metadata.resourceVersion)).toEqual(['3'])
  })

  test('finds by index what is there now, of one resource or of all', () => {
    const byValue: Index = { resource: 'configmaps', keysOf: (one) => ('data' in one ? [JSON.stringify(one.data)] : []) }
    const byNamespace: Index = { keysOf: ({ metadata }) => [metadata.namespace ?? ''] }
    const store = createStore({ objects: [object('old')] })
    const names = (index: Index, key: string) => store.indexed(index, key).map(({ metadata }) => metadata.name)
    const value = (text: string) => JSON.stringify({ value: text })
    expect([names(byValue, value('')), names(byNamespace, 'default'), names(byValue, 'nothing')]).toEqual([
      ['old'],
      ['old'],
      [],
    ])
    store.put('configmaps', object('b', 'default', 'x'))
    store.put('configmaps', object('a', 'default', 'x'))
    store.put('configmaps', object('old', 'default', 'x'))
    store.put('secrets', object('s', 'default', 'x'))
    expect([names(byValue, value('')), names(byValue, value('x'))]).toEqual([[], ['b', 'a', 'old']])
    store.put('configmaps', object('b', 'default', 'y'))
    store.remove('configmaps', 'default', 'a')
    expect([names(byValue, value('x')), names(byNamespace, 'default')]).toEqual([['old'], ['old', 'b', 's']])
  })

  test('tells listeners in the order of revisions, though one of them writes', () => {
    const store = createStore()
    const seen: number[] = []
    store.subscribe(({ object: changed }) => {
      if (changed.metadata.name === 'a') store.put('configmaps', object('b'))
    })
    const stop = store.subscribe(({ revision }) => seen.push(revision))
    store.put('configmaps', object('a'))
    stop()
    store.put('configmaps', object('c'))
    expect(seen).toEqual([1, 2])
  })

  test('keeps a window of events, and says when it no longer reaches back', () => {
    const store = createStore()
    for (let index = 0; index <= 2 * EVENT_WINDOW; index += 1) store.put('configmaps', object('a', 'default', String(index)))
    expect(store.since(0)).toBeUndefined()
    expect(store.since(store.revision - 3)?.map(({ revision }) => revision)).toEqual(
      [-2, -1, 0].map((offset) => store.revision + offset),
    )
    expect(store.since(store.revision)).toEqual([])
  })

  test('continues from what a journal held, and appends to it', () => {
    const events: StoreEvent[] = []
    const before = createStore()
    before.put('configmaps', object('a'))
    const objects = [...before.entries()].map(([, stored]) => stored)
    const store = createStore({
      objects,
      revision: 7,
      journal: { append: (event) => events.push(event), flushed: () => Promise.resolve() },
    })
    store.put('configmaps', object('b'))
    store.remove('configmaps', 'default', 'a')
    expect(events.map(({ type, revision }) => `${type} ${revision}`)).toEqual(['ADDED 8', 'DELETED 9'])
    expect(events[1]?.object.metadata.resourceVersion).toBe('9')
    expect(store.since(6)).toBeUndefined()
  })
})
