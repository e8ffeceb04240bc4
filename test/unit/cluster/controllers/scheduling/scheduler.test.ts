import { describe, expect, test } from 'vitest'
import type { Node, Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, pod } from '../world.ts'

const NO_CLAIMS = 'no new claims to deallocate, preemption: 0/3 nodes are available:'

describe('the scheduler', () => {
  const rows: readonly (readonly [string, object, string | undefined])[] = [
    ['an ordinary Pod', {}, 'worker'],
    [
      'a Pod that tolerates the control plane and wants it',
      { nodeSelector: { 'kubernetes.io/hostname': 'control-plane' }, tolerations: [{ operator: 'Exists' }] },
      'control-plane',
    ],
    ['a node by name in its selector', { nodeSelector: { 'kubernetes.io/hostname': 'worker2' } }, 'worker2'],
    ['a node it names itself', { nodeName: 'control-plane' }, 'control-plane'],
    [
      'required affinity',
      {
        affinity: {
          nodeAffinity: {
            requiredDuringSchedulingIgnoredDuringExecution: {
              nodeSelectorTerms: [{ matchFields: [{ key: 'metadata.name', operator: 'In', values: ['worker2'] }] }],
            },
          },
        },
      },
      'worker2',
    ],
    ['a label no node has', { nodeSelector: { disk: 'none' } }, undefined],
    ["another scheduler's Pod", { schedulerName: 'mine' }, undefined],
  ]
  test.each(rows)('%s', (_, spec, expected) => {
    const world = createWorld()
    world.create(pod('a', {}, spec))
    world.run()
    expect(world.get<Pod>('pods', 'a').spec?.nodeName).toBe(expected)
  })

  test('spreads Pods over the workers', () => {
    const world = createWorld()
    for (const name of ['a', 'b', 'c', 'd']) {
      world.create(pod(name))
      world.run()
    }
    const nodes = world.names('pods').map((name) => world.get<Pod>('pods', name).spec?.nodeName)
    expect([...nodes].sort()).toEqual(['worker', 'worker', 'worker2', 'worker2'])
  })

  test('says why no node fits, once, and binds as soon as one does', () => {
    const world = createWorld()
    world.create(pod('a', {}, { nodeSelector: { disk: 'fast' } }))
    world.run()
    const message = `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 node(s) didn't match Pod's node affinity/selector. ${NO_CLAIMS} 3 Preemption is not helpful for scheduling.`
    expect(world.get<Pod>('pods', 'a').status?.conditions).toMatchObject([
      { type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message, observedGeneration: 1 },
    ])
    expect(world.events().filter((event) => event.startsWith('FailedScheduling'))).toEqual([`FailedScheduling: ${message}`])
    const worker = world.context.store.get('nodes', undefined, 'worker')!
    world.context.writer.update({ ...worker, metadata: { ...worker.metadata, labels: { disk: 'fast' } } })
    world.run()
    expect(world.get<Pod>('pods', 'a').spec?.nodeName).toBe('worker')
  })

  test('P7: a host port is given once per node', () => {
    const world = createWorld()
    const spec = { containers: [{ name: 'c', image: 'nginx', ports: [{ containerPort: 80, hostPort: 80 }] }] }
    for (const name of ['a', 'b', 'c']) {
      world.create(pod(name, {}, spec))
      world.run()
    }
    expect(world.get<Pod>('pods', 'c').status?.conditions?.[0]?.message).toContain(
      "2 node(s) didn't have free ports for the requested pod ports",
    )
  })

  test('P7: a node takes as many Pods as its kubelet says, and another one as soon as one has left or ended', () => {
    const world = createWorld()
    for (const name of ['worker', 'worker2']) {
      const node = world.context.store.get('nodes', undefined, name)!
      world.context.writer.updateStatus({ ...node, status: { allocatable: { pods: '1' } } } as Node)
    }
    for (const name of ['a', 'b', 'c', 'd']) {
      world.create(pod(name))
      world.run()
    }
    const waits = (name: string) => world.get<Pod>('pods', name).spec?.nodeName === undefined
    expect(['a', 'b', 'c', 'd'].map(waits)).toEqual([false, false, true, true])
    expect(world.get<Pod>('pods', 'c').status?.conditions?.[0]?.message).toBe(
      `0/3 nodes are available: 1 node(s) had untolerated taint(s), 2 Too many pods. ${NO_CLAIMS} 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`,
    )
    world.context.writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'a' })
    world.run()
    expect([waits('c'), waits('d')]).toEqual([false, true])
    const ended = world.get<Pod>('pods', 'b')
    world.context.store.put('pods', { ...ended, status: { ...ended.status, phase: 'Succeeded' } } as Pod)
    world.run()
    expect(waits('d')).toBe(false)
  })

  const sized = (world: ReturnType<typeof createWorld>, allocatable: Record<string, string>): void => {
    for (const { metadata } of world.context.store.list('nodes')) {
      const node = world.context.store.get('nodes', undefined, metadata.name!)!
      world.context.writer.updateStatus({ ...node, status: { allocatable } } as Node)
    }
  }
  const asking = (requests: Record<string, string>): object => ({
    containers: [{ name: 'c', image: 'nginx', resources: { requests, limits: requests } }],
  })
  const messageOf = (world: ReturnType<typeof createWorld>, name: string) =>
    world.get<Pod>('pods', name).status?.conditions?.[0]?.message

  test('a node lacks what its Pods have asked for: each resource is a reason, and none is to be had where no node is so large', () => {
    const world = createWorld()
    sized(world, { cpu: '4', memory: '8Gi', pods: '110' })
    for (const name of ['a', 'b', 'c']) {
      world.create(pod(name, {}, asking({ cpu: '2500m' })))
      world.run()
    }
    world.create(pod('d', {}, asking({ cpu: '1000' })))
    world.create(pod('e', {}, asking({ cpu: '2', memory: '9Gi', 'example.com/card': '1' })))
    world.run()
    const taint = '1 node(s) had untolerated taint(s)'
    expect([messageOf(world, 'c'), messageOf(world, 'd'), messageOf(world, 'e')]).toEqual([
      `0/3 nodes are available: ${taint}, 2 Insufficient cpu. ${NO_CLAIMS} 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.`,
      `0/3 nodes are available: ${taint}, 2 Insufficient cpu. ${NO_CLAIMS} 3 Preemption is not helpful for scheduling.`,
      `0/3 nodes are available: ${taint}, 2 Insufficient cpu, 2 Insufficient example.com/card, 2 Insufficient memory. ${NO_CLAIMS} 3 Preemption is not helpful for scheduling.`,
    ])
    world.context.writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'a' })
    world.run()
    expect(world.get<Pod>('pods', 'c').spec?.nodeName).toBe('worker')
  })

  test('a claim that is not there is waited for', () => {
    const world = createWorld()
    world.create(pod('a', {}, { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'x' } }] }))
    world.run()
    expect(messageOf(world, 'a')).toBe('0/3 nodes are available: persistentvolumeclaim "x" not found. not found')
    const resources = { requests: { storage: '1Gi' } }
    const spec = { accessModes: ['ReadWriteOnce'], resources }
    world.create({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'x', namespace: 'default' }, spec })
    world.run()
    expect(world.get<Pod>('pods', 'a').spec?.nodeName).toBe('worker')
  })
})
