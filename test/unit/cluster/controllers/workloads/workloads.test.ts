import { describe, expect, test } from 'vitest'
import type {
  DaemonSet,
  Pod,
  ReplicaSet,
  ReplicationController,
  StatefulSet,
} from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, pod, template } from '../world.ts'

const workload = (apiVersion: string, kind: string, spec: object): object => ({
  apiVersion,
  kind,
  metadata: { name: 'web', namespace: 'default' },
  spec,
})
const selector = { matchLabels: { app: 'web' } }

describe('a ReplicaSet', () => {
  test('adopts Pods that it selects and makes up for the rest', () => {
    const world = createWorld()
    world.create(pod('mine', { app: 'web' }))
    world.create(workload('apps/v1', 'ReplicaSet', { replicas: 2, selector, template: template() }))
    world.run()
    expect(world.names('pods')).toHaveLength(2)
    expect(world.names('pods')).toContain('mine')
    expect(world.get<ReplicaSet>('replicasets.apps', 'web').status).toMatchObject({
      replicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
    })
  })

  test('replaces a Pod that is deleted', () => {
    const world = createWorld()
    world.create(workload('apps/v1', 'ReplicaSet', { replicas: 1, selector, template: template() }))
    world.run()
    const [first = ''] = world.names('pods')
    world.context.writer.delete({ kind: 'Pod', namespace: 'default', name: first })
    world.run()
    expect(world.names('pods')).toHaveLength(1)
    expect(world.names('pods')).not.toEqual([first])
  })

  test('says what it was refused', () => {
    const world = createWorld()
    world.create(workload('apps/v1', 'ReplicaSet', { replicas: 1, selector, template: template('nginx', { app: 'web' }) }))
    world.run()
    expect(world.events().some((event) => event.startsWith('SuccessfulCreate: Created pod: web-'))).toBe(true)
  })
})

describe('a ReplicationController', () => {
  const controller = (replicas: number): object =>
    workload('v1', 'ReplicationController', { replicas, selector: { app: 'web' }, template: template() })

  test('adopts Pods with the labels of its selector, makes up for the rest and says so', () => {
    const world = createWorld()
    world.create(pod('mine', { app: 'web' }))
    world.create(pod('other', { app: 'other' }))
    world.create(controller(2))
    world.run()
    expect(world.names('pods')).toHaveLength(3)
    expect(world.get('pods', 'mine').metadata.ownerReferences).toMatchObject([{ kind: 'ReplicationController', name: 'web' }])
    expect(world.get('pods', 'other').metadata.ownerReferences).toBeUndefined()
    expect(world.get<ReplicationController>('replicationcontrollers', 'web').status).toEqual({
      replicas: 2,
      fullyLabeledReplicas: 2,
      readyReplicas: 2,
      availableReplicas: 2,
      observedGeneration: 1,
    })
    expect(world.events().some((event) => event.startsWith('SuccessfulCreate: Created pod: web-'))).toBe(true)
  })

  test('lets Pods go when it is made smaller, and they go with it', () => {
    const world = createWorld()
    world.create(controller(3))
    world.run()
    world.change('replicationcontrollers', 'web', (one: ReplicationController) => ({
      ...one,
      spec: { ...one.spec, replicas: 1 },
    }))
    world.run()
    expect(world.names('pods')).toHaveLength(1)
    world.context.writer.delete({ apiVersion: 'v1', kind: 'ReplicationController', namespace: 'default', name: 'web' })
    world.run()
    expect(world.names('pods')).toEqual([])
  })
})

describe('a StatefulSet', () => {
  test('D8: numbers its Pods from zero and names them by host', () => {
    const world = createWorld()
    world.create(workload('apps/v1', 'StatefulSet', { replicas: 3, serviceName: 'web', selector, template: template() }))
    world.run()
    expect(world.names('pods')).toEqual(['web-0', 'web-1', 'web-2'])
    expect(world.get('pods', 'web-1')).toMatchObject({
      spec: { hostname: 'web-1', subdomain: 'web' },
      metadata: { labels: { 'statefulset.kubernetes.io/pod-name': 'web-1' } },
    })
    expect(world.get<StatefulSet>('statefulsets.apps', 'web').status).toMatchObject({
      replicas: 3,
      readyReplicas: 3,
      updatedReplicas: 3,
    })
  })

  test('waits for the first before it starts the second, and removes the last first', () => {
    const world = createWorld()
    world.create(
      workload('apps/v1', 'StatefulSet', { replicas: 2, serviceName: 'web', selector, template: template('never-ready') }),
    )
    world.run()
    expect(world.names('pods')).toEqual(['web-0'])
    const other = createWorld()
    other.create(workload('apps/v1', 'StatefulSet', { replicas: 2, serviceName: 'web', selector, template: template() }))
    other.run()
    other.change('statefulsets.apps', 'web', (set: StatefulSet) => ({ ...set, spec: { ...set.spec, replicas: 1 } }))
    other.run()
    expect(other.names('pods')).toEqual(['web-0'])
  })
})

