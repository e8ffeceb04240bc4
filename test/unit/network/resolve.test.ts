import { describe, expect, test } from 'vitest'
import type { PodSpec } from '../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { Resolution, ResolveQuestion, Source } from '../../../src/network/model.ts'
import { resolve } from '../../../src/network/resolve.ts'
import { namespace, node, pod, service, snapshotOf } from './ingress/snapshots.ts'

const headless = (key: string, selector: string, spec: object = {}): KubernetesObject =>
  service(key, 'None', { selector: { app: selector }, ...spec })

const labelled = (key: string, ip: string, app: string, spec: Partial<PodSpec> = {}, ready = true): KubernetesObject => {
  const one = pod(key, ip, spec, ready)
  return { ...one, metadata: { ...one.metadata, labels: { app } } }
}

const objects: readonly KubernetesObject[] = [
  namespace('shop'),
  namespace('other'),
  namespace('com'),
  pod('shop/client', '10.244.1.200'),
  service('shop/web', '10.96.1.1', { ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
  service('other/db', '10.96.1.2'),
  service('com/example', '10.96.1.3'),
  headless('shop/peers', 'peer', { ports: [{ name: 'http', port: 80, targetPort: 8080 }] }),
  labelled('shop/peer-0', '10.244.1.10', 'peer', { hostname: 'one', subdomain: 'peers' }),
  labelled('shop/peer-1', '10.244.1.11', 'peer', { subdomain: 'peers' }),
  labelled('shop/peer-2', '10.244.1.12', 'peer', {}, false),
  headless('shop/unready', 'unready'),
  labelled('shop/unready-0', '10.244.1.13', 'unready', {}, false),
  headless('shop/early', 'unready', { publishNotReadyAddresses: true }),
  service('shop/outside', '', { type: 'ExternalName', externalName: 'www.example.org' }),
  service('shop/inside', '', { type: 'ExternalName', externalName: 'web.shop.svc.cluster.local' }),
]

const cluster = { outsideNames: { 'www.example.org': ['203.0.113.5'], 'example.net': ['203.0.113.6', '2001:db8::6'] } }
const SHOP: Source = { pod: { namespace: 'shop', name: 'client' } }

const look = (
  question: Partial<ResolveQuestion> & { readonly name: string },
  more: readonly KubernetesObject[] = [],
): Resolution => resolve(snapshotOf({ objects: [...objects, ...more], cluster }), { from: SHOP, ...question })

const short = ({ outcome, addresses }: Resolution): string => [outcome, ...addresses].join(' ')
const queries = ({ steps }: Resolution): readonly string[] => steps.map(({ query, source }) => `${source} ${query}`)

describe('names and what they lead to', () => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['D1: a Service without endpoints has its address', 'web', 'NOERROR 10.96.1.1'],
    ['D22: its own namespace', 'web.shop', 'NOERROR 10.96.1.1'],
    ['D22: with svc', 'web.shop.svc', 'NOERROR 10.96.1.1'],
    ['D22: in full', 'web.shop.svc.cluster.local', 'NOERROR 10.96.1.1'],
    ['D22: another namespace needs its name', 'db', 'NXDOMAIN'],
    ['D22: and resolves with it', 'db.other', 'NOERROR 10.96.1.2'],
    ['D12: in any case', 'WEB.Shop', 'NOERROR 10.96.1.1'],
    ['D2: headless, the ready ones only', 'peers', 'NOERROR 10.244.1.10 10.244.1.11'],
    ['D2: headless, none ready', 'unready', 'NXDOMAIN'],
    ['D8: unready, but published', 'early', 'NOERROR 10.244.1.13'],
    ['D8: hostname and subdomain', 'one.peers', 'NOERROR 10.244.1.10'],
    ['D10: a subdomain alone gives no name', 'peer-1.peers', 'NXDOMAIN'],
    ['D5: the address with dashes', '10-244-1-11.peers', 'NOERROR 10.244.1.11'],
    ['D8: a bare Pod name', 'peer-0', 'NXDOMAIN'],
    ['D8: a Pod name and its namespace', 'peer-0.shop', 'NXDOMAIN'],
    ['D7: a Pod’s address name', '10-244-1-10.shop.pod', 'NOERROR 10.244.1.10'],
    ['D7: any address does, in mode insecure', '1-2-3-4.shop.pod', 'NOERROR 1.2.3.4'],
    ['D7: with dots it is no name', '10.244.1.10.shop.pod.cluster.local', 'NXDOMAIN'],
    ['D6: an alias out of the cluster', 'outside', 'NOERROR 203.0.113.5'],
    ['D6: an alias within', 'inside', 'NOERROR 10.96.1.1'],
    ['D6: nothing below an alias', 'x.outside', 'NXDOMAIN'],
    ['D15: other names are forwarded', 'example.net', 'NOERROR 203.0.113.6'],
    ['D24: a namespace like a top-level domain', 'example.com', 'NOERROR 10.96.1.3'],
    ['D13: an empty non-terminal', 'shop.svc.cluster.local', 'NODATA'],
    ['wrong cluster domain', 'web.shop.svc.cluster.lan', 'NXDOMAIN'],
    ['the DNS server itself', 'kube-dns.kube-system', 'NOERROR 10.96.0.10'],
    ['D25: the hosts file first', 'client', 'NOERROR 10.244.1.200'],
    ['localhost', 'localhost', 'NOERROR 127.0.0.1'],
    ['an address is its own answer', '10.1.2.3', 'NOERROR 10.1.2.3'],
    ['an address of the other family', '2001:db8::1', 'NODATA'],
    ['an empty name', '', 'NXDOMAIN'],
    ['an empty label', 'web..shop', 'NXDOMAIN'],
    ['a label that is too long', 'x'.repeat(64), 'NXDOMAIN'],
  ]
  test.each(rows)('%s: %s', (_title, name, expected) => {
    expect(short(look({ name }))).toBe(expected)
  })

  test.each([
    ['D13: AAAA of an IPv4 Service', 'AAAA', 'web', 'NODATA', []],
    ['D3: SRV of a named port', 'SRV', '_http._tcp.web', 'NOERROR', ['0 100 80 web.shop.svc.cluster.local.']],
    [
      'D3: SRV of a headless Service has the target port',
      'SRV',
      '_http._tcp.peers',
      'NOERROR',
      ['0 50 8080 one.peers.shop.svc.cluster.local.', '0 50 8080 10-244-1-11.peers.shop.svc.cluster.local.'],
    ],
    ['D6: SRV of an alias', 'SRV', 'outside.shop.svc.cluster.local.', 'NODATA', []],
    ['D4: PTR of a Service by its address', 'PTR', '10.96.1.1', 'NOERROR', ['web.shop.svc.cluster.local.']],
    ['D4: PTR of an endpoint', 'PTR', '10.1.244.10.in-addr.arpa', 'NOERROR', ['one.peers.shop.svc.cluster.local.']],
    ['D4: no PTR for other Pods', 'PTR', '10.244.1.200', 'NXDOMAIN', []],
    ['D11: the version', 'TXT', 'dns-version.cluster.local', 'NOERROR', ['"1.1.0"']],
    ['D6: CNAME', 'CNAME', 'outside', 'NOERROR', ['www.example.org.']],
  ] as const)('%s', (_title, type, name, outcome, data) => {
    const resolution = look({ name, type })
    expect([resolution.outcome, resolution.records.map((record) => record.data)]).toEqual([outcome, data])
  })
})

