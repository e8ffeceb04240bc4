import { describe, expect, test } from 'vitest'
import type { IngressClass, Pod } from '../../../../src/kubernetes/generated/types.ts'
import { DEFAULT_CLUSTER_FACTS } from '../../../../src/network/facts.ts'
import { classOf, ingressesOf, isServedBy } from '../../../../src/network/ingress/classes.ts'
import { controllerAt, runningControllers } from '../../../../src/network/ingress/controllers.ts'
import type { ListenerHop } from '../../../../src/network/model.ts'
import { indexSnapshot } from '../../../../src/network/state.ts'
import { ingress, nginxClass, pod, snapshotOf } from './snapshots.ts'

const [facts] = DEFAULT_CLUSTER_FACTS.ingressControllers
const controller = facts!

const defaultClass = (name: string, created?: string): IngressClass => ({
  ...nginxClass,
  metadata: {
    name,
    ...(created === undefined ? {} : { creationTimestamp: created }),
    annotations: { 'ingressclass.kubernetes.io/is-default-class': 'true' },
  },
})

const none = { ingressClassName: undefined }
const LEGACY = 'kubernetes.io/ingress.class'

describe('I1: the class of an Ingress', () => {
  test.each([
    ['its field', ingress('i', []), [nginxClass], 'nginx', true],
    ['a class that does not exist', ingress('i', []), [], 'nginx', false],
    ['nothing', ingress('i', [], { spec: none }), [nginxClass], undefined, false],
    ['the default class', ingress('i', [], { spec: none }), [defaultClass('main')], 'main', true],
    [
      'the newest default',
      ingress('i', [], { spec: none }),
      [defaultClass('b', '2025'), defaultClass('a', '2024'), defaultClass('c')],
      'b',
      true,
    ],
    ['the annotation', ingress('i', [], { spec: none, annotations: { [LEGACY]: 'nginx' } }), [], 'nginx', true],
    [
      'the annotation with another value',
      ingress('i', [], { spec: none, annotations: { [LEGACY]: 'other' } }),
      [nginxClass],
      'other',
      false,
    ],
    ['the field before the annotation', ingress('i', [], { annotations: { [LEGACY]: 'other' } }), [nginxClass], 'nginx', true],
  ] as const)('%s', (_name, given, classes, name, served) => {
    const state = indexSnapshot(snapshotOf({ objects: [given, ...classes] }))
    expect(classOf(state, given).name).toBe(name)
    expect(isServedBy(state, given, controller)).toBe(served)
  })

  test('only ingress-nginx knows the annotation nginx without a class of that name', () => {
    const given = ingress('i', [], { spec: none, annotations: { [LEGACY]: 'nginx' } })
    expect(
      isServedBy(indexSnapshot(snapshotOf({ objects: [given] })), given, { ...controller, behaviour: 'specification' }),
    ).toBe(false)
  })

  test('I18: the oldest first, and of one age by name', () => {
    const objects = [
      ingress('c', [], { created: '2025' }),
      ingress('b', [], { created: '2024' }),
      ingress('a', [], { created: '2024' }),
    ]
    const state = indexSnapshot(snapshotOf({ objects: [nginxClass, ...objects] }))
    expect(ingressesOf(state, controller).map(({ metadata }) => metadata.name)).toEqual(['a', 'b', 'c'])
  })
})

describe('controllers', () => {
  const labels = controller.podLabels
  const named = (name: string, containerPort: number): Pod => {
    const one = pod('ingress-nginx/own', '10.244.1.90', {
      containers: [{ name: 'controller', ports: [{ name, containerPort }] }],
    })
    return { ...one, metadata: { ...one.metadata, labels } }
  }
  const hop = (destinationPort: number): ListenerHop => ({
    kind: 'listener',
    pod: { namespace: 'ingress-nginx', name: 'own' },
    decision: 'accepted',
    listening: [],
    before: { sourceIp: '', destinationIp: '', destinationPort, protocol: 'TCP' },
    semantics: [],
    stops: false,
  })
  const isWeb = (own: Pod, port: number): boolean =>
    controllerAt(indexSnapshot(snapshotOf({ objects: [own] })), hop(port)) !== undefined

  test('its web ports are those named so, else 80 and 443', () => {
    expect([isWeb(named('http', 8080), 8080), isWeb(named('http', 8080), 80)]).toEqual([true, false])
    expect([isWeb(named('metrics', 10_254), 443), isWeb(named('metrics', 10_254), 10_254)]).toEqual([true, false])
  })

  test('another Pod is none, nor is a connection that ends at no Pod', () => {
    const other = pod('ingress-nginx/own', '10.244.1.90')
    expect(isWeb(other, 80)).toBe(false)
    expect(controllerAt(indexSnapshot(snapshotOf({ objects: [other] })), undefined)).toBeUndefined()
  })

  test('Pods that have ended do not count', () => {
    const own = named('http', 80)
    const ended: Pod = { ...own, status: { ...own.status, phase: 'Failed' } }
    expect(runningControllers(indexSnapshot(snapshotOf({ objects: [own] })), controller)).toHaveLength(1)
    expect(runningControllers(indexSnapshot(snapshotOf({ objects: [ended] })), controller)).toEqual([])
  })
})
