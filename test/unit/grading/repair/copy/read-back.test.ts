import { describe, expect, test } from 'vitest'
import type { Aim } from '../../../../../src/grading/observation/aim.ts'
import { copyObjects } from '../../../../../src/grading/repair/copy/copy-objects.ts'
import { createCopyNames } from '../../../../../src/grading/repair/copy/names.ts'
import { aimInCopy, copiesAmong, readBack } from '../../../../../src/grading/repair/copy/read-back.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { readManifests } from '../../../../../src/kubernetes/yaml/read-manifests.ts'

const names = createCopyNames('r1', ['shop'])
const COPY = names.namespace('shop')

const ORIGINALS = readManifests(
  `
apiVersion: v1
kind: Namespace
metadata: { name: shop, labels: { partition: a, kubernetes.io/metadata.name: shop } }
---
apiVersion: v1
kind: Node
metadata: { name: n1 }
status: { addresses: [{ type: InternalIP, address: 172.18.0.2 }] }
---
apiVersion: v1
kind: Service
metadata: { name: s, namespace: shop }
spec: { type: LoadBalancer, clusterIP: 10.96.0.9, ports: [{ port: 80, nodePort: 30080 }, { port: 81 }] }
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: shop }
spec: { podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { partition: a } } }] }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: i, namespace: shop }
spec: { rules: [{ host: a.com }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [] }
`,
  'x.yaml',
).documents.map(({ value }) => value as unknown as KubernetesObject)

const { copied } = copyObjects({ names, objects: ORIGINALS, hosts: [] })

/** As a server would give them: with what it adds. */
const served = copied.map(({ copy }): KubernetesObject => {
  const metadata = { ...copy.metadata, uid: `uid-${copy.kind}` }
  if (copy.kind !== 'Service') return { ...copy, metadata }
  const spec = {
    type: 'NodePort',
    clusterIP: '10.96.7.7',
    ports: [
      { port: 80, nodePort: 31555 },
      { port: 81, nodePort: 31556 },
    ],
  }
  return { ...copy, metadata, spec } as KubernetesObject
})
const slice = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 's-x', namespace: COPY, labels: { 'kubernetes.io/service-name': 's' } },
  endpoints: [
    { addresses: ['10.244.1.9'], targetRef: { kind: 'Pod', name: 'web', namespace: COPY } },
    { addresses: ['1.1.1.1'] },
  ],
} as unknown as KubernetesObject
const replica = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'd-1', namespace: COPY } } as KubernetesObject
const elsewhere = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'x', namespace: 'elsewhere' } } as KubernetesObject
const LIVE = [...ORIGINALS, ...served, slice, replica, elsewhere]

const back = readBack(names, copied, LIVE)
const found = (kind: string, name: string): unknown =>
  back.objects.find((object) => object.kind === kind && object.metadata.name === name)

describe('a copy that is read back', () => {
  test('is all objects of its namespaces', () => {
    expect(copiesAmong(LIVE, names)).toEqual([...served, slice, replica])
  })

  test('stands in the place of its original, once; the rest of the cluster is as it is', () => {
    const keys = back.objects.map(({ kind, metadata: { namespace = '', name = '' } }) => `${kind} ${namespace}/${name}`)
    expect(keys.toSorted()).toEqual([
      'EndpointSlice shop/s-x',
      'Ingress shop/i',
      'Namespace /shop',
      'NetworkPolicy shop/p',
      'Node /n1',
      'Pod elsewhere/x',
      'Pod shop/d-1',
      'Pod shop/web',
      'Service shop/s',
    ])
  })

  test('has the labels, policies, hosts and node ports of the original, and addresses of its own', () => {
    expect(found('Namespace', 'shop')).toMatchObject({
      metadata: { uid: 'uid-Namespace', labels: { partition: 'a', 'kubernetes.io/metadata.name': 'shop' } },
    })
    expect(found('NetworkPolicy', 'p')).toMatchObject({
      spec: { ingress: [{ from: [{ namespaceSelector: { matchLabels: { partition: 'a' } } }] }] },
    })
    expect(found('Ingress', 'i')).toMatchObject({ spec: { rules: [{ host: 'a.com' }] } })
    expect(found('Service', 's')).toMatchObject({
      metadata: { labels: {} },
      spec: {
        type: 'LoadBalancer',
        clusterIP: '10.96.7.7',
        ports: [
          { port: 80, nodePort: 30080 },
          { port: 81, nodePort: 31556 },
        ],
      },
    })
    expect(found('EndpointSlice', 's-x')).toMatchObject({
      endpoints: [{ targetRef: { namespace: 'shop' } }, { addresses: ['1.1.1.1'] }],
    })
    expect(back.nodePorts).toEqual(new Map([[30080, 31555]]))
  })
})

test('slices without endpoints are read as servers write them', () => {
  const empty = { ...slice, metadata: { name: 'none', namespace: COPY }, endpoints: null } as unknown as KubernetesObject
  expect(readBack(names, copied, [empty]).objects).toMatchObject([{ metadata: { namespace: 'shop' }, endpoints: [] }])
})

describe('a question about the original, asked of the copy', () => {
  const request = (url: string, more: Partial<Extract<Aim, { kind: 'request' }>> = {}): Aim => ({
    kind: 'request',
    url,
    method: 'GET',
    headers: {},
    ...more,
  })
  const INGRESS = { connectTo: { host: '172.18.0.2', port: 80 } }

  test.each<[Aim, Partial<Extract<Aim, { kind: 'request' }>> | Aim]>([
    [
      { kind: 'name', name: 's.shop.svc', type: 'A' },
      { kind: 'name', name: `s.${COPY}.svc`, type: 'A' },
    ],
    [
      { kind: 'connection', protocol: 'TCP', host: '10.244.1.9', port: 80 },
      { kind: 'connection', protocol: 'TCP', host: '10.244.1.9', port: 80 },
    ],
    [
      { kind: 'connection', protocol: 'TCP', host: 's.shop.svc.cluster.local.', port: 80 },
      { kind: 'connection', protocol: 'TCP', host: `s.${COPY}.svc.cluster.local.`, port: 80 },
    ],
    [
      { kind: 'connection', protocol: 'TCP', host: '172.18.0.2', port: 30080 },
      { kind: 'connection', protocol: 'TCP', host: '172.18.0.2', port: 31555 },
    ],
    [
      { kind: 'connection', protocol: 'TCP', host: '172.18.0.2', port: 10250 },
      { kind: 'connection', protocol: 'TCP', host: '172.18.0.2', port: 10250 },
    ],
    [request('http://s.shop/a?b=c'), request(`http://s.${COPY}/a?b=c`)],
    [request('http://s.shop:8080/'), request(`http://s.${COPY}:8080/`)],
    [request('http://172.18.0.2:30080/'), request('http://172.18.0.2:31555/')],
    [request('http://elsewhere.example/'), request('http://elsewhere.example/')],
    [request('s.shop'), request(`http://s.${COPY}/`)],
    [request('https://a.com/app', INGRESS), request('https://a.com.r1.invalid/app', INGRESS)],
    [
      request('http://172.18.0.2/', { ...INGRESS, headers: { Host: 'a.com', Accept: 'x' } }),
      { headers: { Host: 'a.com.r1.invalid', Accept: 'x' } },
    ],
    [request('ftp://s.shop/'), request('ftp://s.shop/')],
  ])('%j', (aim, expected) => {
    expect(aimInCopy(aim, names, back)).toMatchObject(expected)
  })
})
