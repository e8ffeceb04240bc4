/** The embedded cluster: store, API, controllers and nodes put together. It has no clock, no randomness and no sockets of its own. */
import { isPod } from '../kubernetes/guards.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { Status } from '../kubernetes/status.ts'
import type { ClusterFacts } from '../network/facts.ts'
import type { ConnectOutcome, ExchangeOutcome, Snapshot } from '../network/model.ts'
import { prepareRequests } from '../network/prepare.ts'
import { request } from '../network/request.ts'
import type { ApiContext } from './api/api-context.ts'
import type { Caller } from './api/gate.ts'
import { answerAsApiServer } from './api/inside.ts'
import { applyObject } from './apply-object.ts'
import { controlPlaneObjects } from './bootstrap-control-plane.ts'
import { CONTROL_PLANE } from './bootstrap-nodes.ts'
import type { Cluster, ClusterOptions } from './contract.ts'
import { createAutoscalerController } from './controllers/autoscaling/horizontal-pod-autoscaler.ts'
import { certificateCleaner } from './controllers/certificates/cleaner.ts'
import { createSigningController } from './controllers/certificates/signing.ts'
import { createControlPlaneController } from './controllers/control-plane.ts'
import { createControllerManager, type ControllerManager } from './controllers/controller-manager.ts'
import type { Controller } from './controllers/controller.ts'
import { CONTROLLERS } from './controllers/controllers.ts'
import { createLoadBalancerController } from './controllers/services/load-balancer.ts'
import { volumeBindingController } from './controllers/volumes/bind.ts'
import { volumeReclaimController } from './controllers/volumes/reclaim.ts'
import { bootstrapRoles } from './bootstrap-roles.ts'
import { detailedDns } from './bootstrap-coredns.ts'
import { bootstrapServer } from './bootstrap-server.ts'
import { detailedStaticPods } from './bootstrap-static-pods.ts'
import { noteAsked, noteNameOf } from './nodes/asked-names.ts'
import { createEndpointChooser, type EndpointChooser } from './session-affinity.ts'
import { layFoundation, type Foundation } from './foundation.ts'
import type { Connection } from './nodes/connection.ts'
import { logRequest } from './nodes/access-log.ts'
import { asPassedBack } from './nodes/passed-back.ts'
import { asReceived } from './nodes/received-request.ts'
import { answerAsProgram } from './nodes/program-answers.ts'
import { commandRunner, type RunCommand } from './nodes/commands-inside.ts'
import type { ContainerInstance } from './nodes/container-instance.ts'
import type { Sent, SentRequest } from './nodes/conversation.ts'
import { createKubelet, type Kubelet } from './nodes/kubelet.ts'
import { certificateShown, converse, openConnection } from './nodes/talk.ts'
import type { ServerProcess } from './nodes/programs/program.ts'
import { createServerProcess } from './nodes/server-process.ts'
import { createRuntime } from './nodes/runtime.ts'
import { createPacer } from './nodes/shell/pace.ts'
import type { ShellWorld } from './nodes/shell/session.ts'
import { createShells } from './nodes/shell/shells.ts'
import { configuredBy } from './configured.ts'
import { DEFAULT_RANGES, factsOfRanges } from './ranges.ts'
import { havePodsSettled, settleVirtually } from './settle.ts'
import type { Store, StoredObject } from './store/store.ts'
import { isVirtualClock } from './virtual.ts'

const SETTLE_MS = 60_000
/** On a real clock somebody waits for the answer. */
const REAL_SETTLE_MS = 1_000
/** A kubelet's steps come one after another in less than this. */
const SOON_MS = 100

class EmbeddedCluster implements Cluster {
  readonly store: Store
  readonly writer: Foundation['writer']
  readonly clock: ClusterOptions['clock']
  readonly runtime: Cluster['runtime']
  private readonly options: ClusterOptions
  private readonly facts: () => ClusterFacts
  private readonly manager: ControllerManager
  private readonly kubelet: Kubelet
  readonly choose: EndpointChooser['choose']
  private readonly world: ShellWorld
  private readonly shells: ReturnType<typeof createShells>
  private readonly runCommand: RunCommand
  private kept: Snapshot | undefined
  private readonly watchers = new Set<() => void>()
  private asked = false
  private api: ((request: Request, caller?: Caller) => Promise<Response>) | undefined

