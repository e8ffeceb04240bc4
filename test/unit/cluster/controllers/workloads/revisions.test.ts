import { describe, expect, test } from 'vitest'
import type { ControllerRevision, DaemonSet, StatefulSet } from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, template, type World } from '../world.ts'

const set = (kind: string, spec: object = {}): object => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name: 'web', namespace: 'default', annotations: { 'kubernetes.io/change-cause': 'first' } },
  spec: { selector: { matchLabels: { app: 'web' } }, template: template(), ...spec },
})

const withImage =
  (image: string) =>
  <Kind extends StatefulSet | DaemonSet>(object: Kind): Kind => ({
    ...object,
    spec: { ...object.spec, template: { ...object.spec?.template, spec: { containers: [{ name: 'c', image }] } } },
  })

const revisions = (world: World): readonly ControllerRevision[] =>
  world
    .names('controllerrevisions.apps')
    .map((name) => world.get<ControllerRevision>('controllerrevisions.apps', name))
    .sort((a, b) => a.revision - b.revision)

const imagesOf = (world: World): readonly (readonly [number, string])[] =>
  revisions(world).map(({ revision, data }) => {
    const { spec } = data as { spec: { template: { spec: { containers: readonly { image: string }[] } } } }
    return [revision, spec.template.spec.containers[0]?.image ?? '']
  })

describe.each([
  ['StatefulSet', 'statefulsets.apps', 'controller.kubernetes.io/hash'],
  ['DaemonSet', 'daemonsets.apps', 'controller-revision-hash'],
])('the revisions of a %s', (kind, resource, hashLabel) => {
  test('hold its template as a patch, under its own labels and annotations', () => {
    const world = createWorld()
    world.create(set(kind))
    world.run()
    const [first] = revisions(world)
    const hash = first?.metadata.labels?.[hashLabel]
    expect(first).toMatchObject({
      metadata: { name: `web-${hash}`, labels: { app: 'web' }, annotations: { 'kubernetes.io/change-cause': 'first' } },
      data: { spec: { template: { $patch: 'replace', metadata: { labels: { app: 'web' } } } } },
      revision: 1,
    })
    expect(first?.metadata.ownerReferences).toMatchObject([{ kind, name: 'web', controller: true }])
  })

  test('a template that comes back is the latest again, and only so many are kept', () => {
    const world = createWorld()
    world.create(set(kind, { revisionHistoryLimit: 1 }))
    world.run()
    const [, before] = imagesOf(world)[0] ?? []
    world.change(resource, 'web', withImage('httpd'))
    world.run()
    expect(imagesOf(world)).toEqual([
      [1, before],
      [2, 'httpd'],
    ])
    world.change(resource, 'web', withImage(before ?? ''))
    world.run()
    expect(imagesOf(world)).toEqual([
      [2, 'httpd'],
      [3, before],
    ])
    world.change(resource, 'web', withImage('caddy'))
    world.run()
    expect(imagesOf(world)).toEqual([
      [3, before],
      [4, 'caddy'],
    ])
  })
})
