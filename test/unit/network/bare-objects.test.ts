/** Objects that hold next to nothing, or nonsense: an answer or an explained refusal, never an exception. */
import { describe, expect, test } from 'vitest'
import type { NetworkPolicy } from '../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { comparePolicies } from '../../../src/network/compare/compare.ts'
import { checkInvariant } from '../../../src/network/compare/invariant/invariant.ts'
import { lintPolicies } from '../../../src/network/compare/lint/lint.ts'
import { connect } from '../../../src/network/connect.ts'
import { respond } from '../../../src/network/dns/respond.ts'
import { DEFAULT_CLUSTER_FACTS, type ClusterFacts } from '../../../src/network/facts.ts'
import { connectAll, verdictAt } from '../../../src/network/matrix.ts'
import type { Destination, DnsType, Snapshot, Source } from '../../../src/network/model.ts'
import { expandWalk } from '../../../src/network/path/expand-walk.ts'
import { prepareRequests } from '../../../src/network/prepare.ts'
import { request } from '../../../src/network/request.ts'
import { resolve } from '../../../src/network/resolve.ts'

const KINDS = {
  v1: ['Namespace', 'Node', 'Pod', 'Service', 'Endpoints', 'Secret'],
  'discovery.k8s.io/v1': ['EndpointSlice'],
  'networking.k8s.io/v1': ['NetworkPolicy', 'Ingress', 'IngressClass'],
  'gateway.networking.k8s.io/v1': ['GatewayClass', 'Gateway', 'HTTPRoute'],
  'gateway.networking.k8s.io/v1beta1': ['ReferenceGrant'],
}

/** One of every kind, of the same name, with the same further fields. */
const everyKind = (fields: object, metadata: object = { name: 'it' }): readonly KubernetesObject[] =>
  Object.entries(KINDS).flatMap(([apiVersion, kinds]) => kinds.map((kind) => ({ apiVersion, kind, metadata, ...fields })))

const NO_ADDRESS = 'not.an.address'
const made = (kind: string, fields: object, apiVersion = 'v1'): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { name: 'it', labels: { 'kubernetes.io/service-name': 'it' } },
  ...fields,
})

const nonsense: readonly KubernetesObject[] = [
  made('Node', {
    spec: { podCIDR: NO_ADDRESS },
    status: {
      addresses: [
        { type: 'InternalIP', address: NO_ADDRESS },
        { type: 'Hostname', address: 'it' },
      ],
    },
  }),
  made('Pod', {
    spec: {
      containers: [{ name: 'c', ports: [{ containerPort: 0 }] }],
      nodeName: 'nowhere',
      hostname: '',
      dnsConfig: {},
      hostAliases: [{ ip: NO_ADDRESS }],
    },
    status: { podIP: NO_ADDRESS, podIPs: [{ ip: '10.244.1.9' }, { ip: NO_ADDRESS }] },
  }),
  made('Service', {
    spec: {
      type: 'LoadBalancer',
      clusterIP: NO_ADDRESS,
      clusterIPs: ['10.96.0.9'],
      externalIPs: [NO_ADDRESS, '192.0.2.9'],
      ipFamilies: ['IPv5'],
      selector: { a: 'b' },
      loadBalancerSourceRanges: [NO_ADDRESS],
      ports: [{ port: 80, targetPort: 'nosuch' }, { port: 65536 }],
    },
    status: { loadBalancer: { ingress: [{ hostname: 'lb.example' }, { ip: NO_ADDRESS }] } },
  }),
  made(
    'EndpointSlice',
    {
      addressType: 'IPv4',
      endpoints: [
        { addresses: [] },
        { addresses: [NO_ADDRESS] },
        { addresses: ['10.244.1.9'], hostname: 'h', targetRef: { kind: 'Pod' }, hints: {} },
      ],
      ports: [{ port: 80 }, {}],
    },
    'discovery.k8s.io/v1',
  ),
  made(
    'NetworkPolicy',
    {
      spec: {
        podSelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] },
        ingress: [
          {
            from: [{}, { ipBlock: { cidr: NO_ADDRESS, except: [NO_ADDRESS] } }],
            ports: [{ port: 0 }, { port: 'nosuch' }, { port: 9, endPort: 1 }],
          },
        ],
      },
    },
    'networking.k8s.io/v1',
  ),
  made(
    'Ingress',
    {
      spec: {
        rules: [
          {},
          { host: '*' },
          {
            http: {
              paths: [
                { backend: {} },
                { path: '(', pathType: 'ImplementationSpecific', backend: { service: { name: 'nosuch' } } },
              ],
            },
          },
        ],
        defaultBackend: { service: { name: 'it' } },
        tls: [{}],
      },
    },
    'networking.k8s.io/v1',
  ),
]

