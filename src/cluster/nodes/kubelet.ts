/** The nodes' agents: they run the Pods that are bound to them and report how they are. One object stands for those of all nodes. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import type { PodFacts } from '../../network/facts.ts'
import { resolve } from '../../network/resolve.ts'
import type { Controller, ReconcileKey } from '../controllers/controller.ts'
import { podsOnNode } from '../controllers/scheduling/pods-on-node.ts'
import type { StoredObject, StoreEvent } from '../store/store.ts'
import { followImages } from './changed-images.ts'
import type { ContainerInstance } from './container-instance.ts'
import { isRunning, type ContainerRecord } from './container-record.ts'
import { judgeEnd } from './container-ends.ts'
import { judgeDeadline, stopContainer, stopSidecars } from './container-stops.ts'
import { adopt, startDue } from './kubelet-containers.ts'
import type { HookContext } from './hooks.ts'
import { followResizes } from './resized.ts'
import { createPodAddresses, hostIpsOf } from './pod-addresses.ts'
import { reporter } from './pod-events.ts'
import { podStatus } from './pod-status.ts'
import { earliest } from './earliest.ts'
import { createProber, type Prober, type ProberOptions } from './prober.ts'
import { judgeReadiness } from './readiness.ts'
import type { SharedVolume } from './container-files.ts'
import { admitEphemeral, createSandbox, factsOf, type Sandbox } from './sandbox.ts'
import { libraryOf } from './userland.ts'
import { missingSources, mounts, refreshVolumes } from './volumes.ts'

/** How long a container takes from being asked for to running. */
const START_MS = 30
/** Between two tries to mount a volume. @see kubernetes pkg/util/goroutinemap/exponentialbackoff, v1.34 */
const FIRST_MOUNT_BACKOFF_MS = 500
const LAST_MOUNT_BACKOFF_MS = 122_000
/** Containers are looked at once in this time: one that ends before that is never seen to run. */
const RELIST_MS = 1_000
const LOOK_AGAIN_MS = 10

export interface KubeletOptions extends ProberOptions, Pick<HookContext, 'send'> {
  /** Listeners changed: a snapshot that was taken no longer holds. */
  changed(): void
}

export interface Kubelet {
  readonly controller: Controller
  find(namespace: string, name: string): Sandbox | undefined
  /** By `namespace/name`. */
  facts(): Readonly<Record<string, PodFacts>>
  /** Leaves a Pod as it is written, with the facts given; undefined gives it back. */
  hold(pod: Pod, facts: PodFacts | undefined): void
  stop(): void
}

const idOf = ({ namespace = '', name }: ReconcileKey): string => `${namespace}/${name}`

class NodeAgents implements Kubelet {
  readonly controller: Controller
  private readonly sandboxes = new Map<string, Sandbox>()
  /** Files of PersistentVolumes. */
  private readonly persistent = new Map<string, SharedVolume>()
  private readonly held = new Map<string, { readonly uid: string | undefined; readonly facts: PodFacts }>()
  private readonly options: KubeletOptions
  private readonly addresses: ReturnType<typeof createPodAddresses>
  /** There from the first probe on. */
  private prober: Prober | undefined

  constructor(options: KubeletOptions) {
    this.options = options
    this.addresses = createPodAddresses(options.context.store)
    this.controller = {
      name: 'kubelet',
      watches: ['pods', 'nodes', 'configmaps', 'secrets'],
      keysFor: (event) => this.keysFor(event),
      reconcile: (key) => this.reconcile(key),
    }
  }

  find(namespace: string, name: string): Sandbox | undefined {
    return this.sandboxes.get(`${namespace}/${name}`)
  }

  facts(): Readonly<Record<string, PodFacts>> {
    const held = [...this.held].map(([id, { facts }]) => [id, facts] as const)
    return Object.fromEntries([...held, ...[...this.sandboxes].map(([id, sandbox]) => [id, factsOf(sandbox)] as const)])
  }

  hold(pod: Pod, facts: PodFacts | undefined): void {
    const id = idOf(keyOf(pod))
    if (facts === undefined) this.held.delete(id)
    else this.held.set(id, { uid: pod.metadata.uid, facts })
  }

  private keysFor({ object, resource, type }: StoreEvent): readonly ReconcileKey[] {
    const { namespace, name = '' } = object.metadata
    if (resource === 'pods') return this.isHeld(object, type) ? [] : [keyOf(object)]
    if (resource !== 'nodes') return this.mounting(resource, namespace, name)
    return type === 'ADDED' ? podsOnNode(this.options.context.store, name).map(keyOf) : []
  }

  /** A Pod that goes, and another one of its name, is no longer left alone. */
  private isHeld({ metadata }: StoredObject, event: StoreEvent['type']): boolean {
    const id = idOf(keyOf({ metadata }))
    const held = this.held.get(id)
    if (held === undefined) return false
    const isSame = event !== 'DELETED' && metadata.uid === held.uid && metadata.deletionTimestamp === undefined
    if (!isSame) this.held.delete(id)
    return isSame
  }

