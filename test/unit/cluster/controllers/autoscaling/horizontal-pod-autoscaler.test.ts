/** HorizontalPodAutoscalers beside those of a real cluster, and what kubectl shows of them. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, test } from 'vitest'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Event, HorizontalPodAutoscaler } from '../../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

interface Recorded {
  readonly name: string
  readonly namespace: string
  readonly replicas: number
  readonly spec: { readonly scaleTargetRef: { readonly kind: string; readonly name: string } }
  readonly status: { readonly isScaled: boolean; readonly conditions: readonly object[] }
  readonly events: readonly object[]
}

const path = join(import.meta.dirname, '../../../../cases/autoscaling/recorded.json')
const { autoscalers } = JSON.parse(readFileSync(path, 'utf8')) as { readonly autoscalers: readonly Recorded[] }

const MINUTE_MS = 60_000

const open = () => {
  const clock = createVirtualClock(Date.UTC(2026, 10, 27))
  const cluster = createCluster({ clock, random: createSeededRandom(1) })
  /** Steps are as small as those of what runs. */
  const run = (ms: number): void => {
    for (const end = clock.now() + ms; clock.now() < end;) clock.advance(500)
  }
  return { cluster, run }
}

const create = (cluster: Cluster, object: object): void => {
  const result = cluster.writer.create(object as KubernetesObject)
  if (!result.ok) throw new Error(result.status.message)
}

const workload = (kind: string, name: string, namespace: string, replicas: number): object => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name, namespace },
  spec: {
    replicas,
    ...(kind === 'StatefulSet' ? { serviceName: name } : {}),
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: { containers: [{ name: 'pause', image: 'registry.k8s.io/pause:3.10' }] },
    },
  },
})

const autoscaler = (name: string, spec: object, namespace = 'default'): object => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name, namespace },
  spec,
})

const scaling = (name: string, maxReplicas: number, minReplicas = 1): object => ({
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
  minReplicas,
  maxReplicas,
})

const read = (cluster: Cluster, name: string, namespace = 'default'): HorizontalPodAutoscaler =>
  cluster.store.get('horizontalpodautoscalers.autoscaling', namespace, name) as unknown as HorizontalPodAutoscaler

const eventsOf = (cluster: Cluster, name: string): readonly object[] =>
  cluster.store
    .list('events')
    .map((event) => event as unknown as Event)
    .filter(({ involvedObject }) => involvedObject.kind === 'HorizontalPodAutoscaler' && involvedObject.name === name)
    .map(({ type, reason, message }) => ({ type, reason, message }))

const replicasOf = (cluster: Cluster, name: string): unknown =>
  (cluster.store.get('deployments.apps', 'default', name) as { readonly spec?: { readonly replicas?: number } }).spec?.replicas

describe('as a real cluster without a server of metrics has recorded', () => {
  test.each(autoscalers.map((one) => [one.name, one] as const))('%s', (name, { namespace, replicas, spec, status, events }) => {
    const { cluster, run } = open()
    create(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } })
    const { kind, name: target } = spec.scaleTargetRef
    if ((kind === 'Deployment' && target !== 'gone') || kind === 'StatefulSet')
      create(cluster, workload(kind, target, namespace, replicas))
    run(1_000)
    create(cluster, autoscaler(name, spec, namespace))
    run(MINUTE_MS)
    const { lastScaleTime, ...found } = read(cluster, name, namespace).status ?? { desiredReplicas: -1 }
    const conditions = (found.conditions ?? []).map(({ lastTransitionTime: _, ...condition }) => condition)
    expect({ ...found, conditions, isScaled: lastScaleTime !== undefined }).toEqual(status)
    expect(eventsOf(cluster, name)).toEqual(events)
    cluster.stop()
  })
})

describe('an autoscaler', () => {
  it('is first looked at after a quarter of a minute, then as often', () => {
    const { cluster, run } = open()
    create(cluster, workload('Deployment', 'web', 'default', 5))
    create(cluster, autoscaler('web', scaling('web', 3)))
    run(14_000)
    expect([replicasOf(cluster, 'web'), read(cluster, 'web').status?.conditions]).toEqual([5, undefined])
    run(2_000)
    expect(replicasOf(cluster, 'web')).toBe(3)
    cluster.stop()
  })

  it('undoes what others do beyond its bounds, and follows its own', () => {
    const { cluster, run } = open()
    create(cluster, workload('Deployment', 'web', 'default', 2))
    create(cluster, autoscaler('web', scaling('web', 4, 2)))
    run(20_000)
    cluster.apply(workload('Deployment', 'web', 'default', 9) as KubernetesObject)
    run(20_000)
    expect(replicasOf(cluster, 'web')).toBe(4)
    cluster.apply(autoscaler('web', scaling('web', 8, 6)) as KubernetesObject)
    run(20_000)
    expect(replicasOf(cluster, 'web')).toBe(6)
    expect(read(cluster, 'web').status).toMatchObject({ desiredReplicas: 6 })
    cluster.stop()
  })

  it('shares Pods with no other, until that is gone', () => {
    const { cluster, run } = open()
    create(cluster, workload('Deployment', 'web', 'default', 2))
    create(cluster, autoscaler('one', scaling('web', 4)))
    create(cluster, autoscaler('two', scaling('web', 4)))
    run(40_000)
    const reason = (name: string): string | undefined =>
      read(cluster, name).status?.conditions?.find(({ type }) => type === 'ScalingActive')?.reason
    expect([reason('one'), reason('two')]).toEqual(['AmbiguousSelector', 'AmbiguousSelector'])
    expect(eventsOf(cluster, 'two')).toContainEqual({
      type: 'Warning',
      reason: 'AmbiguousSelector',
      message: 'pods by selector app=web are controlled by multiple HPAs: [default/one default/two]',
    })
    cluster.writer.delete({
      apiVersion: 'autoscaling/v2',
      kind: 'HorizontalPodAutoscaler',
      namespace: 'default',
      name: 'two',
    })
    run(20_000)
    expect(reason('one')).toBe('FailedGetResourceMetric')
    cluster.stop()
  })

  it('scales kinds that a definition gives a scale', () => {
    const { cluster, run } = open()
    create(cluster, {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'farms.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'farms', kind: 'Farm', singular: 'farm', listKind: 'FarmList' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
            subresources: {
              scale: {
                specReplicasPath: '.spec.cows',
                statusReplicasPath: '.status.cows',
                labelSelectorPath: '.status.labels',
              },
            },
          },
        ],
      },
    })
    run(2_000)
    create(cluster, {
      apiVersion: 'example.com/v1',
      kind: 'Farm',
      metadata: { name: 'hill', namespace: 'default' },
      spec: { cows: 9 },
    })
    create(
      cluster,
      autoscaler('hill', { scaleTargetRef: { apiVersion: 'example.com/v1', kind: 'Farm', name: 'hill' }, maxReplicas: 3 }),
    )
    run(20_000)
    expect(cluster.store.get('farms.example.com', 'default', 'hill')).toMatchObject({ spec: { cows: 3 } })
    run(20_000)
    expect(eventsOf(cluster, 'hill')).toContainEqual({
      type: 'Warning',
      reason: 'SelectorRequired',
      message: 'selector is required',
    })
    cluster.stop()
  })
})
