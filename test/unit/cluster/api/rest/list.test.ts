import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
import { EVENT_WINDOW } from '../../../../../src/cluster/store/event-feed.ts'
import { createHarness, pod, PODS } from '../harness.ts'

const filled = async () => {
  const harness = createHarness()
  for (const name of ['a', 'b', 'c']) await harness.call('POST', PODS, pod(name, { app: name }))
  await harness.call('POST', '/api/v1/namespaces/other/pods', pod('d', { app: 'a' }))
  return harness
}

const names = (items: readonly { readonly metadata: { readonly name: string } }[]) => items.map(({ metadata }) => metadata.name)

describe('list', () => {
  test.each([
    ['/api/v1/pods', ['a', 'b', 'c', 'd']],
    [PODS, ['a', 'b', 'c']],
    [`${PODS}?labelSelector=app+in+(a,b)`, ['a', 'b']],
    [`${PODS}?labelSelector=app!%3Da`, ['b', 'c']],
    [`${PODS}?fieldSelector=metadata.name%3Db`, ['b']],
    ['/api/v1/pods?fieldSelector=metadata.namespace!%3Ddefault,status.phase%3DPending', ['d']],
    ['/api/v1/namespaces/none/pods', []],
  ])('%s', async (path, expected) => {
    const { call } = await filled()
    const { body } = await call('GET', path)
    expect([body.kind, names(body.items)]).toEqual(['PodList', expected])
  })

  test('in pages', async () => {
    const { call } = await filled()
    const first = (await call('GET', `${PODS}?limit=2`)).body
    expect([names(first.items), first.metadata.remainingItemCount]).toEqual([['a', 'b'], 1])
    const second = (await call('GET', `${PODS}?limit=2&continue=${encodeURIComponent(first.metadata.continue)}`)).body
    expect([names(second.items), second.metadata.continue]).toEqual([['c'], undefined])
    const told = JSON.parse(Buffer.from(first.metadata.continue, 'base64url').toString())
    expect(told).toEqual({ v: 'meta.k8s.io/v1', rv: Number(first.metadata.resourceVersion), start: '/b\u0000' })
  })

  const token = (value: unknown) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
  const V1 = { v: 'meta.k8s.io/v1', rv: 1, start: 'a' }

  test.each([
    ['!!', 'illegal base64 data at input byte 0'],
    [token('hello'), "invalid character 'h' looking for beginning of value"],
    [token({}), 'server does not recognize this encoded version '],
    [token({ ...V1, rv: 0 }), 'incorrect encoded start resourceVersion (version meta.k8s.io/v1)'],
    [token({ ...V1, start: '' }), 'encoded start key empty (version meta.k8s.io/v1)'],
    [token({ ...V1, start: '../x' }), '../x'],
  ])('a token that is %s is refused', async (given, problem) => {
    const { call } = await filled()
    expect((await call('GET', `${PODS}?continue=${encodeURIComponent(given)}`)).body).toMatchObject({
      code: 400,
      message: `invalid continue token: continue key is not valid: ${problem}`,
    })
  })

  test('a token names its revision itself, which may be the latest, and none that has not come', async () => {
    const { call } = await filled()
    const list = (value: object, query = '') =>
      call('GET', `${PODS}?continue=${token({ ...V1, start: 'b', ...value })}${query}`)
    expect((await list({}, '&resourceVersion=1')).body.message).toBe(
      'specifying resource version is not allowed when using continue',
    )
    expect(names((await list({ rv: -1 }, '&resourceVersion=0')).body.items)).toEqual(['b', 'c'])
    expect((await list({ rv: 999_999 })).code).toBe(504)
  })

  test('in pages that show the state of the first one, whatever is written meanwhile', async () => {
    const { call } = await filled()
    const first = (await call('GET', `${PODS}?limit=1`)).body
    await call('DELETE', `${PODS}/b?gracePeriodSeconds=0`)
    await call('POST', PODS, pod('aa', { app: 'a' }))
    await call('PATCH', `${PODS}/c`, { metadata: { labels: { app: 'z' } } }, { 'content-type': 'application/merge-patch+json' })
    const rest = (await call('GET', `${PODS}?limit=5&continue=${encodeURIComponent(first.metadata.continue)}`)).body
    expect(names(rest.items)).toEqual(['b', 'c'])
    expect(rest.items[1].metadata.labels.app).toBe('c')
    expect(rest.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
    expect(names((await call('GET', PODS)).body.items)).toEqual(['a', 'aa', 'c'])
    const exact = await call('GET', `${PODS}?resourceVersion=${first.metadata.resourceVersion}&resourceVersionMatch=Exact`)
    expect(names(exact.body.items)).toEqual(['a', 'b', 'c'])
  })

  test('a page of a list that is too old is refused with a token to go on with what there is now', async () => {
    const { call, store } = await filled()
    const first = (await call('GET', `${PODS}?limit=1`)).body
    const [object] = store.list('pods')
    for (let count = 0; count <= 2 * EVENT_WINDOW; count++)
      store.put('pods', { ...object!, metadata: { ...object!.metadata, labels: { count: String(count) } } })
    const page = (token: string) => call('GET', `${PODS}?limit=5&continue=${encodeURIComponent(token)}`)
    const refused = await page(first.metadata.continue)
    expect([refused.code, refused.body.reason]).toEqual([410, 'Expired'])
    expect(names((await page(refused.body.metadata.continue)).body.items)).toEqual(['b', 'c'])
    const exact = `${PODS}?resourceVersion=${first.metadata.resourceVersion}&resourceVersionMatch=Exact`
    expect((await call('GET', exact)).code).toBe(410)
  })

  test('across namespaces, one of which begins with the name of another', async () => {
    const { call } = await filled()
    await call('POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other-2' } })
    await call('POST', '/api/v1/namespaces/other-2/pods', pod('e', { app: 'a' }))
    const seen: string[] = []
    for (let token = ''; ;) {
      const { items, metadata } = (await call('GET', `/api/v1/pods?limit=1&continue=${encodeURIComponent(token)}`)).body
      seen.push(...names(items))
      token = metadata.continue ?? ''
      if (token === '') break
    }
    expect(seen).toEqual(['a', 'b', 'c', 'e', 'd'])
  })

  test('a future state has not come', async () => {
    const { call } = await filled()
    expect((await call('GET', `${PODS}?resourceVersion=999`)).code).toBe(504)
  })

  test('as a Table, and as metadata alone', async () => {
    const { call } = await filled()
    const table = (
      await call('GET', PODS, undefined, { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json' })
    ).body
    expect(table.rows[0].cells).toEqual(['a', '0/1', 'Pending', '0', '0s', '<none>', '<none>', '<none>', '<none>'])
    const accept = 'application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io'
    const partial = (await call('GET', PODS, undefined, { accept })).body
    expect([partial.kind, partial.items[0].spec]).toEqual(['PartialObjectMetadataList', undefined])
  })
})

test('events are shown in the same columns by both of their groups', async () => {
  const { call, create } = createHarness()
  const involvedObject = { kind: 'Pod', name: 'a', namespace: 'default' }
  const event = { apiVersion: 'v1', kind: 'Event', metadata: { name: 'e', namespace: 'default' }, involvedObject }
  create({
    ...event,
    reason: 'Pulled',
    message: 'done',
    type: 'Normal',
    lastTimestamp: '2026-01-01T00:00:00Z',
  } as KubernetesObject)
  const accept = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' }
  const cellsOf = async (path: string): Promise<unknown> =>
    ((await call('GET', path, undefined, accept)).body as { rows: readonly { cells: unknown }[] }).rows[0]?.cells
  const cells = await cellsOf('/api/v1/namespaces/default/events')
  expect(cells).toEqual(expect.arrayContaining(['Normal', 'Pulled', 'pod/a', 'done']))
  expect(await cellsOf('/apis/events.k8s.io/v1/namespaces/default/events')).toEqual(cells)
})