describe('the search list', () => {
  test('D21: fewer dots than ndots: the list first, then as it is', () => {
    expect(queries(look({ name: 'api.example.org' }))).toEqual([
      'search-list api.example.org.shop.svc.cluster.local.',
      'search-list api.example.org.svc.cluster.local.',
      'search-list api.example.org.cluster.local.',
      'as-is api.example.org.',
    ])
  })

  test('D21: ndots dots or more: as it is first', () => {
    expect(queries(look({ name: 'a.b.c.d.e.f' }))[0]).toBe('as-is a.b.c.d.e.f.')
  })

  test('D21: a trailing dot makes it absolute', () => {
    expect(queries(look({ name: 'web.' }))).toEqual(['as-is web.'])
  })

  test('D23: a hit ends the search', () => {
    const resolution = look({ name: 'web' })
    expect(queries(resolution)).toEqual(['search-list web.shop.svc.cluster.local.'])
    expect(resolution.canonicalName).toBe('web.shop.svc.cluster.local.')
  })

  test('D23: NODATA does not end it, and is remembered', () => {
    const resolution = look({ name: 'web', type: 'AAAA' })
    expect(resolution.steps).toHaveLength(4)
    expect(resolution.outcome).toBe('NODATA')
  })

  test('D23: musl ends at NODATA, and does not search for names with enough dots', () => {
    expect(queries(look({ name: 'web', type: 'AAAA', library: 'musl' }))).toEqual(['search-list web.shop.svc.cluster.local.'])
    expect(queries(look({ name: 'a.b.c.d.e.f', library: 'musl' }))).toEqual(['as-is a.b.c.d.e.f.'])
    expect(short(look({ name: 'db.other', library: 'musl' }))).toBe('NOERROR 10.96.1.2')
  })

  test('D23: musl before 1.1.13 knows no search list', () => {
    expect(queries(look({ name: 'web', library: 'old-musl' }))).toEqual(['as-is web.'])
    expect(short(look({ name: 'web', library: 'old-musl' }))).toBe('NXDOMAIN')
    expect(short(look({ name: 'web.shop.svc.cluster.local', library: 'old-musl' }))).toBe('NOERROR 10.96.1.1')
  })

  test('D23: nslookup of busybox searches for names without a dot only, asks all at once, and reads no hosts file', () => {
    const one = look({ name: 'web', library: 'busybox-nslookup' })
    expect(queries(one)).toEqual([
      'search-list web.shop.svc.cluster.local.',
      'search-list web.svc.cluster.local.',
      'search-list web.cluster.local.',
    ])
    expect([short(one), one.canonicalName]).toEqual(['NOERROR 10.96.1.1', 'web.shop.svc.cluster.local.'])
    expect(queries(look({ name: 'web.shop', library: 'busybox-nslookup' }))).toEqual(['as-is web.shop.'])
    expect(short(look({ name: 'web.shop', library: 'busybox-nslookup' }))).toBe('NXDOMAIN')
    expect(short(look({ name: 'client', library: 'busybox-nslookup' }))).toBe('NXDOMAIN')
    expect(short(look({ name: '10.1.2.3', library: 'busybox-nslookup' }))).toBe('NOERROR 10.1.2.3')
  })

  test('the end of a chain of aliases is the canonical name', () => {
    expect(look({ name: 'inside' }).canonicalName).toBe('web.shop.svc.cluster.local.')
  })
})

