import { expect, test } from 'vitest'
import { isVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Lease } from '../../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { create } from '../../support/one-cluster.ts'

const URL_OF = 'https://127.0.0.1/apis/coordination.k8s.io/v1'

test('nodes and the control plane hold leases, which are renewed whenever they are read', async () => {
  const cluster = create()
  await cluster.settle(1_000)
  const read = async (path: string): Promise<unknown> => {
    const response = await cluster.handle(new Request(`${URL_OF}${path}`, { headers: { accept: 'application/json' } }))
    return response.json()
  }
  const list = (await read('/leases')) as { readonly items: readonly Lease[] }
  const names = list.items.map(({ metadata }) => `${metadata.namespace ?? ''}/${(metadata.name ?? '').slice(0, 24)}`)
  expect(names.map((name) => name.replace(/apiserver-.*/u, 'apiserver'))).toEqual([
    'kube-node-lease/netgrade-control-plane',
    'kube-node-lease/netgrade-worker',
    'kube-node-lease/netgrade-worker2',
    'kube-system/apiserver',
    'kube-system/kube-controller-manager',
    'kube-system/kube-scheduler',
  ])
  const revision = cluster.store.revision
  const renewed = async (name: string): Promise<number> =>
    Date.parse(((await read(name)) as Lease).spec?.renewTime ?? '') - (cluster.clock.now() - (cluster.clock.now() % 1_000))
  if (isVirtualClock(cluster.clock)) cluster.clock.advance(3_600_000)
  expect(await renewed('/namespaces/kube-node-lease/leases/netgrade-worker')).toBeGreaterThan(-10_001)
  expect(await renewed('/namespaces/kube-system/leases/kube-scheduler')).toBeGreaterThan(-3_001)
  expect(cluster.store.revision).toBe(revision)
})

test('the lease of a node goes with it, and leases of others are theirs', async () => {
  const cluster = create()
  await cluster.settle(1_000)
  const metadata = { name: 'mine', namespace: 'default' }
  const spec = { holderIdentity: 'me', renewTime: '2026-01-01T00:00:00.000000Z' }
  cluster.writer.create({ apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata, spec } as KubernetesObject)
  cluster.writer.delete({ apiVersion: 'v1', kind: 'Node', name: 'netgrade-worker2' })
  await cluster.settle(5_000)
  expect(cluster.store.get('leases.coordination.k8s.io', 'kube-node-lease', 'netgrade-worker2')).toBeUndefined()
  const response = await cluster.handle(new Request(`${URL_OF}/namespaces/default/leases/mine`))
  expect(((await response.json()) as Lease).spec).toEqual(spec)
})

test('who watches is told of renewals, and nothing is written once nobody does', async () => {
  const cluster = create()
  await cluster.settle(1_000)
  const { clock, store } = cluster
  if (!isVirtualClock(clock)) throw new Error('a virtual clock is wanted')
  const url = `${URL_OF}/namespaces/kube-node-lease/leases?watch=true&timeoutSeconds=25&resourceVersion=${store.revision}`
  const response = await cluster.handle(new Request(url))
  clock.advance(25_000)
  const lines = (await response.text()).trim().split('\n')
  const told = lines.map((line) => JSON.parse(line) as { readonly type: string; readonly object: Lease })
  const worker = told.filter(({ object }) => object.metadata.name === 'netgrade-worker')
  expect(worker.map(({ type }) => type)).toEqual(['MODIFIED', 'MODIFIED'])
  const [first, second] = worker.map(({ object }) => Date.parse(object.spec?.renewTime ?? ''))
  expect((second ?? 0) - (first ?? 0)).toBe(10_000)
  const { revision } = store
  clock.advance(60_000)
  expect(store.revision).toBe(revision)
})
