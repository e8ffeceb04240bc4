/** A cluster in this process and what is done with it, for the tests beside the folder. */
import { createCluster } from '../../../../src/cluster/cluster.ts'
import type { Cluster } from '../../../../src/cluster/contract.ts'
import { loadShell } from '../../../../src/cluster/nodes/shell/load-shell.ts'
import { createSeededRandom, createVirtualClock, isVirtualClock } from '../../../../src/cluster/virtual.ts'
import type { Pod } from '../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../src/kubernetes/object.ts'

export const START = Date.UTC(2026, 10, 24)

/** A cluster with a clock of its own and one seed. */
export const create = (objects?: readonly KubernetesObject[], certificateAuthority?: string): Cluster =>
  createCluster({
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    clock: createVirtualClock(START),
    random: createSeededRandom(1),
    ...(objects === undefined ? {} : { objects }),
  })

/** Writes objects as kubectl apply would, and throws where one is refused. */
export const apply = (cluster: Cluster, ...objects: readonly object[]): void => {
  for (const object of objects) {
    const result = cluster.apply(object as KubernetesObject)
    if (result.kind === 'Status') throw new Error((result as { message?: string }).message)
  }
}

/** A Pod of one container, `c`. */
export const pod = (
  name: string,
  image: string,
  more: { readonly spec?: object; readonly container?: object; readonly labels?: object } = {},
): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: more.labels ?? { app: name } },
  spec: { containers: [{ name: 'c', image, ...more.container }], ...more.spec },
})

/** A Service that selects the Pod of its own name. */
export const service = (name: string, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
})

/** The Pod of this name in `default`. */
export const read = (cluster: Cluster, name: string): Pod => cluster.store.get('pods', 'default', name) as Pod
/** What listens in a Pod, as `program protocol port`. */
export const listening = (cluster: Cluster, name: string): readonly string[] =>
  (cluster.snapshot().facts.pods[`default/${name}`]?.listeners ?? []).map(
    ({ program, protocol, port }) => `${program} ${protocol} ${port}`,
  )
/** The status of the Pod’s first container. */
export const state = (cluster: Cluster, name: string) => read(cluster, name).status?.containerStatuses?.[0]

/** Puts a container into the Pod as `kubectl debug` does. Returns the answer's code. */
export const debug = async (cluster: Cluster, name: string, container: object): Promise<number> => {
  const path = `/api/v1/namespaces/default/pods/${name}/ephemeralcontainers`
  const response = await cluster.handle(
    new Request(`https://127.0.0.1${path}`, {
      method: 'PATCH',
      headers: { 'content-type': 'application/strategic-merge-patch+json' },
      body: JSON.stringify({ spec: { ephemeralContainers: [container] } }),
    }),
  )
  return response.status
}

/** What `kubectl logs` prints, or why it is refused. */
export const logs = async (cluster: Cluster, name: string, options = {}): Promise<string> => {
  const lines = cluster.runtime.logs({ namespace: 'default', name }, options)
  if (!(Symbol.asyncIterator in lines)) return `refused: ${lines.message ?? ''}`
  let text = ''
  for await (const chunk of lines) text += new TextDecoder().decode(chunk)
  return text
}

/** Runs a command while the clock moves on; the shell is loaded before, since that takes real time. */
export const exec = async (
  cluster: Cluster,
  name: string,
  ...command: readonly string[]
): Promise<{ readonly out: string; readonly code: number | string }> => {
  await loadShell()
  let out = ''
  const print = (chunk: Uint8Array): void => void (out += new TextDecoder().decode(chunk))
  const streams = { stdout: print, stderr: print, tty: false }
  let result: { readonly exitCode: number } | { readonly message?: string } | undefined
  void cluster.runtime
    .exec({ namespace: 'default', name }, command, streams, new AbortController().signal)
    .then((done) => (result = done))
  while (result === undefined) {
    await new Promise((resolve) => setImmediate(resolve))
    const { clock } = cluster
    if (isVirtualClock(clock)) clock.advance(20)
  }
  return { out, code: 'exitCode' in result ? result.exitCode : (result.message ?? '') }
}

/** A Pod that sleeps once. */
export const SLEEP = { spec: { restartPolicy: 'Never' }, container: { args: ['sleep', '3600'] } }

/** Attaches until the process has ended, with what the client sends. */
export const attach = async (
  cluster: Cluster,
  name: string,
  sent: string,
): Promise<{ readonly out: string; readonly code: unknown }> => {
  await loadShell()
  let out = ''
  const print = (chunk: Uint8Array): void => void (out += new TextDecoder().decode(chunk))
  const stdin = (async function* () {
    yield await Promise.resolve(new TextEncoder().encode(sent))
  })()
  let result: unknown
  void cluster.runtime
    .attach({ namespace: 'default', name }, { stdin, stdout: print, stderr: print, tty: false }, new AbortController().signal)
    .then((done) => (result = done))
  while (result === undefined) {
    await new Promise((resolve) => setImmediate(resolve))
    if (isVirtualClock(cluster.clock)) cluster.clock.advance(20)
  }
  return { out, code: result }
}
