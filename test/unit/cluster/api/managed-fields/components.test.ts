/** Who owns what of objects that a cluster's own components write, as Kubernetes v1.34.4 tells it. */
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../../../../src/cluster/virtual.ts'

import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

let cluster: Cluster
let clock: ReturnType<typeof createVirtualClock>
beforeEach(() => {
  clock = createVirtualClock(Date.UTC(2026, 0, 1))
  cluster = createCluster({ clock, random: createSeededRandom(1) })
})
afterEach(() => cluster.stop())

const LABELS = { app: 'web' }
const POD = { metadata: { labels: LABELS }, spec: { containers: [{ name: 'c', image: 'nginx' }] } }
const DEPLOYMENT = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: { replicas: 1, selector: { matchLabels: LABELS }, template: POD },
}

const apply = async (object: object): Promise<void> => {
  expect(cluster.apply(object as KubernetesObject, 'me')).toMatchObject({ kind: (object as KubernetesObject).kind })
  await cluster.settle(10_000)
}

const only = (resource: string): KubernetesObject => {
  const [object] = cluster.store.list(resource, 'default').filter(({ metadata }) => metadata.name !== 'kubernetes')
  if (object === undefined) throw new Error(`no ${resource}`)
  return object
}

const managersOf = ({ metadata }: KubernetesObject): readonly string[] =>
  (metadata.managedFields ?? [])
    .map(({ manager = '', operation = '', subresource = '' }) => `${manager} ${operation} ${subresource}`.trim())
    .sort()

const fieldsOf = ({ metadata }: KubernetesObject, manager: string, subresource?: string): unknown =>
  metadata.managedFields?.find((entry) => entry.manager === manager && entry.subresource === subresource)?.fieldsV1

const patch = async (path: string, body: object, query = 'fieldManager=you'): Promise<Response> =>
  cluster.handle(
    new Request(`https://cluster${path}?${query}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/apply-patch+yaml' },
      body: JSON.stringify(body),
    }),
  )

it.each([
  ['deployments.apps', ['kube-controller-manager Update status', 'me Update']],
  ['replicasets.apps', ['kube-controller-manager Update', 'kube-controller-manager Update status']],
  ['pods', ['kube-controller-manager Update', 'kubelet Update status']],
  ['endpointslices.discovery.k8s.io', ['kube-controller-manager Update']],
  ['endpoints', ['kube-controller-manager Update']],
])('tells who has written %s', async (resource, managers) => {
  await apply(DEPLOYMENT)
  await apply({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: LABELS, ports: [{ port: 80 }] },
  })
  expect(managersOf(only(resource))).toEqual(managers)
})

it('gives the revision of a Deployment to the status that is written with it', async () => {
  await apply(DEPLOYMENT)
  expect(fieldsOf(only('deployments.apps'), 'kube-controller-manager', 'status')).toMatchObject({
    'f:metadata': { 'f:annotations': { 'f:deployment.kubernetes.io/revision': {} } },
    'f:status': { 'f:readyReplicas': {}, 'f:conditions': { 'k:{"type":"Available"}': { 'f:status': {} } } },
  })
})

it('gives an owner of a Pod as a whole, and nobody what a binding writes', async () => {
  await apply(DEPLOYMENT)
  const pod = only('pods')
  const uid = pod.metadata.ownerReferences?.[0]?.uid ?? ''
  expect(fieldsOf(pod, 'kube-controller-manager')).toMatchObject({
    'f:metadata': { 'f:ownerReferences': { [`k:{"uid":"${uid}"}`]: {} } },
  })
  const text = JSON.stringify(pod.metadata.managedFields)
  expect(text).not.toContain('f:nodeName')
  expect(fieldsOf(pod, 'kubelet', 'status')).toMatchObject({
    'f:status': { 'f:conditions': { 'k:{"type":"PodScheduled"}': { 'f:observedGeneration': {} } }, 'f:podIP': {} },
  })
  expect(text).not.toContain('"k:{\\"type\\":\\"PodScheduled\\"}":{".":')
})

it('names the scheduler where a Pod fits nowhere', async () => {
  await apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'default' },
    spec: { ...POD.spec, nodeSelector: { no: 'where' } },
  })
  expect(managersOf(only('pods'))).toEqual(['kube-scheduler Update status', 'me Update'])
})

it('tells of a node what its kubelet, kubeadm and the controllers wrote', () => {
  const node = cluster.store.get('nodes', undefined, 'netgrade-control-plane')
  if (node === undefined) throw new Error('no node')
  expect(managersOf(node)).toEqual([
    'kube-controller-manager Update',
    'kubeadm Update',
    'kubelet Update',
    'kubelet Update status',
  ])
  expect(fieldsOf(node, 'kube-controller-manager')).toEqual({
    'f:metadata': { 'f:annotations': { 'f:node.alpha.kubernetes.io/ttl': {} } },
    'f:spec': { 'f:podCIDR': {}, 'f:podCIDRs': { '.': {}, 'v:"10.244.0.0/24"': {} }, 'f:taints': {} },
  })
})

it('keeps what a claim got when it was bound', async () => {
  await apply({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data', namespace: 'default' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Mi' } } },
  })
  await apply({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'a', namespace: 'default' },
    spec: {
      containers: [{ name: 'c', image: 'nginx', volumeMounts: [{ name: 'v', mountPath: '/v' }] }],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'data' } }],
    },
  })
  expect(fieldsOf(only('persistentvolumeclaims'), 'kube-controller-manager')).toMatchObject({
    'f:spec': { 'f:volumeName': {} },
  })
})

it('refuses to apply what a component owns, and names it', async () => {
  await apply(DEPLOYMENT)
  await apply({
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'web', namespace: 'default' },
    spec: { minReplicas: 2, maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } },
  })
  for (let half = 0; half < 40; half += 1) clock.advance(500)
  const { apiVersion, kind, metadata } = DEPLOYMENT
  const path = '/apis/apps/v1/namespaces/default/deployments/web'
  const scaled = await patch(path, { apiVersion, kind, metadata, spec: { replicas: 1 } })
  expect(await scaled.json()).toMatchObject({
    code: 409,
    message:
      'Apply failed with 1 conflict: conflict with "kube-controller-manager" with subresource "scale" using apps/v1: .spec.replicas',
  })
  const told = await patch(`${path}/status`, { apiVersion, kind, metadata, status: { readyReplicas: 7 } })
  expect(await told.json()).toMatchObject({
    code: 409,
    message:
      'Apply failed with 1 conflict: conflict with "kube-controller-manager" with subresource "status" using apps/v1: .status.readyReplicas',
  })
  expect((await patch(path, { apiVersion, kind, metadata, spec: { replicas: 1 } }, 'fieldManager=you&force=true')).status).toBe(
    200,
  )
})

it('shares field sets that are equal between objects', async () => {
  await apply({ ...DEPLOYMENT, spec: { ...DEPLOYMENT.spec, replicas: 2 } })
  const [first, second] = cluster.store.list('pods', 'default')
  if (first === undefined || second === undefined) throw new Error('no Pods')
  expect(fieldsOf(second, 'kube-controller-manager')).toBe(fieldsOf(first, 'kube-controller-manager'))
})
