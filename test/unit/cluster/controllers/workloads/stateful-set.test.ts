import { describe, expect, test } from 'vitest'
import type { PersistentVolumeClaim, Pod, StatefulSet } from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, type World } from '../world.ts'

const SETS = 'statefulsets.apps'

const container = { name: 'c', image: 'nginx', ports: [{ containerPort: 80 }] }

const database = (spec: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'db', namespace: 'default' },
  spec: {
    serviceName: 'db',
    replicas: 3,
    selector: { matchLabels: { app: 'db' } },
    template: { metadata: { labels: { app: 'db' } }, spec: { terminationGracePeriodSeconds: 1, containers: [container] } },
    ...spec,
  },
})

const worldOf = (spec?: object): World => {
  const world = createWorld()
  world.create(database(spec))
  world.run(1000)
  return world
}

const revisions = (world: World): readonly string[] =>
  world.names('pods').map((name) => world.get<Pod>('pods', name).metadata.labels?.['controller-revision-hash'] ?? '')

const update = (world: World, partition: number): void => {
  world.change(SETS, 'db', ({ spec, ...set }: StatefulSet) => ({
    ...set,
    spec: {
      ...spec,
      updateStrategy: { type: 'RollingUpdate', rollingUpdate: { partition } },
      template: { ...spec?.template, metadata: { labels: { app: 'db' }, annotations: { v: '2' } } },
    },
  }))
  for (let turn = 0; turn < 10; turn++) world.run(1000)
}

describe('a StatefulSet', () => {
  test('names its revision and Pods as a real cluster does', () => {
    const world = worldOf()
    expect(world.names('controllerrevisions.apps')).toEqual(['db-6f988d8785'])
    expect(world.get<Pod>('pods', 'db-1').metadata).toMatchObject({
      generateName: 'db-',
      labels: { 'controller-revision-hash': 'db-6f988d8785', 'apps.kubernetes.io/pod-index': '1' },
    })
  })

  test('rolls out from the partition on, and makes Pods below it as they were', () => {
    const world = worldOf()
    update(world, 2)
    const [old, , young] = revisions(world)
    expect(revisions(world)).toEqual(['db-6f988d8785', 'db-6f988d8785', 'db-76c4fb8dbf'])
    expect(world.get<StatefulSet>(SETS, 'db').status).toMatchObject({
      currentReplicas: 2,
      currentRevision: old,
      updatedReplicas: 1,
      updateRevision: young,
    })
    world.context.writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'db-0' })
    world.run(1000)
    expect(world.get<Pod>('pods', 'db-0').metadata.annotations).toBeUndefined()
    expect(revisions(world)).toEqual([old, old, young])
    update(world, 0)
    expect(revisions(world)).toEqual([young, young, young])
    expect(world.get<StatefulSet>(SETS, 'db').status).toMatchObject({ currentReplicas: 3, currentRevision: young })
  })

  test('claims a volume for each Pod', () => {
    const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } }
    const mounting = { ...container, volumeMounts: [{ name: 'd', mountPath: '/d' }] }
    const world = worldOf({
      replicas: 1,
      template: { metadata: { labels: { app: 'db' } }, spec: { containers: [mounting] } },
      volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: claim }],
    })
    expect(world.get<PersistentVolumeClaim>('persistentvolumeclaims', 'd-db-0')).toMatchObject({
      metadata: { labels: { app: 'db' } },
      spec: claim,
    })
    expect(world.get<Pod>('pods', 'db-0').spec?.volumes).toContainEqual({
      name: 'd',
      persistentVolumeClaim: { claimName: 'd-db-0' },
    })
    expect(world.events()).toContain('SuccessfulCreate: create Claim d-db-0 Pod db-0 in StatefulSet db success')
  })

  test('leaves its Pods to themselves where it is deleted as an orphan’s parent', () => {
    const world = worldOf()
    const reference = { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'default', name: 'db' }
    world.context.writer.delete(reference, { propagation: 'Orphan' })
    world.run(1000)
    expect(world.names('pods')).toEqual(['db-0', 'db-1', 'db-2'])
    expect(world.get<Pod>('pods', 'db-0').metadata).not.toHaveProperty('ownerReferences')
  })
})
