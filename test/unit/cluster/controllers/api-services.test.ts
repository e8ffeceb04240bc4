import { expect, it } from 'vitest'
import { createWorld, type World } from './world.ts'

const RESOURCE = 'apiservices.apiregistration.k8s.io'
const schema = { openAPIV3Schema: { type: 'object' } }
const definition = (plural: string, versions: readonly { readonly name: string; readonly served: boolean }[]): object => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.example.com` },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural, singular: plural, kind: plural.toUpperCase(), listKind: `${plural.toUpperCase()}List` },
    versions: versions.map((version, index) => ({ ...version, storage: index === 0, schema })),
  },
})

const names = ({ context }: World): readonly string[] => context.store.list(RESOURCE).map(({ metadata }) => metadata.name ?? '')

it('stand for the versions of custom groups that are served, and go with the last definition', () => {
  const world = createWorld()
  const both = [
    { name: 'v1', served: true },
    { name: 'v1beta1', served: true },
    { name: 'v1alpha1', served: false },
  ]
  world.create(definition('gadgets', both))
  world.create(definition('tools', both.slice(0, 1)))
  world.run()
  expect(names(world)).toEqual(['v1.example.com', 'v1beta1.example.com'])
  expect(world.get(RESOURCE, 'v1.example.com', '')).toMatchObject({
    metadata: { labels: { 'kube-aggregator.kubernetes.io/automanaged': 'true' } },
    spec: { group: 'example.com', version: 'v1', groupPriorityMinimum: 1000, versionPriority: 100 },
    status: { conditions: [{ type: 'Available', status: 'True', reason: 'Local' }] },
  })
  const { writer } = world.context
  const kind = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' }
  writer.delete({ ...kind, name: 'gadgets.example.com' })
  world.run()
  expect(names(world)).toEqual(['v1.example.com'])
  writer.delete({ ...kind, name: 'tools.example.com' })
  world.run()
  expect(names(world)).toEqual([])
})

it('come back when they are deleted or changed, unless somebody has taken them over', () => {
  const world = createWorld()
  world.create(definition('gadgets', [{ name: 'v1', served: true }]))
  world.run()
  const { writer } = world.context
  writer.delete({ apiVersion: 'apiregistration.k8s.io/v1', kind: 'APIService', name: 'v1.example.com' })
  world.run()
  const service = world.get<{ apiVersion: string; kind: string; metadata: object; spec: object }>(
    RESOURCE,
    'v1.example.com',
    '',
  )
  writer.update({ ...service, spec: { ...service.spec, versionPriority: 7 } } as never)
  world.run()
  expect(world.get(RESOURCE, 'v1.example.com', '')).toMatchObject({ spec: { versionPriority: 100 } })
  writer.update({ ...service, metadata: { name: 'v1.example.com' }, spec: { ...service.spec, versionPriority: 7 } } as never)
  world.run()
  expect(world.get(RESOURCE, 'v1.example.com', '')).toMatchObject({ spec: { versionPriority: 7 } })
})
