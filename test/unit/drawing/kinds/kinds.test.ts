import { beforeAll, describe, expect, test } from 'vitest'
import type { Snapshot } from '../../../../src/network/model.ts'
import { attempt, pictureOf, snapshotOf, textOfState, textsOf } from '../support/drawings.ts'

let shop: Snapshot

beforeAll(async () => {
  shop = await snapshotOf(textOfState('shop'))
})

const rowsOf = (yaml: string): readonly (readonly string[])[] => pictureOf(shop, yaml).table.rows

test('pod: containers and pause share the address; a declared port is not a socket', () => {
  expect(rowsOf('kind: pod\npod: shop/web')).toEqual([
    ['pause', '', '–', '–', '10.244.1.2'],
    ['web', 'nginx', 'TCP 0.0.0.0:80', 'TCP 80 (http)', '10.244.1.2'],
    ['sidecar', 'busybox', '–', '–', '10.244.1.2'],
  ])
})

test('ports: from the node port to the container', () => {
  expect(rowsOf('kind: ports\nservice: shop/web')).toEqual([
    ['30080', '8080 (http)', 'http', '80 (http)', 'web', '10.244.1.2:80', 'nginx'],
  ])
  expect(textsOf(pictureOf(shop, 'kind: ports\nservice: shop/none'))).toContain('no endpoint')
})

test('proxy-modes: the chains are those that the model writes', () => {
  const rows = rowsOf('kind: proxy-modes\nservice: shop/web')
  const modes = (mode: string): readonly string[] =>
    rows.filter(([name]) => name === mode).map(([, step = '']) => step.replace(/-(?!SERVICES)[A-Z0-9]{8,}.*/u, ''))
  expect(modes('userspace')).toEqual(['iptables REDIRECT', 'kube-proxy', '10.244.1.2:80'])
  expect(modes('iptables')).toEqual(['KUBE-SERVICES', 'KUBE-SVC', 'KUBE-SEP'])
  expect(modes('nftables')).toEqual(['services', 'service-ips', 'service', 'endpoint'])
})

test('isolation: rules in, everything out', () => {
  expect(rowsOf('kind: isolation\npod: shop/db-0')).toEqual([
    ['ingress', 'db-from-web spec.ingress[0]', 'Pods app=web of this namespace', 'TCP 6379', 'shop/web'],
    ['egress', 'no policy', 'everyone', 'all ports', ''],
  ])
})

test('selectors: two in one peer are AND, two peers are OR', () => {
  const rows = rowsOf('kind: selectors\npolicies: [shop/and-one-peer, shop/or-two-peers]')
  expect(rows.filter(([, , joined]) => joined !== '').map(([rule, , joined, pods]) => [rule, joined, pods])).toEqual([
    ['and-one-peer spec.ingress[0]', 'AND: both at once', 'team-a/api'],
    ['or-two-peers spec.ingress[0]', 'OR: either will do', 'team-a/api, team-a/job, shop/client'],
  ])
})

test('selectors: Pods of the cluster’s own namespaces are counted, not drawn', async () => {
  const text = textOfState('shop').replace(
    '{ namespaceSelector: { matchLabels: { team: a } } }, {',
    '{ namespaceSelector: {} }, {',
  )
  const { table, svg } = pictureOf(await snapshotOf(text), 'kind: selectors\npolicies: [shop/or-two-peers]')
  expect(table.rows.at(-1)?.[3]).toMatch(/; and [1-9]\d* Pods of the cluster’s own namespaces$/u)
  expect(svg).not.toContain('kube-system')
})

test('path-match: the longest path, by its elements; a rule without a Service fails', () => {
  const rows = rowsOf('kind: path-match\ningress: team-a/api\npaths: [/, /cart, /cartoon, /exact, /exact/x]')
  expect(rows.map(([request, , rule]) => [request, rule])).toEqual([
    ['shop.example/', '/ Prefix'],
    ['shop.example/cart', '/cart Prefix'],
    ['shop.example/cartoon', '/ Prefix'],
    ['shop.example/exact', '/exact Exact'],
    ['shop.example/exact/x', '/ Prefix'],
  ])
  expect(rows[1]?.[3]).toContain('503')
})

