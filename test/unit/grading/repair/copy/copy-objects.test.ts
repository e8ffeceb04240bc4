import { describe, expect, test } from 'vitest'
import { copyObjects } from '../../../../../src/grading/repair/copy/copy-objects.ts'
import { COPY_LABEL, createCopyNames, nameInCopy } from '../../../../../src/grading/repair/copy/names.ts'
import { tellNote } from '../../../../../src/grading/repair/copy/notes.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { readManifests } from '../../../../../src/kubernetes/yaml/read-manifests.ts'

const names = createCopyNames('r1', ['shop', 'customera'])

const read = (yaml: string): readonly KubernetesObject[] =>
  readManifests(yaml, 'given.yaml').documents.map(({ value }) => value as unknown as KubernetesObject)

const copy = (
  yaml: string,
  hosts: readonly string[] = [],
): { copies: readonly KubernetesObject[]; notes: readonly string[] } => {
  const { copied, notes } = copyObjects({ names, objects: read(yaml), hosts })
  return { copies: copied.map((one) => one.copy), notes: notes.map((note) => tellNote(note).en) }
}

const specOf = (object: KubernetesObject | undefined): unknown => (object as { spec?: unknown } | undefined)?.spec

describe('names', () => {
  test('of a copy fit into a label, and lead back', () => {
    const long = createCopyNames('r1', ['x'.repeat(63)])
    const name = long.namespace('x'.repeat(63))
    expect(name).toMatch(/^netgrade-copy-r1-1-x+$/u)
    expect(name).toHaveLength(63)
    expect(long.original(name)).toBe('x'.repeat(63))
  })

  test('of namespaces that are not copied stay', () => {
    expect(names.namespace('ingress-nginx')).toBe('ingress-nginx')
    expect(names.original('ingress-nginx')).toBeUndefined()
  })

  test.each([
    ['db.shop', 'db.netgrade-copy-r1-1-shop'],
    ['db.shop.svc.cluster.local.', 'db.netgrade-copy-r1-1-shop.svc.cluster.local.'],
    ['db-0.db.shop.svc', 'db-0.db.netgrade-copy-r1-1-shop.svc'],
    ['10-244-1-2.customera.pod.cluster.local', '10-244-1-2.netgrade-copy-r1-2-customera.pod.cluster.local'],
    ['db', 'db'],
    ['shop', 'shop'],
    ['db.elsewhere.svc', 'db.elsewhere.svc'],
    ['www.shop.example', 'www.shop.example'],
    ['10.96.0.1', '10.96.0.1'],
  ])('%s is %s in the copy', (name, expected) => {
    expect(nameInCopy(name, names)).toBe(expected)
  })
})

describe('a namespace', () => {
  const YAML = `
apiVersion: v1
kind: Namespace
metadata:
  name: customera
  labels: { partition: customera, pod-security.kubernetes.io/enforce: restricted, kubernetes.io/metadata.name: customera }
`

  test('has its labels by other keys, so that no selector of others finds it; admission still reads its own', () => {
    expect(copy(YAML).copies[0]?.metadata).toEqual({
      name: 'netgrade-copy-r1-2-customera',
      labels: {
        'copy-r1.netgrade.dev/partition': 'customera',
        'copy-r1.netgrade.dev/name': 'customera',
        'copy-r1.netgrade.dev/pod-security.kubernetes.io_enforce': 'restricted',
        'pod-security.kubernetes.io/enforce': 'restricted',
        [COPY_LABEL]: 'r1',
      },
    })
  })

  test('that is not among those is no part of the copy', () => {
    expect(copy(YAML.replaceAll('name: customera', 'name: customerb'))).toEqual({ copies: [], notes: [] })
  })
})