  constructor(options: ClusterOptions, controllers: readonly Controller[], foundation: Foundation) {
    const { store, writer, ranges, context } = foundation
    const { clock } = options
    this.options = options
    this.clock = clock
    this.store = store
    this.writer = writer
    this.facts = configuredBy(store, factsOfRanges(ranges), options.readConfiguration)
    store.subscribe(({ resource }) => {
      if (resource !== 'events') this.outdate()
    })
    const chooser = createEndpointChooser({ store, clock })
    let asked = 0
    const lookups = {
      ...chooser,
      kubelet: () => this.kubelet,
      snapshot: () => this.snapshotFromWithin(),
      next: () => (asked += 1),
    }
    this.choose = (outcomes, chance) => {
      const outcome = chooser.choose(outcomes, chance)
      if (outcome !== undefined) noteNameOf(outcome, lookups)
      return outcome
    }
    this.world = {
      clock,
      pacer: createPacer(clock),
      snapshot: () => this.snapshotFromWithin(),
      send: (question, chance) => this.send(question, chance),
      converse: (outcome, data) => converse(this.kubelet, outcome, data),
      open: (outcome) => this.open(outcome),
      choose: this.choose,
      noteAsked: (asking) => noteAsked(asking, lookups),
    }
    this.shells = createShells(this.world)
    this.runCommand = commandRunner((...call) => this.shells.exec(...call))
    this.kubelet = createKubelet({
      context: context.actAs?.('kubelet') ?? context,
      snapshot: () => this.snapshotFromWithin(),
      runShell: (instance, argv, signal) => this.shells.runMain(instance, argv, signal),
      runCommand: this.runCommand,
      send: (question) => this.send(question, 0),
      receive: (question, outcome) => this.receive(question, outcome),
      enqueue: (key) => this.manager.enqueue('kubelet', key),
      changed: () => this.outdate(),
    })
    for (const pod of store.list('pods').filter(isPod)) {
      const facts = options.running?.[`${pod.metadata.namespace ?? ''}/${pod.metadata.name ?? ''}`]
      if (facts !== undefined) this.kubelet.hold(pod, facts)
    }
    this.manager = createControllerManager([...controllers, this.kubelet.controller], context)
    this.runtime = createRuntime({ store, kubelet: this.kubelet, shells: this.shells, clock })
  }

