/** The machine's clock is set while a cluster runs: time as it is told jumps, timers go on. */
import { expect, test } from 'vitest'
import { createCluster } from '../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../src/cluster/virtual.ts'
import type { Deployment, Pod } from '../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'

const HOUR_MS = 3_600_000

const deployment = (name: string): KubernetesObject & Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    replicas: 2,
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [{ name: 'c', image: 'nginx', readinessProbe: { httpGet: { path: '/', port: 80 }, periodSeconds: 1 } }],
      },
    },
  },
})

const createJumpingCluster = () => {
  const base = createVirtualClock(Date.UTC(2026, 10, 24))
  let offsetMs = 0
  const clock = { ...base, now: () => base.now() + offsetMs }
  const cluster = createCluster({ clock, random: createSeededRandom(1) })
  return { cluster, jump: (milliseconds: number) => (offsetMs += milliseconds) }
}

test.each([
  ['a day ahead', 24 * HOUR_MS],
  ['a day back', -24 * HOUR_MS],
  ['a minute back', -60_000],
])('%s: what runs goes on running, what is made becomes ready, revisions rise', async (_name, milliseconds) => {
  const { cluster, jump } = createJumpingCluster()
  cluster.apply(deployment('before'))
  await cluster.settle()
  const pods = () => cluster.store.list('pods', 'default') as readonly Pod[]
  const uids = pods().map(({ metadata }) => metadata.uid)
  const { revision } = cluster.store
  jump(milliseconds)
  cluster.apply(deployment('after'))
  await cluster.settle()
  await cluster.settle()
  expect(pods()).toHaveLength(4)
  expect(pods().map(({ metadata }) => metadata.uid)).toEqual(expect.arrayContaining(uids))
  for (const { status, metadata } of pods()) {
    expect([metadata.name, status?.conditions?.find(({ type }) => type === 'Ready')?.status]).toEqual([metadata.name, 'True'])
    expect(status?.containerStatuses?.[0]?.restartCount).toBe(0)
  }
  expect(cluster.store.revision).toBeGreaterThan(revision)
})
