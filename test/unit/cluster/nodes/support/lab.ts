/** A cluster on a virtual clock in which commands are run as `kubectl exec` runs them. */
import { createCluster } from '../../../../../src/cluster/cluster.ts'
import type { Cluster, ClusterOptions } from '../../../../../src/cluster/contract.ts'
import { DEFAULT_RANGES, type ClusterRanges } from '../../../../../src/cluster/ranges.ts'
import { loadShell } from '../../../../../src/cluster/nodes/shell/load-shell.ts'
import { createSeededRandom, createVirtualClock, isVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Pod } from '../../../../../src/kubernetes/generated/types.ts'
import type { KubernetesObject } from '../../../../../src/kubernetes/object.ts'

/** What a command printed, the code it ended with, and the time it took on the cluster's clock. */
export interface Ran {
  readonly stdout: string
  readonly stderr: string
  readonly code: number
  readonly tookMs: number
}

export interface Lab {
  readonly cluster: Cluster
  readonly ip: (pod: string) => string
  log(pod: string): Promise<string>
  /** Lets time pass for what runs in the background. */
  pass(ms: number): Promise<void>
  readonly run: (pod: string, command: readonly string[] | string, stdin?: string) => Promise<Ran>
}

export const pod = (name: string, container: object, spec: object = {}): object => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec: { terminationGracePeriodSeconds: 0, ...spec, containers: [{ name: 'c', ...container }] },
})

export const tool = (name: string, image = 'busybox'): object => pod(name, { image, command: ['sleep', '1000000'] })

export const server = (name: string, image: string, ...args: readonly string[]): object =>
  pod(name, { image, ...(args.length === 0 ? {} : { args }) })

export const service = (name: string, spec: object): object => ({ apiVersion: 'v1', kind: 'Service', metadata: { name }, spec })

const LIMIT_MS = 3_600_000
const STEP_MS = 50
/** Between two steps of the clock, so that shells come to their next wait. */
const TURNS = 10

async function* once(text: string): AsyncIterable<Uint8Array> {
  yield await Promise.resolve(new TextEncoder().encode(text))
}

/** In a Pod's first container; the Pod is one of `default`, or `namespace/name`. */
export async function run(cluster: Cluster, pod: string, command: readonly string[], stdin?: string): Promise<Ran> {
  const [name = '', namespace = 'default'] = pod.split('/').toReversed()
  const out: string[] = []
  const errors: string[] = []
  const decoder = new TextDecoder()
  const startedMs = cluster.clock.now()
  const stop = new AbortController()
  let code: number | undefined
  const streams = {
    ...(stdin === undefined ? {} : { stdin: once(stdin) }),
    stdout: (chunk: Uint8Array) => out.push(decoder.decode(chunk)),
    stderr: (chunk: Uint8Array) => errors.push(decoder.decode(chunk)),
    tty: false,
  }
  void cluster.runtime
    .exec({ namespace, name }, command, streams, stop.signal)
    .then((result) => (code = 'exitCode' in result ? result.exitCode : -1))
  for (let turn = 0; code === undefined; turn++) {
    await new Promise((resolve) => setImmediate(resolve))
    if (turn % 5 === 4 && isVirtualClock(cluster.clock)) cluster.clock.advance(STEP_MS)
    if (cluster.clock.now() - startedMs > LIMIT_MS) stop.abort()
  }
  return { stdout: out.join(''), stderr: errors.join(''), code, tookMs: cluster.clock.now() - startedMs }
}

async function pass({ clock }: Cluster, ms: number): Promise<void> {
  for (const untilMs = clock.now() + ms; clock.now() < untilMs;) {
    for (let turn = 0; turn < TURNS; turn++) await new Promise((resolve) => setImmediate(resolve))
    if (isVirtualClock(clock)) clock.advance(STEP_MS)
  }
}

/** Of a Pod of `default`, or `namespace/name`. */
async function log(cluster: Cluster, pod: string): Promise<string> {
  const [name = '', namespace = 'default'] = pod.split('/').toReversed()
  const found = cluster.runtime.logs({ namespace, name }, {})
  if (!(Symbol.asyncIterator in found)) throw new Error(found.message)
  let text = ''
  for await (const chunk of found) text += new TextDecoder().decode(chunk)
  return text
}

export const openLab = (...objects: readonly object[]): Promise<Lab> => openLabOf(DEFAULT_RANGES, ...objects)

/** In a cluster with address ranges of its own. */
export const openLabOf = (ranges: ClusterRanges, ...objects: readonly object[]): Promise<Lab> =>
  openLabWith({ ranges }, ...objects)

/** In a cluster that is given more than a clock. */
export async function openLabWith(options: Partial<ClusterOptions>, ...objects: readonly object[]): Promise<Lab> {
  // Loading it takes real time, in which the clock of the cluster would run far ahead.
  await loadShell()
  const clock = createVirtualClock(Date.UTC(2026, 10, 24))
  const cluster = createCluster({ ...options, clock, random: createSeededRandom(1) })
  for (const object of objects) {
    const result = cluster.apply(object as KubernetesObject)
    if (result.kind === 'Status') throw new Error((result as { message?: string }).message)
  }
  await cluster.settle(5_000)
  return {
    cluster,
    ip: (name) => (cluster.store.get('pods', 'default', name) as Pod | undefined)?.status?.podIP ?? '',
    pass: (ms) => pass(cluster, ms),
    log: (name) => log(cluster, name),
    run: (name, command, stdin) => run(cluster, name, typeof command === 'string' ? ['sh', '-c', command] : command, stdin),
  }
}
