import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { Exchange, RequestQuestion } from '../../../src/network/model.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../src/network/facts.ts'
import { request } from '../../../src/network/request.ts'
import { http, ingress, merge, namespace, nginxClass, node, pod, route, service, snapshotOf, web } from './ingress/snapshots.ts'
import type { World } from './ingress/snapshots.ts'

const OUTSIDE = { outside: '198.51.100.7' }
const CLIENT = { pod: { namespace: 'default', name: 'client' } }

const base: World = {
  objects: [namespace('default'), node('node-1', '172.18.0.2'), pod('default/client', '10.244.1.200'), nginxClass],
}
const a = web('a', 11)
const b = web('b', 12)

const policy = (name: string, spec: object): KubernetesObject =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'default', name },
    spec,
  }) as KubernetesObject

const ask = (world: World, question: Partial<RequestQuestion> & { readonly url: string }): Exchange =>
  request(snapshotOf(merge(base, world)), { from: CLIENT, ...question })

const askIngress = (world: World, url: string, headers: Record<string, string> = {}): Exchange =>
  ask(world, { from: OUTSIDE, url, connectTo: 'ingress', headers })

const summary = ({ outcomes }: Exchange) =>
  outcomes.map(({ verdict, response, noResponse }) =>
    `${verdict} ${response?.status ?? noResponse ?? '-'} ${response?.body.split('\r\n')[0] ?? ''}`.trim(),
  )

describe('requests without an Ingress', () => {
  const slow = { objects: [service('default/empty', '10.96.1.50', { selector: { app: 'nobody' } })] }
  const redis: World = {
    objects: [pod('default/redis', '10.244.1.60')],
    pods: {
      'default/redis': {
        complete: true,
        listeners: [
          { container: 'redis', program: 'redis-server', protocol: 'TCP', port: 6379, address: '0.0.0.0', banner: '-ERR' },
        ],
      },
    },
  }
  const socket = {
    container: 'redis',
    program: 'a program',
    protocol: 'TCP',
    port: 6379,
    address: '0.0.0.0',
    unknown: true,
  } as const
  const unseen: World = { ...redis, pods: { 'default/redis': { complete: true, listeners: [socket] } } }
  const rows: readonly (readonly [string, World, string, readonly string[]])[] = [
    ['D22: a Service by its short name', a, 'http://a/x?y=1', ['connected 200 a /x?y=1 a 10.244.1.200']],
    ['without a scheme it is http', a, 'a.default', ['connected 200 a / a.default 10.244.1.200']],
    ['a Pod by its address', a, 'http://10.244.1.11/', ['connected 200 a / 10.244.1.11 10.244.1.200']],
    ['V5: nothing listens on the port', a, 'http://10.244.1.11:8080/', ['refused -']],
    ['V2: a Service without endpoints', slow, 'http://empty/', ['refused -']],
    ['D8: a bare Pod name', merge(a, { objects: [pod('default/lonely', '10.244.1.70')] }), 'http://lonely/', ['unresolved -']],
    ['a program that speaks no HTTP', redis, 'http://10.244.1.60:6379/', ['connected not-http']],
    ['a program of which only the socket was seen', unseen, 'http://10.244.1.60:6379/', ['connected unknown-program']],
    ['HTTPS to a program without TLS', a, 'https://a:80/', ['connected not-tls']],
    ['what is no URL of HTTP', a, 'ftp://a/', ['unresolved -']],
    ['what is no URL at all', a, 'http://', ['unresolved -']],
  ]
  test.each(rows)('%s', (_name, world, url, expected) => {
    expect(summary(ask(world, { url }))).toEqual(expected)
  })

  test('a name outside the cluster answers with what is not known', () => {
    const cluster = { outsideNames: { 'example.com': ['203.0.113.9'] } }
    expect(summary(ask({ objects: [], cluster }, { url: 'http://example.com/' }))).toEqual(['connected unknown-program'])
  })

  test('a NodePort from outside', () => {
    const world = merge(a, {
      objects: [
        service('default/np', '10.96.1.80', {
          type: 'NodePort',
          selector: { app: 'a' },
          ports: [{ port: 80, nodePort: 30080 }],
        }),
      ],
    })
    const [first = ''] = summary(ask(world, { from: OUTSIDE, url: 'http://172.18.0.2:30080/' }))
    expect(first).toMatch(/^connected 200 a \/ 172\.18\.0\.2:30080/)
  })

  test('the walk holds every hop, and the outcome its backend', () => {
    const [outcome] = ask(a, { url: 'http://a/' }).outcomes
    expect(outcome?.walk.hops.map(({ kind }) => kind)).toEqual([
      'resolve',
      'service',
      'policy',
      'link',
      'policy',
      'listener',
      'reply',
    ])
    expect(outcome?.backend).toMatchObject({
      service: { namespace: 'default', name: 'a' },
      endpoint: { ip: '10.244.1.11', port: 80 },
      container: 'a',
    })
  })
})

