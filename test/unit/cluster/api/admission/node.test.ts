import { expect, test } from 'vitest'
import { isNode } from '../../../../../src/kubernetes/guards.ts'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'

const NODES = 'https://127.0.0.1/api/v1/nodes'
const MERGE = { 'content-type': 'application/merge-patch+json' }
const READY = JSON.stringify({ status: { conditions: [{ type: 'Ready', status: 'True' }] } })

test('a node that somebody makes gets no Pods until it is ready, and a status', async () => {
  const cluster = createCluster({ clock: createVirtualClock(0), random: createSeededRandom(1) })
  const object = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'new' } }
  const headers = { 'content-type': 'application/json' }
  const made = await cluster.handle(new Request(NODES, { method: 'POST', headers, body: JSON.stringify(object) }))
  expect(await made.json()).toMatchObject({
    spec: { taints: [{ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' }] },
    status: { daemonEndpoints: { kubeletEndpoint: { Port: 0 } }, nodeInfo: { kubeletVersion: '' } },
  })
  await cluster.handle(new Request(`${NODES}/new/status`, { method: 'PATCH', headers: MERGE, body: READY }))
  await cluster.settle()
  const node = cluster.store.get('nodes', undefined, 'new')
  expect(node !== undefined && isNode(node) ? node.spec?.taints : 'none').toBeUndefined()
})
