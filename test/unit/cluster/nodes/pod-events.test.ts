import { expect, test } from 'vitest'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { isVirtualClock } from '../../../../src/cluster/virtual.ts'
import type { Event } from '../../../../src/kubernetes/generated/types.ts'
import { apply, create, exec, pod, read } from '../support/one-cluster.ts'

/** Those of the Pod `web`, in the order in which they came. */
const events = (cluster: Cluster): readonly string[] =>
  cluster.store
    .list('events')
    .map((event) => event as Event)
    .filter(({ involvedObject }) => involvedObject.name === 'web')
    .map(({ type, reason, message }) => `${type ?? ''} ${reason ?? ''}: ${message ?? ''}`)

const eventsOf = async (image: string, container: object = {}): Promise<readonly string[]> => {
  const cluster = create()
  apply(cluster, pod('web', image, { container }))
  for (let second = 0; second < 6; second++) {
    await cluster.settle(0)
    if (isVirtualClock(cluster.clock)) cluster.clock.advance(1_000)
  }
  return events(cluster).slice(1)
}

const IMAGE = 'host.invalid/x:1'

test('an image that cannot be had is pulled, missed, and waited for', async () => {
  const why = `failed to pull and unpack image "${IMAGE}": failed to resolve reference "${IMAGE}": dial tcp: lookup host.invalid: no such host`
  expect(await eventsOf(IMAGE)).toEqual([
    `Normal Pulling: Pulling image "${IMAGE}"`,
    `Warning Failed: Failed to pull image "${IMAGE}": ${why}`,
    'Warning Failed: Error: ErrImagePull',
    `Normal BackOff: Back-off pulling image "${IMAGE}"`,
    'Warning Failed: Error: ImagePullBackOff',
  ])
})

test('the name of an image that is none is told, and the error', async () => {
  const found = await eventsOf('Nginx')
  expect(found.map((line) => line.slice(0, 40))).toEqual([
    'Warning InspectFailed: Failed to apply d',
    'Warning Failed: Error: InvalidImageName',
  ])
})

test('what a container’s environment needs is looked for when its image is there', async () => {
  const found = await eventsOf('nginx:1.27', { envFrom: [{ configMapRef: { name: 'settings' } }] })
  expect(found).toEqual([
    'Normal Pulled: Container image "nginx:1.27" already present on machine',
    'Warning Failed: Error: configmap "settings" not found',
  ])
})

test('a container whose program is not there is created, and does not start', async () => {
  const found = await eventsOf('busybox:1.36', { command: ['nosuch'] })
  expect(found.slice(0, 2)).toEqual([
    'Normal Pulled: Container image "busybox:1.36" already present on machine',
    'Normal Created: Created container: c',
  ])
  expect(found[2]).toMatch(/^Warning Failed: Error: failed to create containerd task: .*exec: "nosuch"/u)
  expect(found.some((line) => line.includes('Started'))).toBe(false)
})

test('a Pod with gates says why it is not scheduled', async () => {
  const cluster = create()
  apply(cluster, pod('web', 'nginx', { spec: { schedulingGates: [{ name: 'a.b/c' }] } }))
  await cluster.settle(1_000)
  expect(read(cluster, 'web').status?.conditions).toMatchObject([
    { type: 'PodScheduled', status: 'False', reason: 'SchedulingGated' },
  ])
  expect(events(cluster)).toEqual([])
})

test('a readiness gate that nobody answers is named', async () => {
  const cluster = create()
  apply(cluster, pod('web', 'nginx', { spec: { readinessGates: [{ conditionType: 'x/y' }] } }))
  await cluster.settle(1_000)
  expect(read(cluster, 'web').status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({
    status: 'False',
    reason: 'ReadinessGatesNotReady',
    message: 'corresponding condition of pod readiness gate "x/y" does not exist.',
  })
})

test('a key that a volume wants is told as what is missing, until it is there', async () => {
  const cluster = create()
  const volumes = [
    { name: 'v', configMap: { name: 'map', items: [{ key: 'none', path: 'none' }] } },
    { name: 'w', projected: { sources: [{ secret: { name: 'map', items: [{ key: 'none', path: 'none' }] } }] } },
    { name: 'x', configMap: { name: 'map', items: [{ key: 'bytes', path: 'bytes' }] } },
    { name: 'y', configMap: { name: 'map', optional: true, items: [{ key: 'none', path: 'none' }] } },
  ]
  const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}` }))
  const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'map' }, binaryData: { bytes: 'aGk=' } }
  apply(cluster, map, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'map' } })
  apply(cluster, pod('web', 'nginx', { spec: { volumes }, container: { volumeMounts } }))
  await cluster.settle(1_000)
  const told = cluster.store.list('events').map((event) => (event as Event).message ?? '')
  expect(told.filter((message) => message.startsWith('MountVolume'))).toEqual([
    'MountVolume.SetUp failed for volume "v" : configmap references non-existent config key: none',
    'MountVolume.SetUp failed for volume "w" : references non-existent secret key: none',
  ])
  apply(cluster, { ...map, data: { none: 'a' } })
  apply(cluster, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'map' }, stringData: { none: 'b' } })
  await cluster.settle(1_000)
  expect(read(cluster, 'web').status?.phase).toBe('Running')
  expect((await exec(cluster, 'web', 'cat', '/v/none', '/w/none', '/x/bytes')).out).toBe('abhi')
})

test('what a volume wants and is not there is told at each try, with longer and longer waits', async () => {
  const cluster = create()
  const volumes = [
    { name: 'v', configMap: { name: 'nope' } },
    { name: 'w', secret: { secretName: 'gone' } },
  ]
  const volumeMounts = volumes.map(({ name }) => ({ name, mountPath: `/${name}` }))
  apply(cluster, pod('web', 'nginx', { spec: { volumes }, container: { volumeMounts } }))
  for (let step = 0; step < 4 * 140; step++) {
    await cluster.settle(0)
    if (isVirtualClock(cluster.clock)) cluster.clock.advance(250)
  }
  const tries = cluster.store.list('events').map((event) => event as Event)
  const mounts = tries
    .filter(({ reason }) => reason === 'FailedMount')
    .map(({ count, message }) => `${count ?? 0} ${message ?? ''}`)
  // As many as a real kubelet tells within 140 seconds.
  expect(mounts).toEqual([
    '9 MountVolume.SetUp failed for volume "v" : configmap "nope" not found',
    '9 MountVolume.SetUp failed for volume "w" : secret "gone" not found',
  ])
  apply(cluster, { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'nope' } })
  apply(cluster, { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'gone' } })
  await cluster.settle(1_000)
  expect(read(cluster, 'web').status?.phase).toBe('Running')
})