const FACTS: Readonly<Record<string, Partial<ClusterFacts>>> = {
  'the defaults': {},
  nftables: { proxyMode: 'nftables', podCidrs: [], serviceCidrs: [] },
  'ipvs, policies ignored': { proxyMode: 'ipvs', policiesEnforced: false, nodeNameservers: [], podRecords: 'verified' },
  'no CoreDNS yet': { dnsSynced: false },
}

const SETS: Readonly<Record<string, readonly KubernetesObject[]>> = {
  nothing: [],
  'names alone': everyKind({}),
  'no names': everyKind({}, {}),
  'empty specs': everyKind({ spec: {}, status: {} }),
  'lists without entries, as the API server writes them': [
    made('Service', { spec: { clusterIP: '10.96.0.9', ports: [{ port: 80 }] } }),
    made('EndpointSlice', { addressType: 'IPv4', endpoints: null, ports: null }, 'discovery.k8s.io/v1'),
  ],
  nonsense,
  'nonsense twice': [...nonsense, ...nonsense],
}

const own = { pod: { namespace: 'default', name: 'it' } }
const SOURCES: readonly Source[] = [
  own,
  { node: 'it' },
  { outside: '198.51.100.7' },
  { outside: '2001:db8::7' },
  { outside: 'x' },
]
const DESTINATIONS: readonly Destination[] = [
  own,
  { service: own.pod },
  { node: 'it' },
  ...['it', '10.96.0.9', '192.0.2.9', '10.244.1.9', 'fd00::1', '127.0.0.1', 'nosuch.example', ''].map((host) => ({ host })),
]
const TYPES: readonly DnsType[] = ['A', 'AAAA', 'SRV', 'PTR', 'TXT', 'CNAME', 'SOA', 'NS', 'MX', 'ANY']
const NAMES = [
  'it',
  'it.default',
  'h.it',
  '10-244-1-9.default.pod',
  '',
  '.',
  'cluster.local.',
  '9.1.244.10.in-addr.arpa.',
  '9.1.in-addr.arpa.',
  'ip6.arpa.',
  '10.244.1.9',
  '_x._tcp.it',
]

const snapshotOf = (objects: readonly KubernetesObject[], facts: Partial<ClusterFacts>): Snapshot => ({
  objects,
  facts: { cluster: { ...DEFAULT_CLUSTER_FACTS, ...facts }, pods: {} },
})
const sumOf = (outcomes: readonly { readonly probability: number }[]): number =>
  outcomes.reduce((sum, { probability }) => sum + probability, 0)

describe.each(Object.entries(SETS))('%s', (_set, objects) => {
  describe.each(Object.entries(FACTS))('%s', (_facts, facts) => {
    const snapshot = snapshotOf(objects, facts)

    test('connections are answered, and their walks told in full', () => {
      for (const from of SOURCES)
        for (const to of DESTINATIONS)
          for (const port of [80, 65536, 'nosuch'])
            for (const protocol of ['TCP', 'SCTP'] as const) {
              const { outcomes } = connect(snapshot, { from, to, port, protocol })
              expect(sumOf(outcomes)).toBeCloseTo(1)
              for (const { walk, verdict } of outcomes) {
                expect(walk.hops.length).toBeGreaterThan(0)
                expect(expandWalk(snapshot, { from, walk, verdict }).steps.length).toBeGreaterThan(0)
              }
            }
    })

    test('names are answered', () => {
      for (const from of SOURCES)
        for (const name of NAMES)
          for (const type of TYPES) expect(resolve(snapshot, { from, name, type }).outcome).toMatch(/^[A-Za-z-]+$/)
      for (const name of NAMES)
        for (const type of TYPES) expect(respond(snapshot, name, type).rcode).toMatch(/^(NOERROR|NXDOMAIN|SERVFAIL)$/)
    })

    test('requests are answered', async () => {
      await prepareRequests(snapshot)
      for (const from of SOURCES)
        for (const url of [
          'http://it/',
          'https://it:8443/a',
          'http://10.96.0.9/',
          'http://192.0.2.9/x',
          'http://nosuch.example/',
        ])
          for (const through of [{}, { connectTo: 'ingress' as const }])
            expect(sumOf(request(snapshot, { from, url, ...through }).outcomes)).toBeCloseTo(1)
    })

    test('all pairs are answered', () => {
      const matrix = connectAll(snapshot, { port: 80 })
      for (const row of matrix.pods.keys()) expect(verdictAt(matrix, row, row)).toMatch(/^[a-z-]+$/)
      expect(verdictAt(matrix, 98, 99)).toBe('unreachable')
    })
  })

  test('policies are compared', () => {
    const policies = objects.filter((object): object is NetworkPolicy => object.kind === 'NetworkPolicy')
    expect(comparePolicies(policies, policies).kind).toBe('equivalent')
    expect(['equivalent', 'different']).toContain(comparePolicies(policies, []).kind)
    expect(lintPolicies(policies)).toBeDefined()
    expect(checkInvariant(policies, { from: 'outside', to: { pods: {}, namespaces: {} } }).kind).toMatch(/^(holds|broken)$/)
  })
})
