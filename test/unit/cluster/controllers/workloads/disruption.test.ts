import { describe, expect, test } from 'vitest'
import type { PodDisruptionBudget } from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, pod, template, type World } from '../world.ts'

const budget = (spec: object): object => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'web', namespace: 'default' },
  spec: { selector: { matchLabels: { app: 'web' } }, ...spec },
})
const deployment = (replicas: number, image = 'nginx'): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: { replicas, selector: { matchLabels: { app: 'web' } }, template: template(image) },
})
const statusOf = (world: World): PodDisruptionBudget['status'] =>
  world.get<PodDisruptionBudget>('poddisruptionbudgets.policy', 'web').status

describe('a disruption budget', () => {
  test.each<[object, number, number]>([
    [{ minAvailable: 1 }, 1, 2],
    [{ minAvailable: 3 }, 3, 0],
    [{ minAvailable: '50%' }, 2, 1],
    [{ maxUnavailable: 1 }, 2, 1],
    [{ maxUnavailable: '34%' }, 1, 2],
    [{ maxUnavailable: 0 }, 3, 0],
  ])('%j of three Pods', (spec, desiredHealthy, disruptionsAllowed) => {
    const world = createWorld()
    world.create(deployment(3))
    world.create(budget(spec))
    world.run(2000)
    expect(statusOf(world)).toMatchObject({
      desiredHealthy,
      disruptionsAllowed,
      currentHealthy: 3,
      expectedPods: 3,
      observedGeneration: 1,
      conditions: [{ type: 'DisruptionAllowed', reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods' }],
    })
  })

  test('counts Pods that are ready', () => {
    const world = createWorld()
    world.create(deployment(3, 'never-ready'))
    world.create(budget({ minAvailable: 1 }))
    world.run(2000)
    expect(statusOf(world)).toMatchObject({ currentHealthy: 0, disruptionsAllowed: 0 })
  })

  test('follows the number of Pods', () => {
    const world = createWorld()
    world.create(budget({ minAvailable: 1 }))
    world.run()
    expect(statusOf(world)).toMatchObject({ expectedPods: 0, disruptionsAllowed: 0 })
    world.create(pod('a', { app: 'web' }))
    world.create(pod('b', { app: 'web' }))
    world.create(pod('c', { app: 'other' }))
    world.run(2000)
    expect(statusOf(world)).toMatchObject({ expectedPods: 2, disruptionsAllowed: 1 })
  })

  test('cannot count shares of Pods that belong to nobody', () => {
    const world = createWorld()
    world.create(pod('a', { app: 'web' }))
    world.create(budget({ maxUnavailable: 1 }))
    world.run(2000)
    expect(statusOf(world)).toMatchObject({ disruptionsAllowed: 0, conditions: [{ reason: 'SyncFailed', status: 'False' }] })
  })
})