describe('aliases that lead nowhere', () => {
  const alias = (key: string, externalName: string): KubernetesObject =>
    service(key, '', { type: 'ExternalName', externalName })
  const long = Array.from({ length: 12 }, (_, index) => alias(`shop/a${index}`, `a${index + 1}.shop.svc.cluster.local`))
  test.each([
    ['to itself', [alias('shop/a0', 'a0.shop.svc.cluster.local')], 'loop'],
    ['in a circle', [alias('shop/a0', 'a1.shop.svc.cluster.local'), alias('shop/a1', 'A0.shop.svc.cluster.local.')], 'loop'],
    ['on and on', long, 'too-long'],
    ['to a Service that is not there', [alias('shop/a0', 'nosuch.shop.svc.cluster.local')], 'leads-nowhere'],
    ['to a headless Service without a ready Pod', [alias('shop/a0', 'unready.shop.svc.cluster.local')], 'leads-nowhere'],
    ['out of the cluster, to no known name', [alias('shop/a0', 'nosuch.example.org')], undefined],
  ] as const)('D6: %s', (_title, more, brokenAlias) => {
    const { outcome, steps } = look({ name: 'a0.shop.svc.cluster.local.' }, more)
    expect(outcome).toBe('NODATA')
    expect(steps.map(({ answer }) => (typeof answer === 'string' ? answer : answer.brokenAlias))).toEqual([brokenAlias])
  })
})

const denyEgress = (egress: readonly object[]): KubernetesObject =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'shop', name: 'deny' },
    spec: { podSelector: {}, policyTypes: ['Egress'], egress },
  }) as KubernetesObject

