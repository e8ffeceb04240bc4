/** Messages as a real cluster of the same nodes told them. */
import { describe, expect, test } from 'vitest'
import type { Node, Pod, PodDisruptionBudget } from '../../../../../src/kubernetes/generated/types.ts'
import { protectedAmong } from '../../../../../src/cluster/controllers/scheduling/protected-pods.ts'
import { createWorld, pod, type World } from '../world.ts'

const TAINT = '1 node(s) had untolerated taint(s)'

const open = (): World => {
  const world = createWorld()
  for (const { metadata } of world.context.store.list('nodes')) {
    const node = world.context.store.get('nodes', undefined, metadata.name ?? '')
    world.context.writer.updateStatus({ ...node, status: { allocatable: { cpu: '2', pods: '110' } } } as Node)
  }
  const scheduling = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass' }
  world.create({ ...scheduling, metadata: { name: 'middle' }, value: 500 })
  world.create({ ...scheduling, metadata: { name: 'high' }, value: 1000 })
  world.create({ ...scheduling, metadata: { name: 'never' }, value: 2000, preemptionPolicy: 'Never' })
  return world
}

const put = (world: World, name: string, cpu: string, priorityClassName?: string): void => {
  const containers = [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }]
  world.create(pod(name, {}, { containers, ...(priorityClassName === undefined ? {} : { priorityClassName }) }))
  world.run()
}

const nodeOf = (world: World, name: string): string | undefined => world.get<Pod>('pods', name).spec?.nodeName
const messageOf = (world: World, name: string): string | undefined =>
  world.get<Pod>('pods', name).status?.conditions?.find(({ type }) => type === 'PodScheduled')?.message

