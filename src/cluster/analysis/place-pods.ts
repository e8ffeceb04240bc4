/** Brings a cluster to rest in one step: every workload has its Pods, every Pod its node and address. */
import type { Node, Pod, PodStatus, StatefulSet } from '../../kubernetes/generated/types.ts'
import { isDeployment, isNode, isPod, isStatefulSet } from '../../kubernetes/guards.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import { prepareRequests } from '../../network/prepare.ts'
import { addressesOfPod } from '../../network/state.ts'
import { isPodReady } from '../../network/service/derive-endpoints.ts'
import type { PodFacts } from '../../network/facts.ts'
import type { Snapshot } from '../../network/model.ts'
import type { ControllerContext } from '../controllers/controller.ts'
import { provideNamespace } from '../controllers/namespace.ts'
import { podsOwnedBy } from '../controllers/owners.ts'
import { hostIpsOf } from '../nodes/pod-addresses.ts'
import { statusOfAddresses } from '../nodes/pod-status.ts'
import { mayPreempt } from '../controllers/scheduling/preemption.ts'
import { missingSource } from '../nodes/volumes.ts'
import type { Store } from '../store/store.ts'
import { toTimestamp } from '../time.ts'
import { createPlacement, type Placement } from './placement.ts'
import { probeStanding, standUp, waitForVolumes, type StandingPod } from './standing-pod.ts'
import { makePods } from './workload-pods.ts'

/** What the cluster lends: its store, and a place for Pods that nobody has to run. */
export interface PlacedCluster {
  readonly context: ControllerContext
  /** Writes a Pod that a workload comes to have; undefined where the API server refuses it. */
  create(pod: Pod): Pod | undefined
  /** The ranges of Pods. */
  readonly podCidrs: readonly string[]
  /** The Pod stays as it is written; its processes are those given. */
  hold(pod: Pod, facts: PodFacts): void
  /** The Pod has to be run. */
  release(pod: Pod): void
  snapshot(): Snapshot
}

/** Pods that a kubelet or a scheduler has said something of come from a cluster: they are taken as they are. */
const isLive = ({ status }: Pod): boolean => (status?.phase ?? 'Pending') !== 'Pending' || (status?.conditions ?? []).length > 0

const waiting = (message: string): PodStatus => ({
  phase: 'Pending',
  conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message }],
})

/** Nodes that Pods from a cluster name, and that were not given with them. */
const nodeOf = (name: string, addresses: readonly string[], { clock, random }: ControllerContext): Node => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name, uid: random.uuid(), creationTimestamp: toTimestamp(clock.now()) },
  status: { addresses: addresses.map((address) => ({ type: 'InternalIP', address })) },
})

/** The addresses of its node that a Pod's status tells. */
const hostIpsIn = ({ hostIP, hostIPs }: PodStatus = {}): readonly string[] =>
  hostIPs?.map(({ ip }) => ip) ?? (hostIP === undefined ? [] : [hostIP])

const addNodes = (context: ControllerContext, pods: readonly Pod[]): void => {
  const { store } = context
  const known = new Set(store.list('nodes').map(({ metadata }) => metadata.name))
  for (const { spec, status } of pods) {
    const name = spec?.nodeName ?? ''
    const addresses = hostIpsIn(status)
    if (name === '' || addresses.length === 0 || known.has(name)) continue
    known.add(name)
    store.put('nodes', nodeOf(name, addresses, context))
  }
}

interface Placed {
  readonly pod: Pod
  readonly standing: StandingPod
}

/** Those that are written with the Pod, or new ones. */
const givenAddresses = (pod: Pod, node: Node, placement: Placement): readonly string[] => {
  const written = addressesOfPod(pod)
  return written.length > 0 ? written : placement.addressesOn(node)
}

const hold = (pod: Pod, facts: PodFacts, cluster: PlacedCluster): void => {
  cluster.hold(pod, facts)
  cluster.context.store.put('pods', pod)
}

/** Writes a Pod with its node, its address and, where it stands at once, its status. */
const place = (given: Pod, cluster: PlacedCluster, placement: Placement): Placed | undefined => {
  const { context } = cluster
  const node = placement.place(given)
  const { uid = context.random.uuid(), creationTimestamp = toTimestamp(context.clock.now()) } = given.metadata
  const metadata = { ...given.metadata, uid, creationTimestamp }
  if (node === undefined && !isLive(given) && mayPreempt(given, context.store.list('pods').filter(isPod))) {
    // Whether others leave for it, the scheduler has to say.
    context.store.put('pods', { ...given, metadata })
    return undefined
  }
  if (node === undefined) {
    const nodeless: Pod = {
      ...given,
      metadata,
      status: isLive(given) || addressesOfPod(given).length > 0 ? (given.status ?? {}) : waiting(placement.refusalOf(given)),
    }
    hold(nodeless, { listeners: [], complete: false }, cluster)
    return undefined
  }
  const hostIps = hostIpsOf(node)
  const spec = { containers: [], ...given.spec, nodeName: node.metadata.name ?? '' }
  const bound: Pod = { ...given, metadata, spec }
  const waits = waitForVolumes(bound, hostIps, context)
  if (waits !== undefined) {
    hold({ ...bound, status: waits.status() }, waits.facts, cluster)
    return undefined
  }
  const ips = given.spec?.hostNetwork === true ? hostIps : givenAddresses(given, node, placement)
  const pod: Pod = { ...bound, status: { ...given.status, ...statusOfAddresses(ips) } }
  const standing = standUp(pod, { ips, hostIps }, context)
  if (standing === undefined) {
    // A Pod that waits for a volume has no address yet.
    context.store.put('pods', missingSource(pod, context.store) === undefined ? pod : bound)
    return undefined
  }
  hold({ ...pod, status: standing.status() }, standing.facts, cluster)
  return { pod, standing }
}

