import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { request } from '../../../../src/network/request.ts'
import { ingress, merge, namespace, nginxClass, node, snapshotOf, web } from './snapshots.ts'

const CLIENT = '198.51.100.7'

const policy = (from: object): KubernetesObject =>
  ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace: 'default', name: 'web' },
    spec: { podSelector: {}, ingress: [{ from: [from] }] },
  }) as KubernetesObject

/** Status, and the address of the client as the Pod sees it. */
const ask = (from: object, headers: Readonly<Record<string, string>> = {}): string => {
  const objects = [
    namespace('default'),
    node('node-1', '172.18.0.2'),
    nginxClass,
    ingress('web', ['* Prefix / web']),
    policy(from),
  ]
  const { outcomes } = request(snapshotOf(merge({ objects }, web('web', 11))), {
    from: { outside: CLIENT },
    url: 'http://shop.example/',
    connectTo: 'ingress',
    headers,
  })
  return outcomes.map(({ response }) => `${response?.status ?? '-'} ${response?.body.split(' ').at(-1) ?? ''}`).join('; ')
}

describe('N31: whose address the Pods behind an Ingress see', () => {
  test('N31: the controller’s, so a policy for the client’s address lets nothing in', () => {
    expect(ask({ ipBlock: { cidr: `${CLIENT}/32` } })).toMatch(/^504 /)
  })

  test('N31: headers change nothing about it', () => {
    expect(ask({ ipBlock: { cidr: `${CLIENT}/32` } }, { 'x-forwarded-for': CLIENT })).toMatch(/^504 /)
  })

  test('N31 I13: a policy for the controller’s Pods lets everybody in who asks it', () => {
    const controller = {
      namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
      podSelector: { matchLabels: { 'app.kubernetes.io/component': 'controller' } },
    }
    expect(ask(controller)).toMatch(/^200 10\.244\./)
    expect(ask({ namespaceSelector: {} })).toMatch(/^200 10\.244\./)
    expect(ask({ podSelector: {} })).toMatch(/^504 /)
  })
})