describe('a Pod for which no node has room', () => {
  test('makes Pods of lower priority leave the node that loses least', () => {
    const world = open()
    for (const name of ['a', 'b']) put(world, name, '800m')
    put(world, 'c', '1500m', 'middle')
    put(world, 'd', '100m')
    const told: (string | undefined)[] = []
    world.context.store.subscribe(({ object }) => {
      if (object.metadata.name === 'hi') told.push((object as Pod).status?.nominatedNodeName)
    })
    const full = nodeOf(world, 'c') === 'worker' ? 'worker2' : 'worker'
    put(world, 'hi', '1500m', 'high')
    world.run()
    expect(told).toContain(full)
    expect(world.get<Pod>('pods', 'hi').status?.nominatedNodeName).toBeUndefined()
    expect(nodeOf(world, 'hi')).toBe(full)
    expect(world.names('pods')).toEqual(expect.arrayContaining(['c', 'hi']))
    const { uid } = world.get('pods', 'hi').metadata
    expect(world.events()).toContain(`Preempted: Preempted by pod ${uid ?? ''} on node ${full}`)
    expect(world.events()).toContain(`FailedScheduling: 0/3 nodes are available: ${TAINT}, 2 Insufficient cpu.`)
  })

  test('makes no more of them leave than it has to, the least important first', () => {
    const world = open()
    put(world, 'other', '1900m', 'high')
    const full = nodeOf(world, 'other') === 'worker' ? 'worker2' : 'worker'
    put(world, 'keep', '900m', 'middle')
    put(world, 'leave', '900m')
    put(world, 'hi', '1', 'high')
    world.run()
    expect(world.names('pods')).toEqual(['hi', 'keep', 'other'])
    expect(nodeOf(world, 'hi')).toBe(full)
  })

  test('keeps its place from those of lower priority', () => {
    const world = open()
    for (const name of ['a', 'b']) put(world, name, '2')
    world.create(
      pod(
        'hi',
        {},
        { priorityClassName: 'high', containers: [{ name: 'c', image: 'nginx', resources: { requests: { cpu: '2' } } }] },
      ),
    )
    put(world, 'low', '2')
    world.run()
    expect(nodeOf(world, 'hi')).toBeDefined()
    expect(nodeOf(world, 'low')).toBeUndefined()
    expect(world.names('pods')).toHaveLength(3)
  })

  test.each([
    ['never', '1500m', 'not eligible due to preemptionPolicy=Never.'],
    [
      undefined,
      '1500m',
      '0/3 nodes are available: 1 Preemption is not helpful for scheduling, 2 No preemption victims found for incoming pod.',
    ],
    ['high', '90', '0/3 nodes are available: 3 Preemption is not helpful for scheduling.'],
  ])('waits where others cannot leave for it: %s %s', (priorityClassName, cpu, why) => {
    const world = open()
    for (const name of ['a', 'b', 'c', 'd']) put(world, name, '800m')
    put(world, 'hi', cpu, priorityClassName)
    expect(messageOf(world, 'hi')).toBe(
      `0/3 nodes are available: ${TAINT}, 2 Insufficient cpu. no new claims to deallocate, preemption: ${why}`,
    )
    expect(world.names('pods')).toEqual(['a', 'b', 'c', 'd', 'hi'])
  })

  const protect = (world: World, name: string, disruptionsAllowed: number): void => {
    const spec = { minAvailable: 1, selector: { matchLabels: { guard: name } } }
    world.create({ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name, namespace: 'default' }, spec })
    world.run()
    const budget = world.get<PodDisruptionBudget>('poddisruptionbudgets.policy', name)
    world.context.writer.updateStatus(Object.assign({}, budget, { status: { ...budget.status, disruptionsAllowed } }))
  }

  const putGuarded = (world: World, name: string, cpu: string, priorityClassName?: string): void => {
    const containers = [{ name: 'c', image: 'nginx', resources: { requests: { cpu } } }]
    world.create(pod(name, { guard: name }, { containers, ...(priorityClassName === undefined ? {} : { priorityClassName }) }))
    world.run()
  }

  test('leaves the Pod that a budget protects where another one can leave, of higher priority even', () => {
    const world = open()
    put(world, 'other', '1900m', 'high')
    putGuarded(world, 'guarded', '900m')
    put(world, 'plain', '900m', 'middle')
    protect(world, 'guarded', 0)
    put(world, 'hi', '1', 'high')
    world.run()
    expect(world.names('pods')).toEqual(['guarded', 'hi', 'other'])
  })

  test('takes the node that loses none that a budget protects, and goes on where there is none', () => {
    const world = open()
    putGuarded(world, 'guarded', '1500m')
    put(world, 'plain', '1500m', 'middle')
    protect(world, 'guarded', 0)
    put(world, 'hi', '1', 'high')
    world.run()
    expect(world.names('pods')).toEqual(['guarded', 'hi'])
    put(world, 'hi2', '1500m', 'high')
    world.run()
    expect(world.names('pods')).toEqual(['hi', 'hi2'])
  })
})

describe('of Pods that would leave one after the other', () => {
  const guarded = (name: string, labels?: Readonly<Record<string, string>>, namespace = 'default'): Pod => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, ...(labels === undefined ? {} : { labels }) },
  })
  const budget = (disruptionsAllowed: number, more: object = {}, matchLabels: object = { app: 'web' }): PodDisruptionBudget =>
    Object.assign(
      { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'b', namespace: 'default' } } as const,
      { spec: { selector: { matchLabels } }, status: { disruptionsAllowed, ...more } },
    ) as PodDisruptionBudget
  const web = { app: 'web' }
  const pods = [guarded('a', web), guarded('b', web), guarded('c'), guarded('d', web, 'other')]
  const namesAmong = (...budgets: readonly PodDisruptionBudget[]): readonly (string | undefined)[] =>
    [...protectedAmong(pods, budgets)].map(({ metadata }) => metadata.name)

  test('a budget protects those beyond what it allows', () => {
    expect(namesAmong()).toEqual([])
    expect(namesAmong(budget(2))).toEqual([])
    expect(namesAmong(budget(1))).toEqual(['b'])
    expect(namesAmong(budget(0))).toEqual(['a', 'b'])
    expect(namesAmong(budget(2), budget(1))).toEqual(['b'])
  })

  test('nobody is protected whose eviction goes on, nor by a selector that is empty', () => {
    expect(namesAmong(budget(0, { disruptedPods: { a: '2026-01-01T00:00:00Z' } }))).toEqual(['b'])
    expect(namesAmong(budget(0, {}, {}))).toEqual([])
  })
})
