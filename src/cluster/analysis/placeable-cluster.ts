/** A cluster to be asked rather than used: no controller works step by step, its Pods are placed all at once. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Status } from '../../kubernetes/status.ts'
import type { PodFacts } from '../../network/facts.ts'
import type { Snapshot } from '../../network/model.ts'
import { applyObject } from '../apply-object.ts'
import { isOfNewCluster } from '../bootstrap.ts'
import type { Cluster, ClusterOptions, PlaceableCluster } from '../contract.ts'
import { createControllerManager } from '../controllers/controller-manager.ts'
import { ingressStatusController } from '../controllers/ingress-status.ts'
import { layFoundation, type Foundation } from '../foundation.ts'
import { factsOfRanges } from '../ranges.ts'
import { havePodsSettled, settleVirtually } from '../settle.ts'
import type { Store, StoredObject } from '../store/store.ts'
import type { VirtualClock } from '../virtual.ts'
import { haveAllPods, haveRoom, placePods, trimStuckSets, type PlacedCluster } from './place-pods.ts'
import type { RunningPods } from './run-pods.ts'

export interface PlaceableOptions extends ClusterOptions {
  readonly clock: VirtualClock
}

const SETTLE_MS = 60_000
/** What works besides the nodes: nothing else is waited for in a cluster that is only asked. */
const CONTROLLERS = [ingressStatusController] as const

const keyOf = ({ metadata: { namespace = '', name = '' } }: KubernetesObject): string => `${namespace}/${name}`

class PlacedOnce implements PlaceableCluster {
  readonly store: Store
  readonly writer: Foundation['writer']
  private readonly options: PlaceableOptions
  private readonly foundation: Foundation
  private readonly held = new Map<string, PodFacts>()
  private kept: Snapshot | undefined
  /** Takes over where Pods have to be run. */
  private running: Cluster | undefined
  /** Pods that nobody but their kubelets had to run. */
  private alone: RunningPods | undefined

  constructor(options: PlaceableOptions) {
    this.options = options
    this.foundation = layFoundation(options)
    const { store, writer } = this.foundation
    this.store = store
    this.writer = writer
    store.subscribe(({ resource }) => {
      if (resource !== 'events') this.kept = undefined
    })
  }

  apply(object: KubernetesObject, fieldManager?: string): Status | StoredObject {
    return applyObject(this.writer, this.store, object, fieldManager)
  }

  async standPods(): Promise<boolean> {
    if (!haveRoom(this.store)) return false
    const isStanding = await this.stand((pod) => this.create(pod))
    return haveAllPods(this.store) && (isStanding || (await this.runAlone()))
  }

  /** As a controller does: undefined where the API server refuses the Pod. */
  private create(pod: Pod): Pod | undefined {
    const result = this.foundation.writer.create(pod, { known: isOfNewCluster(pod) })
    return result.ok && isPod(result.object) ? result.object : undefined
  }

  /** True where all Pods simply stand. */
  private async stand(create: PlacedCluster['create']): Promise<boolean> {
    await placePods({
      context: this.foundation.context,
      create,
      podCidrs: this.foundation.ranges.podCidrs,
      hold: (pod, facts) => this.hold(pod, facts),
      release: (pod) => this.hold(pod, undefined),
      snapshot: () => this.snapshot(),
    })
    const isStanding = this.store.list('pods').every((pod) => this.held.has(keyOf(pod)))
    if (isStanding) await this.settle()
    return isStanding
  }

  async placePods(limitMs = SETTLE_MS): Promise<void> {
    if (!(await this.stand((pod) => pod))) await this.run(limitMs)
    trimStuckSets(this.foundation.context)
  }

  snapshot(): Snapshot {
    if (this.running !== undefined) return this.running.snapshot()
    this.kept ??= {
      objects: [...this.store.entries()].filter(([resource]) => resource !== 'events').map(([, object]) => object),
      facts: { cluster: factsOfRanges(this.foundation.ranges), pods: Object.fromEntries(this.held) },
    }
    return this.kept
  }

  stop(): void {
    this.running?.stop()
    this.alone?.stop()
  }

  private hold(pod: Pod, facts: PodFacts | undefined): void {
    if (facts === undefined) this.held.delete(keyOf(pod))
    else this.held.set(keyOf(pod), facts)
    this.kept = undefined
  }

  private async settle(): Promise<void> {
    const { store, context } = this.foundation
    const manager = createControllerManager(CONTROLLERS, context)
    const idle = (): Promise<boolean> => Promise.resolve(false)
    const { clock } = this.options
    await settleVirtually({ clock, manager, idle, isSettled: () => havePodsSettled(store) }, SETTLE_MS)
    manager.stop()
  }

  /** Runs Pods that do not simply stand by their kubelets alone; those of workloads are their controllers' affair, too. */
  private async runAlone(): Promise<boolean> {
    const { store, context } = this.foundation
    const isOwned = ({ metadata }: StoredObject): boolean => (metadata.ownerReferences ?? []).length > 0
    if (store.list('pods').some((pod) => !this.held.has(keyOf(pod)) && isOwned(pod))) return false
    const { runPods } = await import('./run-pods.ts')
    const changed = (): void => {
      this.kept = undefined
    }
    const { clock } = this.options
    const snapshot = (): Snapshot => this.snapshot()
    const options = { context, clock, controllers: CONTROLLERS, held: new Map(this.held), snapshot, changed }
    this.alone = await runPods(options, SETTLE_MS)
    if (this.alone === undefined) return false
    for (const [key, facts] of Object.entries(this.alone.facts)) this.held.set(key, facts)
    this.kept = undefined
    return true
  }

  /** Nodes, programs and their shell are much, and Pods that need them are rare. */
  private async run(limitMs: number): Promise<void> {
    const { continueCluster } = await import('../cluster.ts')
    const running = Object.fromEntries(this.held)
    this.running = continueCluster({ ...this.options, running }, this.foundation, CONTROLLERS)
    await this.running.settle(limitMs)
  }
}

export const createPlaceableCluster = (options: PlaceableOptions): PlaceableCluster => new PlacedOnce(options)
