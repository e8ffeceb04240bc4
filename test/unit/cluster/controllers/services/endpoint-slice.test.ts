import { describe, expect, test } from 'vitest'
import type { Endpoints, EndpointSlice, Service } from '../../../../../src/kubernetes/generated/types.ts'
import { createWorld, pod, type World } from '../world.ts'

const service = (spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default', labels: { team: 'a' } },
  spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ...spec },
})

const slices = (world: World): readonly EndpointSlice[] =>
  world
    .names('endpointslices.discovery.k8s.io')
    .map((name) => world.get<EndpointSlice>('endpointslices.discovery.k8s.io', name))

const counts = (world: World): readonly number[] => slices(world).map(({ endpoints }) => endpoints.length)

describe('EndpointSlices and Endpoints', () => {
  test('S8: follow the Pods that the selector chooses', () => {
    const world = createWorld()
    world.create(service())
    world.run()
    expect(counts(world)).toEqual([0])
    expect(world.get<Endpoints>('endpoints', 'web').subsets).toBeUndefined()
    world.create(pod('a', { app: 'web' }))
    world.create(pod('b', { app: 'other' }))
    world.run()
    expect(counts(world)).toEqual([1])
    expect(slices(world)[0]).toMatchObject({
      addressType: 'IPv4',
      ports: [{ name: '', port: 80, protocol: 'TCP' }],
      endpoints: [{ conditions: { ready: true, serving: true, terminating: false }, targetRef: { kind: 'Pod', name: 'a' } }],
      metadata: {
        labels: {
          team: 'a',
          'kubernetes.io/service-name': 'web',
          'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
        },
      },
    })
    expect(world.get<Endpoints>('endpoints', 'web').subsets).toMatchObject([
      { addresses: [{ targetRef: { name: 'a' } }], ports: [{ port: 80, protocol: 'TCP' }] },
    ])
    world.change('pods', 'a', (object: { metadata: object }) => ({
      ...object,
      metadata: { ...object.metadata, labels: { app: 'moved' } },
    }))
    world.run()
    expect(counts(world)).toEqual([0])
  })

  test('S18: Pods that are not ready are listed as such', () => {
    const world = createWorld()
    world.create(service())
    world.create(pod('a', { app: 'web' }, { containers: [{ name: 'c', image: 'never-ready' }] }))
    world.run()
    expect(slices(world)[0]?.endpoints[0]?.conditions).toMatchObject({ ready: false })
    expect(world.get<Endpoints>('endpoints', 'web').subsets?.[0]).toMatchObject({
      notReadyAddresses: [{ targetRef: { name: 'a' } }],
    })
    expect(world.get<Endpoints>('endpoints', 'web').subsets?.[0]).not.toHaveProperty('addresses')
  })

  test('S3: Endpoints list no Pod that has none of the ports', () => {
    const world = createWorld()
    world.create(service({ ports: [{ port: 80, targetPort: 'nowhere' }] }))
    world.create(pod('a', { app: 'web' }))
    world.run()
    expect(slices(world)).toMatchObject([{ ports: [], endpoints: [{ targetRef: { name: 'a' } }] }])
    expect(world.get<Endpoints>('endpoints', 'web').subsets).toBeUndefined()
  })

  test('change with the Service, keep their name, and go with it', () => {
    const world = createWorld()
    world.create(service())
    world.create(pod('a', { app: 'web' }))
    world.run()
    const [before] = world.names('endpointslices.discovery.k8s.io')
    world.change('services', 'web', (object: Service) => ({
      ...object,
      spec: { ...object.spec, ports: [{ port: 80, targetPort: 8080 }] },
    }))
    world.run()
    expect(world.names('endpointslices.discovery.k8s.io')).toEqual([before])
    expect(slices(world)[0]?.ports?.[0]?.port).toBe(8080)
    world.context.writer.delete({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'web' })
    world.run()
    expect(slices(world)).toEqual([])
    expect(world.names('endpoints')).toEqual([])
  })

  test.each([
    ['without a selector', { selector: undefined }],
    ['ExternalName', { type: 'ExternalName', externalName: 'example.com' }],
  ])('S7 S9: a Service %s has none', (_, spec) => {
    const world = createWorld()
    world.create(service(spec))
    world.run()
    expect(slices(world)).toEqual([])
    expect(world.names('endpoints')).toEqual([])
  })
})