describe('a DaemonSet', () => {
  test('runs on every node whose taints it tolerates', () => {
    for (const [tolerations, expected] of [
      [[], 2],
      [[{ operator: 'Exists' }], 3],
    ] as const) {
      const world = createWorld()
      world.create(workload('apps/v1', 'DaemonSet', { selector, template: template('nginx', { app: 'web' }, { tolerations }) }))
      world.run()
      expect(world.names('pods')).toHaveLength(expected)
      expect(world.get<DaemonSet>('daemonsets.apps', 'web').status).toMatchObject({
        desiredNumberScheduled: expected,
        numberReady: expected,
      })
    }
  })

  const update =
    (image: string, rollingUpdate: object = {}) =>
    (set: DaemonSet): object => ({
      ...set,
      spec: { ...set.spec, updateStrategy: { type: 'RollingUpdate', rollingUpdate }, template: template(image) },
    })

  const imagesOf = (world: ReturnType<typeof createWorld>): readonly string[] =>
    world
      .names('pods')
      .map((name) => world.get<Pod>('pods', name).spec?.containers[0]?.image ?? '')
      .toSorted()

  test('removes each old Pod once, and one at a time while the new ones do not become ready', () => {
    const world = createWorld()
    world.create(workload('apps/v1', 'DaemonSet', { selector, template: template() }))
    world.run()
    const old = world.names('pods')
    world.change('daemonsets.apps', 'web', update('never-ready'))
    for (let turn = 0; turn < 5; turn++) world.run()
    expect(imagesOf(world)).toEqual(['never-ready', 'nginx'])
    world.change('daemonsets.apps', 'web', update('httpd'))
    for (let turn = 0; turn < 5; turn++) world.run()
    expect(imagesOf(world)).toEqual(['httpd', 'httpd'])
    for (const name of old) {
      const told = world.events().filter((event) => event === `SuccessfulDelete: Deleted pod: ${name}`)
      expect(told).toHaveLength(1)
    }
    const counts = world.context.store.list('events').map((event) => ('count' in event ? event.count : undefined))
    expect(counts.every((count) => count === undefined || count === 1)).toBe(true)
  })

  test('with maxSurge, starts the new Pod beside the old one, which goes when that is ready', () => {
    const world = createWorld()
    world.create(workload('apps/v1', 'DaemonSet', { selector, template: template() }))
    world.run()
    world.change('daemonsets.apps', 'web', update('never-ready', { maxSurge: 1, maxUnavailable: 0 }))
    for (let turn = 0; turn < 5; turn++) world.run()
    expect(imagesOf(world)).toEqual(['never-ready', 'nginx', 'nginx'])
    world.change('daemonsets.apps', 'web', update('httpd', { maxSurge: '100%', maxUnavailable: 0 }))
    for (let turn = 0; turn < 8; turn++) world.run()
    expect(imagesOf(world).filter((image) => image !== 'never-ready')).toEqual(['httpd', 'httpd'])
  })

  test('tells of the Pods that it makes and removes, and counts its templates', () => {
    const world = createWorld()
    world.create(workload('apps/v1', 'DaemonSet', { selector, template: template() }))
    world.run()
    const [first = ''] = world.names('pods')
    world.change('daemonsets.apps', 'web', (set: DaemonSet) => ({
      ...set,
      spec: { ...set.spec, template: template('httpd') },
    }))
    for (let turn = 0; turn < 5; turn++) world.run()
    expect(world.events()).toContain(`SuccessfulCreate: Created pod: ${first}`)
    expect(world.events()).toContain(`SuccessfulDelete: Deleted pod: ${first}`)
    world.change('daemonsets.apps', 'web', (set: DaemonSet) => ({ ...set, spec: { ...set.spec, minReadySeconds: 1 } }))
    const { metadata } = world.get<DaemonSet>('daemonsets.apps', 'web')
    expect(metadata.annotations).toEqual({ 'deprecated.daemonset.template.generation': '2' })
    expect(world.get<Pod>('pods', world.names('pods')[0] ?? '').metadata.labels?.['pod-template-generation']).toBe('2')
  })
})