  stop(): void {
    for (const sandbox of this.sandboxes.values()) for (const { instance } of sandbox.records) instance?.stop('kill')
    this.sandboxes.clear()
  }

  private mounting(resource: string, namespace: string | undefined, name: string): readonly ReconcileKey[] {
    const kind = resource === 'secrets' ? 'secret' : 'configmap'
    const concerned = [...this.sandboxes.values()].filter(
      (sandbox) =>
        sandbox.namespace === namespace &&
        (mounts(sandbox.pod, kind, name) || sandbox.records.some(({ waiting }) => waiting !== undefined)),
    )
    for (const sandbox of concerned) this.refresh(sandbox)
    return concerned.map((sandbox) => ({ namespace: sandbox.namespace, name: sandbox.name }))
  }

  /** Running containers see the new content of their volumes; those that waited for it try again. */
  private refresh({ pod, shared, persistent, records }: Sandbox): void {
    const { store, makeToken } = this.options.context
    const mount = { pod, store, shared, persistent, ...(makeToken === undefined ? {} : { makeToken }) }
    for (const record of records) {
      if (record.instance?.isRunning === true) refreshVolumes(record.container, record.instance.setup.files, mount)
      if (record.waiting?.reason === 'CreateContainerConfigError') record.retryAtMs = 0
    }
  }

  private reconcile(key: ReconcileKey): number | undefined {
    if (this.held.has(idOf(key))) return undefined
    const { store } = this.options.context
    const pod = store.get('pods', key.namespace, key.name)
    const known = this.sandboxes.get(idOf(key))
    if (known !== undefined && (pod === undefined || pod.metadata.uid !== known.uid)) this.tearDown(known)
    if (pod === undefined || !isPod(pod)) return undefined
    const sandbox = this.sandboxes.get(idOf(key)) ?? (this.isHere(pod) ? this.open(pod) : undefined)
    if (sandbox === undefined) return undefined
    sandbox.pod = pod
    admitEphemeral(sandbox)
    followImages(sandbox, this.options.context)
    followResizes(sandbox, this.options.context)
    return pod.metadata.deletionTimestamp === undefined ? this.run(sandbox) : this.terminate(sandbox, pod)
  }

  /** A Pod that names a node which is not there has nobody to run it. */
  private isHere({ spec: { nodeName = '' } = { containers: [] } }: Pod): boolean {
    return nodeName !== '' && this.options.context.store.get('nodes', undefined, nodeName) !== undefined
  }

  /** Pods that have ended stay as they are, but for their logs nothing of them is left on the node. */
  private open(pod: Pod): Sandbox | undefined {
    const phase = pod.status?.phase
    if ((phase === 'Succeeded' || phase === 'Failed') && pod.metadata.deletionTimestamp === undefined) return undefined
    const { context } = this.options
    const sandbox = createSandbox(pod, context.clock.now(), this.persistent)
    admitEphemeral(sandbox)
    adopt(sandbox, context)
    this.sandboxes.set(idOf(keyOf(pod)), sandbox)
    return sandbox
  }

  private run(sandbox: Sandbox): number | undefined {
    const { context } = this.options
    const now = context.clock.now()
    if (!sandbox.started) {
      const waitMs = this.prepare(sandbox, now)
      if (waitMs !== undefined) {
        this.report(sandbox)
        return waitMs
      }
    }
    const shown = sandbox.records.map((record) => judgeEnd(sandbox, record, context)).reduce(earliest, undefined)
    stopSidecars(sandbox, this.options)
    const deadline = judgeDeadline(sandbox, this.options)
    const clusterDomain = (): string => this.options.snapshot().facts.cluster.clusterDomain
    const start =
      sandbox.failure === undefined
        ? startDue(sandbox, { context, host: this.hostOf(sandbox), hooks: this.options, clusterDomain })
        : undefined
    if (sandbox.records.some((record) => mayEndSoon(record, now))) return LOOK_AGAIN_MS
    // A probe finds the Pod where its status says that it is.
    const isProbed = sandbox.records.some(({ container: { readinessProbe, startupProbe } }) => readinessProbe ?? startupProbe)
    if (isProbed) this.report(sandbox)
    const probe = this.probe(sandbox)
    for (const record of sandbox.records) judgeReadiness(record)
    this.report(sandbox)
    return [shown, start, probe, deadline].reduce(earliest, undefined)
  }

  /** Runs the probes that are due; in how many milliseconds the next one is. */
  private probe(sandbox: Sandbox): number | undefined {
    const isProbed = sandbox.records.some(
      ({ container: { startupProbe, livenessProbe, readinessProbe } }) =>
        (startupProbe ?? livenessProbe ?? readinessProbe) !== undefined,
    )
    if (!isProbed) return undefined
    this.prober ??= createProber(this.options)
    return this.prober.probe(sandbox)
  }