describe('requests through ingress-nginx', () => {
  const shop = ingress('shop', ['shop.test Prefix / a', 'shop.test Prefix /b b'])
  const rewriting = ingress('rw', ['rw.test Prefix / a', 'rw.test Prefix /app b'], { annotations: { 'rewrite-target': '/' } })
  const groups = ingress('groups', ['g.test ImplementationSpecific /something(/|$)(.*) a'], {
    annotations: { 'rewrite-target': '/$2' },
  })
  const world = (...objects: readonly KubernetesObject[]): World => merge(a, b, { objects })
  const controller = '10.244.0.3'
  const rows: readonly (readonly [string, World, string, readonly string[]])[] = [
    ['I4, I5: the longest prefix', world(shop), 'http://shop.test/b/x', [`connected 200 b /b/x shop.test ${controller}`]],
    ['I2: a host of any case', world(shop), 'http://SHOP.test/', [`connected 200 a / shop.test ${controller}`]],
    ['I4: a prefix is no text prefix', world(shop), 'http://shop.test/bb', [`connected 200 a /bb shop.test ${controller}`]],
    ['I7: a host that nobody claims', world(shop), 'http://other.test/', ['connected 404 <html>']],
    [
      'I15, I16: a rewrite without groups is fixed',
      world(rewriting),
      'http://rw.test/app/x',
      [`connected 200 b / rw.test ${controller}`],
    ],
    ['I15: paths without regard to case', world(rewriting), 'http://rw.test/APP', [`connected 200 b / rw.test ${controller}`]],
    ['I15: and bound at the start only', world(rewriting), 'http://rw.test/apple', [`connected 200 b / rw.test ${controller}`]],
    [
      'I16: capture groups',
      world(groups),
      'http://g.test/something/new?x=1',
      [`connected 200 a /new?x=1 g.test ${controller}`],
    ],
    ['I16: an empty group', world(groups), 'http://g.test/something', [`connected 200 a / g.test ${controller}`]],
    ['I9: no such Service', world(ingress('i', ['i.test Prefix / nosuch'])), 'http://i.test/', ['connected 503 <html>']],
    [
      'I8: no such port of the Service',
      world(ingress('i', ['i.test Prefix / a:8080'])),
      'http://i.test/',
      ['connected 503 <html>'],
    ],
    [
      'I9: no ready endpoint',
      merge(web('c', 13, false), { objects: [ingress('i', ['i.test Prefix / c'])] }),
      'http://i.test/',
      ['connected 503 <html>'],
    ],
    [
      'I17: TLS redirects',
      world(ingress('i', ['i.test Prefix / a'], { spec: { tls: [{ hosts: ['i.test'] }] } })),
      'http://i.test/x',
      ['connected 308 <html>'],
    ],
    ['I10: HTTPS ends at the controller', world(shop), 'https://shop.test/', [`connected 200 a / shop.test ${controller}`]],
    [
      'I1: of no class',
      world(ingress('i', ['i.test Prefix / a'], { spec: { ingressClassName: undefined } })),
      'http://i.test/',
      ['connected 404 <html>'],
    ],
  ]
  test.each(rows)('%s', (_name, given, url, expected) => {
    expect(summary(askIngress(given, url))).toEqual(expected)
  })

  test('the Host header decides, not the URL', () => {
    expect(summary(askIngress(world(shop), 'http://127.0.0.1:8080/b', { Host: 'shop.test' }))).toEqual([
      `connected 200 b /b shop.test ${controller}`,
    ])
  })

  test('502 where nothing listens behind the Service, 504 where a policy drops (N31)', () => {
    const listensElsewhere = merge(a, { objects: [shop], pods: { 'default/a': http('a', 8080, []) } })
    expect(summary(askIngress(listensElsewhere, 'http://shop.test/'))).toEqual(['connected 502 <html>'])
    const closed = policy('deny', { podSelector: { matchLabels: { app: 'a' } }, policyTypes: ['Ingress'] })
    expect(summary(askIngress(world(shop, closed), 'http://shop.test/'))).toEqual(['connected 504 <html>'])
    const allowsController = policy('allow', {
      podSelector: { matchLabels: { app: 'a' } },
      ingress: [{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } } }] }],
    })
    expect(summary(askIngress(world(shop, allowsController), 'http://shop.test/'))).toEqual([
      `connected 200 a / shop.test ${controller}`,
    ])
  })

  test('one outcome per endpoint; an endpoint that refuses is passed over', () => {
    const second = pod('default/a2', '10.244.1.21')
    const twin = { ...second, metadata: { ...second.metadata, labels: { app: 'a' } } }
    const both = merge(world(shop, twin), { objects: [], pods: { 'default/a2': http('a2', 80, [route('/', 200, 'second')]) } })
    const { outcomes } = askIngress(both, 'http://shop.test/')
    expect(outcomes.map(({ probability, response }) => [probability, response?.body.slice(0, 6)])).toEqual([
      [0.5, 'a / sh'],
      [0.5, 'second'],
    ])
    const broken = merge(world(shop, twin), { objects: [], pods: { 'default/a2': http('a2', 81, []) } })
    expect(askIngress(broken, 'http://shop.test/').outcomes.map(({ response }) => response?.status)).toEqual([200, 200])
  })

  test('a Pod that connects to the controller by its Service', () => {
    const labels = { 'app.kubernetes.io/component': 'controller', 'app.kubernetes.io/name': 'ingress-nginx' }
    const own = pod('ingress-nginx/controller', '10.244.1.90')
    const given = merge(world(shop), {
      objects: [
        namespace('ingress-nginx'),
        { ...own, metadata: { ...own.metadata, labels } },
        service('ingress-nginx/front', '10.96.1.90', { selector: labels }),
      ],
      pods: {
        'ingress-nginx/controller': {
          complete: true,
          listeners: [{ container: 'controller', program: 'nginx', protocol: 'TCP', port: 80, address: '0.0.0.0' }],
        },
      },
    })
    const exchange = ask(given, { url: 'http://front.ingress-nginx/b', headers: { host: 'shop.test' } })
    expect(summary(exchange)).toEqual(['connected 200 b /b shop.test 10.244.1.90'])
    expect(exchange.outcomes[0]?.walk.hops.map(({ kind }) => kind)).toContain('route')
  })

  test.each([
    ['no controller runs', 'ingress-nginx'],
    ['a whole cluster has no controller', 'kube-system'],
  ])('%s', (_name, present) => {
    const given = merge(world(shop), { objects: [namespace(present)] })
    const [outcome] = askIngress(given, 'http://shop.test/').outcomes
    expect(outcome).toMatchObject({
      verdict: 'refused',
      walk: { hops: [{ kind: 'route', decision: 'no-controller', stops: true }] },
    })
  })

  test('near misses name the nearest host, the paths, and the class', () => {
    const routeHop = (given: World, url: string) =>
      askIngress(given, url).outcomes[0]?.walk.hops.find(({ kind }) => kind === 'route')
    expect(routeHop(world(shop), 'http://shopp.test/')).toMatchObject({
      decision: 'no-rule',
      nearMisses: [{ reason: 'host', wanted: 'shop.test', found: 'shopp.test', where: { path: 'spec.rules[0].host' } }, {}],
    })
    expect(routeHop(world(ingress('i', ['i.test Exact /foo a'])), 'http://i.test/foo/')).toMatchObject({
      nearMisses: [
        { reason: 'path', wanted: 'Exact /foo', found: '/foo/', where: { path: 'spec.rules[0].http.paths[0].path' } },
      ],
    })
    const classless = ingress('i', ['i.test Prefix / a'], { spec: { ingressClassName: undefined } })
    expect(routeHop(world(classless), 'http://i.test/')).toMatchObject({
      nearMisses: [{ reason: 'class', wanted: '<none>', found: 'nginx' }],
    })
  })

  const toB = (annotations: Record<string, string> = {}) => ingress('i', ['i.test Prefix / b'], { annotations })

  test('service-upstream goes through the Service, ExternalName out of the cluster', () => {
    expect(summary(askIngress(world(toB({ 'service-upstream': 'true' })), 'http://i.test/x'))).toEqual([
      `connected 200 b /x i.test ${controller}`,
    ])
    const external = service('default/b', '', { type: 'ExternalName', externalName: 'far.example' })
    const cluster = { outsideNames: { 'far.example': ['203.0.113.5'] } }
    expect(summary(askIngress({ objects: [external, toB()], cluster }, 'http://i.test/'))).toEqual([
      'connected unknown-program',
    ])
    expect(summary(askIngress({ objects: [external, toB()] }, 'http://i.test/'))).toEqual(['connected 502 <html>'])
  })

  test('502 for a backend that speaks no HTTP; HEAD has no body', () => {
    const listeners = [{ container: 'b', program: 'redis-server', protocol: 'TCP', port: 80, address: '0.0.0.0' }] as const
    const silent = merge(world(toB()), { objects: [], pods: { 'default/b': { complete: true, listeners } } })
    expect(summary(askIngress(silent, 'http://i.test/'))).toEqual(['connected 502 <html>'])
    const head = ask(silent, { from: OUTSIDE, url: 'http://i.test/', connectTo: 'ingress', method: 'HEAD' })
    expect(summary(head)).toEqual(['connected 502'])
  })

  test('a controller outside Pods works on a node', () => {
    const [facts] = DEFAULT_CLUSTER_FACTS.ingressControllers
    const cluster = { ingressControllers: [{ ...facts!, podLabels: {} }] }
    expect(summary(askIngress(merge(world(toB()), { objects: [], cluster }), 'http://i.test/'))).toEqual([
      'connected 200 b / i.test 172.18.0.2',
    ])
    const [none] = request(snapshotOf({ objects: [], cluster }), {
      from: OUTSIDE,
      url: 'http://i.test/',
      connectTo: 'ingress',
    }).outcomes
    expect(none).toMatchObject({ verdict: 'refused' })
    const [nobody] = request(snapshotOf({ objects: [], cluster: { ingressControllers: [] } }), {
      from: OUTSIDE,
      url: 'http://i.test/',
      connectTo: 'ingress',
    }).outcomes
    expect(nobody).toMatchObject({ verdict: 'refused', walk: { hops: [{ decision: 'no-controller', controller: '' }] } })
  })

  test('of two controllers, the one that the host belongs to', () => {
    const [facts] = DEFAULT_CLUSTER_FACTS.ingressControllers
    const other = {
      controller: 'example.com/other',
      behaviour: 'specification',
      namespace: 'other',
      podLabels: { app: 'other' },
    } as const
    const otherClass = { ...nginxClass, metadata: { name: 'other' }, spec: { controller: other.controller } }
    const claimed = ingress('o', ['o.test Prefix / a'], { spec: { ingressClassName: 'other' } })
    const given = merge(world(toB(), claimed), { objects: [otherClass], cluster: { ingressControllers: [facts!, other] } })
    const hop = (url: string) => askIngress(given, url).outcomes[0]?.walk.hops.find(({ kind }) => kind === 'route')
    expect(hop('http://o.test/')).toMatchObject({ controller: 'example.com/other', decision: 'matched' })
    expect(hop('http://i.test/')).toMatchObject({ controller: 'k8s.io/ingress-nginx', decision: 'matched' })
  })

  test('a Pod’s way to the controller is subject to its policies', () => {
    const closed = policy('deny', { podSelector: { matchLabels: { app: 'client' } }, policyTypes: ['Egress'] })
    expect(summary(ask(world(toB()), { url: 'http://i.test/', connectTo: 'ingress' }))).toEqual([
      `connected 200 b / i.test ${controller}`,
    ])
    expect(summary(ask(world(toB(), closed), { url: 'http://i.test/', connectTo: 'ingress' }))).toEqual(['timed-out -'])
    expect(
      summary(ask(world(toB(), closed), { from: { node: 'node-1' }, url: 'http://i.test/', connectTo: 'ingress' })),
    ).toEqual([`connected 200 b / i.test ${controller}`])
  })
})

