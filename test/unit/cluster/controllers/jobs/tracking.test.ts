import { expect, test } from 'vitest'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { isVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Job, Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { apply, create } from '../../support/one-cluster.ts'

const FINALIZER = 'batch.kubernetes.io/job-tracking'

const job = (spec: object, script: string): object => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'work', namespace: 'default' },
  spec: {
    ...spec,
    template: {
      spec: {
        restartPolicy: 'Never',
        terminationGracePeriodSeconds: 1,
        containers: [{ name: 'c', image: 'busybox', command: ['sh', '-c', script] }],
      },
    },
  },
})

/** Lets so much time go by. */
const pass = async (cluster: Cluster, milliseconds: number): Promise<void> => {
  for (let gone = 0; gone < milliseconds; gone += 100) {
    await cluster.settle(0)
    if (isVirtualClock(cluster.clock)) cluster.clock.advance(100)
  }
  await cluster.settle(0)
}

const jobOf = (cluster: Cluster): Job => cluster.store.get('jobs.batch', 'default', 'work') as Job
const podsOf = (cluster: Cluster): readonly Pod[] => cluster.store.list('pods', 'default') as readonly Pod[]
const remove = (cluster: Cluster, { metadata }: Pod): void => {
  cluster.writer.delete({ apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: metadata.name ?? '' })
}

test('a Pod is held until it is counted', async () => {
  const cluster = create()
  const noted: unknown[] = []
  cluster.store.subscribe(({ resource, object }) => {
    if (resource === 'jobs.batch') noted.push((object as Job).status?.uncountedTerminatedPods ?? {})
  })
  apply(cluster, job({ completions: 2, parallelism: 2 }, 'sleep 2'))
  await pass(cluster, 1_000)
  expect(podsOf(cluster).map(({ metadata }) => metadata.finalizers)).toEqual([[FINALIZER], [FINALIZER]])
  const uids = podsOf(cluster).map(({ metadata }) => metadata.uid ?? '')
  await pass(cluster, 5_000)
  expect(podsOf(cluster).map(({ metadata }) => metadata.finalizers)).toEqual([undefined, undefined])
  expect(jobOf(cluster).status).toMatchObject({ succeeded: 2, uncountedTerminatedPods: {} })
  const told = noted.flatMap((one) => (one as { succeeded?: readonly string[] }).succeeded ?? [])
  expect([...new Set(told)].toSorted()).toEqual(uids.toSorted())
})

test('a Pod that is deleted has failed, and another one takes its place', async () => {
  const cluster = create()
  apply(cluster, job({ completions: 2, parallelism: 2 }, 'sleep 1000'))
  await pass(cluster, 1_000)
  remove(cluster, podsOf(cluster)[0]!)
  await pass(cluster, 4_000)
  expect(podsOf(cluster)).toHaveLength(2)
  expect(jobOf(cluster).status).toMatchObject({ active: 2, failed: 1, terminating: 0 })
})

test('where only Pods that have ended are replaced, the place of one that goes is held', async () => {
  const cluster = create()
  const rules = [{ action: 'Ignore', onExitCodes: { operator: 'In', values: [9] } }]
  apply(cluster, job({ podFailurePolicy: { rules } }, 'trap "" TERM; sleep 1000'))
  await pass(cluster, 1_000)
  remove(cluster, podsOf(cluster)[0]!)
  await pass(cluster, 200)
  expect([podsOf(cluster).length, jobOf(cluster).status?.terminating]).toEqual([1, 1])
  await pass(cluster, 3_000)
  expect(podsOf(cluster).filter(({ metadata }) => metadata.deletionTimestamp === undefined)).toHaveLength(1)
})

test('Pods that a suspended Job gives up have not failed', async () => {
  const cluster = create()
  apply(cluster, job({ completions: 2, parallelism: 2 }, 'sleep 1000'))
  await pass(cluster, 1_000)
  const found = jobOf(cluster)
  cluster.writer.update({ ...found, spec: { ...found.spec!, suspend: true } } as Job)
  await pass(cluster, 4_000)
  expect(podsOf(cluster)).toEqual([])
  expect(jobOf(cluster).status?.failed).toBeUndefined()
})

test.each([
  ['still held', true],
  ['let go already', false],
])('a server that stopped while it counted counts once: the Pod is %s', async (_, isHeld) => {
  const cluster = create()
  apply(cluster, job({ completions: 3, parallelism: 1 }, 'sleep 1000'))
  await pass(cluster, 1_000)
  const [first] = podsOf(cluster)
  const { finalizers: _held, ...metadata } = first!.metadata
  const ended = { ...first!, metadata: isHeld ? first!.metadata : metadata, status: { ...first!.status, phase: 'Succeeded' } }
  const found = jobOf(cluster)
  const uncountedTerminatedPods = { succeeded: [metadata.uid ?? ''] }
  cluster.store.put('jobs.batch', { ...found, status: { ...found.status, uncountedTerminatedPods } } as Job)
  cluster.store.put('pods', ended)
  await pass(cluster, 3_000)
  expect(jobOf(cluster).status).toMatchObject({ succeeded: 1, uncountedTerminatedPods: {} })
})

test('Pods of an earlier version are held and counted', async () => {
  const cluster = create()
  apply(cluster, job({}, 'sleep 3'))
  await pass(cluster, 500)
  const [pod] = podsOf(cluster)
  const { finalizers: _held, ...metadata } = pod!.metadata
  cluster.store.put('pods', { ...pod!, metadata })
  await pass(cluster, 100)
  expect(podsOf(cluster)[0]?.metadata.finalizers).toEqual([FINALIZER])
  await pass(cluster, 5_000)
  expect(jobOf(cluster).status).toMatchObject({ succeeded: 1 })
})

test.each(['Orphan', 'Background', 'Foreground'] as const)('the Pods of a Job that is deleted are let go (%s)', async (how) => {
  const cluster = create()
  apply(cluster, job({}, 'sleep 1000'))
  await pass(cluster, 1_000)
  cluster.writer.delete({ apiVersion: 'batch/v1', kind: 'Job', namespace: 'default', name: 'work' }, { propagation: how })
  await pass(cluster, 5_000)
  expect(jobOf(cluster)).toBeUndefined()
  expect(podsOf(cluster).map(({ metadata }) => metadata.finalizers)).toEqual(how === 'Orphan' ? [undefined] : [])
})