describe('Endpoints that somebody writes', () => {
  const endpoints = (metadata: object, subsets: readonly object[]): object => ({
    apiVersion: 'v1',
    kind: 'Endpoints',
    metadata: { name: 'web', namespace: 'default', ...metadata },
    subsets,
  })
  const subset = { addresses: [{ ip: '10.1.2.3' }], notReadyAddresses: [{ ip: '10.1.2.4' }], ports: [{ port: 8080 }] }
  const handMade = (metadata: object = {}, spec: object = { selector: undefined }): World => {
    const world = createWorld()
    world.create(service(spec))
    world.create(endpoints(metadata, [subset]))
    world.run()
    return world
  }

  test('S7: are mirrored for a Service without a selector, and change with them', () => {
    const world = handMade({
      labels: { team: 'b' },
      annotations: { note: 'mine', 'kubectl.kubernetes.io/last-applied-configuration': '{}' },
    })
    expect(slices(world)).toMatchObject([
      {
        metadata: {
          annotations: { note: 'mine' },
          labels: {
            team: 'b',
            'kubernetes.io/service-name': 'web',
            'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
          },
          ownerReferences: [{ kind: 'Endpoints', name: 'web', controller: true }],
        },
        ports: [{ port: 8080, protocol: 'TCP' }],
        endpoints: [
          { addresses: ['10.1.2.3'], conditions: { ready: true } },
          { addresses: ['10.1.2.4'], conditions: { ready: false } },
        ],
      },
    ])
    expect(Object.keys(slices(world)[0]?.metadata.annotations ?? {})).toEqual(['note'])
    const [first] = world.names('endpointslices.discovery.k8s.io')
    world.change('endpoints', 'web', (one: Endpoints) => ({ ...one, subsets: [{ ...subset, notReadyAddresses: [] }] }))
    world.run()
    expect(world.names('endpointslices.discovery.k8s.io')).toEqual([first])
    expect(counts(world)).toEqual([1])
    world.context.writer.delete({ kind: 'Endpoints', apiVersion: 'v1', namespace: 'default', name: 'web' })
    world.run()
    expect(slices(world)).toEqual([])
  })

  test.each<[string, object, object | undefined]>([
    ['by a label', { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }, undefined],
    ['as a lock of leaders', { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }, undefined],
  ])('are not mirrored where they are not meant to be: %s', (_why, metadata, spec) => {
    expect(slices(handMade(metadata, spec))).toEqual([])
  })

  test('are no longer mirrored when the Service gets a selector', () => {
    const world = handMade()
    world.change('services', 'web', (one: Service) => ({ ...one, spec: { ...one.spec, selector: { app: 'web' } } }))
    world.run()
    expect(slices(world).map(({ metadata }) => metadata.labels?.['endpointslice.kubernetes.io/managed-by'])).toEqual([
      'endpointslice-controller.k8s.io',
    ])
  })

  test('come back when somebody changes or removes their mirror', () => {
    const world = handMade()
    const remove = (name: string): void => {
      const reference = { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace: 'default', name }
      world.context.writer.delete(reference)
      world.run()
    }
    remove(world.names('endpointslices.discovery.k8s.io')[0] ?? '')
    expect(counts(world)).toEqual([2])
    const [name = ''] = world.names('endpointslices.discovery.k8s.io')
    world.change('endpointslices.discovery.k8s.io', name, (one: EndpointSlice) => ({ ...one, endpoints: [] }))
    world.run()
    expect(counts(world)).toEqual([2])
  })
})

describe('what the controllers keep for a Service with a selector', () => {
  const SLICES = 'endpointslices.discovery.k8s.io'
  const worldOfOne = (spec: object = {}): World => {
    const world = createWorld()
    world.create(service(spec))
    world.create(pod('a', { app: 'web' }))
    world.run()
    return world
  }

  test('comes back when it is removed', () => {
    const world = worldOfOne()
    const [before = ''] = world.names(SLICES)
    const { writer } = world.context
    writer.delete({ apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice', namespace: 'default', name: before })
    writer.delete({ apiVersion: 'v1', kind: 'Endpoints', namespace: 'default', name: 'web' })
    world.run()
    expect(counts(world)).toEqual([1])
    expect(world.names(SLICES)).not.toEqual([before])
    expect(world.get<Endpoints>('endpoints', 'web').subsets).toHaveLength(1)
  })

  test('a changed slice is put right at once, changed Endpoints with the next change of a Pod', () => {
    const world = worldOfOne()
    const [name = ''] = world.names(SLICES)
    world.change(SLICES, name, (one: EndpointSlice) => ({
      ...one,
      metadata: { ...one.metadata, labels: { ...one.metadata.labels, extra: '1' } },
      endpoints: [],
    }))
    world.change('endpoints', 'web', ({ subsets: _subsets, ...one }: Endpoints) => one)
    world.run()
    expect(counts(world)).toEqual([1])
    expect(slices(world)[0]?.metadata.labels).not.toHaveProperty('extra')
    expect(world.get<Endpoints>('endpoints', 'web').subsets).toBeUndefined()
    world.create(pod('b', { app: 'web' }))
    world.run()
    expect(world.get<Endpoints>('endpoints', 'web').subsets?.[0]?.addresses).toHaveLength(2)
  })

  test('stays when the selector goes, and the Endpoints are mirrored beside it', () => {
    const world = worldOfOne()
    world.change('services', 'web', ({ spec: { selector: _selector, ...spec } = {}, ...one }: Service) => ({ ...one, spec }))
    world.run()
    expect(slices(world).map(({ metadata }) => metadata.labels?.['endpointslice.kubernetes.io/managed-by'])).toEqual(
      expect.arrayContaining(['endpointslice-controller.k8s.io', 'endpointslicemirroring-controller.k8s.io']),
    )
  })

  test('Endpoints of a headless Service without ports name none', () => {
    const world = worldOfOne({ clusterIP: 'None', ports: undefined })
    expect(world.get<Endpoints>('endpoints', 'web').subsets?.[0]).not.toHaveProperty('ports')
  })
})
