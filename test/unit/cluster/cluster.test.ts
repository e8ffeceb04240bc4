import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../src/cluster/contract.ts'
import type { ConfigMap, Pod, Service } from '../../../src/kubernetes/generated/types.ts'
import { connect } from '../../../src/network/connect.ts'
import { create, apply, pod, service, read, listening, logs } from './support/one-cluster.ts'

describe('a new cluster', () => {
  test('has nodes, namespaces, DNS and an Ingress controller that run', async () => {
    const cluster = create()
    await cluster.settle()
    expect(cluster.store.list('nodes')).toHaveLength(3)
    expect(cluster.store.list('namespaces').map(({ metadata }) => metadata.name)).toEqual(
      expect.arrayContaining(['default', 'kube-node-lease', 'kube-public', 'kube-system', 'ingress-nginx']),
    )
    expect((cluster.store.get('services', 'kube-system', 'kube-dns') as Service).spec?.clusterIP).toBe('10.96.0.10')
    expect((cluster.store.get('services', 'default', 'kubernetes') as Service).spec?.clusterIP).toBe('10.96.0.1')
    for (const found of cluster.store.list('pods')) expect((found as Pod).status?.phase).toBe('Running')
    expect(cluster.store.get('ingressclasses.networking.k8s.io', undefined, 'nginx')).toBeDefined()
  })

  test('gives every namespace the certificate of its server, and the new one after that has changed', async () => {
    const bundles = ({ store }: Cluster): ReadonlySet<string | undefined> =>
      new Set(
        store
          .list('configmaps')
          .flatMap((map) => (map.metadata.name === 'kube-root-ca.crt' ? [(map as ConfigMap).data?.['ca.crt']] : [])),
      )
    const first = create(undefined, 'one')
    await first.settle()
    expect(bundles(first)).toEqual(new Set(['one']))
    const again = create(
      [...first.store.entries()].map(([, object]) => object),
      'two',
    )
    await again.settle()
    expect(bundles(again)).toEqual(new Set(['two']))
  })

  test('is the same for the same seed', async () => {
    const [a, b] = [create(), create()]
    await a.settle()
    await b.settle()
    expect(a.snapshot()).toEqual(b.snapshot())
  })
})

describe('a Pod and its Service', () => {
  test('run: address, endpoint, listener, and a page over the network model', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx:latest'), service('web'))
    await cluster.settle()
    const { status, spec } = read(cluster, 'web')
    expect(status).toMatchObject({ phase: 'Running', podIP: expect.stringMatching(/^10\.244\.[12]\.\d+$/u) })
    expect(spec?.nodeName).toMatch(/worker/u)
    expect(listening(cluster, 'web')).toEqual(['nginx TCP 80'])
    const url = `http://${status?.podIP ?? ''}/`
    expect(await cluster.send({ from: { outside: '198.51.100.7' }, url }, 0)).toBeDefined()
    const inside = await cluster.send({ from: { node: 'netgrade-worker' }, url }, 0)
    expect(inside?.response?.body).toContain('Welcome to nginx!')
    expect(await logs(cluster, 'web')).toContain('"GET / HTTP/1.1" 200')
  })

  test('an address stays with its Pod through a fork, which changes nothing', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx'), service('web'))
    await cluster.settle()
    const objects = [...cluster.store.entries()].map(([, object]) => object)
    const fork = create(objects)
    await fork.settle()
    expect(fork.snapshot()).toEqual(cluster.snapshot())
    apply(fork, pod('other', 'nginx'))
    await fork.settle()
    expect(read(fork, 'other').status?.podIP).not.toBe(read(fork, 'web').status?.podIP)
    expect(cluster.store.get('pods', 'default', 'other')).toBeUndefined()
  })

  test('a Pod that is deleted goes, and its endpoint with it', async () => {
    const cluster = create()
    apply(cluster, pod('web', 'nginx'), service('web'))
    await cluster.settle()
    cluster.writer.delete({ kind: 'Pod', namespace: 'default', name: 'web' })
    await cluster.settle()
    expect(cluster.store.get('pods', 'default', 'web')).toBeUndefined()
    const from = { node: 'netgrade-worker' }
    const [outcome] = connect(cluster.snapshot(), {
      from,
      to: { service: { namespace: 'default', name: 'web' } },
      port: 80,
    }).outcomes
    expect(outcome?.verdict).toBe('refused')
  })
})