describe('the way to the DNS server', () => {
  const toDns = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }

  test('N29: a default-deny egress policy stops names', () => {
    const resolution = look({ name: 'web' }, [denyEgress([])])
    expect(short(resolution)).toBe('timed-out')
    expect(resolution.steps).toMatchObject([{ answer: 'timed-out' }])
    expect(resolution.server?.outcomes[0]?.verdict).toBe('timed-out')
  })

  test('N29: allowing UDP 53 to the DNS server mends it, TCP alone does not', () => {
    const allow = (protocol: string) => denyEgress([{ to: [toDns], ports: [{ protocol, port: 53 }] }])
    expect(short(look({ name: 'web' }, [allow('UDP')]))).toBe('NOERROR 10.96.1.1')
    expect(short(look({ name: 'web' }, [allow('TCP')]))).toBe('timed-out')
  })

  test('hosts-file names and addresses need no server', () => {
    expect(short(look({ name: 'client' }, [denyEgress([])]))).toBe('NOERROR 10.244.1.200')
    expect(short(look({ name: '10.9.8.7' }, [denyEgress([])]))).toBe('NOERROR 10.9.8.7')
  })

  test('a cluster whose DNS server has no endpoint refuses', () => {
    const dns = service('kube-system/kube-dns', '10.96.0.10', { ports: [{ name: 'dns', port: 53, protocol: 'UDP' }] })
    expect(short(look({ name: 'web' }, [namespace('kube-system'), dns]))).toBe('refused')
  })

  test('D19: dnsPolicy Default knows no Services', () => {
    const other = pod('shop/plain', '10.244.1.201', { dnsPolicy: 'Default' })
    const from = { pod: { namespace: 'shop', name: 'plain' } }
    expect(short(look({ name: 'web.shop.svc.cluster.local', from }, [other]))).toBe('NXDOMAIN')
    expect(short(look({ name: 'example.net', from }, [other]))).toBe('NOERROR 203.0.113.6')
  })

  test('a machine outside knows outside names only', () => {
    const from = { outside: '198.51.100.7' }
    expect(short(look({ name: 'web.shop.svc.cluster.local', from }))).toBe('NXDOMAIN')
    expect(short(look({ name: 'www.example.org', from }))).toBe('NOERROR 203.0.113.5')
  })

  test('D20: a server that is not reached is followed by the next, and Pods of the DNS server answer for the cluster', () => {
    const dns = labelled('kube-system/coredns', '10.244.0.9', 'dns')
    const coredns = { ...dns, metadata: { ...dns.metadata, labels: { 'k8s-app': 'kube-dns' } } }
    const own = (nameservers: readonly string[]) =>
      pod('shop/own', '10.244.1.202', { dnsPolicy: 'None', dnsConfig: { nameservers } })
    const ask = (nameservers: readonly string[], name = 'web.shop.svc.cluster.local'): string => {
      const pods = {
        'kube-system/coredns': {
          complete: true,
          listeners: [{ container: 'coredns', program: 'coredns', protocol: 'UDP', port: 53, address: '::' }],
        },
      } as const
      const all = [...objects, namespace('kube-system'), coredns, own(nameservers)]
      return short(
        resolve(snapshotOf({ objects: all, cluster, pods }), { from: { pod: { namespace: 'shop', name: 'own' } }, name }),
      )
    }
    expect(ask(['10.244.0.9'])).toBe('NOERROR 10.96.1.1')
    expect(ask(['10.244.1.10', '10.244.0.9'])).toBe('NOERROR 10.96.1.1')
    expect(ask(['203.0.113.53'])).toBe('NXDOMAIN')
    expect(ask(['203.0.113.53'], 'example.net')).toBe('NOERROR 203.0.113.6')
    expect(ask([])).toBe('refused')
  })
})

