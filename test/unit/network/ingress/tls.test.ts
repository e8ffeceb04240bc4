import { describe, expect, test } from 'vitest'
import { DEFAULT_CLUSTER_FACTS } from '../../../../src/network/facts.ts'
import { tlsSecretsFor } from '../../../../src/network/ingress/tls.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

const CLASS = {
  apiVersion: 'networking.k8s.io/v1',
  kind: 'IngressClass',
  metadata: { name: 'nginx' },
  spec: { controller: 'k8s.io/ingress-nginx' },
}

const ingress = (name: string, tls: readonly object[], more: object = {}): object => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name, namespace: 'shop', creationTimestamp: `2026-01-0${name.length}T00:00:00Z` },
  spec: { ingressClassName: 'nginx', tls, rules: [{ host: 'ruled.example.com' }], ...more },
})

const secretsFor = (host: string, ...ingresses: readonly object[]): readonly string[] => {
  const objects = [CLASS, ...ingresses] as unknown as readonly KubernetesObject[]
  const state = indexSnapshot({ objects, facts: { cluster: DEFAULT_CLUSTER_FACTS, pods: {} } })
  return tlsSecretsFor(state, host).map(({ namespace, name }) => `${namespace}/${name}`)
}

describe('whose certificate a client is shown', () => {
  const exact = ingress('aa', [{ hosts: ['a.example.com'], secretName: 'exact' }])
  const wild = ingress('a', [{ hosts: ['*.example.com'], secretName: 'wild' }])
  test.each<[string, string, readonly object[], readonly string[]]>([
    ['nobody’s', 'a.example.com', [], []],
    ['that of its host', 'a.example.com', [exact], ['shop/exact']],
    ['that of its host, however it is written', 'A.Example.com.', [exact], ['shop/exact']],
    ['its own before that of all', 'a.example.com', [wild, exact], ['shop/exact', 'shop/wild']],
    ['that of all', 'b.example.com', [exact, wild], ['shop/wild']],
    ['none of all for two labels', 'b.c.example.com', [wild], []],
    [
      'of two the older one',
      'a.example.com',
      [ingress('aaa', [{ hosts: ['a.example.com'], secretName: 'young' }]), exact],
      ['shop/exact', 'shop/young'],
    ],
    [
      'that of the rules’ hosts where none are named',
      'ruled.example.com',
      [ingress('a', [{ secretName: 'ruled' }])],
      ['shop/ruled'],
    ],
    ['none of an entry without a Secret', 'a.example.com', [ingress('a', [{ hosts: ['a.example.com'] }])], []],
    [
      'none of another class',
      'a.example.com',
      [ingress('a', [{ hosts: ['a.example.com'], secretName: 'x' }], { ingressClassName: 'other' })],
      [],
    ],
  ])('%s: %s', (_which, host, ingresses, wanted) => {
    expect(secretsFor(host, ...ingresses)).toEqual(wanted)
  })
})
