import { expect, test } from 'vitest'
import { createCluster } from '../../../src/cluster/cluster.ts'
import { DEFAULT_RANGES } from '../../../src/cluster/ranges.ts'
import { createSeededRandom, createVirtualClock } from '../../../src/cluster/virtual.ts'
import { hashTemplate } from '../../../src/cluster/controllers/workloads/template-hash.ts'
import { isDeployment, isPod } from '../../../src/kubernetes/guards.ts'
import { validate } from '../../../src/kubernetes/validation/validate.ts'

test.each([
  ['kubeadm’s ranges', DEFAULT_RANGES],
  [
    'two families',
    { ...DEFAULT_RANGES, serviceCidrs: ['10.96.0.0/16', 'fd00:10:96::/112'], podCidrs: ['10.244.0.0/16', 'fd00:10:244::/56'] },
  ],
])('all that a cluster with %s begins with is valid', (_, ranges) => {
  const cluster = createCluster({ clock: createVirtualClock(0), random: createSeededRandom(1), ranges })
  const objects = [...cluster.store.entries()].map(([, object]) => object)
  cluster.stop()
  expect(objects.length).toBeGreaterThan(150)
  expect(objects.flatMap((object) => validate(object).map((cause) => [object.kind, object.metadata.name, cause]))).toEqual([])
})

const options = () => ({ clock: createVirtualClock(0), random: createSeededRandom(1) })

test('the hashes of its templates are those that are worked out', () => {
  const { store } = createCluster(options())
  const templates = store
    .list('deployments.apps')
    .filter(isDeployment)
    .flatMap(({ spec }) => spec?.template ?? [])
  expect(templates.length).toBe(2)
  expect(templates.map(hashTemplate)).toEqual(templates.map((template) => hashTemplate(structuredClone(template))))
})

test('CoreDNS is kubeadm’s, but for the node that it is tied to', () => {
  const { store } = createCluster(options())
  const template = structuredClone(store.list('deployments.apps', 'kube-system').find(isDeployment)?.spec?.template)
  if (template?.spec === undefined) throw new Error('no CoreDNS')
  const tied = { 'kubernetes.io/hostname': 'netgrade-control-plane', 'kubernetes.io/os': 'linux' }
  expect(template.spec.nodeSelector).toEqual(tied)
  // The name that its ReplicaSet has in a cluster of v1.34.4 that kubeadm has made follows from the whole template.
  const untied = { ...template, spec: { ...template.spec, nodeSelector: { 'kubernetes.io/os': 'linux' } } }
  expect(hashTemplate(untied)).toBe('66bc5c9577')
})

test('the control plane’s Pods say how they were started, and are ready whatever their probes ask', async () => {
  const cluster = createCluster({
    ...options(),
    ranges: { ...DEFAULT_RANGES, serviceCidrs: ['10.32.0.0/16'], podCidrs: ['10.8.0.0/16'] },
  })
  await cluster.settle(30_000)
  const pods = cluster.store
    .list('pods', 'kube-system')
    .filter(isPod)
    .filter(({ metadata }) => metadata.labels?.['tier'] === 'control-plane')
  const node = cluster.store.get('nodes', undefined, 'netgrade-control-plane')
  cluster.stop()
  expect(pods.length).toBe(4)
  for (const { metadata, spec, status } of pods) {
    expect(metadata.ownerReferences).toEqual([
      { apiVersion: 'v1', kind: 'Node', name: 'netgrade-control-plane', uid: node?.metadata.uid, controller: true },
    ])
    expect(metadata.annotations?.['kubernetes.io/config.mirror']).toMatch(/^[0-9a-f]{32}$/u)
    expect(spec?.containers[0]?.livenessProbe?.httpGet?.port).toBe('probe-port')
    expect(status?.conditions?.find(({ type }) => type === 'Ready')).toMatchObject({ status: 'True' })
    expect(status?.qosClass).toBe('Burstable')
    expect(status).not.toHaveProperty('observedGeneration')
  }
  const flags = pods.flatMap(({ spec }) => spec?.containers[0]?.command ?? [])
  expect(flags).toContain('--cluster-cidr=10.8.0.0/16')
  expect(flags.filter((flag) => flag === '--service-cluster-ip-range=10.32.0.0/16').length).toBe(2)
})

/** As `kubectl get serviceaccounts -n kube-system` shows them on a cluster of v1.34 that kubeadm has made. */
const ACCOUNTS = `attachdetach-controller bootstrap-signer certificate-controller clusterrole-aggregation-controller coredns
  cronjob-controller daemon-set-controller default deployment-controller disruption-controller endpoint-controller
  endpointslice-controller endpointslicemirroring-controller ephemeral-volume-controller expand-controller
  generic-garbage-collector horizontal-pod-autoscaler job-controller kube-proxy legacy-service-account-token-cleaner
  namespace-controller node-controller persistent-volume-binder pod-garbage-collector pv-protection-controller
  pvc-protection-controller replicaset-controller replication-controller resource-claim-controller resourcequota-controller
  root-ca-cert-publisher service-account-controller service-cidrs-controller statefulset-controller token-cleaner
  ttl-after-finished-controller ttl-controller validatingadmissionpolicy-status-controller
  volumeattributesclass-protection-controller`.split(/\s+/u)

test('kube-system has the accounts of a real one', async () => {
  const cluster = createCluster({ clock: createVirtualClock(0), random: createSeededRandom(1) })
  await cluster.settle(1_000)
  const names = cluster.store.list('serviceaccounts', 'kube-system').map(({ metadata }) => metadata.name)
  cluster.stop()
  expect(names.sort()).toEqual(ACCOUNTS)
})
