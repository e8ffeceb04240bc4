import { describe, expect, test } from 'vitest'
import type { Deployment, ReplicaSet, ResourceQuota } from '../../../../src/kubernetes/generated/types.ts'
import { createWorld, template, type World } from './world.ts'

const quota = (pods: string): object => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'q', namespace: 'default' },
  spec: { hard: { pods, 'count/deployments.apps': '5' } },
})

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: template() },
}

const statusOf = (world: World) => world.get<ResourceQuota>('resourcequotas', 'q').status

const failures = (world: World): readonly string[] => {
  const set = world.context.store.list('replicasets.apps')[0] as ReplicaSet
  const owner = world.get<Deployment>('deployments.apps', 'web')
  return [...(set.status?.conditions ?? []), ...(owner.status?.conditions ?? [])]
    .filter(({ type }) => type === 'ReplicaFailure')
    .map(({ reason = '', message = '' }) => `${reason}: ${message.replace(/"[^"]+"/u, '…')}`)
}

describe('a namespace with a ResourceQuota', () => {
  test('says what is used, and its ReplicaSets fail until there is room', () => {
    const world = createWorld()
    world.create(quota('1'))
    world.run()
    expect(statusOf(world)).toEqual({
      hard: { pods: '1', 'count/deployments.apps': '5' },
      used: { 'count/deployments.apps': '0', pods: '0' },
    })
    world.create(deployment)
    world.run()
    expect(statusOf(world)?.used).toEqual({ 'count/deployments.apps': '1', pods: '1' })
    const why = 'FailedCreate: pods … is forbidden: exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1'
    expect(failures(world)).toEqual([why, why])
    expect(world.events().filter((event) => event.startsWith('FailedCreate: Error creating: pods "web-'))).not.toEqual([])
    world.change('resourcequotas', 'q', () => quota('2'))
    for (let second = 0; second < 5; second++) world.run(1_000)
    expect(world.names('pods')).toHaveLength(2)
    expect(failures(world)).toEqual([])
    expect(statusOf(world)?.used).toEqual({ 'count/deployments.apps': '1', pods: '2' })
  })
})
