/** The embedded cluster: store, API, controllers and nodes put together. It has no clock, no randomness and no sockets of its own. */
import { decode } from '../kubernetes/decode/decode.ts'
import { isPod } from '../kubernetes/guards.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { findServed } from './custom/served.ts'
import type { Status } from '../kubernetes/status.ts'
import type { Exchange, RequestQuestion, Snapshot } from '../network/model.ts'
import { prepareRequests } from '../network/prepare.ts'
import { request } from '../network/request.ts'
import type { ApiContext } from './api/api-context.ts'
import { recordAllAddresses } from './api/allocate/ip-addresses.ts'
import { createWriter } from './api/create-writer.ts'
import { podTokens } from './api/authentication/service-account-token.ts'
import type { Caller } from './api/gate.ts'
import { answerAsApiServer } from './api/inside.ts'
import { bootstrap } from './bootstrap.ts'
import { CONTROL_PLANE } from './bootstrap-nodes.ts'
import { bootstrapRoles } from './bootstrap-roles.ts'
import type { Cluster, ClusterOptions, PlaceableCluster } from './contract.ts'
import { placePods } from './analysis/place-pods.ts'
import { createControllerManager, type ControllerManager } from './controllers/controller-manager.ts'
import type { Controller, ControllerContext } from './controllers/controller.ts'
import { CONTROLLERS } from './controllers/controllers.ts'
import { createLoadBalancerController } from './controllers/services/load-balancer.ts'
import { ingressStatusController } from './controllers/ingress-status.ts'
import { createEventRecorder } from './controllers/events.ts'
import { logExchange } from './nodes/access-log.ts'
import { answerAsPrograms } from './nodes/program-answers.ts'
import { commandRunner } from './nodes/commands-inside.ts'
import { createKubelet, type Kubelet } from './nodes/kubelet.ts'
import { converse } from './nodes/talk.ts'
import { createRuntime } from './nodes/runtime.ts'
import { createPacer } from './nodes/shell/pace.ts'
import { createShells } from './nodes/shell/shells.ts'
import type { Store, StoredObject } from './store/store.ts'
import { createStore } from './store/memory-store.ts'
import { DEFAULT_RANGES, factsOfRanges, type ClusterRanges } from './ranges.ts'
import { isVirtualClock } from './virtual.ts'

const SETTLE_MS = 60_000
/** On a real clock somebody waits for the answer. */
const REAL_SETTLE_MS = 1_000
/** A kubelet's steps come one after another in less than this. */
const SOON_MS = 100
/** Controllers that poll would keep a virtual clock running for ever: past this many turns what is left is not settling. */
const MAX_TURNS = 2_000

const applyTo = (writer: ReturnType<typeof createWriter>, store: Store, given: KubernetesObject): Status | StoredObject => {
  const decoded = decode({ ...given }, { fieldValidation: 'Strict' })
  if (decoded.object === undefined) return decoded.status ?? unreadable()
  const { object } = decoded
  const info = findServed(store, object.apiVersion, object.kind)
  const namespace = info?.namespaced === true ? (object.metadata.namespace ?? 'default') : undefined
  const old = info === undefined ? undefined : store.get(info.name, namespace, object.metadata.name ?? '')
  const { resourceVersion: _version, uid: _uid, ...metadata } = object.metadata
  const merged = old === undefined ? object : mergeOnto(old, { ...object, metadata })
  const result = old === undefined ? writer.create(merged) : writer.update(merged)
  return result.ok ? result.object : result.status
}

/** Labels and annotations are added to, everything else that is given replaces what there was. */
const mergeOnto = (old: StoredObject, object: KubernetesObject): KubernetesObject => ({
  ...object,
  metadata: {
    ...object.metadata,
    labels: { ...old.metadata.labels, ...object.metadata.labels },
    ...(old.metadata.annotations === undefined && object.metadata.annotations === undefined
      ? {}
      : { annotations: { ...old.metadata.annotations, ...object.metadata.annotations } }),
  },
})