describe('a policy', () => {
  const policy = (spec: string): string => `
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: p, namespace: shop }
spec: ${spec}
`

  test('selects copies by their keys, and all others as before', () => {
    const { copies } = copy(
      policy(
        '{ podSelector: {}, ingress: [{ from: [{ namespaceSelector: { matchLabels: { partition: a } }, podSelector: { matchLabels: { app: x } } }] }] }',
      ),
    )
    const podSelector = { matchLabels: { app: 'x' } }
    expect(specOf(copies[0])).toEqual({
      podSelector: {},
      ingress: [
        {
          from: [
            {
              podSelector,
              namespaceSelector: {
                matchLabels: { 'copy-r1.netgrade.dev/partition': 'a', [COPY_LABEL]: 'r1' },
                matchExpressions: [],
              },
            },
            {
              podSelector,
              namespaceSelector: {
                matchLabels: { partition: 'a' },
                matchExpressions: [
                  { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['shop', 'customera'] },
                  { key: COPY_LABEL, operator: 'DoesNotExist' },
                ],
              },
            },
          ],
        },
      ],
    })
  })

  test('that selects every namespace, or by expressions, does so in the copy', () => {
    const { copies } = copy(
      policy(
        '{ podSelector: {}, egress: [{ to: [{ namespaceSelector: {} }, { namespaceSelector: { matchExpressions: [{ key: kubernetes.io/metadata.name, operator: In, values: [shop] }] } }] }] }',
      ),
    )
    const { egress } = specOf(copies[0]) as { egress: { to: { namespaceSelector: object }[] }[] }
    expect(egress[0]?.to.map(({ namespaceSelector }) => namespaceSelector)).toEqual([
      { matchLabels: { [COPY_LABEL]: 'r1' }, matchExpressions: [] },
      expect.objectContaining({
        matchExpressions: expect.arrayContaining([{ key: COPY_LABEL, operator: 'DoesNotExist' }]) as unknown,
      }),
      {
        matchLabels: { [COPY_LABEL]: 'r1' },
        matchExpressions: [{ key: 'copy-r1.netgrade.dev/name', operator: 'In', values: ['shop'] }],
      },
      expect.anything(),
    ])
  })

  test('without peers, or with peers of its own namespace, stays as it is', () => {
    const spec = { podSelector: {}, ingress: [{}, { from: [{ podSelector: {} }] }], egress: [{ ports: [{ port: 53 }] }] }
    expect(specOf(copy(policy(JSON.stringify(spec))).copies[0])).toEqual(spec)
  })

  test('that names the address of something copied says so', () => {
    const pod = `---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec: { containers: [{ name: web, image: nginx }] }
status: { podIP: 10.244.1.7, podIPs: [{ ip: 10.244.1.7 }] }
`
    const spec =
      '{ podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: 10.244.1.7/32 } }, { ipBlock: { cidr: 10.244.0.0/16 } }] }] }'
    expect(copy(policy(spec) + pod).notes).toEqual(['NetworkPolicy shop/p names 10.244.1.7/32, an address of the original'])
  })
})

describe('a Service', () => {
  const service = (spec: string): string => `
apiVersion: v1
kind: Service
metadata: { name: s, namespace: shop }
spec: ${spec}
`

  test.each([
    [
      '{ clusterIP: 10.96.0.9, clusterIPs: [10.96.0.9], type: NodePort, ports: [{ port: 80, nodePort: 30080 }] }',
      { type: 'NodePort', ports: [{ port: 80 }] },
      ['Service shop/s has another node port in place of 30080'],
    ],
    ['{ clusterIP: None, ports: [{ port: 80 }] }', { clusterIP: 'None', ports: [{ port: 80 }] }, []],
    [
      '{ type: ExternalName, externalName: db.shop.svc.cluster.local }',
      { type: 'ExternalName', externalName: 'db.netgrade-copy-r1-1-shop.svc.cluster.local' },
      [],
    ],
    [
      '{ type: LoadBalancer, loadBalancerIP: 1.2.3.4, externalIPs: [5.6.7.8], ports: [{ port: 80 }] }',
      { type: 'NodePort', ports: [{ port: 80 }] },
      ['Service shop/s is of type NodePort: no load balancer is asked for', 'Service shop/s does not take 5.6.7.8'],
    ],
  ])('of %s', (given, expected, notes) => {
    const { copies, notes: told } = copy(service(given))
    expect(specOf(copies[0])).toEqual(expected)
    expect(told).toEqual(notes)
  })
})

describe('an Ingress', () => {
  const PATHS = '{ paths: [{ path: /, pathType: Prefix, backend: { service: { name: s, port: { number: 80 } } } }] }'
  const ingress = (spec: string, name = 'i'): string => `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop, annotations: { nginx.ingress.kubernetes.io/server-alias: x.com, own: 'yes' } }
spec: ${spec}
`
  const hostsOf = (object: KubernetesObject | undefined): unknown =>
    (specOf(object) as { rules: { host: string }[] }).rules.map(({ host }) => host)

  test('answers for hosts of its own, without what would give it others', () => {
    const { copies, notes } = copy(
      ingress(`{ ingressClassName: nginx, tls: [{ hosts: [a.com] }], rules: [{ host: a.com, http: ${PATHS} }] }`),
    )
    expect(hostsOf(copies[0])).toEqual(['a.com.r1.invalid'])
    expect(copies[0]?.metadata.annotations).toEqual({ own: 'yes' })
    expect(notes).toEqual(['Ingress shop/i is asked for a.com by another host name', 'Ingress shop/i has no TLS'])
  })

  test('for every host becomes one for those that are asked for and that no rule names', () => {
    const rules = `{ rules: [{ http: ${PATHS} }], defaultBackend: { service: { name: s, port: { number: 80 } } } }`
    const { copies, notes } = copy(ingress(rules) + ingress(`{ rules: [{ host: '*.b.com', http: ${PATHS} }] }`, 'j'), [
      'a.com',
      'x.b.com',
    ])
    expect(hostsOf(copies[0])).toEqual(['a.com.r1.invalid', 'a.com.r1.invalid'])
    expect(hostsOf(copies[1])).toEqual(['*.b.com.r1.invalid'])
    expect(notes[0]).toBe('Ingress shop/i answers for the hosts that are asked for, not for every host')
  })

  test('of which nothing is left is not made', () => {
    expect(copy(ingress(`{ rules: [{ http: ${PATHS} }] }`)).copies).toEqual([])
  })
})