  /** Address and volumes; the time to wait where something is missing. */
  private prepare(sandbox: Sandbox, now: number): number | undefined {
    const { context } = this.options
    const { spec } = sandbox.pod
    const missing = missingSources(sandbox.pod, context.store)
    if (missing.length > 0) return this.retryMount(sandbox, missing, now)
    const nodeName = spec?.nodeName ?? ''
    if (sandbox.ips.length === 0)
      sandbox.ips = spec?.hostNetwork === true ? this.hostIps(nodeName) : this.addresses.allocate(nodeName)
    const since = now - sandbox.createdAtMs
    if (since < START_MS) return START_MS - since
    sandbox.started = true
    return undefined
  }

  /** What is missing is told at each try. Whatever is made meanwhile is seen at once, without a try. */
  private retryMount(sandbox: Sandbox, missing: readonly string[], now: number): number {
    const { atMs = now, waitMs = 0 } = sandbox.mountRetry ?? {}
    if (atMs > now) return atMs - now
    for (const message of missing) reporter(sandbox, this.options.context)('Warning', 'FailedMount', message)
    const nextMs = waitMs === 0 ? FIRST_MOUNT_BACKOFF_MS : Math.min(LAST_MOUNT_BACKOFF_MS, waitMs * 2)
    sandbox.mountRetry = { atMs: now + nextMs, waitMs: nextMs }
    return nextMs
  }

  private hostIps(nodeName: string): readonly string[] {
    const node = this.options.context.store.get('nodes', undefined, nodeName)
    return node !== undefined && isNode(node) ? hostIpsOf(node) : []
  }

  private hostOf(sandbox: Sandbox): ConstructorParameters<typeof ContainerInstance>[1] {
    const key = { namespace: sandbox.namespace, name: sandbox.name }
    return {
      clock: this.options.context.clock,
      isTaken: (instance, listener) =>
        sandbox.records.some(
          (record) =>
            record.instance !== instance &&
            (record.instance?.listeners ?? []).some(
              (other) => other.port === listener.port && other.protocol === listener.protocol,
            ),
        ),
      changed: () => {
        this.options.changed()
        this.options.enqueue(key)
      },
      lookUp: ({ setup: { image } }, name) =>
        resolve(this.options.snapshot(), { from: { pod: key }, name, library: libraryOf(image) }).addresses,
      runShell: (instance, argv, signal) => this.options.runShell(instance, argv, signal),
    }
  }

  private report(sandbox: Sandbox): void {
    const { context } = this.options
    const current = context.store.get('pods', sandbox.namespace, sandbox.name)
    if (current === undefined || !isPod(current)) return
    const hostIps = this.hostIps(current.spec?.nodeName ?? '')
    const status = podStatus(current, { ...sandbox, hostIps, nowMs: context.clock.now() })
    if (!isEqual(status, current.status)) context.writer.record({ ...current, status } as Pod, { subresource: 'status' })
  }

  private terminate(sandbox: Sandbox, pod: Pod): number | undefined {
    const { context } = this.options
    const now = context.clock.now()
    const running = sandbox.records.filter(isRunning)
    const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 0) * 1000
    if (sandbox.killAtMs === undefined) {
      for (const record of running) stopContainer(sandbox, record, graceMs, this.options)
    }
    // A second deletion may shorten the time.
    sandbox.killAtMs = Math.min(sandbox.killAtMs ?? Infinity, now + graceMs)
    // What has ended serves nobody any more, while others of the Pod still do.
    this.report(sandbox)
    if (sandbox.records.some(isRunning) && now < sandbox.killAtMs) return sandbox.killAtMs - now
    for (const { instance } of sandbox.records) instance?.stop('kill')
    if ((pod.metadata.finalizers ?? []).length > 0) {
      this.report(sandbox)
      return undefined
    }
    this.tearDown(sandbox)
    context.store.remove('pods', sandbox.namespace, sandbox.name)
    return undefined
  }

  private tearDown(sandbox: Sandbox): void {
    for (const { instance } of sandbox.records) instance?.stop('kill')
    for (const ip of sandbox.ips) this.addresses.release(ip)
    this.sandboxes.delete(`${sandbox.namespace}/${sandbox.name}`)
    this.options.changed()
  }
}

const mayEndSoon = ({ instance, startedAtMs }: ContainerRecord, now: number): boolean =>
  instance?.isRunning === true && instance.isBeginning && now - startedAtMs < RELIST_MS

const keyOf = ({ metadata }: { readonly metadata: Pod['metadata'] }): ReconcileKey => ({
  namespace: metadata.namespace ?? 'default',
  name: metadata.name ?? '',
})

export const createKubelet = (options: KubeletOptions): Kubelet => new NodeAgents(options)
