import { describe, expect, test } from 'vitest'
import { customResourceOf, DEFINITIONS, findServed, servedResources } from '../../../../src/cluster/custom/served.ts'
import { createStore } from '../../../../src/cluster/store/memory-store.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { RESOURCES } from '../../../../src/kubernetes/resources.ts'

const definition = (group: string, kind: string, versions: readonly string[]): KubernetesObject =>
  ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${kind.toLowerCase()}s.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { kind, plural: `${kind.toLowerCase()}s` },
      versions: versions.map((name) => ({ name, served: true, storage: name === versions[0], schema: {} })),
    },
    status: { conditions: [{ type: 'Established', status: 'True' }] },
  }) as KubernetesObject

describe('definitions beside what is built in', () => {
  test('I22: installing the definitions of the Gateway API changes nothing for the kinds that are there', () => {
    const store = createStore()
    store.put(DEFINITIONS, definition('gateway.networking.k8s.io', 'Gateway', ['v1', 'v1beta1']))
    store.put(DEFINITIONS, definition('gateway.networking.k8s.io', 'GRPCRoute', ['v1']))
    expect(servedResources(store)).toHaveLength(RESOURCES.length + 1)
    const gateway = findServed(store, 'gateway.networking.k8s.io/v1', 'Gateway')
    const route = findServed(store, 'gateway.networking.k8s.io/v1', 'GRPCRoute')
    expect(gateway && customResourceOf(store, gateway)).toBeUndefined()
    expect(route && customResourceOf(store, route)?.version.name).toBe('v1')
  })
})
