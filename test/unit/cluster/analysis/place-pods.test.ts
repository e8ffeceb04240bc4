/** Pods that are placed are as a cluster that is run would have them. */
import { expect, test } from 'vitest'
import { createPlaceableCluster } from '../../../../src/cluster/analysis/placeable-cluster.ts'
import { createClosedCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster, ClusterOptions, WritableCluster } from '../../../../src/cluster/contract.ts'
import { createSeededRandom, createVirtualClock, type VirtualClock } from '../../../../src/cluster/virtual.ts'
import { isPod } from '../../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'
import { readManifests } from '../../../../src/kubernetes/yaml/read-manifests.ts'
import type { PodFacts } from '../../../../src/network/facts.ts'
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

/** What answers at a port is a function. */
const factsOf = ({ listeners, ...facts }: PodFacts = { listeners: [], complete: false }): unknown => ({
  ...facts,
  listeners: listeners.map(({ address, port, protocol, container }) => [address, port, protocol, container]),
})

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
      containers: status?.containerStatuses?.map(({ name, state, lastState, ready, restartCount }) => [
        name,
        Object.keys(state ?? {}),
        state?.waiting,
        [state?.terminated, lastState?.terminated].map((ended) => ended && [ended.exitCode, ended.reason, ended.message]),
        ready,
        restartCount,
      ]),
      inits: status?.initContainerStatuses?.map(({ name, state, ready }) => [name, state?.waiting, ready]),
      facts: factsOf(facts.pods[`default/${metadata.name ?? ''}`]),
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

const pod = (name: string, spec: string, containers = '[{name: main, image: nginx}]'): string => `
apiVersion: v1
kind: Pod
metadata: {name: ${name}, namespace: default}
spec:
  containers: ${containers}
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
  [
    'a Pod of the node’s network misses a ConfigMap',
    '  hostNetwork: true\n  volumes: [{name: site, configMap: {name: absent}}]',
  ],
])('%s', async (_what, spec) => {
  const text = [pod('asked', spec), pod('next', '')].join('---')
  const { isStanding, snapshot } = await placed(text)
  expect(isStanding).toBe(true)
  expect(podsOf(snapshot)).toEqual(podsOf(await settled(text)))
})

test.each([
  ['two servers on one port', '[{name: main, image: nginx}, {name: other, image: nginx}]', ''],
  ['a program that is not there', '[{name: main, image: nginx, args: ["--port=8080"]}]', ''],
  ['an image that nobody has', '[{name: main, image: "ngnix:1.27"}]', ''],
  ['a name that is no image’s', '[{name: main, image: "Nginx"}]', ''],
  ['a variable that nobody has', '[{name: main, image: nginx, envFrom: [{configMapRef: {name: absent}}]}]', ''],
  ['a program that ends for good', '[{name: main, image: nginx, args: ["--port=8080"]}]', '  restartPolicy: Never'],
  ['a probe that fails', '[{name: main, image: nginx, livenessProbe: {tcpSocket: {port: 81}, periodSeconds: 1}}]', ''],
  ['init containers that go on', '[{name: main, image: nginx}]', '  initContainers: [{name: first, image: nginx}]'],
])('%s: its kubelet alone knows', async (_what, containers, spec) => {
  const text = [pod('asked', spec, containers), pod('next', '')].join('---')
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
      containers: [{name: main, image: nginx, volumeMounts: [{name: site, mountPath: /site}]}]
      volumes: [{name: site, configMap: {name: absent}}]`,
  ],
])('%s has to be run', async (_what, text) => {
  expect((await placed(text)).isStanding).toBe(false)
})

const workload = (kind: string, spec: string, { replicas = 2, name = 'web' } = {}): string => `
apiVersion: apps/v1
kind: ${kind}
metadata: {name: ${name}, namespace: default}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
${spec}`

const NGINX = '      containers: [{name: main, image: nginx, ports: [{containerPort: 80}]}]'
const MOUNTED = '      containers: [{name: main, image: nginx, volumeMounts: [{name: site, mountPath: /site}]}]'
const UNREADY =
  '      containers: [{name: main, image: nginx, readinessProbe: {httpGet: {port: 81}, periodSeconds: 1, failureThreshold: 1}}]'

/** Names of a Deployment's Pods end in letters that are drawn: which of them comes first does not matter. */
const rowsOf = (snapshot: Snapshot): readonly string[] =>
  (podsOf(snapshot) as readonly unknown[])
    .map((one) => JSON.stringify(one).replaceAll(/(web-[0-9a-f]+-)[a-z0-9]{5}/gu, '$1drawn'))
    .sort()

test.each([
  ['a Deployment', workload('Deployment', NGINX)],
  ['a StatefulSet beside a Pod', [pod('other', ''), workload('StatefulSet', NGINX, { replicas: 3 })].join('\n---')],
  ['a StatefulSet whose Pods come together', workload('StatefulSet', `${NGINX}\n  podManagementPolicy: Parallel`)],
])('%s: its Pods are those of the cluster that is run', async (_what, text) => {
  const { isStanding, snapshot } = await placed(text)
  expect(isStanding).toBe(true)
  expect(rowsOf(snapshot)).toEqual(rowsOf(await settled(text)))
})

test.each([
  ['Pods that are never ready', workload('Deployment', UNREADY)],
  ['one that holds up the others', workload('StatefulSet', UNREADY)],
  ['a volume that nobody has', workload('Deployment', `${MOUNTED}\n      volumes: [{name: site, configMap: {name: absent}}]`)],
  ['a name that a Pod has already', [pod('web-0', ''), workload('StatefulSet', NGINX)].join('\n---')],
  ['names that are too long for a label', workload('StatefulSet', NGINX, { name: 'w'.repeat(63) })],
  ['a Deployment that waits', workload('Deployment', `${NGINX}\n  paused: true`)],
])('%s: controllers have to see the workload', async (_what, text) => {
  const { isStanding } = await placed(text)
  expect(isStanding).toBe(false)
})
