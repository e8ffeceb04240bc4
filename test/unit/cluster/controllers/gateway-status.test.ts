import { describe, expect, test } from 'vitest'
import type { Gateway, GatewayClass, HTTPRoute } from '../../../../src/kubernetes/extensions/gateway-api/types.ts'
import type { Condition } from '../../../../src/kubernetes/generated/types.ts'
import { createWorld, type World } from './world.ts'

const GROUP = 'gateway.networking.k8s.io'
const of = (kind: string, name: string, spec: object, namespace = 'default'): object => ({
  apiVersion: `${GROUP}/v1`,
  kind,
  metadata: kind === 'GatewayClass' ? { name } : { name, namespace },
  spec,
})
const eg = of('GatewayClass', 'eg', { controllerName: 'gateway.envoyproxy.io/gatewayclass-controller' })
const web = { name: 'web', port: 80, protocol: 'HTTP' }
const service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'a', namespace: 'default' },
  spec: { selector: { app: 'a' }, ports: [{ port: 80 }] },
}

const short = (conditions: readonly Condition[] = []): readonly string[] =>
  conditions.map(({ type, status, reason }) => `${type} ${status} ${reason}`)

const gateway = (world: World, name = 'gw'): Gateway => world.get(`gateways.${GROUP}`, name)
const parents = (world: World, name = 'r'): readonly (readonly string[])[] =>
  (world.get<HTTPRoute>(`httproutes.${GROUP}`, name).status?.parents ?? []).map(({ conditions }) => short(conditions))

const worldWith = (...objects: readonly object[]): World => {
  const world = createWorld()
  for (const object of objects) world.create(object)
  world.run()
  return world
}

