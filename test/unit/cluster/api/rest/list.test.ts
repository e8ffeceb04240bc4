import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
/* eslint-disable @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument -- answers of the API are read as they come */
import { describe, expect, test } from 'vitest'
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
    expect((await call('GET', `${PODS}?continue=nonsense`)).code).toBe(400)
  })

  test('a past state is not kept, a future one has not come', async () => {
    const { call } = await filled()
    expect((await call('GET', `${PODS}?resourceVersion=1&resourceVersionMatch=Exact`)).code).toBe(410)
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
