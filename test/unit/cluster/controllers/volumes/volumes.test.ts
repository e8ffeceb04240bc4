import { describe, expect, test } from 'vitest'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import type { Event, PersistentVolume, PersistentVolumeClaim, Pod } from '../../../../../src/kubernetes/generated/types.ts'
import { isEvent } from '../../../../../src/kubernetes/guards.ts'
import { apply, create, pod } from '../../support/one-cluster.ts'

const claim = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...spec },
})

const volume = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'PersistentVolume',
  metadata: { name },
  spec: { accessModes: ['ReadWriteOnce'], capacity: { storage: '2Gi' }, hostPath: { path: '/data' }, ...spec },
})

const user = (name: string, claimName: string): object =>
  pod(name, 'nginx', {
    spec: { volumes: [{ name: 'data', persistentVolumeClaim: { claimName } }] },
    container: { volumeMounts: [{ name: 'data', mountPath: '/data' }] },
  })

const claimOf = (cluster: Cluster, name: string): PersistentVolumeClaim =>
  cluster.store.get('persistentvolumeclaims', 'default', name) as unknown as PersistentVolumeClaim

const volumesOf = (cluster: Cluster): readonly PersistentVolume[] =>
  cluster.store.list('persistentvolumes') as unknown as readonly PersistentVolume[]

const podOf = (cluster: Cluster, name: string): Pod => cluster.store.get('pods', 'default', name) as unknown as Pod

const reasons = (cluster: Cluster, name: string): readonly string[] =>
  cluster.store
    .list('events', 'default')
    .filter((event): event is Event & typeof event => isEvent(event) && event.involvedObject.name === name)
    .map(({ reason }) => reason ?? '')

describe('claims of kind’s class', () => {
  test('wait for a Pod, and get a volume on its node', async () => {
    const cluster = create()
    apply(cluster, claim('data'))
    await cluster.settle()
    expect(claimOf(cluster, 'data')).toMatchObject({ spec: { storageClassName: 'standard' }, status: { phase: 'Pending' } })
    expect(reasons(cluster, 'data')).toEqual(['WaitForFirstConsumer'])

    apply(cluster, user('one', 'data'))
    await cluster.settle()
    const [made] = volumesOf(cluster)
    const node = podOf(cluster, 'one').spec?.nodeName
    expect(podOf(cluster, 'one').status?.phase).toBe('Running')
    expect(made).toMatchObject({
      metadata: { name: `pvc-${claimOf(cluster, 'data').metadata.uid ?? ''}`, finalizers: ['kubernetes.io/pv-protection'] },
      spec: {
        persistentVolumeReclaimPolicy: 'Delete',
        claimRef: { name: 'data', namespace: 'default' },
        nodeAffinity: { required: { nodeSelectorTerms: [{ matchExpressions: [{ values: [node] }] }] } },
      },
      status: { phase: 'Bound' },
    })
    expect(claimOf(cluster, 'data')).toMatchObject({
      metadata: { annotations: { 'volume.kubernetes.io/selected-node': node } },
      spec: { volumeName: made?.metadata.name },
      status: { phase: 'Bound', capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'] },
    })
    expect(reasons(cluster, 'data')).toEqual([
      'WaitForFirstConsumer',
      'ExternalProvisioning',
      'Provisioning',
      'ProvisioningSucceeded',
    ])
    cluster.stop()
  })

  test('take their volume along when they go, after the Pods that use them', async () => {
    const cluster = create()
    apply(cluster, claim('data'), user('one', 'data'))
    await cluster.settle()
    cluster.writer.delete({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: 'data', namespace: 'default' })
    await cluster.settle()
    expect(claimOf(cluster, 'data').metadata.deletionTimestamp).toBeDefined()
    cluster.writer.delete({ apiVersion: 'v1', kind: 'Pod', name: 'one', namespace: 'default' })
    await cluster.settle()
    expect(claimOf(cluster, 'data')).toBeUndefined()
    expect(volumesOf(cluster)).toEqual([])
    cluster.stop()
  })
})

describe('volumes made by hand', () => {
  test('the smallest that is large enough is bound, and is released with its claim', async () => {
    const cluster = create()
    apply(
      cluster,
      volume('large', { capacity: { storage: '5Gi' } }),
      volume('small'),
      volume('tiny', { capacity: { storage: '1Mi' } }),
    )
    apply(cluster, claim('data', { storageClassName: '' }))
    await cluster.settle()
    const phases = (): Readonly<Record<string, string | undefined>> =>
      Object.fromEntries(volumesOf(cluster).map(({ metadata, status }) => [metadata.name ?? '', status?.phase] as const))
    expect(claimOf(cluster, 'data')).toMatchObject({
      spec: { volumeName: 'small' },
      status: { phase: 'Bound', capacity: { storage: '2Gi' } },
    })
    expect(phases()).toEqual({ large: 'Available', small: 'Bound', tiny: 'Available' })
    cluster.writer.delete({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: 'data', namespace: 'default' })
    await cluster.settle()
    expect(phases()).toEqual({ large: 'Available', small: 'Released', tiny: 'Available' })
    cluster.stop()
  })

  test('a volume that is deleted stays as long as its claim', async () => {
    const cluster = create()
    apply(cluster, volume('small'), claim('data', { storageClassName: '' }))
    await cluster.settle()
    cluster.writer.delete({ apiVersion: 'v1', kind: 'PersistentVolume', name: 'small' })
    await cluster.settle()
    expect(volumesOf(cluster)).toHaveLength(1)
    cluster.writer.delete({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', name: 'data', namespace: 'default' })
    await cluster.settle()
    expect(volumesOf(cluster)).toHaveLength(0)
    cluster.stop()
  })

  test('a Pod whose claim finds none waits, and says so', async () => {
    const cluster = create()
    apply(cluster, claim('data', { storageClassName: '' }), claim('other', { storageClassName: 'fast' }), user('one', 'data'))
    await cluster.settle()
    const [condition] = podOf(cluster, 'one').status?.conditions ?? []
    expect(condition?.message).toBe('0/3 nodes are available: pod has unbound immediate PersistentVolumeClaims. not found')
    expect(reasons(cluster, 'data')).toEqual(['FailedBinding'])
    expect(reasons(cluster, 'other')).toEqual(['ProvisioningFailed'])
    cluster.stop()
  })
})

test('what a Pod writes to a volume is there for the next', async () => {
  const cluster = create()
  apply(cluster, claim('data'))
  const command = (script: string): object => ({
    command: ['sh', '-c', script],
    volumeMounts: [{ name: 'data', mountPath: '/data' }],
  })
  const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }]
  apply(
    cluster,
    pod('writer', 'busybox', { spec: { volumes, restartPolicy: 'Never' }, container: command('echo kept > /data/note') }),
  )
  await cluster.settle()
  cluster.writer.delete({ apiVersion: 'v1', kind: 'Pod', name: 'writer', namespace: 'default' })
  await cluster.settle()
  apply(
    cluster,
    pod('reader', 'busybox', { spec: { volumes, restartPolicy: 'Never' }, container: command('grep kept /data/note') }),
  )
  await cluster.settle()
  expect(podOf(cluster, 'reader').status?.phase).toBe('Succeeded')
  cluster.stop()
})