/** A Pod from a cluster keeps its status; what its images run is looked up. */
const keep = (pod: Pod, cluster: PlacedCluster): void => {
  const standing = standUp(pod, { ips: addressesOfPod(pod), hostIps: hostIpsIn(pod.status) }, cluster.context)
  cluster.hold(pod, standing?.facts ?? { listeners: [], complete: false })
}

const probe = async ({ pod, standing }: Placed, cluster: PlacedCluster, snapshot: Snapshot): Promise<void> => {
  await prepareRequests(snapshot)
  if (!probeStanding(standing, snapshot)) {
    cluster.release(pod)
    cluster.context.store.put('pods', pod)
    return
  }
  const status = standing.status()
  const written: Pod = { ...pod, status }
  cluster.context.store.put('pods', written)
}

/** Takes away what is not there yet: where Pods come up in order, none comes after one that is not ready. */
export const trimStuckSets = ({ store }: ControllerContext): void => {
  for (const set of store.list('statefulsets.apps').filter(isStatefulSet)) {
    if (set.spec?.podManagementPolicy === 'Parallel') continue
    const pods = podsOfSet(set, store.list('pods', set.metadata.namespace).filter(isPod))
    const stuck = pods.findIndex((pod) => !isPodReady(pod))
    if (stuck === -1) continue
    for (const pod of pods.slice(stuck + 1)) store.remove('pods', pod.metadata.namespace, pod.metadata.name ?? '')
  }
}

const podsOfSet = (set: StatefulSet, pods: readonly Pod[]): readonly Pod[] => {
  const { name } = referenceTo(set)
  const first = set.spec?.ordinals?.start ?? 0
  const byName = new Map(pods.map((pod) => [pod.metadata.name, pod]))
  return Array.from({ length: set.spec?.replicas ?? 1 }, (_, index) => byName.get(`${name}-${first + index}`) ?? []).flat()
}

const USUAL_ROOM = 110

/** False where workloads ask for more Pods than all nodes take: none of them can have all, however long one waits. */
export const haveRoom = (store: Store): boolean => {
  const workloads = [
    ...store.list('deployments.apps').filter(isDeployment),
    ...store.list('statefulsets.apps').filter(isStatefulSet),
  ]
  const wanted = workloads.reduce((sum, { spec }) => sum + (spec?.replicas ?? 1), 0)
  const rooms = store
    .list('nodes')
    .filter(isNode)
    .map(({ status }) => Number(status?.allocatable?.['pods'] ?? USUAL_ROOM))
  return wanted <= rooms.reduce((sum, room) => sum + room, 0)
}

/** True where Deployments and StatefulSets have the Pods that they ask for, and all are ready: else it is their controllers' affair. */
export const haveAllPods = (store: Store): boolean =>
  [...store.list('deployments.apps').filter(isDeployment), ...store.list('statefulsets.apps').filter(isStatefulSet)].every(
    (workload) => podsOwnedBy(store, workload).filter(isPodReady).length === (workload.spec?.replicas ?? 1),
  )

/** Pods of workloads are made, and all get nodes and addresses; those that simply stand are held. */
export const placePods = async (cluster: PlacedCluster): Promise<void> => {
  const { context } = cluster
  const { store } = context
  for (const { metadata } of store.list('namespaces')) provideNamespace(metadata.name ?? '', context)
  const missing = makePods(context)
  const given = store.list('pods').filter(isPod)
  addNodes(context, given.filter(isLive))
  for (const pod of given.filter(isLive)) keep(pod, cluster)
  const placement = createPlacement(store, cluster.podCidrs)
  const made = missing.flatMap((pod) => cluster.create(pod) ?? [])
  const placed = [...given.filter((pod) => !isLive(pod)).sort(byRevision), ...made].flatMap(
    (pod) => place(pod, cluster, placement) ?? [],
  )
  const probed = placed.filter(({ standing }) => standing.isProbed)
  const snapshot = probed.length === 0 ? undefined : cluster.snapshot()
  if (snapshot !== undefined) for (const one of probed) await probe(one, cluster, snapshot)
}

const byRevision = (a: Pod, b: Pod): number => Number(a.metadata.resourceVersion ?? 0) - Number(b.metadata.resourceVersion ?? 0)
