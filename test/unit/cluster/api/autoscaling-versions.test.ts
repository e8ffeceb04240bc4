/** A HorizontalPodAutoscaler as both of its versions show it. Annotations as a real server (v1.34.4) wrote them. */
import { beforeEach, expect, it, test } from 'vitest'
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../src/cluster/virtual.ts'

interface Shown {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> }
  readonly spec: { readonly metrics?: readonly object[]; readonly targetCPUUtilizationPercentage?: number }
}

let cluster: Cluster
beforeEach(() => {
  cluster = createCluster({ clock: createVirtualClock(Date.UTC(2026, 0, 1)), random: createSeededRandom(1) })
})

const pathOf = (version: string, name = ''): string =>
  `http://cluster/apis/autoscaling/${version}/namespaces/default/horizontalpodautoscalers${name === '' ? '' : `/${name}`}`

const ask = async (method: string, path: string, body?: object): Promise<Shown> => {
  const headers = { 'content-type': 'application/json' }
  const response = await cluster.handle(
    new Request(path, { method, ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }) }),
  )
  expect(response.ok, await response.clone().text()).toBe(true)
  return (await response.json()) as Shown
}

const create = (metrics: readonly object[]): Promise<Shown> =>
  ask('POST', pathOf('v2'), {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 4, metrics },
  })

const cpu = { type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 60 } } }
const memory = { type: 'Resource', resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '100Mi' } } }
const pods = { type: 'Pods', pods: { metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue: '10' } } }
const METRICS = [
  memory,
  pods,
  {
    type: 'External',
    external: { metric: { name: 'queue', selector: { matchLabels: { a: 'b' } } }, target: { type: 'Value', value: '10' } },
  },
  { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'AverageValue', averageValue: '10' } } },
  {
    type: 'Object',
    object: {
      describedObject: { apiVersion: 'v1', kind: 'Service', name: 'web' },
      metric: { name: 'rps' },
      target: { type: 'Value', value: '10' },
    },
  },
  {
    type: 'ContainerResource',
    containerResource: { container: 'c', name: 'cpu', target: { type: 'Utilization', averageUtilization: 50 } },
  },
]

test.each([
  ['memory', [memory], '[{"type":"Resource","resource":{"name":"memory","targetAverageValue":"100Mi"}}]', undefined],
  ['Pods beside the processor', [pods, cpu], '[{"type":"Pods","pods":{"metricName":"hits","targetAverageValue":"10"}}]', 60],
])('%s: what the older version has no field for', async (_name, metrics, annotation, share) => {
  await create(metrics)
  const { metadata, spec } = await ask('GET', pathOf('v1', 'web'))
  expect(metadata.annotations?.['autoscaling.alpha.kubernetes.io/metrics']).toBe(annotation)
  expect(spec.targetCPUUtilizationPercentage).toBe(share)
})

it('comes back from the older version as it was', async () => {
  const { spec } = await create([...METRICS, cpu])
  const older = await ask('GET', pathOf('v1', 'web'))
  await ask('PUT', pathOf('v1', 'web'), older)
  const newer = await ask('GET', pathOf('v2', 'web'))
  expect(newer.spec).toEqual(spec)
  expect(newer.metadata.annotations).toBeUndefined()
})