const unreadable = (): Status => ({ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', code: 400 })

class EmbeddedCluster implements PlaceableCluster {
  readonly store: Store
  readonly writer: ReturnType<typeof createWriter>
  readonly clock: ClusterOptions['clock']
  readonly runtime: Cluster['runtime']
  private readonly options: ClusterOptions
  private readonly ranges: ClusterRanges
  private readonly manager: ControllerManager
  private readonly kubelet: Kubelet
  private readonly shells: ReturnType<typeof createShells>
  private readonly context: ControllerContext
  private kept: Snapshot | undefined
  private api: ((request: Request, caller?: Caller) => Promise<Response>) | undefined

  constructor(options: ClusterOptions, controllers: readonly Controller[]) {
    this.options = options
    this.clock = options.clock
    this.ranges = options.ranges ?? DEFAULT_RANGES
    const { clock, random, journal, objects, revision, certificateAuthority, tokenSigner: signer } = options
    this.store = createStore({
      ...(journal === undefined ? {} : { journal }),
      ...(objects === undefined ? {} : { objects }),
      ...(revision === undefined ? {} : { revision }),
    })
    this.writer = createWriter({ store: this.store, clock, random, serviceCidrs: this.ranges.serviceCidrs })
    const { store, writer, ranges } = this
    if (objects === undefined) bootstrap({ store, writer, clock, uuid: () => random.uuid(), ranges })
    bootstrapRoles({ store: this.store, clock, uuid: () => random.uuid() })
    recordAllAddresses({ store, clock, random })
    const recordEvent = createEventRecorder({ store: this.store, writer: this.writer, clock })
    const context: ControllerContext = {
      store: this.store,
      writer: this.writer,
      clock,
      random,
      recordEvent,
      ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
      ...(signer === undefined ? {} : { makeToken: podTokens({ store: this.store, clock, random, signer }) }),
    }
    this.context = context
    this.store.subscribe(({ resource }) => {
      if (resource !== 'events') this.kept = undefined
    })
    this.shells = createShells({
      clock,
      pacer: createPacer(clock),
      snapshot: () => this.snapshot(),
      send: (question) => this.send(question),
      converse: (outcome, data) => converse(this.kubelet, outcome, data),
    })
    this.kubelet = createKubelet({
      context,
      snapshot: () => this.snapshot(),
      runShell: (instance, argv, signal) => this.shells.runMain(instance, argv, signal),
      runCommand: commandRunner((...call) => this.shells.exec(...call)),
      enqueue: (key) => this.manager.enqueue('kubelet', key),
      changed: () => {
        this.kept = undefined
      },
    })
    for (const pod of this.store.list('pods').filter(isPod)) {
      const facts = options.running?.[`${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`]
      if (facts !== undefined) this.kubelet.hold(pod, facts)
    }
    this.manager = createControllerManager([...controllers, this.kubelet.controller], context)
    this.runtime = createRuntime({ store: this.store, kubelet: this.kubelet, shells: this.shells, clock })
  }

  async handle(question: Request, caller?: Caller): Promise<Response> {
    if (this.api === undefined) {
      const { createApi } = await import('./api/create-api.ts')
      const { store, writer, clock, runtime } = this
      const network = {
        snapshot: () => this.snapshot(),
        send: (asked: Parameters<Cluster['send']>[0]) => this.send(asked),
        apiServerNode: CONTROL_PLANE,
      }
      this.api = createApi({ store, writer, clock, ...this.secrets(), runtime, network })
    }
    return this.api(question, caller)
  }

  async authorize(question: Request, caller: Caller): Promise<Status | undefined> {
    const { passGate } = await import('./api/gate.ts')
    const passed = passGate({ store: this.store, clock: this.clock, ...this.secrets() }, question, caller)
    return passed.ok ? undefined : passed.status
  }

  private secrets(): Pick<ApiContext, 'random' | 'signer'> {
    const { random, tokenSigner } = this.options
    return { random, ...(tokenSigner === undefined ? {} : { signer: tokenSigner }) }
  }

  apply(object: KubernetesObject): Status | StoredObject {
    return applyTo(this.writer, this.store, object)
  }

  async settle(limitMs = SETTLE_MS): Promise<void> {
    if (!isVirtualClock(this.clock)) {
      await this.settleInRealTime(Math.min(limitMs, REAL_SETTLE_MS))
      return
    }
    const until = this.clock.now() + limitMs
    for (let turn = 0; turn < MAX_TURNS; turn++) {
      this.manager.runUntilIdle()
      if (await this.shells.idle()) continue
      const next = this.clock.nextDelayMs()
      if (next === undefined || this.clock.now() + next > until || (next > 0 && this.isSettled())) return
      this.clock.advance(next)
    }
  }

  /** Waits while Pods that have just been made come up; what needs longer is not waited for. */
  private async settleInRealTime(limitMs: number): Promise<void> {
    const until = this.clock.now() + limitMs
    for (;;) {
      await new Promise<void>((resolve) => this.clock.after(0, resolve))
      this.manager.runUntilIdle()
      const next = this.manager.nextDueMs() ?? Infinity
      if (next > SOON_MS || this.isSettled() || this.clock.now() + next > until) return
      await new Promise<void>((resolve) => this.clock.after(next, resolve))
    }
  }

  snapshot(): Snapshot {
    this.kept ??= {
      objects: [...this.store.entries()].filter(([resource]) => resource !== 'events').map(([, object]) => object),
      facts: { cluster: factsOfRanges(this.ranges), pods: this.kubelet.facts() },
    }
    return this.kept
  }

  placePods(limitMs = SETTLE_MS): Promise<void> {
    return placePods({
      context: this.context,
      podCidrs: this.ranges.podCidrs,
      hold: (pod, facts) => this.kubelet.hold(pod, facts),
      release: (pod) => this.kubelet.hold(pod, undefined),
      snapshot: () => this.snapshot(),
      settle: () => this.settle(limitMs),
    })
  }

  async send(question: RequestQuestion & { readonly body?: Uint8Array }): Promise<Exchange> {
    const snapshot = this.snapshot()
    await prepareRequests(snapshot)
    const exchange = request(snapshot, question)
    const answered = await answerAsApiServer(exchange, question, (asked) => this.handle(asked, 'from-request'))
    const nowMs = this.clock.now()
    const body = Array.from(question.body ?? [], (byte) => String.fromCharCode(byte)).join('')
    const complete = answerAsPrograms(answered, this.kubelet, { body, nowMs })
    logExchange(complete, this.kubelet, { atMs: nowMs, sent: body })
    return complete
  }

  stop(): void {
    this.manager.stop()
    this.kubelet.stop()
  }

  /** Nothing is on its way any more: every Pod has come up, failed, or waits for something that is not there. */
  private isSettled(): boolean {
    return this.store.list('pods').every((pod) => {
      const { phase, conditions = [] } = ('status' in pod ? pod.status : {}) as {
        readonly phase?: string
        readonly conditions?: readonly { readonly type: string; readonly status: string }[]
      }
      const scheduled = conditions.find(({ type }) => type === 'PodScheduled')
      const ready = conditions.some(({ type, status }) => type === 'Ready' && status === 'True')
      return (
        pod.metadata.deletionTimestamp === undefined &&
        (ready || phase === 'Succeeded' || phase === 'Failed' || scheduled?.status === 'False')
      )
    })
  }
}

export const createCluster = (options: ClusterOptions): Cluster =>
  new EmbeddedCluster(options, [
    ...CONTROLLERS,
    ...(options.loadBalancer === undefined ? [] : [createLoadBalancerController(options.loadBalancer)]),
  ])

/** A cluster to be asked rather than used: no controller works step by step, its Pods are placed all at once. */
export const createPlaceableCluster = (options: ClusterOptions): PlaceableCluster =>
  new EmbeddedCluster(options, [ingressStatusController])
