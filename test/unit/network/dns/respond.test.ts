import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { respond } from '../../../../src/network/dns/respond.ts'
import type { ClusterFacts } from '../../../../src/network/facts.ts'
import type { DnsType } from '../../../../src/network/model.ts'
import { namespace, pod, service, snapshotOf } from '../ingress/snapshots.ts'

const alias = (name: string, externalName: string): KubernetesObject =>
  service(`shop/${name}`, '', { type: 'ExternalName', externalName })

const slice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { namespace: 'shop', name: 'six-1', labels: { 'kubernetes.io/service-name': 'six' } },
  addressType: 'IPv6',
  endpoints: [{ addresses: ['FD00::'] }],
} as KubernetesObject

const objects: readonly KubernetesObject[] = [
  namespace('shop'),
  service('shop/web', '10.96.1.1', { ports: [{ name: 'http', port: 80 }] }),
  service('shop/dual', '10.96.1.2', { clusterIPs: ['10.96.1.2', 'fd00:96::2'] }),
  service('shop/six', 'None', { ipFamilies: ['IPv6'], ports: [] }),
  slice,
  {
    ...slice,
    metadata: { namespace: 'shop', name: 'names', labels: { 'kubernetes.io/service-name': 'web' } },
    addressType: 'FQDN',
    endpoints: [{ addresses: ['x.example'] }],
  } as KubernetesObject,
  pod('shop/p', '10.244.1.7'),
  alias('loop-1', 'loop-2.shop.svc.cluster.local'),
  alias('loop-2', 'loop-1.shop.svc.cluster.local'),
  alias('self', 'self.shop.svc.cluster.local'),
  alias('dead', 'nosuch.shop.svc.cluster.local'),
  alias('lost', 'nosuch.example'),
  alias('far', 'far.example.'),
  alias('number', '203.0.113.9'),
]

const ask = (name: string, type: DnsType = 'A', cluster: Partial<ClusterFacts> = {}): string => {
  const outsideNames = { 'far.example': ['203.0.113.5', '2001:db8::5'] }
  const { rcode, authoritative, answer, authority } = respond(
    snapshotOf({ objects, cluster: { outsideNames, ...cluster } }),
    name,
    type,
  )
  return [
    authoritative ? 'aa' : '--',
    rcode,
    ...answer.map((one) => `${one.type} ${one.data}`),
    ...authority.map((one) => one.name),
  ].join(' ')
}

const SOA = 'SOA ns.dns.cluster.local. hostmaster.cluster.local. 1 7200 1800 86400 30'