describe('several nameservers', () => {
  const labels = { 'k8s-app': 'kube-dns' }
  const dns = labelled('kube-system/coredns', '10.244.0.9', 'dns')
  const coredns = { ...dns, metadata: { ...dns.metadata, labels } }
  const listeners = [{ container: 'coredns', program: 'coredns', protocol: 'UDP', port: 53, address: '::' }] as const
  const ask = (nameservers: readonly string[], library: 'glibc' | 'musl', facts: object = {}): Resolution => {
    const own = pod('shop/own', '10.244.1.202', { dnsPolicy: 'None', dnsConfig: { nameservers } })
    const all = [...objects, namespace('kube-system'), coredns, own]
    const pods = { 'kube-system/coredns': { complete: true, listeners } }
    return resolve(snapshotOf({ objects: all, cluster: { ...cluster, ...facts }, pods }), {
      from: { pod: { namespace: 'shop', name: 'own' } },
      name: 'web.shop.svc.cluster.local.',
      library,
    })
  }

  test('D23: musl asks all at once, so that a server that knows less may win', () => {
    expect(short(ask(['10.244.0.9', '203.0.113.53'], 'glibc'))).toBe('NOERROR 10.96.1.1')
    expect(ask(['10.244.0.9', '203.0.113.53'], 'glibc').race).toBeUndefined()
    expect(ask(['10.244.0.9', '203.0.113.53'], 'musl').race).toEqual([
      { outcome: 'NOERROR', addresses: ['10.96.1.1'] },
      { outcome: 'NXDOMAIN', addresses: [] },
    ])
    expect(ask(['10.244.0.9', '10.244.0.9'], 'musl').race).toBeUndefined()
  })

  test('D23: musl does not wait for one that cannot be reached', () => {
    const resolution = ask(['10.244.1.77', '10.244.0.9'], 'musl')
    expect([short(resolution), resolution.race]).toEqual(['NOERROR 10.96.1.1', undefined])
  })

  test('D14: not synced with the API: SERVFAIL, and glibc tries the next server', () => {
    expect(short(ask(['10.244.0.9'], 'glibc', { dnsSynced: false }))).toBe('SERVFAIL')
    expect(short(ask(['10.244.0.9', '203.0.113.53'], 'glibc', { dnsSynced: false }))).toBe('NXDOMAIN')
  })
})

describe('the node’s own cache', () => {
  const nodes = [node('node-1', '172.18.0.2')]
  const lookWith = (nodeLocalDns: object, more: readonly KubernetesObject[] = [], facts: object = {}): Resolution =>
    resolve(
      snapshotOf({ objects: [...objects, ...nodes, ...more], cluster: { ...cluster, nodeLocalDns, ...facts } as object }),
      {
        from: SHOP,
        name: 'web',
      },
    )
  const LINK_LOCAL = { ip: '169.254.20.10', bindsServiceIp: false }

  test('D28, D29: it answers for the cluster, by its own address or that of kube-dns', () => {
    expect(short(lookWith(LINK_LOCAL))).toBe('NOERROR 10.96.1.1')
    const bound = lookWith({ ...LINK_LOCAL, bindsServiceIp: true })
    expect(short(bound)).toBe('NOERROR 10.96.1.1')
    expect(bound.server?.question.to).toEqual({ host: '10.96.0.10' })
    expect(bound.server?.outcomes[0]?.walk.hops.map(({ kind }) => kind)).toEqual(['policy', 'link', 'listener'])
    const ipvs = lookWith({ ...LINK_LOCAL, bindsServiceIp: true }, [], { proxyMode: 'ipvs' })
    expect([short(ipvs), ipvs.server?.question.to]).toEqual(['NOERROR 10.96.1.1', { host: '169.254.20.10' }])
  })

  test('D29: it asks the cluster’s server over TCP, from the node', () => {
    const closed = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { namespace: 'kube-system', name: 'udp' },
      spec: { podSelector: {}, ingress: [{ ports: [{ port: 53, protocol: 'UDP' }] }] },
    } as KubernetesObject
    const service53 = service('kube-system/kube-dns', '10.96.0.10', {
      selector: { 'k8s-app': 'kube-dns' },
      ports: [
        { name: 'dns', port: 53, protocol: 'UDP' },
        { name: 'dns-tcp', port: 53, protocol: 'TCP' },
      ],
    })
    const server = pod('kube-system/coredns', '10.244.2.9', { nodeName: 'node-2' })
    const coredns = { ...server, metadata: { ...server.metadata, labels: { 'k8s-app': 'kube-dns' } } }
    const listening = (['UDP', 'TCP'] as const).map((protocol) => ({
      container: 'coredns',
      program: 'coredns',
      protocol,
      port: 53,
      address: '::',
    }))
    const pods = { 'kube-system/coredns': { complete: true, listeners: listening } }
    const world = [...objects, ...nodes, namespace('kube-system'), service53, coredns]
    const ask = (more: readonly KubernetesObject[]) =>
      short(
        resolve(snapshotOf({ objects: [...world, ...more], cluster: { ...cluster, nodeLocalDns: LINK_LOCAL }, pods }), {
          from: SHOP,
          name: 'web',
        }),
      )
    expect(ask([])).toBe('NOERROR 10.96.1.1')
    expect(ask([closed])).toBe('SERVFAIL')
  })
})
