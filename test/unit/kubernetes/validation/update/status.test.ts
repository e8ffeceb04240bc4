/** Statuses that clients write, as the validation of Kubernetes v1.34 judges them. */
import { describe, expect, it } from 'vitest'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'
import { validateStatusUpdate } from '../../../../../src/kubernetes/validation/update/status.ts'

const object = (type: string, status: object, spec: object = {}): KubernetesObject => {
  const at = type.lastIndexOf('/')
  const [apiVersion, kind] = [type.slice(0, at), type.slice(at + 1)]
  return Object.assign({ apiVersion, kind, metadata: { name: 'a' } }, { spec, status })
}

const told = (type: string, status: object, { before = {}, spec = {} } = {}): readonly string[] =>
  validateStatusUpdate(object(type, status, spec), object(type, before, spec), 'status').map(
    ({ field, message }) => `${field}: ${message}`,
  )

const NEGATIVE = 'must be greater than or equal to 0'

describe('numbers', () => {
  it.each(['apps/v1/Deployment', 'apps/v1/ReplicaSet', 'apps/v1/StatefulSet', 'v1/ReplicationController'])(
    'of a %s are none below zero, and no more than there are replicas',
    (type) => {
      expect(told(type, {})).toEqual([])
      expect(told(type, { replicas: 3, readyReplicas: 3, availableReplicas: 3 })).toEqual([])
      expect(told(type, { replicas: -1 })[0]).toBe(`status.replicas: Invalid value: -1: ${NEGATIVE}`)
      expect(told(type, { replicas: 1, readyReplicas: 2 })).toEqual([
        'status.readyReplicas: Invalid value: 2: cannot be greater than status.replicas',
      ])
    },
  )

  it.each([
    ['apps/v1/Deployment', 'readyReplicas'],
    ['v1/ReplicationController', 'readyReplicas'],
    ['apps/v1/StatefulSet', 'status.readyReplicas'],
  ])('of a %s that are available are ready', (type, ready) => {
    expect(told(type, { replicas: 3, readyReplicas: 1, availableReplicas: 2 })).toEqual([
      `status.availableReplicas: Invalid value: 2: cannot be greater than ${ready}`,
    ])
  })

  it('come in the order of the structure, the comparisons after them', () => {
    expect(told('apps/v1/Deployment', { availableReplicas: -1, replicas: -2, observedGeneration: -3 })).toEqual([
      `status.observedGeneration: Invalid value: -3: ${NEGATIVE}`,
      `status.replicas: Invalid value: -2: ${NEGATIVE}`,
      `status.availableReplicas: Invalid value: -1: ${NEGATIVE}`,
      'status.updatedReplicas: Invalid value: 0: cannot be greater than status.replicas',
      'status.readyReplicas: Invalid value: 0: cannot be greater than status.replicas',
      'status.availableReplicas: Invalid value: -1: cannot be greater than status.replicas',
    ])
  })

  it('of collisions only grow', () => {
    expect(told('apps/v1/DaemonSet', {}, { before: { collisionCount: 2 } })).toEqual([
      'status.collisionCount: Invalid value: 0: cannot be decremented',
    ])
    expect(told('apps/v1/ReplicaSet', {}, { before: { collisionCount: 2 } })).toEqual([])
  })

  it.each([
    ['apps/v1/DaemonSet', 'numberReady'],
    ['policy/v1/PodDisruptionBudget', 'expectedPods'],
    ['autoscaling/v2/HorizontalPodAutoscaler', 'desiredReplicas'],
  ])('of a %s are none below zero', (type, field) => {
    expect(told(type, { [field]: -1 })).toEqual([`status.${field}: Invalid value: -1: ${NEGATIVE}`])
  })

  it('of a kind of somebody’s own are its schema’s business', () => {
    expect(told('example.com/v1/Deployment', { replicas: -1 })).toEqual([])
  })
})

describe('where a balancer is reached', () => {
  const IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)'
  const INGRESS = 'networking.k8s.io/v1/Ingress'
  const reached = (place: object) => ({ loadBalancer: { ingress: [place] } })

  it.each([
    [{ ip: '1.2.3.4' }, []],
    [{ hostname: 'a.b' }, []],
    [{}, []],
    [{ ip: 'abc' }, [`status.loadBalancer.ingress[0].ip: Invalid value: "abc": ${IP}`]],
    [
      { hostname: '1.2.3.4' },
      ['status.loadBalancer.ingress[0].hostname: Invalid value: "1.2.3.4": must be a DNS name, not an IP address'],
    ],
  ])('%j is judged', (place, expected) => {
    expect(told(INGRESS, reached(place))).toEqual(expected)
    expect(told('v1/Service', reached(place), { spec: { type: 'LoadBalancer' } })).toEqual(expected)
  })

  it('says no mode without an address', () => {
    const spec = { type: 'LoadBalancer' }
    expect(told('v1/Service', reached({ hostname: 'a.b', ipMode: 'VIP' }), { spec })).toEqual([
      'status.loadBalancer.ingress[0].ipMode: Forbidden: may not be specified when `ip` is not set',
    ])
    expect(told('v1/Service', reached({ ip: '1.2.3.4', ipMode: 'Foo' }), { spec })).toEqual([
      'status.loadBalancer.ingress[0].ipMode: Unsupported value: "Foo": supported values: "Proxy", "VIP"',
    ])
  })

  it('is told of a Service that has one only', () => {
    expect(told('v1/Service', reached({ ip: '1.2.3.4' }), { spec: { type: 'ClusterIP' } })).toEqual([
      "status.loadBalancer.ingress: Forbidden: may only be used when `spec.type` is 'LoadBalancer'",
    ])
    expect(told('v1/Service', {}, { spec: { type: 'ClusterIP' } })).toEqual([])
  })
})
