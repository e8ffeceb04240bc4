import { describe, expect, test } from 'vitest'
import type { Ingress } from '../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../src/network/facts.ts'
import type { RouteDecision, RouteRequest } from '../../../../src/network/http/decision.ts'
import { route } from '../../../../src/network/ingress/route.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import { ingress, merge, nginxClass, service, snapshotOf, web } from './snapshots.ts'

const backends = merge(...['a', 'b', 'c'].map((name, index) => web(name, index + 1)))
const [facts] = DEFAULT_CLUSTER_FACTS.ingressControllers

const decide = (
  objects: readonly KubernetesObject[],
  url: string,
  {
    behaviour = 'ingress-nginx',
    ...rest
  }: Partial<RouteRequest> & { readonly behaviour?: 'ingress-nginx' | 'specification' } = {},
): RouteDecision => {
  const { protocol, host, pathname, search } = new URL(url)
  const state = indexSnapshot(snapshotOf({ objects: [nginxClass, ...backends.objects, ...objects] }))
  const asked = {
    host,
    path: `${pathname}${search}`,
    method: 'GET',
    headers: {},
    scheme: protocol === 'https:' ? 'https' : 'http',
  } as const
  return route(state, { ...facts!, behaviour }, { ...asked, ...rest })
}

const short = ({ decision, service: chosen, reply, forwardedPath }: RouteDecision): string =>
  reply === undefined ? `${chosen?.name ?? ''} ${forwardedPath}` : `${reply.status} ${reply.location ?? decision}`

const backend = (name: string) => ({ service: { name, port: { number: 80 } } })
const old = { created: '2024-01-01T00:00:00Z' }
const young = { created: '2025-01-01T00:00:00Z' }

describe('both behaviours agree', () => {
  const withDefault = ingress('d', ['d.test Exact /x a'], { spec: { defaultBackend: backend('b') } })
  const catchAll = ingress('all', [], { spec: { defaultBackend: backend('c') } })
  const rows: readonly (readonly [string, readonly Ingress[], string, string])[] = [
    ['I2: exact before wildcard', [ingress('i', ['*.x.test Prefix / a', 'w.x.test Prefix / b'])], 'http://w.x.test/', 'b /'],
    ['I2: wildcard before any host', [ingress('i', ['* Prefix / a', '*.x.test Prefix / b'])], 'http://w.x.test/', 'b /'],
    ['I2: any host', [ingress('i', ['* Prefix / a'])], 'http://w.x.test/', 'a /'],
    [
      'I5: the longest path',
      [ingress('i', ['h.test Prefix / a', 'h.test Prefix /foo/bar c', 'h.test Prefix /foo b'])],
      'http://h.test/foo/bar/x',
      'c /foo/bar/x',
    ],
    ['I5: exact before prefix', [ingress('i', ['h.test Prefix /foo a', 'h.test Exact /foo b'])], 'http://h.test/foo', 'b /foo'],
    [
      'I5: and the prefix below it',
      [ingress('i', ['h.test Prefix /foo a', 'h.test Exact /foo b'])],
      'http://h.test/foo/',
      'a /foo/',
    ],
    [
      'I6: ImplementationSpecific like Prefix',
      [ingress('i', ['h.test ImplementationSpecific /foo a'])],
      'http://h.test/foo/x',
      'a /foo/x',
    ],
    [
      'I7: a host without that path',
      [ingress('i', ['h.test Prefix /foo a', '* Prefix / b'])],
      'http://h.test/bar',
      '404 no-rule',
    ],
    ['I7, I20: the default backend of its own hosts', [withDefault], 'http://d.test/y', 'b /y'],
    ['I7, I20: the catch-all for others', [withDefault, catchAll], 'http://other.test/', 'c /'],
    ['I7: nothing at all', [], 'http://h.test/', '404 no-rule'],
    ['I8: a port by its name', [ingress('i', ['h.test Prefix / named:web'])], 'http://h.test/', 'named /'],
    ['I8: no such name', [ingress('i', ['h.test Prefix / named:nosuch'])], 'http://h.test/', '503 backend-port-unknown'],
    ['I9: no such Service', [ingress('i', ['h.test Prefix / nosuch'])], 'http://h.test/', '503 backend-missing'],
    ['I9: no endpoint', [ingress('i', ['h.test Prefix / empty'])], 'http://h.test/', '503 no-ready-endpoint'],
    [
      'I18: the older one has the path',
      [ingress('y', ['h.test Prefix / a'], young), ingress('o', ['h.test Prefix / b'], old)],
      'http://h.test/',
      'b /',
    ],
    [
      'I18: hosts are merged',
      [ingress('y', ['h.test Prefix /y a'], young), ingress('o', ['h.test Prefix / b'], old)],
      'http://h.test/y',
      'a /y',
    ],
    ['I21: ExternalName', [ingress('i', ['h.test Prefix / ext'])], 'http://h.test/', 'ext /'],
  ]
  const services = [
    service('default/named', '10.96.2.1', { selector: { app: 'a' }, ports: [{ name: 'web', port: 80 }] }),
    service('default/empty', '10.96.2.2', { selector: { app: 'nobody' } }),
    service('default/ext', '', { type: 'ExternalName', externalName: 'www.example.com' }),
  ]
  for (const behaviour of ['specification', 'ingress-nginx'] as const)
    test.each(rows)(`${behaviour}, %s`, (_name, ingresses, url, expected) => {
      expect(short(decide([...services, ...ingresses], url, { behaviour }))).toBe(expected)
    })
})

