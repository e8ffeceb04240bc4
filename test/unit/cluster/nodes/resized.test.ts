// What a kubelet makes of new resources, as one of Kubernetes v1.34.4 does.
import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { apply, create, pod, read, state } from '../support/one-cluster.ts'

const SIZE = { requests: { cpu: '100m', memory: '64Mi' }, limits: { memory: '128Mi' } }

const resize = async (cluster: Cluster, name: string, resources: object): Promise<number> => {
  const answer = await cluster.handle(
    new Request(`https://127.0.0.1/api/v1/namespaces/default/pods/${name}/resize`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
      body: JSON.stringify({ spec: { containers: [{ name: 'c', resources }] } }),
    }),
  )
  await cluster.settle(3_000)
  return answer.status
}

const events = (cluster: Cluster): readonly string[] =>
  cluster.store.list('events').flatMap((event) => ('message' in event ? [String(event.message)] : []))

const pending = (cluster: Cluster, name: string): unknown =>
  read(cluster, name).status?.conditions?.find(({ type }) => type === 'PodResizePending')

const running = async (container: object = {}): Promise<Cluster> => {
  const cluster = create()
  apply(cluster, pod('p', 'nginx', { container: { resources: SIZE, ...container } }))
  await cluster.settle(5_000)
  expect(state(cluster, 'p')).toMatchObject({ ready: true, restartCount: 0, allocatedResources: SIZE.requests })
  return cluster
}

describe('a Pod that is given other resources', () => {
  test('has them without a restart', async () => {
    const cluster = await running()
    expect(await resize(cluster, 'p', { requests: { cpu: '200m' } })).toBe(200)
    const requests = { cpu: '200m', memory: '64Mi' }
    expect(state(cluster, 'p')).toMatchObject({
      ready: true,
      restartCount: 0,
      allocatedResources: requests,
      resources: { requests, limits: SIZE.limits },
    })
    expect(read(cluster, 'p').metadata.generation).toBe(2)
    expect(events(cluster)).toContain(
      'Pod resize completed: {"containers":[{"name":"c","resources":{"limits":{"memory":"128Mi"},"requests":{"cpu":"200m","memory":"64Mi"}}}]}',
    )
  })

  test('begins anew where its policy says so', async () => {
    const cluster = await running({ resizePolicy: [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }] })
    expect(await resize(cluster, 'p', { limits: { memory: '256Mi' } })).toBe(200)
    expect(state(cluster, 'p')).toMatchObject({
      ready: true,
      restartCount: 1,
      lastState: { terminated: { exitCode: 0, reason: 'Completed' } },
      resources: { limits: { memory: '256Mi' } },
    })
    expect(events(cluster)).toContain('Container c resize requires restart')
    expect(await resize(cluster, 'p', { requests: { cpu: '150m' } })).toBe(200)
    expect(state(cluster, 'p')).toMatchObject({ restartCount: 1, allocatedResources: { cpu: '150m' } })
  })

  test('keeps what it has where its node is too small, until it asks for less', async () => {
    const cluster = await running()
    expect(await resize(cluster, 'p', { requests: { cpu: '900' } })).toBe(200)
    expect(pending(cluster, 'p')).toMatchObject({
      status: 'True',
      reason: 'Infeasible',
      message: expect.stringMatching(/^Node didn't have enough capacity: cpu, requested: 900000, capacity: \d+$/u) as unknown,
    })
    expect(state(cluster, 'p')).toMatchObject({ ready: true, allocatedResources: SIZE.requests })
    expect(await resize(cluster, 'p', { requests: { cpu: '300m' } })).toBe(200)
    expect(pending(cluster, 'p')).toBeUndefined()
    expect(state(cluster, 'p')).toMatchObject({ allocatedResources: { cpu: '300m' } })
  })

  test('does not wait for others on its node to leave room', async () => {
    const cluster = await running()
    const node = cluster.store.get('nodes', undefined, read(cluster, 'p').spec?.nodeName ?? '')
    const capacity = (node as unknown as { status: { allocatable: { cpu: string } } }).status.allocatable.cpu
    const beside = { spec: { nodeName: node?.metadata.name }, container: { resources: { requests: { cpu: '1' } } } }
    apply(cluster, pod('other', 'nginx', beside))
    await cluster.settle(5_000)
    expect(await resize(cluster, 'p', { requests: { cpu: capacity } })).toBe(200)
    expect(pending(cluster, 'p')).toBeUndefined()
    expect(state(cluster, 'p')).toMatchObject({ allocatedResources: { cpu: capacity } })
  })
})
