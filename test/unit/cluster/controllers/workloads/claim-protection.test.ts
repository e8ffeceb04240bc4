/** Claims go when nobody uses them, as on a real cluster. */
import { expect, test } from 'vitest'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { PersistentVolumeClaim, Pod } from '../../../../../src/kubernetes/generated/types.ts'

const claim: PersistentVolumeClaim = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data', namespace: 'default' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
}
const user = (nodeName?: string): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'user', namespace: 'default' },
  spec: {
    ...(nodeName === undefined ? {} : { nodeName }),
    containers: [{ name: 'a', image: 'nginx' }],
    volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
  },
})

const open = () => {
  const cluster = createCluster({ clock: createVirtualClock(0), random: createSeededRandom(1) })
  const read = () => cluster.store.get('persistentvolumeclaims', 'default', 'data')
  const remove = (kind: string, name: string): boolean =>
    cluster.writer.delete({ apiVersion: 'v1', kind, namespace: 'default', name }, { gracePeriodSeconds: 0 }).ok
  return { cluster, read, remove }
}

test('a new claim is protected, and goes at once where no Pod uses it', async () => {
  const { cluster, read, remove } = open()
  cluster.writer.create(claim)
  expect(read()?.metadata.finalizers).toEqual(['kubernetes.io/pvc-protection'])
  expect(remove('PersistentVolumeClaim', 'data')).toBe(true)
  expect(read()?.metadata.deletionTimestamp).toBeDefined()
  await cluster.settle(1_000)
  expect(read()).toBeUndefined()
  cluster.stop()
})

test('a claim that a Pod on a node uses goes after the Pod', async () => {
  const { cluster, read, remove } = open()
  cluster.writer.create(claim)
  cluster.writer.create(user('netgrade-worker'))
  await cluster.settle(1_000)
  expect(remove('PersistentVolumeClaim', 'data')).toBe(true)
  await cluster.settle(1_000)
  expect(read()?.metadata.deletionTimestamp).toBeDefined()
  expect(remove('Pod', 'user')).toBe(true)
  await cluster.settle(5_000)
  expect(read()).toBeUndefined()
  cluster.stop()
})