describe('a Pod', () => {
  const pod = (spec: string): string => `
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web }, uid: u, annotations: { kubectl.kubernetes.io/last-applied-configuration: x } }
spec: ${spec}
`

  test('is made without its node, its account and what its server added', () => {
    const { copies, notes } = copy(
      pod(`{ nodeName: n, serviceAccountName: app, serviceAccount: app, priority: 0, ephemeralContainers: [{ name: e }],
        volumes: [{ name: kube-api-access-x, projected: {} }, { name: c, configMap: { name: c } }],
        containers: [{ name: web, image: nginx, ports: [{ containerPort: 80, hostPort: 8080 }], volumeMounts: [{ name: kube-api-access-x, mountPath: /x }] }] }`),
    )
    expect(copies).toEqual([
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'web', namespace: 'netgrade-copy-r1-1-shop', labels: { app: 'web', [COPY_LABEL]: 'r1' } },
        spec: {
          volumes: [{ name: 'c', configMap: { name: 'c' } }],
          containers: [{ name: 'web', image: 'nginx', ports: [{ containerPort: 80 }] }],
        },
      },
    ])
    expect(notes).toEqual(['Pod shop/web runs without its ServiceAccount app', 'Pod shop/web has no port 8080 of its node'])
  })

  test.each([
    [
      '{ hostNetwork: true, containers: [] }',
      'Pod shop/web is not copied: it stands on the network or the processes of its node',
    ],
    [
      '{ containers: [], volumes: [{ name: data, hostPath: { path: / } }] }',
      'Pod shop/web is not copied: its volume or variable data is not',
    ],
    [
      '{ containers: [], volumes: [{ name: key, secret: { secretName: k } }] }',
      'Pod shop/web is not copied: its volume or variable key is not',
    ],
    [
      '{ containers: [{ name: c, env: [{ name: PASSWORD, valueFrom: { secretKeyRef: { name: k, key: p } } }] }] }',
      'Pod shop/web is not copied: its volume or variable PASSWORD is not',
    ],
    [
      '{ containers: [{ name: c, envFrom: [{ secretRef: { name: keys } }] }] }',
      'Pod shop/web is not copied: its volume or variable keys is not',
    ],
  ])('of %s is left out, and that is said', (spec, note) => {
    expect(copy(pod(spec))).toEqual({ copies: [], notes: [note] })
  })

  test('that is told a name of the original says so', () => {
    expect(
      copy(
        pod('{ containers: [{ name: c, command: [wget, "http://db.shop.svc:80/"], env: [{ name: A, value: x.elsewhere }] }] }'),
      ).notes,
    ).toEqual(['Pod shop/web mentions db.shop, a name of the original'])
  })
})

describe('other objects', () => {
  test('workloads are copied with their templates, unless those cannot be', () => {
    const workload = (kind: string, spec: string): string => `---
apiVersion: apps/v1
kind: ${kind}
metadata: { name: w, namespace: shop }
spec: { replicas: 2, template: { metadata: { labels: { a: b } }, spec: ${spec} } }
`
    const { copies, notes } = copy(
      workload('Deployment', '{ nodeName: x, containers: [] }') +
        workload('DaemonSet', '{ hostNetwork: true, containers: [] }'),
    )
    expect(copies.map(specOf)).toEqual([
      { replicas: 2, template: { metadata: { labels: { a: 'b' } }, spec: { containers: [] } } },
    ])
    expect(notes).toEqual(['DaemonSet shop/w is not copied: it stands on the network or the processes of its node'])
  })

  test('what belongs to controllers or to the cluster comes by itself; what would run or claim twice is told', () => {
    const objects = `
apiVersion: v1
kind: Pod
metadata: { name: owned, namespace: shop, ownerReferences: [{ apiVersion: apps/v1, kind: ReplicaSet, name: r, uid: u }] }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: kube-root-ca.crt, namespace: shop }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata: { name: s-1, namespace: shop }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: db, namespace: shop }
spec: { volumeClaimTemplates: [{ metadata: { name: data } }], template: { spec: { containers: [] } } }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: r, namespace: shop }
---
apiVersion: policy.networking.k8s.io/v1alpha2
kind: ClusterNetworkPolicy
metadata: { name: all }
`
    expect(copy(objects)).toEqual({
      copies: [],
      notes: [
        'StatefulSet shop/db is not copied: copies of its kind would run, or claim, what is not theirs',
        'HTTPRoute shop/r is not copied: copies of its kind would run, or claim, what is not theirs',
        "ClusterNetworkPolicy all is the cluster's own and is shared with the copy",
      ],
    })
  })

  test('namespaces are made first, Pods last', () => {
    const kinds = ['Pod', 'Service', 'ConfigMap', 'Namespace']
    const yaml = kinds
      .map(
        (kind) =>
          `---\napiVersion: v1\nkind: ${kind}\nmetadata: { name: shop${kind === 'Namespace' ? '' : ', namespace: shop'} }\nspec: { containers: [] }\n`,
      )
      .join('')
    expect(copy(yaml).copies.map(({ kind }) => kind)).toEqual(['Namespace', 'ConfigMap', 'Service', 'Pod'])
  })
})
