import { expect, test } from 'vitest'
import { byUsefulness } from '../../../../../src/cluster/controllers/workloads/usefulness.ts'
import { createStore } from '../../../../../src/cluster/store/memory-store.ts'
import { createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'

const at = (secondsAgo: number): string => new Date(1_000_000_000 - secondsAgo * 1000).toISOString()

interface Shape {
  readonly node?: string
  readonly phase?: string
  readonly readyFor?: number
  readonly cost?: string
  readonly restarts?: number
  readonly age?: number
}

const podOf = (name: string, { node = 'n', phase = 'Running', readyFor, cost, restarts = 0, age = 100 }: Shape): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name,
    namespace: 'default',
    uid: name,
    creationTimestamp: at(age),
    ...(cost === undefined ? {} : { annotations: { 'controller.kubernetes.io/pod-deletion-cost': cost } }),
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'rs', uid: 'u', controller: true }],
  },
  spec: { containers: [], nodeName: node },
  status: {
    phase,
    conditions: readyFor === undefined ? [] : [{ type: 'Ready', status: 'True', lastTransitionTime: at(readyFor) }],
    containerStatuses: [{ name: 'c', image: '', imageID: '', ready: true, restartCount: restarts }],
  },
})

const READY = { readyFor: 50 }

const rows: readonly (readonly [string, Shape, Shape])[] = [
  ['without a node', { ...READY, node: '' }, { cost: '-5' }],
  ['pending', { phase: 'Pending' }, {}],
  ['not ready', { cost: '9' }, { ...READY, cost: '1' }],
  ['of less cost', { ...READY, cost: '-1' }, { readyFor: 2 }],
  ['with a cost that is no number', { ...READY, cost: '1' }, { ...READY, cost: '2' }],
  ['ready for a shorter time', { readyFor: 2 }, { ...READY, restarts: 9 }],
  ['restarted more often', { ...READY, restarts: 2 }, { ...READY, age: 1 }],
  ['younger', { ...READY, age: 1 }, READY],
]

test.each(rows)('a Pod goes first that is %s', (_, first, second) => {
  const context = { store: createStore(), clock: createVirtualClock(1_000_000_000) }
  const pods = [podOf('a', second), podOf('z', first)]
  expect(byUsefulness(pods, context).map(({ metadata }) => metadata.name)).toEqual(['z', 'a'])
})

test('a Pod goes first whose node has more of its family', () => {
  const store = createStore()
  const pods = [podOf('a', READY), podOf('b', { ...READY, node: 'm' }), podOf('c', { ...READY, node: 'm' })]
  for (const pod of pods) store.put('pods', pod)
  const order = byUsefulness(pods, { store, clock: createVirtualClock(1_000_000_000) })
  expect(order.map(({ metadata }) => metadata.name)).toEqual(['b', 'c', 'a'])
})
