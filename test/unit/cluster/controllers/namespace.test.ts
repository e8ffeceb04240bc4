import { expect, test } from 'vitest'
import { createWorld, pod } from './world.ts'

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