describe('the DNS server’s answers', () => {
  test.each([
    ['D1: A', 'web.shop.svc.cluster.local', 'A', 'aa NOERROR A 10.96.1.1'],
    ['D16: dual stack, A', 'dual.shop.svc.cluster.local', 'A', 'aa NOERROR A 10.96.1.2'],
    ['D16: dual stack, AAAA', 'dual.shop.svc.cluster.local', 'AAAA', 'aa NOERROR AAAA fd00:96::2'],
    ['D5: an IPv6 endpoint’s own name', 'fd00--0.six.shop.svc.cluster.local', 'AAAA', 'aa NOERROR AAAA fd00::'],
    ['D3: no declared ports, no SRV', 'six.shop.svc.cluster.local', 'SRV', 'aa NOERROR cluster.local.'],
    ['D4: IPv6 PTR', `${'0.'.repeat(28)}0.0.d.f.ip6.arpa`, 'PTR', 'aa NOERROR PTR fd00--0.six.shop.svc.cluster.local.'],
    ['D4: a stranger’s PTR goes upstream', '1.1.1.1.in-addr.arpa', 'PTR', '-- NXDOMAIN'],
    ['D4: no A at a reverse name', '1.1.96.10.in-addr.arpa', 'A', '-- NXDOMAIN'],
    ['the reverse zone itself', 'in-addr.arpa', 'A', 'aa NOERROR in-addr.arpa.'],
    ['D6: aliases in a circle', 'loop-1.shop.svc.cluster.local', 'A', 'aa NOERROR cluster.local.'],
    ['D6: an alias to itself', 'self.shop.svc.cluster.local', 'A', 'aa NOERROR cluster.local.'],
    ['D6: an alias to nothing here', 'dead.shop.svc.cluster.local', 'A', 'aa NOERROR cluster.local.'],
    ['D6: an alias to nothing outside', 'lost.shop.svc.cluster.local', 'A', 'aa NOERROR CNAME nosuch.example.'],
    ['D6: an alias to outside', 'far.shop.svc.cluster.local', 'AAAA', 'aa NOERROR CNAME far.example. AAAA 2001:db8::5'],
    ['D6: an alias to an address is none', 'number.shop.svc.cluster.local', 'A', 'aa NXDOMAIN cluster.local.'],
    ['D11: TXT elsewhere', 'web.shop.svc.cluster.local', 'TXT', 'aa NOERROR cluster.local.'],
    ['D11: TXT at an empty non-terminal', 'svc.cluster.local', 'TXT', 'aa NXDOMAIN cluster.local.'],
    ['D13: the zone itself', 'cluster.local', 'A', 'aa NOERROR cluster.local.'],
    ['D13: an existing namespace', 'shop.svc.cluster.local', 'A', 'aa NOERROR cluster.local.'],
    ['D13: a missing namespace', 'nosuch.svc.cluster.local', 'A', 'aa NXDOMAIN cluster.local.'],
    ['D13: neither svc nor pod', 'web.shop.cluster.local', 'A', 'aa NXDOMAIN cluster.local.'],
    ['D13: MX', 'web.shop.svc.cluster.local', 'MX', 'aa NOERROR cluster.local.'],
    ['D13: ANY', 'nosuch.shop.svc.cluster.local', 'ANY', 'aa NXDOMAIN cluster.local.'],
    ['D15: upstream, A', 'FAR.example', 'A', '-- NOERROR A 203.0.113.5'],
    ['D15: upstream, another type', 'far.example.', 'MX', '-- NOERROR'],
    ['D15: upstream, unknown', 'nosuch.example', 'A', '-- NXDOMAIN'],
    ['SOA of the zone', 'cluster.local.', 'SOA', `aa NOERROR ${SOA}`],
    ['SOA below it', 'web.shop.svc.cluster.local.', 'SOA', 'aa NOERROR cluster.local.'],
    ['NS of the zone', 'cluster.local.', 'NS', 'aa NOERROR NS ns.dns.cluster.local.'],
    ['NS below it', 'nosuch.cluster.local.', 'NS', 'aa NXDOMAIN cluster.local.'],
    ['the server’s own name', 'ns.dns.cluster.local.', 'A', 'aa NOERROR A 10.96.0.10'],
    ['the server’s own name, another type', 'ns.dns.cluster.local.', 'MX', 'aa NOERROR cluster.local.'],
  ] as const)('%s', (_title, name, type, expected) => {
    expect(ask(name, type)).toBe(expected)
  })

  test.each([
    ['disabled', '10-244-1-7', 'aa NXDOMAIN cluster.local.'],
    ['insecure', '10-244-1-8', 'aa NOERROR A 10.244.1.8'],
    ['insecure', 'fd00--7', 'aa NOERROR cluster.local.'],
    ['insecure', 'no-address', 'aa NXDOMAIN cluster.local.'],
    ['verified', '10-244-1-7', 'aa NOERROR A 10.244.1.7'],
    ['verified', '10-244-1-8', 'aa NXDOMAIN cluster.local.'],
  ] as const)('D7: Pod names %s, %s', (podRecords, name, expected) => {
    expect(ask(`${name}.shop.pod.cluster.local`, 'A', { podRecords })).toBe(expected)
  })

  test('NS names the Service that has the DNS address', () => {
    const dns = service('kube-system/kube-dns', '10.96.0.10')
    const { answer } = respond(snapshotOf({ objects: [dns] }), 'cluster.local', 'NS')
    expect(answer.map(({ data }) => data)).toEqual(['kube-dns.kube-system.svc.cluster.local.'])
  })
})