  async handle(question: Request, caller?: Caller): Promise<Response> {
    if (this.api === undefined) {
      const { createApi } = await import('./api/create-api.ts')
      const { store, writer, clock, runtime } = this
      const network = {
        snapshot: () => this.snapshot(),
        send: (...asked: Parameters<Cluster['send']>) => this.send(...asked),
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

  apply(object: KubernetesObject, fieldManager?: string): Status | StoredObject {
    return applyObject(this.writer, this.store, object, fieldManager)
  }

  async settle(limitMs = SETTLE_MS): Promise<void> {
    if (!isVirtualClock(this.clock)) {
      await this.settleInRealTime(Math.min(limitMs, REAL_SETTLE_MS))
      return
    }
    const { clock, manager, store } = this
    await settleVirtually({ clock, manager, idle: () => this.shells.idle(), isSettled: () => havePodsSettled(store) }, limitMs)
  }

  /** Waits while Pods that have just been made come up; what needs longer is not waited for. */
  private async settleInRealTime(limitMs: number): Promise<void> {
    const until = this.clock.now() + limitMs
    for (;;) {
      await new Promise<void>((resolve) => this.clock.after(0, resolve))
      this.manager.runUntilIdle()
      const next = this.manager.nextDueMs() ?? Infinity
      if (next > SOON_MS || havePodsSettled(this.store) || this.clock.now() + next > until) return
      await new Promise<void>((resolve) => this.clock.after(next, resolve))
    }
  }

  get isObserved(): boolean {
    return this.asked
  }

  private snapshotFromWithin(): Snapshot {
    this.asked = true
    return this.snapshot()
  }

  snapshot(): Snapshot {
    this.kept ??= {
      objects: [...this.store.entries()].filter(([resource]) => resource !== 'events').map(([, object]) => object),
      facts: { cluster: this.facts(), pods: this.kubelet.facts() },
    }
    return this.kept
  }

  private outdate(): void {
    this.kept = undefined
    for (const notice of this.watchers) notice()
  }

  watchNetwork(notice: () => void): () => void {
    this.watchers.add(notice)
    return () => this.watchers.delete(notice)
  }

  open(outcome: Pick<ConnectOutcome, 'walk'>): Connection | undefined {
    return openConnection(this.kubelet, outcome)
  }

  /** Nothing lies before the Ingress controller: it sees clients outside as they are. */
  async send(asked: SentRequest, chance: number): Promise<Sent | undefined> {
    const question = 'outside' in asked.from ? { ...asked, seenAs: asked.from.outside } : asked
    const snapshot = this.snapshotFromWithin()
    await prepareRequests(snapshot)
    const outcome = this.choose(request(snapshot, question).outcomes, chance)
    if (outcome === undefined) return undefined
    if (question.tls !== undefined && !(await this.shakeHands(question, outcome, snapshot))) return outcome
    const answered = await answerAsApiServer(outcome, question, (request) => this.handle(request, 'from-request'))
    const complete = await this.receive(question, answered)
    return asPassedBack(question, complete, { snapshot, nowMs: this.clock.now() })
  }

  private async shakeHands(question: SentRequest, outcome: ExchangeOutcome, snapshot: Snapshot): Promise<boolean> {
    const { shakeHands } = await import('./nodes/tls/shake-hands.ts')
    return shakeHands(question, outcome, {
      snapshot,
      authority: this.options.certificateAuthority ?? '',
      shownBy: (walked, serverName) => certificateShown(this.kubelet, walked, serverName),
    })
  }

  /** What the program says to which a request has come; at once, unless that has to wait. */
  private receive(question: SentRequest, outcome: ExchangeOutcome): ExchangeOutcome | Promise<ExchangeOutcome> {
    const { kubelet, world, runCommand, clock } = this
    const sent = Array.from(question.body ?? [], (byte) => String.fromCharCode(byte)).join('')
    const received = asReceived(question, outcome, {
      controllers: this.snapshotFromWithin().facts.cluster.ingressControllers,
      random: this.options.random,
    })
    const waiting = question.onWait === undefined ? {} : { onWait: question.onWait }
    const processOf = (instance: ContainerInstance): ServerProcess =>
      createServerProcess(instance, { world, runCommand, ...waiting })
    const note = (complete: ExchangeOutcome): ExchangeOutcome => {
      logRequest(received, complete, kubelet, { atMs: clock.now(), sent })
      return complete
    }
    const complete = answerAsProgram(received, outcome, { kubelet, processOf, sent, nowMs: clock.now() })
    return complete instanceof Promise ? complete.then(note) : note(complete)
  }

  stop(): void {
    this.manager.stop()
    this.kubelet.stop()
  }
}

export const createCluster = (options: ClusterOptions): Cluster => {
  const { clock, random, loadBalancer, certificateSigner, certificateAuthority } = options
  const staticPods = detailedStaticPods(options.ranges ?? DEFAULT_RANGES)
  const foundation = layFoundation(options, {
    checksReferences: true,
    details: { staticPods, dns: detailedDns(), hasAuthors: true },
  })
  const started = { store: foundation.store, clock, uuid: () => random.uuid() }
  bootstrapRoles(started)
  bootstrapServer({ ...started, ...(certificateAuthority === undefined ? {} : { certificateAuthority }) })
  const controlPlane = createControlPlaneController(controlPlaneObjects(foundation.ranges, staticPods))
  const balancers = loadBalancer === undefined ? [] : [createLoadBalancerController(loadBalancer)]
  const signing = certificateSigner === undefined ? [] : [createSigningController(certificateSigner)]
  return new EmbeddedCluster(
    options,
    [
      ...CONTROLLERS,
      createAutoscalerController(),
      certificateCleaner,
      ...signing,
      volumeBindingController,
      volumeReclaimController,
      controlPlane,
      ...balancers,
    ],
    foundation,
  )
}

/** A cluster that lets nobody in, and so has no roles to ask for: its objects are what a placed cluster has. */
export const createClosedCluster = (options: ClusterOptions): Cluster =>
  new EmbeddedCluster(options, CONTROLLERS, layFoundation(options))

/** A cluster that goes on with what another one has built, with fewer controllers. */
export const continueCluster = (options: ClusterOptions, foundation: Foundation, controllers: readonly Controller[]): Cluster =>
  new EmbeddedCluster(options, controllers, foundation)
