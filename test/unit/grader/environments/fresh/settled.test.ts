import { describe, expect, test } from 'vitest'
import { judgeSettling, probeMs } from '../../../../../grader/environments/fresh/settled.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

const object = (apiVersion: string, kind: string, name: string, rest: object): KubernetesObject => ({
  apiVersion,
  kind,
  metadata: { uid: name, name, namespace: 'shop', generation: 1 },
  ...rest,
})

const pod = (name: string, status: object, rest: object = {}): KubernetesObject => ({
  ...object('v1', 'Pod', name, { spec: { containers: [] }, status }),
  ...rest,
})
const container = (state: object): object => ({ phase: 'Pending', containerStatuses: [{ name: 'a', state }] })
const READY = {
  phase: 'Running',
  podIP: '10.0.0.1',
  podIPs: [{ ip: '10.0.0.1' }],
  conditions: [{ type: 'Ready', status: 'True' }],
}
const NOTHING: ReadonlySet<string> = new Set()

const judge = (...objects: readonly KubernetesObject[]): string => judgeSettling(objects, NOTHING)

describe('Pods', () => {
  test.each([
    ['nothing was said yet', {}, 'moving'],
    ['ready', READY, 'settled'],
    ['done', { phase: 'Succeeded' }, 'settled'],
    ['failed', { phase: 'Failed' }, 'stays'],
    ['no node has room', { conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable' }] }, 'stays'],
    ['being created', container({ waiting: { reason: 'ContainerCreating' } }), 'moving'],
    ['without its image', container({ waiting: { reason: 'ImagePullBackOff' } }), 'stays'],
    ['crashing', container({ waiting: { reason: 'CrashLoopBackOff' } }), 'stays'],
    ['running, and not ready', container({ running: {} }), 'stays'],
    ['ended, and about to be started again', container({ terminated: { exitCode: 1 } }), 'stays'],
  ])('%s', (_, status, expected) => {
    expect(judge(pod('web', status))).toBe(expected)
  })

  test('one that is on its way out', () => {
    const going = pod('web', READY)
    expect(judge({ ...going, metadata: { ...going.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } })).toBe('moving')
  })

  test('one that was made and has not been seen', () => {
    expect(judgeSettling([], new Set(['web']))).toBe('moving')
    expect(judgeSettling([pod('web', READY)], new Set(['web']))).toBe('settled')
  })
})

describe('workloads', () => {
  const deployment = (status: object, spec: object = { replicas: 2 }): KubernetesObject =>
    object('apps/v1', 'Deployment', 'web', { spec, status })
  test.each([
    ['not looked at', deployment({}), 'moving'],
    ['half of it', deployment({ observedGeneration: 1, replicas: 2, readyReplicas: 1, updatedReplicas: 2 }), 'moving'],
    ['all of it', deployment({ observedGeneration: 1, replicas: 2, readyReplicas: 2, updatedReplicas: 2 }), 'settled'],
    ['nothing is wanted', deployment({ observedGeneration: 1 }, { replicas: 0 }), 'settled'],
    [
      'on every node',
      object('apps/v1', 'DaemonSet', 'web', {
        status: { observedGeneration: 1, desiredNumberScheduled: 2, numberReady: 2, updatedNumberScheduled: 2 },
      }),
      'settled',
    ],
  ])('%s', (_, workload, expected) => {
    expect(judge(workload)).toBe(expected)
  })
})

describe('Services', () => {
  const service = object('v1', 'Service', 'web', {
    spec: { selector: { app: 'web' }, ports: [{ port: 80 }], ipFamilies: ['IPv4'] },
  })
  const web = pod('web', READY, { metadata: { uid: 'web', name: 'web', namespace: 'shop', labels: { app: 'web' } } })
  const slice = (addresses: readonly string[], ready = true): KubernetesObject => ({
    ...object('discovery.k8s.io/v1', 'EndpointSlice', 'web-1', {
      endpoints: addresses.map((one) => ({ addresses: [one], conditions: { ready } })),
    }),
    metadata: { uid: 's', name: 'web-1', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'web' } },
  })
  test('have the endpoints that their Pods give them', () => {
    expect(judge(service, web)).toBe('moving')
    expect(judge(service, web, slice(['10.0.0.1'], false))).toBe('moving')
    expect(judge(service, web, slice(['10.0.0.1']))).toBe('settled')
    expect(judge(service)).toBe('settled')
    expect(judge(object('v1', 'Service', 'web', { spec: { ports: [{ port: 80 }] } }))).toBe('settled')
  })
})

test('how long a probe takes to say yes', () => {
  const probed = (readinessProbe: object): KubernetesObject =>
    pod('web', {}, { spec: { containers: [{ name: 'a', readinessProbe }] } })
  expect(probeMs([])).toBe(0)
  expect(probeMs([probed({ initialDelaySeconds: 5, periodSeconds: 2, successThreshold: 2 })])).toBe(9000)
  expect(probeMs([probed({ initialDelaySeconds: 600 })])).toBe(30_000)
})
