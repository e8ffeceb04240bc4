import { describe, expect, it } from 'vitest'
import type { NetworkPolicy, Pod } from '../../../src/kubernetes/generated/types.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../src/network/facts.ts'
import { addPolicies, addressesOfPod, factsOf, indexSnapshot, isPodUp, listenersOf, podAt } from '../../../src/network/state.ts'
import { clusterOf } from '../../cases/read-case.ts'

const empty = { objects: [], facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: {} } }

describe('indexSnapshot', () => {
  it('indexes a snapshot once', () => {
    expect(indexSnapshot(empty)).toBe(indexSnapshot(empty))
    expect(indexSnapshot(empty).pods.size).toBe(0)
  })

  const snapshot = clusterOf(`
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: a}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: main, ports: [{containerPort: 80}]}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: agent, namespace: ops}, spec: {hostNetwork: true, containers: [{name: main}]}}
---
{apiVersion: v1, kind: Pod, metadata: {name: done, namespace: ops}, status: {phase: Succeeded}}
---
{apiVersion: v1, kind: Service, metadata: {name: web, namespace: shop}, spec: {clusterIP: 10.96.0.9, externalIPs: [192.0.2.1], ports: [{port: 80}]}}
---
{apiVersion: v1, kind: Service, metadata: {name: far, namespace: shop}, spec: {type: ExternalName, externalName: example.org}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: p, namespace: shop}, spec: {podSelector: {}}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i, namespace: shop}}
---
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}}
`)
  const state = indexSnapshot(snapshot)

  it('finds objects by name and address', () => {
    expect([...state.pods.keys()]).toEqual(['shop/web', 'ops/agent', 'ops/done'])
    expect(podAt(state, '10.244.1.1')?.metadata.name).toBe('web')
    expect(podAt(state, '172.18.0.2')).toBeUndefined()
    expect(state.podsByIp.get('172.18.0.2')?.map(({ metadata }) => metadata.name)).toEqual(['agent'])
    expect(state.servicesByIp.get('10.96.0.9')?.[0]).toBe(state.services.get('shop/web'))
    expect(state.servicesByIp.get('192.0.2.1')?.[0]).toBe(state.services.get('shop/web'))
    expect(state.nodesByIp.get('172.18.0.3')?.metadata.name).toBe('node-2')
    expect(state.policies.get('shop')).toHaveLength(1)
    expect([state.ingresses.length, state.ingressClasses.length]).toEqual([1, 1])
  })

  it('N15 gives every namespace its name as a label, those that objects only mention too', () => {
    expect(state.namespaces.get('shop')).toEqual({ team: 'a', 'kubernetes.io/metadata.name': 'shop' })
    expect(state.namespaces.get('ops')).toEqual({ 'kubernetes.io/metadata.name': 'ops' })
  })

  it('S17 Pods that ended are not up', () => {
    expect(isPodUp(state.pods.get('ops/done')!)).toBe(false)
    expect(isPodUp(state.pods.get('shop/web')!)).toBe(true)
  })

  it('listeners are facts, and unknown without', () => {
    expect(listenersOf(state, state.pods.get('shop/web')!).map(({ port }) => port)).toEqual([80])
    const stranger: Pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'stranger', namespace: 'shop' } }
    expect(factsOf(state, stranger)).toEqual({ listeners: [], complete: false })
    expect(addressesOfPod(stranger)).toEqual([])
  })
})

describe('addPolicies', () => {
  const policy = (namespace: string, name: string): NetworkPolicy => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace, name },
    spec: { podSelector: {} },
  })
  const base = clusterOf(`
{apiVersion: v1, kind: Namespace, metadata: {name: shop, labels: {team: a}}}
---
{apiVersion: v1, kind: Pod, metadata: {name: web, namespace: shop}, spec: {containers: [{name: main}]}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: first, namespace: shop}, spec: {podSelector: {}}}
`)

  it.each([
    ['none', []],
    ['one beside another', [policy('shop', 'second')]],
    ['in a namespace that nothing else is in', [policy('shop', 'second'), policy('new', 'third')]],
  ])('%s: indexed as from the beginning', (_, policies) => {
    indexSnapshot(base)
    const added = addPolicies(base, policies)
    const { snapshot: _added, ...index } = indexSnapshot(added)
    const { snapshot: _whole, ...whole } = indexSnapshot({ ...base, objects: [...base.objects, ...policies] })
    expect(added.objects).toEqual([...base.objects, ...policies])
    expect(index).toEqual(whole)
  })

  it('leaves the snapshot as it was', () => {
    addPolicies(base, [policy('shop', 'second')])
    expect(indexSnapshot(base).policies.get('shop')).toHaveLength(1)
  })
})