describe('components of the cluster', () => {
  const endpoints = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: 'default', name: 'kubernetes', labels: { 'kubernetes.io/service-name': 'kubernetes' } },
    addressType: 'IPv4',
    ports: [{ name: 'https', port: 6443, protocol: 'TCP' }],
    endpoints: [{ addresses: ['172.18.0.2'] }],
  } as KubernetesObject
  const api = service('default/kubernetes', '10.96.0.1', {
    selector: {},
    ports: [{ name: 'https', port: 443, targetPort: 6443 }],
  })
  const world = { objects: [api, endpoints] }

  test.each([
    ['https://kubernetes.default.svc/version', ['connected 200 {\n']],
    ['https://kubernetes/livez', ['connected 200 ok']],
    ['https://kubernetes/api', ['connected 403 {\n']],
    ['http://kubernetes:443/', ['connected 400 Client sent an HTTP request to an HTTPS server.\n']],
    ['https://172.18.0.2:10250/', ['connected 401 Unauthorized']],
  ])('%s', (url, expected) => {
    const starts = ask(world, { url }).outcomes.map(
      ({ verdict, response }) => `${verdict} ${response?.status ?? ''} ${response?.body ?? ''}`,
    )
    expect(starts.map((text, index) => text.startsWith(expected[index] ?? '') || text)).toEqual([true])
  })
})
