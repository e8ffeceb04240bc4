/** What Pods name has to be there, in the words of a real API server. */
import { expect, test } from 'vitest'
import { createClosedCluster, createCluster } from '../../../../../src/cluster/cluster.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Deployment, Pod } from '../../../../../src/kubernetes/generated/types.ts'

const options = () => ({ clock: createVirtualClock(Date.parse('2026-01-01T00:00:00Z')), random: createSeededRandom(1) })

const pod = (spec: Partial<NonNullable<Pod['spec']>>): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'a', namespace: 'default' },
  spec: { containers: [{ name: 'a', image: 'nginx' }], ...spec },
})

test.each<readonly [Partial<NonNullable<Pod['spec']>>, number, string]>([
  [
    { serviceAccountName: 'nope', priorityClassName: 'nope', runtimeClassName: 'x' },
    403,
    'pods "a" is forbidden: error looking up service account default/nope: serviceaccount "nope" not found',
  ],
  [
    { priorityClassName: 'nope', runtimeClassName: 'x' },
    403,
    'pods "a" is forbidden: no PriorityClass with name nope was found',
  ],
  [{ runtimeClassName: 'x' }, 403, 'pods "a" is forbidden: pod rejected: RuntimeClass "x" not found'],
  [{ runtimeClassName: '' }, 500, 'resource name may not be empty'],
  [
    { overhead: { cpu: '1' } },
    403,
    'pods "a" is forbidden: pod rejected: Pod Overhead set without corresponding RuntimeClass defined Overhead',
  ],
])('%j is refused', (spec, code, message) => {
  const cluster = createCluster(options())
  const result = cluster.writer.create(pod(spec))
  cluster.stop()
  expect(result).toMatchObject({ ok: false, status: { code, message } })
})

test.each([
  [{ serviceAccountName: 'nope' }, 'error looking up service account default/nope: serviceaccount "nope" not found'],
  [{ priorityClassName: 'nope' }, 'no PriorityClass with name nope was found'],
  [{ runtimeClassName: 'x' }, 'pod rejected: RuntimeClass "x" not found'],
])('a Pod that is to be given a name has none yet: %j', (spec, why) => {
  const cluster = createCluster(options())
  const result = cluster.writer.create({ ...pod(spec), metadata: { generateName: 'a-', namespace: 'default' } })
  cluster.stop()
  expect(result).toMatchObject({ ok: false, status: { message: `pods "a-" is forbidden: ${why}` } })
})

test('where objects are all that is known, accounts are not looked up', () => {
  const cluster = createClosedCluster(options())
  const result = cluster.writer.create(pod({ serviceAccountName: 'nope' }))
  cluster.stop()
  expect(result.ok).toBe(true)
})

test('an account gives its Pods secrets for images, and may keep its token', () => {
  const cluster = createCluster(options())
  cluster.writer.create({
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name: 'builder', namespace: 'default' },
    imagePullSecrets: [{ name: 'registry' }],
    automountServiceAccountToken: false,
  } as never)
  const result = cluster.writer.create(pod({ serviceAccountName: 'builder' }))
  cluster.stop()
  const made = result.ok ? (result.object as Pod) : undefined
  expect(made?.spec).toMatchObject({ serviceAccount: 'builder', imagePullSecrets: [{ name: 'registry' }] })
  expect(made?.spec?.volumes).toBeUndefined()
})

test('a Deployment whose account is not there says so, and gets its Pods once it is', async () => {
  const given = options()
  const cluster = createCluster(given)
  const template = {
    metadata: { labels: { app: 'a' } },
    spec: { serviceAccountName: 'late', containers: [{ name: 'a', image: 'nginx' }] },
  }
  const deployment: Deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'a', namespace: 'default' },
    spec: { selector: { matchLabels: { app: 'a' } }, template },
  }
  cluster.writer.create(deployment)
  await cluster.settle(1_000)
  const events = cluster.store.list('events', 'default').map((event) => (event as { message?: string }).message ?? '')
  expect(events.some((text) => text.includes('error looking up service account default/late'))).toBe(true)
  expect(cluster.store.list('pods', 'default')).toEqual([])
  cluster.writer.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'late', namespace: 'default' } })
  given.clock.advance(60_000)
  await cluster.settle(1_000)
  expect(cluster.store.list('pods', 'default')).toHaveLength(1)
  cluster.stop()
})
