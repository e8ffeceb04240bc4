/**
 * States that have settled, kept for submissions that differ from one another in their NetworkPolicies only. As long as nothing in the
 * cluster looks at the network while it settles, policies change nothing but themselves: they are admitted as always, and the rest of
 * the state is the one that is there.
 */
import { createCluster } from '../../cluster/cluster.ts'
import type { Cluster } from '../../cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../cluster/virtual.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Snapshot } from '../../network/model.ts'
import { writeAll } from '../repair/rebuild.ts'
import type { Change, Patch } from '../repair/patch.ts'
import type { GradedTask } from '../task.ts'
import { putObject } from './put-object.ts'
import { SETTLE_MS, START_MS } from './settling.ts'

export interface SettledStates {
  /** The state with these objects of a learner's on top of the task's; undefined where it has to be made from the beginning. */
  readonly apply: (task: GradedTask, objects: readonly KubernetesObject[]) => Promise<Snapshot | undefined>
  /** As rebuild does; undefined where the change is about more than policies. `{ state: undefined }`: the API server refuses it. */
  readonly rebuild: (snapshot: Snapshot, patch: Patch) => { readonly state: Snapshot | undefined } | undefined
}

/** How many states are kept, and how often one is used: its cluster remembers what was written. */
const KEPT = 24
const USES = 500

interface Base {
  readonly cluster: Cluster
  uses: number
}

const POLICIES = 'networkpolicies.networking.k8s.io'

const isPolicy = ({ apiVersion, kind }: Pick<KubernetesObject, 'apiVersion' | 'kind'>): boolean =>
  kind === 'NetworkPolicy' && apiVersion === 'networking.k8s.io/v1'

export const createSettledStates = (): SettledStates => {
  const bases = new Map<string, Base | undefined>()
  const baseOf = new WeakMap<Snapshot, Base>()

  const find = async (task: GradedTask, others: readonly KubernetesObject[]): Promise<Base | undefined> => {
    const key = JSON.stringify([task.id, task.start, others])
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
  const take = (base: Base, policies: readonly KubernetesObject[], changes: readonly Change[]): Snapshot | undefined => {
    base.uses++
    const state = withPolicies(base.cluster, policies, changes)
    if (state !== undefined) baseOf.set(state, base)
    return state
  }
  return {
    apply: async (task, objects) => {
      const policies = objects.filter(isPolicy)
      if (!stand(objects)) return undefined
      const base = await find(
        task,
        objects.filter((object) => !isPolicy(object)),
      )
      return base === undefined ? undefined : take(base, policies, [])
    },
    rebuild: (snapshot, { changes }) => {
      const base = baseOf.get(snapshot)
      if (base === undefined || !changes.every(isOfPolicy)) return undefined
      const own = new Set(base.cluster.snapshot().objects)
      const policies = snapshot.objects.filter((object) => isPolicy(object) && !own.has(object))
      return { state: take(base, policies.map(withoutIdentity), changes) }
    },
  }
}

const isOfPolicy = (change: Change): boolean => change.object.kind === 'NetworkPolicy'

/** What is put in another order has to come to the same: no policy may stand before the Namespace that it needs. */
const stand = (objects: readonly KubernetesObject[]): boolean => {
  const first = objects.findIndex(isPolicy)
  return first < 0 || objects.slice(first).every(({ kind }) => kind !== 'Namespace')
}

/** Undefined where the objects are refused, and where something looked at the network. */
const settle = async (task: GradedTask, others: readonly KubernetesObject[]): Promise<Base | undefined> => {
  const cluster = createCluster({ clock: createVirtualClock(START_MS), random: createSeededRandom(1) })
  for (const object of task.start) putObject(cluster, object)
  const isRefused = others.some((object) => putObject(cluster, object) !== undefined)
  if (!isRefused) await cluster.settle(SETTLE_MS)
  if (!isRefused && !cluster.isObserved) return { cluster, uses: 0 }
  cluster.stop()
  return undefined
}

/** The state with policies put and changed; the cluster is left as it was. */
const withPolicies = (
  cluster: Cluster,
  policies: readonly KubernetesObject[],
  changes: readonly Change[],
): Snapshot | undefined => {
  const own = new Set(cluster.store.list(POLICIES))
  const isOwn = ({ metadata: { namespace, name } }: KubernetesObject): boolean =>
    [...own].some(({ metadata }) => metadata.namespace === (namespace ?? 'default') && metadata.name === name)
  // A task's own policies are not to be taken away with the learner's.
  if (own.size > 0 && (changes.length > 0 || policies.some(isOwn))) return undefined
  try {
    for (const policy of policies) if (putObject(cluster, policy) !== undefined) return undefined
    if (writeAll(cluster, changes, { keepAddresses: true }) === undefined) return undefined
    const { objects, facts } = cluster.snapshot()
    let number = 0
    return { facts, objects: objects.map((object) => (isPolicy(object) && !own.has(object) ? anew(object, ++number) : object)) }
  } finally {
    for (const policy of cluster.store.list(POLICIES))
      if (!own.has(policy)) {
        const { namespace = 'default', name = '' } = policy.metadata
        cluster.writer.delete({ kind: 'NetworkPolicy', namespace, name }, { gracePeriodSeconds: 0, propagation: 'Background' })
      }
  }
}

/** What the server adds must not tell of other submissions. */
const anew = (policy: KubernetesObject, number: number): KubernetesObject => ({
  ...policy,
  metadata: {
    ...policy.metadata,
    uid: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    resourceVersion: '1',
    creationTimestamp: new Date(START_MS).toISOString().replace('.000Z', 'Z'),
  },
})

const withoutIdentity = ({ metadata, ...policy }: KubernetesObject): KubernetesObject => {
  const { uid: _uid, resourceVersion: _version, creationTimestamp: _created, generation: _generation, ...rest } = metadata
  return { ...policy, metadata: rest }
}
