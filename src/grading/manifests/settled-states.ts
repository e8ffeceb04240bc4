/**
 * States that have settled, kept for submissions that differ from one another in their NetworkPolicies only. As long as nothing in the
 * cluster looks at the network while it settles, policies change nothing but themselves: they are admitted as always, and the rest of
 * the state is the one that is there.
 */
import type { Cluster, WritableCluster } from '../../cluster/contract.ts'
import type { NetworkPolicy } from '../../kubernetes/generated/types.ts'
import { isNetworkPolicy } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Snapshot } from '../../network/model.ts'
import { addPolicies } from '../../network/state.ts'
import { writeAll } from '../repair/rebuild.ts'
import type { Change, Patch } from '../repair/patch.ts'
import type { GradedTask } from '../task.ts'
import { createBegun, createEnvironment, putStart } from './begin.ts'
import { needsControllers } from './needs-controllers.ts'
import { putObject } from './put-object.ts'
import { SETTLE_MS, START_MS } from './settling.ts'

export interface SettledState {
  readonly snapshot: Snapshot
  /** As `Applied.stands`. */
  readonly stands: boolean
}

export interface SettledStates {
  /** The state with these objects of a learner's on top of the task's; undefined where it has to be made from the beginning. */
  readonly apply: (task: GradedTask, objects: readonly KubernetesObject[]) => Promise<SettledState | undefined>
  /** As rebuild does; undefined where the change is about more than policies. `{ state: undefined }`: the API server refuses it. */
  readonly rebuild: (snapshot: Snapshot, patch: Patch) => { readonly state: Snapshot | undefined } | undefined
}

/** How many states are kept, and how often one is used: its cluster remembers what was written. */
const KEPT = 24
const USES = 500

type PolicyCluster = WritableCluster & Pick<Cluster, 'snapshot' | 'stop'>

interface Base {
  readonly cluster: PolicyCluster
  /** No controller and no node had to work for it. */
  readonly stands: boolean
  /** What has settled, without any policy: the states of all submissions share it. */
  readonly settled: Snapshot
  /** Policies of the task's start state. */
  readonly own: readonly NetworkPolicy[]
  uses: number
}

/** A state that a base was used for, and the policies in it that are not the task's. */
interface Used {
  readonly base: Base
  readonly policies: readonly NetworkPolicy[]
}

const POLICIES = 'networkpolicies.networking.k8s.io'

export const createSettledStates = (): SettledStates => {
  const bases = new Map<string, Base | undefined>()
  const usedFor = new WeakMap<Snapshot, Used>()

  const find = async (task: GradedTask, others: readonly KubernetesObject[]): Promise<Base | undefined> => {
    const key = JSON.stringify([task.id, task.variant, task.start, others])
    const known = bases.get(key)
    if (known !== undefined ? known.uses < USES : bases.has(key)) return known
    bases.delete(key)
    const made = await settle(task, others)
    bases.set(key, made)
    const [oldest] = bases.keys()
    if (bases.size > KEPT && oldest !== undefined) {
      bases.get(oldest)?.cluster.stop()
      bases.delete(oldest)
    }
    return made
  }
  const take = (base: Base, given: readonly KubernetesObject[], changes: readonly Change[]): Snapshot | undefined => {
    base.uses++
    const policies = policiesAfter(base, given, changes)
    if (policies === undefined) return undefined
    const state = addPolicies(base.settled, [...base.own, ...policies])
    usedFor.set(state, { base, policies })
    return state
  }
  return {
    apply: async (task, objects) => {
      const policies = objects.filter(isNetworkPolicy)
      if (!mayBeLast(objects)) return undefined
      const base = await find(
        task,
        objects.filter((object) => !isNetworkPolicy(object)),
      )
      const snapshot = base === undefined ? undefined : take(base, policies, [])
      return base === undefined || snapshot === undefined ? undefined : { snapshot, stands: base.stands }
    },
    rebuild: (snapshot, { changes }) => {
      const used = usedFor.get(snapshot)
      if (used === undefined || !changes.every(isOfPolicy)) return undefined
      return { state: take(used.base, used.policies.map(withoutIdentity), changes) }
    },
  }
}

const isOfPolicy = (change: Change): boolean => change.object.kind === 'NetworkPolicy'

