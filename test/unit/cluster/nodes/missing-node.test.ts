import { expect, test } from 'vitest'
import { apply, create, pod, read } from '../support/one-cluster.ts'

test('nobody runs a Pod that names a node which is not there, until the node comes', async () => {
  const cluster = create()
  apply(cluster, pod('web', 'nginx', { spec: { nodeName: 'late' } }))
  await cluster.settle(1_000)
  const waiting = read(cluster, 'web')
  expect(waiting.status?.phase).toBe('Pending')
  expect(waiting.status?.conditions).toBeUndefined()
  const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'late' }, spec: { podCIDR: '10.244.9.0/24' } }
  cluster.writer.create(node)
  await cluster.settle(5_000)
  expect(read(cluster, 'web').status?.phase).toBe('Running')
})
