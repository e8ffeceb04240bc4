import { expect, test } from 'vitest'
import type { Namespace } from '../../../../src/kubernetes/generated/types.ts'
import { createWorld, pod, template } from './world.ts'

const deploymentOf = (within: string): object => ({
  metadata: { name: 'web', namespace: within },
  spec: { replicas: 1, selector: { matchLabels: { app: 'web' } }, template: template() },
})

const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }

test('a namespace gets its service account and the cluster certificate, again if they are deleted', () => {
  const world = createWorld()
  world.create(namespace)
  world.run()
  expect(world.names('serviceaccounts', 'shop')).toEqual(['default'])
  expect(world.names('configmaps', 'shop')).toEqual(['kube-root-ca.crt'])
  world.context.writer.delete({ kind: 'ServiceAccount', namespace: 'shop', name: 'default' })
  world.run()
  expect(world.names('serviceaccounts', 'shop')).toEqual(['default'])
})

test('a namespace that is deleted is emptied, then goes, and takes nothing new meanwhile', () => {
  const world = createWorld()
  world.create(namespace)
  world.run()
  world.create({ ...pod('a'), metadata: { name: 'a', namespace: 'shop' } })
  world.run()
  world.context.writer.delete({ kind: 'Namespace', name: 'shop' })
  expect(() => world.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'late', namespace: 'shop' } })).toThrow(
    'because it is being terminated',
  )
  world.run(1000)
  expect(world.context.store.get('namespaces', undefined, 'shop')).toBeUndefined()
  expect([...world.context.store.entries()].filter(([, object]) => object.metadata.namespace === 'shop')).toEqual([])
})

test('a namespace that cannot go tells what is left in it, and what holds that', () => {
  const world = createWorld()
  world.create(namespace)
  world.run()
  const held = { name: 'held', namespace: 'shop', finalizers: ['example.com/hold'] }
  world.create({ apiVersion: 'v1', kind: 'ConfigMap', metadata: held })
  world.create({ apiVersion: 'apps/v1', kind: 'Deployment', ...deploymentOf('shop') })
  world.context.writer.delete({ kind: 'Namespace', name: 'shop' })
  world.run(60_000)
  const told = (): readonly string[] =>
    (world.context.store.get('namespaces', undefined, 'shop') as Namespace).status?.conditions?.map(
      ({ type, status, reason = '', message = '' }) => `${type} ${status} ${reason}: ${message}`,
    ) ?? []
  expect(told()).toEqual([
    'NamespaceDeletionDiscoveryFailure False ResourcesDiscovered: All resources successfully discovered',
    'NamespaceDeletionGroupVersionParsingFailure False ParsedGroupVersions: All legacy kube types successfully parsed',
    'NamespaceDeletionContentFailure False ContentDeleted: All content successfully deleted, may be waiting on finalization',
    'NamespaceContentRemaining True SomeResourcesRemain: Some resources are remaining: configmaps. has 1 resource instances',
    'NamespaceFinalizersRemaining True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: example.com/hold in 1 resource instances',
  ])
  const revision = world.context.store.get('namespaces', undefined, 'shop')?.metadata.resourceVersion
  world.run(10_000)
  expect(world.context.store.get('namespaces', undefined, 'shop')?.metadata.resourceVersion).toBe(revision)
  world.context.writer.update({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { ...held, finalizers: [] } })
  world.run(1_000)
  expect(world.context.store.get('namespaces', undefined, 'shop')).toBeUndefined()
})
