import { describe, expect, test } from 'vitest'
import { RESOURCES } from '../../../../../src/kubernetes/resources.ts'
import { createHarness, pod, PODS } from '../harness.ts'

interface WatchEvent {
  readonly type: string
  readonly object: {
    readonly kind: string
    readonly code?: number
    readonly metadata: { readonly name?: string; readonly annotations?: object; readonly resourceVersion?: string }
    readonly columnDefinitions?: readonly object[] | null
    readonly rows?: readonly { readonly cells: readonly unknown[] }[] | null
  }
}

const read = async (response: Response): Promise<readonly WatchEvent[]> =>
  (await response.text())
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as WatchEvent)

const show = ({ type, object }: WatchEvent): string => `${type} ${object.metadata.name ?? object.kind}`

const MERGE = { 'content-type': 'application/merge-patch+json' }

describe('watch', () => {
  test('tells what is there, then what changes, until its time is over', async () => {
    const { call, request, clock } = createHarness()
    await call('POST', PODS, pod('a', { app: 'a' }))
    const response = await request('GET', `${PODS}?watch=true&timeoutSeconds=10`)
    await call('POST', PODS, pod('b'))
    await call('PATCH', `${PODS}/b`, { metadata: { labels: { x: 'y' } } }, MERGE)
    await call('DELETE', `${PODS}/a`)
    clock.advance(10_000)
    await call('POST', PODS, pod('c'))
    expect((await read(response)).map(show)).toEqual(['ADDED a', 'ADDED b', 'MODIFIED b', 'DELETED a'])
  })

  test('an object that comes into or leaves what is selected', async () => {
    const { call, request, clock } = createHarness()
    await call('POST', PODS, pod('a'))
    const response = await request('GET', `${PODS}?watch=true&timeoutSeconds=10&labelSelector=app%3Da`)
    await call('PATCH', `${PODS}/a`, { metadata: { labels: { app: 'a' } } }, MERGE)
    await call('PATCH', `${PODS}/a`, { metadata: { labels: { app: null } } }, MERGE)
    await call('POST', '/api/v1/namespaces/other/pods', pod('z', { app: 'a' }))
    clock.advance(10_000)
    const events = await read(response)
    expect(events.map(show)).toEqual(['ADDED a', 'DELETED a'])
    // As it was while it was selected, at the revision of the change.
    const { body } = await call('GET', `${PODS}/a`)
    expect(events[1]?.object.metadata).toMatchObject({
      labels: { app: 'a' },
      resourceVersion: (body as WatchEvent['object']).metadata.resourceVersion,
    })
  })

  test('says what the columns of a Table are with the first one only', async () => {
    const { call, request, clock } = createHarness()
    await call('POST', PODS, pod('a'))
    await call('POST', PODS, pod('b'))
    const headers = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }
    const responses = [1, 2].map(() => request('GET', `${PODS}?watch=true&timeoutSeconds=10`, { headers }))
    await Promise.all(responses)
    await call('POST', PODS, pod('c'))
    clock.advance(10_000)
    for (const response of responses) {
      const tables = (await read(await response)).map(({ object }) => object.columnDefinitions)
      expect(tables).toEqual([expect.arrayContaining([expect.objectContaining({ name: 'Name' })]), null, null])
    }
  })

  test('who names no revision and wants bookmarks is told where that ends which was there', async () => {
    const { call, request, clock } = createHarness()
    await call('POST', PODS, pod('a'))
    const response = await request('GET', `${PODS}?watch=true&timeoutSeconds=2&allowWatchBookmarks=true`)
    clock.advance(2000)
    const events = await read(response)
    expect(events.map(({ type, object }) => [type, object.metadata.annotations !== undefined])).toEqual([
      ['ADDED', false],
      ['BOOKMARK', true],
    ])
  })

  test('is told how far it has come shortly before its time is over', async () => {
    const { call, request, clock, store } = createHarness()
    const from = store.revision
    const path = `/api/v1/namespaces/other/pods?watch=true&timeoutSeconds=30&allowWatchBookmarks=true&resourceVersion=${from}`
    const response = await request('GET', path)
    await call('POST', PODS, pod('elsewhere'))
    clock.advance(30_000)
    const events = await read(response)
    expect(events.map(({ type, object }) => [type, object.metadata.resourceVersion])).toEqual([
      ['BOOKMARK', String(store.revision)],
    ])
  })

  test.each(['Table', 'PartialObjectMetadata'])('bookmarks are objects without anything as %s, of every kind', async (as) => {
    const { request, clock } = createHarness()
    const query = 'watch=true&timeoutSeconds=1&allowWatchBookmarks=true&fieldSelector=metadata.name%3Dnobody'
    for (const { apiVersion, plural } of RESOURCES.filter(({ verbs }) => verbs.includes('watch'))) {
      const path = `/${apiVersion.includes('/') ? 'apis' : 'api'}/${apiVersion}/${plural}`
      const response = await request('GET', `${path}?${query}`, {
        headers: { accept: `application/json;as=${as};v=v1;g=meta.k8s.io` },
      })
      clock.advance(1000)
      const [bookmark] = await read(response)
      expect(bookmark).toMatchObject({ type: 'BOOKMARK', object: { kind: as, apiVersion: 'meta.k8s.io/v1' } })
      const { metadata, columnDefinitions, rows } = bookmark!.object
      expect(metadata.resourceVersion).toMatch(/^\d+$/u)
      if (as === 'Table') expect(rows?.[0]?.cells).toHaveLength(columnDefinitions?.length ?? -1)
    }
  })

  test('continues from a revision, and says when that is too old or not yet there', async () => {
    const { call, request, clock, store } = createHarness()
    await call('POST', PODS, pod('a'))
    const from = store.revision
    await call('POST', PODS, pod('b'))
    const response = await request('GET', `${PODS}?watch=true&timeoutSeconds=10&resourceVersion=${from}`)
    clock.advance(10_000)
    expect((await read(response)).map(show)).toEqual(['ADDED b'])
    for (let index = 0; index < 20_010; index += 1)
      store.put('configmaps', {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'x', namespace: 'default', labels: { index: String(index) } },
      })
    const [old] = await read(await request('GET', `${PODS}?watch=true&resourceVersion=${from}`))
    expect([old?.type, old?.object.code]).toEqual(['ERROR', 410])
    const future = `${PODS}?watch=true&resourceVersion=999999&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`
    expect((await call('GET', future)).code).toBe(504)
  })

  test('from a revision that has not come yet is silent until it has', async () => {
    const { call, request, clock, store } = createHarness()
    const from = store.revision + 2
    const response = await request('GET', `${PODS}?watch=true&timeoutSeconds=10&resourceVersion=${from}`)
    for (const name of ['a', 'b', 'c']) await call('POST', PODS, pod(name))
    clock.advance(10_000)
    expect((await read(response)).map(show)).toEqual(['ADDED c'])
  })

  test('marks the end of what was there, and bookmarks later', async () => {
    const { call, request, clock } = createHarness()
    await call('POST', PODS, pod('a'))
    const path = `${PODS}?watch=true&timeoutSeconds=90&allowWatchBookmarks=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan`
    const response = await request('GET', path)
    clock.advance(90_000)
    const events = await read(response)
    expect(events.map(({ type }) => type)).toEqual(['ADDED', 'BOOKMARK', 'BOOKMARK', 'BOOKMARK'])
    expect(events[1]?.object.metadata.annotations).toEqual({ 'k8s.io/initial-events-end': 'true' })
  })

  test('a client that does not read is cut off, and what waited for it is dropped', async () => {
    const { request, store } = createHarness()
    const data = { text: 'x'.repeat(100_000) }
    const map = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data })
    // What it is told at first is no fault of its own, however much that is.
    for (let index = 0; index < 60; index += 1) store.put('configmaps', map(`old-${index}`))
    const response = await request('GET', '/api/v1/configmaps?watch=true')
    const reader = response.body!.getReader()
    for (let index = 0; index < 30; index += 1) store.put('configmaps', map(`new-${index}`))
    expect((await reader.read()).done).toBe(false)
    for (let index = 30; index < 60; index += 1) store.put('configmaps', map(`new-${index}`))
    await expect(reader.read()).rejects.toThrow('its client does not read')
  })

  test('ends with its client', async () => {
    const { request, call } = createHarness()
    const client = new AbortController()
    const response = await request('GET', `${PODS}?watch=true`, { signal: client.signal })
    client.abort()
    await call('POST', PODS, pod('a'))
    expect(await read(response)).toEqual([])
  })

  test.each([
    ['sendInitialEvents=true', 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan'],
    ['resourceVersionMatch=NotOlderThan', 'resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided'],
  ])('refuses %s', async (query, why) => {
    const { call } = createHarness()
    expect(await call('GET', `${PODS}?watch=true&timeoutSeconds=1&${query}`)).toMatchObject({
      code: 422,
      body: { message: `ListOptions.meta.k8s.io "" is invalid: resourceVersionMatch: Forbidden: ${why}` },
    })
  })

  test('marks the end of what there is for clients that ask for bookmarks alone', async () => {
    const { call, request, clock } = createHarness()
    await call('POST', PODS, pod('a'))
    const query = 'watch=true&timeoutSeconds=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan'
    const response = await request('GET', `${PODS}?${query}`)
    clock.advance(1000)
    expect((await read(response)).map(show)).toEqual(['ADDED a'])
  })
})