describe('what the Gateway API’s controller writes', () => {
  test('I22: only classes, Gateways and routes of its own', () => {
    const other = of('GatewayClass', 'other', { controllerName: 'example.com/other' })
    const foreign = of('Gateway', 'foreign', { gatewayClassName: 'other', listeners: [web] })
    const world = worldWith(eg, other, foreign, of('HTTPRoute', 'r', { parentRefs: [{ name: 'foreign' }] }))
    const classOf = (name: string) =>
      world.context.store.get(`gatewayclasses.${GROUP}`, undefined, name) as GatewayClass | undefined
    expect(short(classOf('eg')?.status?.conditions)).toEqual(['Accepted True Accepted'])
    expect(short(classOf('other')?.status?.conditions)).toEqual(['Accepted Unknown Pending'])
    expect(short(gateway(world, 'foreign').status?.conditions)).toEqual([
      'Accepted Unknown Pending',
      'Programmed Unknown Pending',
    ])
    expect(parents(world)).toEqual([])
  })

  test('I22: a Gateway is accepted, gets an address, and counts its routes', () => {
    const route = of('HTTPRoute', 'r', { parentRefs: [{ name: 'gw' }], rules: [{ backendRefs: [{ name: 'a', port: 80 }] }] })
    const world = worldWith(eg, service, of('Gateway', 'gw', { gatewayClassName: 'eg', listeners: [web] }), route)
    const { status } = gateway(world)
    expect(short(status?.conditions)).toEqual(['Accepted True Accepted', 'Programmed True Programmed'])
    expect(status?.addresses).toEqual([{ type: 'IPAddress', value: '172.18.255.200' }])
    expect(status?.listeners).toMatchObject([
      { name: 'web', attachedRoutes: 1, supportedKinds: [{ group: GROUP, kind: 'HTTPRoute' }] },
    ])
    expect(short(status?.listeners?.[0]?.conditions)).toEqual([
      'Accepted True Accepted',
      'Conflicted False NoConflicts',
      'ResolvedRefs True ResolvedRefs',
      'Programmed True Programmed',
    ])
    expect(parents(world)).toEqual([['Accepted True Accepted', 'ResolvedRefs True ResolvedRefs']])
  })

  test('I22: addresses are asked for, or the next that is free; they stay', () => {
    const world = worldWith(
      eg,
      of('Gateway', 'one', { gatewayClassName: 'eg', listeners: [web] }),
      of('Gateway', 'two', { gatewayClassName: 'eg', listeners: [web], addresses: [{ value: '192.0.2.7' }] }),
      of('Gateway', 'zoo', { gatewayClassName: 'eg', listeners: [web] }),
    )
    const addresses = ['one', 'two', 'zoo'].map((name) => gateway(world, name).status?.addresses?.[0]?.value)
    expect(addresses).toEqual(['172.18.255.200', '192.0.2.7', '172.18.255.201'])
    const before = gateway(world, 'zoo').metadata.resourceVersion
    world.create(of('Gateway', 'abc', { gatewayClassName: 'eg', listeners: [web] }))
    world.run()
    expect(gateway(world, 'abc').status?.addresses?.[0]?.value).toBe('172.18.255.202')
    expect(gateway(world, 'zoo').metadata.resourceVersion).toBe(before)
  })

  test('I22: listeners that cannot work say why', () => {
    const listeners = [
      web,
      { name: 'tcp', port: 81, protocol: 'TCP' },
      { name: 'a', port: 82, protocol: 'HTTP' },
      { name: 'b', port: 82, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] } },
      { name: 'kinds', port: 83, protocol: 'HTTP', allowedRoutes: { kinds: [{ kind: 'FooRoute' }] } },
      { name: 'tls', port: 84, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'nosuch' }] } },
      { name: 'foreign', port: 85, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'x', namespace: 'other' }] } },
    ]
    const cert = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cert', namespace: 'default' }, type: 'Opaque' }
    const world = worldWith(eg, cert, of('Gateway', 'gw', { gatewayClassName: 'eg', listeners }))
    const { status } = gateway(world)
    expect(short(status?.conditions)).toEqual(['Accepted True ListenersNotValid', 'Programmed True Programmed'])
    const bad = (status?.listeners ?? []).map(({ name, conditions }) => [
      name,
      ...short(conditions).filter((text) => !/True (Accepted|ResolvedRefs|Programmed)$|NoConflicts$/.test(text)),
    ])
    expect(bad).toEqual([
      ['web'],
      ['tcp', 'Accepted False UnsupportedProtocol', 'Programmed False Invalid'],
      ['a', 'Accepted False ProtocolConflict', 'Conflicted True ProtocolConflict', 'Programmed False Invalid'],
      ['b', 'Accepted False ProtocolConflict', 'Conflicted True ProtocolConflict', 'Programmed False Invalid'],
      ['kinds', 'ResolvedRefs False InvalidRouteKinds'],
      ['tls', 'ResolvedRefs False InvalidCertificateRef', 'Programmed False Invalid'],
      ['foreign', 'ResolvedRefs False RefNotPermitted', 'Programmed False Invalid'],
    ])
    expect(status?.listeners?.[4]?.supportedKinds).toEqual([])
  })

  test('I22: a Gateway without any listener that works is not accepted', () => {
    const tcp = { name: 'tcp', port: 81, protocol: 'TCP' }
    const world = worldWith(eg, of('Gateway', 'gw', { gatewayClassName: 'eg', listeners: [tcp] }))
    expect(short(gateway(world).status?.conditions)).toEqual(['Accepted False ListenersNotValid', 'Programmed False Invalid'])
  })

  const backend = (fields: object): object => ({
    parentRefs: [{ name: 'gw' }],
    rules: [{ backendRefs: [{ name: 'a', port: 80, ...fields }] }],
  })
  const rows: readonly (readonly [string, object, string, string])[] = [
    [
      'no such section',
      { ...backend({}), parentRefs: [{ name: 'gw', sectionName: 'x' }] },
      'False NoMatchingParent',
      'True ResolvedRefs',
    ],
    ['no such port', { ...backend({}), parentRefs: [{ name: 'gw', port: 81 }] }, 'False NoMatchingParent', 'True ResolvedRefs'],
    ['another host', { ...backend({}), hostnames: ['b.test'] }, 'False NoMatchingListenerHostname', 'True ResolvedRefs'],
    ['no such Service', backend({ name: 'nosuch' }), 'True Accepted', 'False BackendNotFound'],
    ['no such port of it', backend({ port: 81 }), 'True Accepted', 'False BackendNotFound'],
    ['another kind', backend({ group: 'example.com', kind: 'Bucket' }), 'True Accepted', 'False InvalidKind'],
    ['another namespace', backend({ namespace: 'other' }), 'True Accepted', 'False RefNotPermitted'],
    [
      'a mirror that is missing',
      {
        parentRefs: [{ name: 'gw' }],
        rules: [
          {
            backendRefs: [{ name: 'a', port: 80 }],
            filters: [{ type: 'RequestMirror', requestMirror: { backendRef: { name: 'nosuch', port: 80 } } }],
          },
        ],
      },
      'True Accepted',
      'False BackendNotFound',
    ],
    [
      'a filter of another kind',
      {
        parentRefs: [{ name: 'gw' }],
        rules: [{ filters: [{ type: 'ExtensionRef', extensionRef: { group: 'example.com', kind: 'Limit', name: 'x' } }] }],
      },
      'True Accepted',
      'False InvalidKind',
    ],
  ]
  test.each(rows)('I22: a route with %s', (_name, spec, accepted, resolved) => {
    const listeners = [{ ...web, hostname: 'a.test' }]
    const world = worldWith(eg, service, of('Gateway', 'gw', { gatewayClassName: 'eg', listeners }), of('HTTPRoute', 'r', spec))
    expect(parents(world)).toEqual([[`Accepted ${accepted}`, `ResolvedRefs ${resolved}`]])
    expect(gateway(world).status?.listeners?.[0]?.attachedRoutes).toBe(accepted.startsWith('True') ? 1 : 0)
  })

  test('I22: a grant is noticed when it comes; times change with the status only', () => {
    const world = worldWith(eg, service, of('Gateway', 'gw', { gatewayClassName: 'eg', listeners: [web] }))
    world.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'other' } })
    world.create({ ...service, metadata: { name: 'a', namespace: 'other' } })
    world.create(of('HTTPRoute', 'r', backend({ namespace: 'other' })))
    world.run()
    expect(parents(world)).toEqual([['Accepted True Accepted', 'ResolvedRefs False RefNotPermitted']])
    const timesOf = () =>
      world.get<HTTPRoute>(`httproutes.${GROUP}`, 'r').status?.parents?.[0]?.conditions.map((one) => one.lastTransitionTime) ??
      []
    const [acceptedAt, resolvedAt] = timesOf()
    world.run(60_000)
    const from = [{ group: GROUP, kind: 'HTTPRoute', namespace: 'default' }]
    world.create(of('ReferenceGrant', 'g', { from, to: [{ group: '', kind: 'Service' }] }, 'other'))
    world.run()
    expect(parents(world)).toEqual([['Accepted True Accepted', 'ResolvedRefs True ResolvedRefs']])
    expect(timesOf()[0]).toBe(acceptedAt)
    expect(timesOf()[1]).not.toBe(resolvedAt)
  })

  test('I22: what other controllers wrote stays', () => {
    const world = worldWith(
      eg,
      of('Gateway', 'gw', { gatewayClassName: 'eg', listeners: [web] }),
      of('HTTPRoute', 'r', backend({})),
    )
    const route = world.get<HTTPRoute>(`httproutes.${GROUP}`, 'r')
    const foreign = { parentRef: { name: 'x' }, controllerName: 'example.com/other', conditions: [] }
    world.context.writer.updateStatus({ ...route, status: { parents: [foreign] } } as HTTPRoute)
    world.run()
    const names = world.get<HTTPRoute>(`httproutes.${GROUP}`, 'r').status?.parents?.map(({ controllerName }) => controllerName)
    expect(names).toEqual(['gateway.envoyproxy.io/gatewayclass-controller', 'example.com/other'])
  })
})