test('search-list: names until one answers, and those that are not asked any more', () => {
  const rows = rowsOf('kind: search-list\nfrom: pod/shop/client\nname: api.team-a')
  expect(rows.map(([, name]) => name)).toEqual([
    'api.team-a.shop.svc.cluster.local.',
    'api.team-a.svc.cluster.local.',
    'api.team-a.cluster.local.',
    'api.team-a.',
  ])
  expect(rows.map(([, , answer]) => answer)).toEqual([
    'NXDOMAIN',
    expect.stringMatching(/^10\.96\./u),
    'not asked any more',
    'not asked any more',
  ])
})

describe('records', () => {
  const find = (name: string, type: string): string | undefined =>
    rowsOf('kind: records\nnamespace: shop').find(([, asked, kind]) => asked === name && kind === type)?.[3]

  test.each([
    ['a Service has its address', 'db.shop.svc.cluster.local.', 'A', /^10\.96\./u],
    ['a headless one its Pods’', 'db-headless.shop.svc.cluster.local.', 'A', /^10\.244\.2\.2$/u],
    ['a named port has SRV', '_redis._tcp.db.shop.svc.cluster.local.', 'SRV', /^0 100 6379 db\.shop/u],
    ['ExternalName is an alias', 'mirror.shop.svc.cluster.local.', 'CNAME', /^db\.example\.com\.$/u],
    ['a Pod has a name by its address', '10-244-1-2.shop.pod.cluster.local.', 'A', /^10\.244\.1\.2$/u],
    ['and none by its own', 'web.shop.pod.cluster.local.', 'A', /^no record$/u],
  ])('%s', (_, name, type, answer) => {
    expect(find(name, type)).toMatch(answer)
  })
})

test('matrix: the Pods of the state, and no others', () => {
  const { table } = pictureOf(shop, 'kind: matrix\nport: 6379')
  expect(table.head.slice(1).toSorted()).toEqual(['shop/client', 'shop/db-0', 'shop/web', 'team-a/api', 'team-a/job'])
  const row = (from: string): string | undefined =>
    table.rows.find(([name]) => name === from)?.[table.head.indexOf('shop/db-0')]
  expect(row('shop/web')).toBe('connected')
  expect(row('shop/client')).toBe('timed out')
})

test('matrix: a port by its name is each Pod’s own, and none where a Pod has no such name', () => {
  const { table, description } = pictureOf(shop, 'kind: matrix\nport: redis')
  const answer = (from: string, to: string): string | undefined =>
    table.rows.find(([name]) => name === from)?.[table.head.indexOf(to)]
  expect(answer('shop/web', 'shop/db-0')).toBe('connected')
  expect(answer('shop/client', 'shop/db-0')).toBe('timed out')
  expect(answer('shop/client', 'shop/web')).toBe('–')
  expect(description).toContain('the Pod has no port of that name')
  expect(attempt(shop, 'kind: matrix\nport: nothing').problems).toMatchObject([{ path: 'port' }])
  expect(attempt(shop, 'kind: matrix\nport: redis\nprotocol: UDP').problems).toMatchObject([{ path: 'port' }])
})

describe('cluster', () => {
  test('every end that a walk may have stands in it once, none of them over another', () => {
    const { spots = [] } = pictureOf(shop, 'kind: cluster')
    const ends = spots.map(({ end }) => end)
    expect(new Set(ends).size).toBe(ends.length)
    expect(ends).toEqual(
      expect.arrayContaining(['outside', 'http://shop.example/cart', 'service/shop/web', 'pod/shop/db-0', 'node/worker-2']),
    )
    expect(ends).not.toContain('service/default/kubernetes')
    for (const [index, one] of spots.entries())
      for (const other of spots.slice(index + 1))
        expect(
          one.x + one.width <= other.x ||
            other.x + other.width <= one.x ||
            one.y + one.height <= other.y ||
            other.y + other.height <= one.y,
          `${one.end} and ${other.end}`,
        ).toBe(true)
  })

  test('Pods stand in the frame of their node', () => {
    const { spots = [] } = pictureOf(shop, 'kind: cluster')
    const at = (end: string): number => spots.find((spot) => spot.end === end)?.y ?? 0
    expect(at('pod/shop/web')).toBeGreaterThan(at('node/worker-1'))
  })
})
