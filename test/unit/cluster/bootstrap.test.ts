import { expect, test } from 'vitest'
import { createPlaceableCluster } from '../../../src/cluster/analysis/placeable-cluster.ts'
import { createCluster } from '../../../src/cluster/cluster.ts'
import { DEFAULT_RANGES } from '../../../src/cluster/ranges.ts'
import { createSeededRandom, createVirtualClock } from '../../../src/cluster/virtual.ts'
import { hashTemplate } from '../../../src/cluster/controllers/workloads/template-hash.ts'
import { isDeployment } from '../../../src/kubernetes/guards.ts'
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

test('the hashes of its templates are those that are worked out', () => {
  const { store } = createPlaceableCluster({ clock: createVirtualClock(0), random: createSeededRandom(1) })
  const templates = store
    .list('deployments.apps')
    .filter(isDeployment)
    .flatMap(({ spec }) => spec?.template ?? [])
  expect(templates.length).toBe(2)
  expect(templates.map(hashTemplate)).toEqual(templates.map((template) => hashTemplate(structuredClone(template))))
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