describe('ingress-nginx alone', () => {
  const one = (annotations: Record<string, string>, paths = ['h.test Prefix / a'], spec = {}) => [
    ingress('i', paths, { annotations, spec }),
  ]
  const target = service('default/target', '10.96.2.3', { selector: { app: 'a' }, ports: [{ port: 8000, targetPort: 80 }] })
  const spare = one({ 'default-backend': 'b' }, ['h.test Prefix / empty'])
  const rows: readonly (readonly [string, readonly KubernetesObject[], string, string])[] = [
    ['I13: the targetPort is taken, too', [target, ...one({}, ['h.test Prefix / target:80'])], 'http://h.test/', 'target /'],
    ['I14, I17: /foo/ redirects /foo', one({}, ['h.test Prefix /foo/ a']), 'http://h.test/foo', '301 http://h.test/foo/'],
    [
      'I15: use-regex binds at the start only',
      one({ 'use-regex': 'true' }, ['h.test Exact /foo a']),
      'http://h.test/FOOBAR',
      'a /FOOBAR',
    ],
    [
      'I15: a rewrite elsewhere on the host makes Exact inexact',
      [...one({}, ['h.test Exact /foo a']), ingress('r', ['h.test Prefix /r b'], { annotations: { 'rewrite-target': '/' } })],
      'http://h.test/foo/bar',
      'a /foo/bar',
    ],
    [
      'I15: the longest pattern is tried first',
      one({ 'use-regex': 'true' }, ['h.test Prefix /a.* a', 'h.test Prefix /a b']),
      'http://h.test/a',
      'a /a',
    ],
    ['I16: a rewrite to the path itself is none', one({ 'rewrite-target': '/' }), 'http://h.test/x', 'a /x'],
    ['I16: a fixed target', one({ 'rewrite-target': '/z' }, ['h.test Prefix /x a']), 'http://h.test/x/y?q=1', 'a /z?q=1'],
    ['I17: app-root', one({ 'app-root': '/start' }), 'http://h.test/', '302 http://h.test/start'],
    ['I17: app-root leaves other paths', one({ 'app-root': '/start' }), 'http://h.test/x', 'a /x'],
    ['I17: TLS redirects', one({}, undefined, { tls: [{ hosts: ['h.test'] }] }), 'http://h.test/x?y', '308 https://h.test/x?y'],
    ['I17: unless told not to', one({ 'ssl-redirect': 'false' }, undefined, { tls: [{}] }), 'http://h.test/x', 'a /x'],
    ['I17: force-ssl-redirect without TLS', one({ 'force-ssl-redirect': 'true' }), 'http://h.test/', '308 https://h.test/'],
    ['I17: HTTPS is not redirected', one({ 'force-ssl-redirect': 'true' }), 'https://h.test/', 'a /'],
    ['permanent-redirect', one({ 'permanent-redirect': 'https://example.com' }), 'http://h.test/', '301 https://example.com'],
    [
      'permanent-redirect-code',
      one({ 'permanent-redirect': 'https://example.com', 'permanent-redirect-code': '308' }),
      'http://h.test/',
      '308 https://example.com',
    ],
    ['temporal-redirect', one({ 'temporal-redirect': 'https://example.com' }), 'http://h.test/', '302 https://example.com'],
    ['server-alias', one({ 'server-alias': 'other.test, more.test' }), 'http://more.test/', 'a /'],
    ['server-alias with a wildcard', one({ 'server-alias': '*.w.test' }), 'http://x.y.w.test/', 'a /'],
    ['server-alias with a pattern', one({ 'server-alias': '~^w[0-9]\\.test$' }), 'http://w7.test/', 'a /'],
    [
      'I20: default-backend where there is no endpoint',
      [service('default/empty', '10.96.2.2', { selector: { app: 'no' } }), ...spare],
      'http://h.test/',
      'b /',
    ],
    [
      'I8: a resource backend is passed over',
      one({}, [], {
        rules: [
          {
            host: 'h.test',
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: { resource: { kind: 'X', name: 'x' } } }] },
          },
        ],
      }),
      'http://h.test/',
      '404 no-rule',
    ],
    [
      'I1: the old annotation',
      one({ 'kubernetes.io/ingress.class': 'nginx' }, undefined, { ingressClassName: undefined }),
      'http://h.test/',
      'a /',
    ],
    ['I1: another class', one({}, undefined, { ingressClassName: 'traefik' }), 'http://h.test/', '404 no-rule'],
    [
      'I1: the default class',
      [
        { ...nginxClass, metadata: { name: 'main', annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' } } },
        ...one({}, undefined, { ingressClassName: undefined }),
      ],
      'http://h.test/',
      'a /',
    ],
  ]
  test.each(rows)('%s', (_name, objects, url, expected) => {
    expect(short(decide(objects, url))).toBe(expected)
  })

  test('I13: service-upstream goes to the Service’s address', () => {
    const [weighted] = decide(one({ 'service-upstream': 'true' }), 'http://h.test/').targets
    expect(weighted?.target).toMatchObject({ kind: 'host', host: '10.96.1.1', port: 80 })
  })

  test('I19: canaries by header, cookie and weight', () => {
    const canary = (annotations: Record<string, string>) =>
      ingress('canary', ['h.test Prefix / b'], { annotations: { canary: 'true', ...annotations } })
    const shares = (annotations: Record<string, string>, headers: Record<string, string> = {}) =>
      decide([...one({}), canary(annotations)], 'http://h.test/', { headers }).targets.map(
        ({ share, target: { service: to } }) => `${to?.name ?? ''} ${share}`,
      )
    expect(shares({ 'canary-weight': '25' })).toEqual(['b 0.25', 'a 0.75'])
    expect(shares({ 'canary-weight': '1', 'canary-weight-total': '2' })).toEqual(['b 0.5', 'a 0.5'])
    expect(shares({ 'canary-by-header': 'X-Try' })).toEqual(['a 1'])
    expect(shares({ 'canary-by-header': 'X-Try' }, { 'x-try': 'always' })).toEqual(['b 1'])
    expect(shares({ 'canary-by-header': 'X-Try', 'canary-weight': '50' }, { 'x-try': 'never' })).toEqual(['a 1'])
    expect(shares({ 'canary-by-header': 'X-Try', 'canary-by-header-value': 'me' }, { 'x-try': 'me' })).toEqual(['b 1'])
    expect(shares({ 'canary-by-cookie': 'try' }, { cookie: 'x=1; try=always' })).toEqual(['b 1'])
    expect(short(decide([canary({ 'canary-weight': '100' })], 'http://h.test/'))).toBe('404 no-rule')
  })
})