/** What is put in another order has to come to the same: no policy may stand before the Namespace that it needs. */
const mayBeLast = (objects: readonly KubernetesObject[]): boolean => {
  const first = objects.findIndex(isNetworkPolicy)
  return first < 0 || objects.slice(first).every(({ kind }) => kind !== 'Namespace')
}

/** True where the API server takes all of them. */
const putAll = (cluster: WritableCluster, objects: readonly KubernetesObject[]): boolean =>
  !objects.some((object) => putObject(cluster, object) !== undefined)

/** Undefined where the objects are refused, and where something looked at the network. */
const settle = async (task: GradedTask, others: readonly KubernetesObject[]): Promise<Base | undefined> =>
  (needsControllers(task, others) ? undefined : await stand(task, others)) ?? (await run(task, others))

/** Undefined where some Pod does not simply stand, too. */
const stand = async (task: GradedTask, others: readonly KubernetesObject[]): Promise<Base | undefined> => {
  const cluster = createBegun(task)
  if (putAll(cluster, others) && (await cluster.standPods())) return baseOf(cluster, true)
  cluster.stop()
  return undefined
}

const run = async (task: GradedTask, others: readonly KubernetesObject[]): Promise<Base | undefined> => {
  const { createClosedCluster } = await import('../../cluster/cluster.ts')
  const cluster = createClosedCluster(createEnvironment())
  putStart(cluster, task)
  if (putAll(cluster, others)) {
    await cluster.settle(SETTLE_MS)
    if (!cluster.isObserved) return baseOf(cluster, false)
  }
  cluster.stop()
  return undefined
}

const baseOf = (cluster: PolicyCluster, stands: boolean): Base => {
  const { objects, facts } = cluster.snapshot()
  const settled = { facts, objects: objects.filter((object) => !isNetworkPolicy(object)) }
  return { cluster, stands, settled, own: objects.filter(isNetworkPolicy), uses: 0 }
}

const isOneOf = (policies: readonly NetworkPolicy[], { metadata: { namespace, name } }: KubernetesObject): boolean =>
  policies.some(({ metadata }) => metadata.namespace === (namespace ?? 'default') && metadata.name === name)

/** For changes that are about policies alone: nothing else is looked at. */
const policiesOnly = ({ cluster: { writer, store }, settled: { facts } }: Base): Pick<Cluster, 'writer' | 'snapshot'> => ({
  writer,
  snapshot: () => ({ facts, objects: store.list(POLICIES) }),
})

/** What the API server makes of these policies and their changes; undefined where it refuses them. The cluster is left as it was. */
const policiesAfter = (
  base: Base,
  policies: readonly KubernetesObject[],
  changes: readonly Change[],
): readonly NetworkPolicy[] | undefined => {
  const { cluster, own } = base
  // A task's own policies are not to be taken away with the learner's.
  if (own.length > 0 && (changes.length > 0 || policies.some((policy) => isOneOf(own, policy)))) return undefined
  const written = (): readonly NetworkPolicy[] =>
    cluster.store
      .list(POLICIES)
      .filter(isNetworkPolicy)
      .filter((policy) => !isOneOf(own, policy))
  try {
    for (const policy of policies) if (putObject(cluster, policy) !== undefined) return undefined
    if (writeAll(policiesOnly(base), changes, { keepAddresses: true }) === undefined) return undefined
    return written().map(anew)
  } finally {
    for (const { metadata } of written()) {
      const { namespace = 'default', name = '' } = metadata
      cluster.writer.delete({ kind: 'NetworkPolicy', namespace, name }, { gracePeriodSeconds: 0, propagation: 'Background' })
    }
  }
}

/** What the server adds must not tell of other submissions. */
const anew = (policy: NetworkPolicy, index: number): NetworkPolicy => ({
  ...policy,
  metadata: {
    ...policy.metadata,
    uid: `00000000-0000-4000-8000-${String(index + 1).padStart(12, '0')}`,
    resourceVersion: '1',
    creationTimestamp: new Date(START_MS).toISOString().replace('.000Z', 'Z'),
  },
})

const withoutIdentity = ({ metadata, ...policy }: KubernetesObject): KubernetesObject => {
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, generation: _generation, ...rest } = metadata
  return { ...policy, metadata: rest }
}
