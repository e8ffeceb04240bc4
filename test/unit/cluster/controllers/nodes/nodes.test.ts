import { describe, expect, test } from 'vitest'
import type { Node, Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, pod, type World } from '../world.ts'

const nodeOf = (world: World, name: string): Node => world.context.store.get('nodes', undefined, name) as Node
const changeNode = (world: World, name: string, spec: object): void => {
  const node = nodeOf(world, name)
  world.context.writer.update({ ...node, spec: { ...node.spec, ...spec } } as Node)
  world.run()
}
const TAINT = { key: 'out', value: 'now', effect: 'NoExecute' }

test('a node that is cordoned is marked, and takes Pods that tolerate the mark alone', () => {
  const world = createWorld()
  changeNode(world, 'worker', { unschedulable: true })
  expect(nodeOf(world, 'worker').spec?.taints).toMatchObject([
    { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule', timeAdded: expect.stringContaining('2026') as string },
  ])
  const here = { nodeSelector: { 'kubernetes.io/hostname': 'worker' } }
  world.create(pod('a', {}, here))
  world.create(pod('b', {}, { ...here, tolerations: [{ operator: 'Exists' }] }))
  world.run()
  expect(world.get<Pod>('pods', 'b').spec?.nodeName).toBe('worker')
  expect(world.get<Pod>('pods', 'a').status?.conditions?.[0]?.message).toContain('1 node(s) were unschedulable')
  changeNode(world, 'worker', { unschedulable: undefined })
  expect(nodeOf(world, 'worker').spec?.taints).toBeUndefined()
  expect(world.get<Pod>('pods', 'a').spec?.nodeName).toBe('worker')
  expect(world.events().filter((event) => event.startsWith('Node'))).toEqual([
    'NodeNotSchedulable: Node worker status is now: NodeNotSchedulable',
    'NodeSchedulable: Node worker status is now: NodeSchedulable',
  ])
})

describe('taints that make Pods leave', () => {
  const tolerating = (toleration: object) => ({ nodeName: 'worker', tolerations: [toleration] })
  const leaving = (world: World): readonly string[] =>
    world.events().filter((event) => event.startsWith('TaintManagerEviction'))

  test('a Pod leaves at once, after the time for which it tolerates the taint, or never', () => {
    const world = createWorld()
    world.create(pod('now', {}, { nodeName: 'worker' }))
    world.create(pod('later', {}, tolerating({ key: 'out', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 })))
    world.create(pod('never', {}, tolerating({ key: 'out', operator: 'Exists' })))
    world.run()
    changeNode(world, 'worker', { taints: [TAINT] })
    expect(world.names('pods')).toEqual(['later', 'never'])
    world.run(4_000)
    expect(world.names('pods')).toEqual(['later', 'never'])
    world.run(1_500)
    world.run()
    expect(world.names('pods')).toEqual(['never'])
    expect(leaving(world).toSorted()).toEqual([
      'TaintManagerEviction: Marking for deletion Pod default/later',
      'TaintManagerEviction: Marking for deletion Pod default/now',
    ])
  })

  test('a Pod that leaves says why, and one whose taint goes in time stays', () => {
    const world = createWorld()
    const held = pod('held', {}, { nodeName: 'worker' }) as { metadata: object }
    world.create({ ...held, metadata: { ...held.metadata, finalizers: ['x.io/y'] } })
    world.create(pod('later', {}, tolerating({ key: 'out', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 5 })))
    world.run()
    const before: unknown[] = []
    world.context.store.subscribe(({ object }) => {
      if (object.metadata.name !== 'held') return
      before.push(...((object as Pod).status?.conditions ?? []).filter(({ type }) => type === 'DisruptionTarget'))
    })
    changeNode(world, 'worker', { taints: [TAINT] })
    changeNode(world, 'worker', { taints: undefined })
    world.run(10_000)
    expect(before[0]).toMatchObject({
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    })
    expect(world.names('pods')).toEqual(['later'])
    expect(leaving(world)).toContain('TaintManagerEviction: Cancelling deletion of Pod default/later')
  })
})

test('the Pods of a node that is deleted are removed after a while', () => {
  const world = createWorld()
  world.create(pod('a', {}, { nodeName: 'worker' }))
  world.create(pod('b', {}, { nodeName: 'worker2' }))
  world.run()
  world.context.writer.delete({ apiVersion: 'v1', kind: 'Node', name: 'worker' })
  world.run(30_000)
  expect(world.names('pods')).toEqual(['a', 'b'])
  world.run(60_000)
  world.run()
  expect(world.names('pods')).toEqual(['b'])
})
