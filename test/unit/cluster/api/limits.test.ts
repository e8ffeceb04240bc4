import { expect, test } from 'vitest'
import { createApi } from '../../../../src/cluster/api/create-api.ts'
import { createWriter } from '../../../../src/cluster/api/create-writer.ts'
import { createGauge } from '../../../../src/cluster/api/limits.ts'
import { createStore } from '../../../../src/cluster/store/memory-store.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'

const parts = (maxObjects = 100) => {
  const clock = createVirtualClock(0)
  const random = createSeededRandom(1)
  const store = createStore()
  const writer = createWriter({ store, clock, random, maxObjects })
  return { clock, random, store, writer }
}

test('a full cluster takes nothing new, and changes what it has', () => {
  const { writer, store } = parts(3)
  const create = (name: string) => writer.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  expect(['a', 'b', 'c'].map((name) => create(name).ok)).toEqual([true, true, true])
  expect(create('d')).toMatchObject({
    ok: false,
    status: {
      code: 403,
      reason: 'Forbidden',
      message: 'namespaces "d" is forbidden: the cluster is full: it holds 3 objects; delete some first',
    },
  })
  expect(writer.update({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'a', labels: { x: 'y' } } }).ok).toBe(true)
  store.remove('namespaces', undefined, 'b')
  expect([create('d').ok, store.size]).toEqual([true, 3])
})

test('as many watches as there may be; one that ends makes room', async () => {
  const { store, writer, clock, random } = parts()
  const handle = createApi({ store, writer, clock, random, watches: createGauge(2) })
  const watch = (signal?: AbortSignal) =>
    handle(new Request('https://a/api/v1/pods?watch=true', signal === undefined ? {} : { signal }))
  const gone = new AbortController()
  const first = await watch(gone.signal)
  const second = await watch()
  expect([first.status, second.status]).toEqual([200, 200])
  const refused = await watch()
  expect([refused.status, await refused.json()]).toEqual([
    429,
    expect.objectContaining({ reason: 'TooManyRequests', details: { retryAfterSeconds: 1 } }),
  ])
  gone.abort()
  await second.body?.cancel()
  const again = [await watch(), await watch(), await watch()]
  expect(again.map(({ status }) => status)).toEqual([200, 200, 429])
})
