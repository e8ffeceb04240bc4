/** Pods that are placed are as a cluster that is run would have them. */
import { expect, test } from 'vitest'
import { createPlaceableCluster } from '../../../../src/cluster/analysis/placeable-cluster.ts'
import { createClosedCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster, ClusterOptions, WritableCluster } from '../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock, type VirtualClock } from '../../../../src/cluster/virtual.ts'
import { isPod } from '../../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'
import type { Snapshot } from '../../../../src/network/model.ts'

const environment = (): ClusterOptions & { readonly clock: VirtualClock } => ({
  clock: createVirtualClock(Date.UTC(2025, 0, 1)),
  random: createSeededRandom(1),
})

const objectsOf = (text: string): readonly KubernetesObject[] =>
  readManifests(text, 'given.yaml').documents.map(({ value }) => value as unknown as KubernetesObject)

const apply = (cluster: WritableCluster, text: string): void => {
  for (const object of objectsOf(text)) expect(cluster.apply(object)).not.toHaveProperty('reason')
}

/** Without times, which depend on when somebody looked. */
const podsOf = ({ objects, facts }: Snapshot): unknown =>
  objects
    .filter(isPod)
    .filter(({ metadata }) => metadata.namespace === 'default')
    .map(({ metadata, spec, status }) => ({
      name: metadata.name,
      node: spec?.nodeName,
      phase: status?.phase,
      conditions: status?.conditions?.map(({ type, status: state, reason, message }) => [type, state, reason, message]),
      ips: status?.podIPs,
      hostIps: status?.hostIPs,
      containers: status?.containerStatuses?.map(({ name, state, ready }) => [name, Object.keys(state ?? {}), state?.waiting, ready]),
      inits: status?.initContainerStatuses?.map(({ name, state, ready }) => [name, state?.waiting, ready]),
      facts: facts.pods[`default/${metadata.name ?? ''}`],
    }))

const settled = async (text: string): Promise<Snapshot> => {
  const cluster: Cluster = createClosedCluster(environment())
  apply(cluster, text)
  await cluster.settle(60_000)
  const snapshot = cluster.snapshot()
  cluster.stop()
  return snapshot
}

const placed = async (text: string): Promise<{ readonly isStanding: boolean; readonly snapshot: Snapshot }> => {
  const cluster = createPlaceableCluster(environment())
  apply(cluster, text)
  const isStanding = await cluster.standPods()
  const snapshot = cluster.snapshot()
  cluster.stop()
  return { isStanding, snapshot }
}

const pod = (name: string, spec: string): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: default}
spec:
  containers: [{name: main, image: nginx}]
${spec}`

test.each([
  ['nothing is missing', ''],
  ['a ConfigMap is missing', '  volumes: [{name: site, configMap: {name: absent}}]'],
  ['a Secret is missing', '  volumes: [{name: keys, secret: {secretName: absent}}]'],
  [
    'a ConfigMap is missing before init containers',
    '  initContainers: [{name: first, image: nginx}]\n  volumes: [{name: site, configMap: {name: absent}}]',
  ],
  ['what is missing is optional', '  volumes: [{name: site, configMap: {name: absent, optional: true}}]'],
  ['a Pod of the node’s network misses a ConfigMap', '  hostNetwork: true\n  volumes: [{name: site, configMap: {name: absent}}]'],
])('%s', async (_what, spec) => {
  const text = [pod('asked', spec), pod('next', '')].join('---')
  const { isStanding, snapshot } = await placed(text)
  expect(isStanding).toBe(true)
  expect(podsOf(snapshot)).toEqual(podsOf(await settled(text)))
})

test.each([
  ['init containers that end', pod('asked', '  initContainers: [{name: first, image: nginx, command: [sh, -c, sleep 1]}]')],
  [
    'a Pod of a workload that misses a ConfigMap',
    `
apiVersion: apps/v1
kind: Deployment
metadata: {name: asked, namespace: default}
spec:
  selector: {matchLabels: {app: asked}}
  template:
    metadata: {labels: {app: asked}}
    spec:
      containers: [{name: main, image: nginx}]
      volumes: [{name: site, configMap: {name: absent}}]`,
  ],
])('%s has to be run', async (_what, text) => {
  expect((await placed(text)).isStanding).toBe(false)
})
