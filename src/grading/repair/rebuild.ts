/** Tries a repair on a copy of the cluster: everything the state holds, the change made as kubectl would, and time to settle. */
import { createPlaceableCluster } from '../../cluster/analysis/placeable-cluster.ts'
import type { Cluster, ClusterOptions } from '../../cluster/contract.ts'
import { controllerOf } from '../../cluster/controllers/owners.ts'
import { statusOfAddresses } from '../../cluster/nodes/pod-status.ts'
import { createSeededRandom, createVirtualClock, type VirtualClock } from '../../cluster/virtual.ts'
import { isEqual, withoutUndefined } from '../../kubernetes/json.ts'
import type { Pod } from '../../kubernetes/generated/types.ts'
import { isPod, isService } from '../../kubernetes/guards.ts'
import { referenceTo, type KubernetesObject, type ObjectReference } from '../../kubernetes/object.ts'
import type { ClusterFacts, PodFacts } from '../../network/facts.ts'
import type { Snapshot } from '../../network/model.ts'
import { isPodReady } from '../../network/service/derive-endpoints.ts'
import { addressesOfPod, keyOfObject } from '../../network/state.ts'
import { findObject } from '../checks/find-object.ts'
import { concernsControllers } from '../manifests/needs-controllers.ts'
import { applyChange, type Change, type Changed, type Patch } from './patch.ts'
import { withoutTokens } from './without-token.ts'

const SETTLE_MS = 30_000

type CopiedCluster = Pick<Cluster, 'writer' | 'snapshot'>

export interface RebuildOptions {
  /**
   * True where a file is mended and applied from the beginning: every Pod starts again and has the address that it had. In a cluster
   * Pods that the repair does not touch go on as they are, and those made anew get other addresses.
   */
  readonly keepAddresses: boolean
  /** True where no controller and no node had to work for the state (`Applied.stands`): nor need they for the repaired one. */
  readonly stands?: boolean
}

/** The state after the repair, or undefined where the API server refuses it. */
export const rebuild = async (snapshot: Snapshot, patch: Patch, options: RebuildOptions): Promise<Snapshot | undefined> => {
  const rebuilt = options.keepAddresses && options.stands === true ? await stand(snapshot, patch, options) : 'unknown'
  if (rebuilt !== 'unknown') return rebuilt === 'refused' ? undefined : rebuilt
  const { createClosedCluster } = await import('../../cluster/cluster.ts')
  const cluster = createClosedCluster({
    ...copyOf(snapshot),
    objects: snapshot.objects,
    running: options.keepAddresses ? {} : goingOn(snapshot),
  })
  try {
    const copied = cluster.snapshot().facts.cluster
    if (writeAll(cluster, patch.changes, options) === undefined) return undefined
    await cluster.settle(SETTLE_MS)
    const { objects, facts } = cluster.snapshot()
    return { objects, facts: { ...facts, cluster: { ...facts.cluster, ...ownFacts(snapshot.facts.cluster, copied) } } }
  } finally {
    cluster.stop()
  }
}

/** What a real cluster does otherwise than the copy, such as which controller serves its Ingresses: no repair of objects changes that. */
const ownFacts = (real: ClusterFacts, copied: ClusterFacts): Partial<ClusterFacts> =>
  Object.fromEntries(Object.entries(real).filter(([name, value]) => !isEqual(value, copied[name as keyof ClusterFacts])))

const copyOf = (snapshot: Snapshot): Omit<ClusterOptions, 'clock'> & { readonly clock: VirtualClock } => ({
  clock: createVirtualClock(latestTime(snapshot) + 1000),
  random: createSeededRandom(1),
  revision: latestRevision(snapshot),
  ranges: snapshot.facts.cluster,
})

/** The repaired state where all Pods still simply stand in it. */
const stand = async (snapshot: Snapshot, patch: Patch, options: RebuildOptions): Promise<Snapshot | 'refused' | 'unknown'> => {
  const objects = withoutPodsOf(patch, snapshot.objects).map(startAgain)
  const cluster = createPlaceableCluster({ ...copyOf(snapshot), objects })
  try {
    const written = writeAll(cluster, patch.changes, options)
    if (written === undefined) return 'refused'
    const isGoing = cluster.snapshot().objects.some(({ metadata }) => metadata.deletionTimestamp !== undefined)
    if (isGoing || written.some(concernsControllers) || !(await cluster.standPods())) return 'unknown'
    return cluster.snapshot()
  } finally {
    cluster.stop()
  }
}

/** Workloads that the patch is about make their Pods anew, as where the mended file is applied from the beginning. */
const withoutPodsOf = ({ changes }: Patch, objects: readonly KubernetesObject[]): readonly KubernetesObject[] => {
  const changed = new Set(changes.map(({ object }) => keyOf('metadata' in object ? referenceTo(object) : object)))
  const owners = new Set(objects.filter((one) => changed.has(keyOf(referenceTo(one)))).map(({ metadata }) => metadata.uid))
  return objects.filter((object) => !isPod(object) || !owners.has(controllerOf(object)?.uid))
}

const keyOf = ({ kind, namespace = '', name }: ObjectReference): string => `${kind} ${namespace}/${name}`

const startAgain = (object: KubernetesObject): KubernetesObject => {
  if (!isPod(object)) return object
  const again: Pod = { ...object, status: statusOfAddresses(addressesOfPod(object)) }
  return again
}

/** Makes the changes, and returns what they have made of objects; undefined where one is refused. */
export const writeAll = (
  cluster: CopiedCluster,
  changes: readonly Change[],
  options: RebuildOptions,
): readonly KubernetesObject[] | undefined => {
  const written: KubernetesObject[] = []
  for (const change of changes) {
    const find = (reference: ObjectReference): KubernetesObject | undefined => findObject(cluster.snapshot(), reference)
    const changed = applyChange(change, find)
    if (changed === undefined || !write(cluster, changed, { ...options, anew: change.kind === 'recreate' })) return undefined
    if (changed.after !== undefined) written.push(changed.after)
  }
  return written
}

/**
 * Pods of which is known what runs in them however the repair changes the rest: servers that have read their configuration, and
 * containers that somebody has changed from within. Scripts are run again: they may wait for what the repair brings.
 */
const goingOn = ({ objects, facts }: Snapshot): Readonly<Record<string, PodFacts>> => {
  const runs = (pod: Pod): boolean =>
    (pod.spec?.containers ?? []).every(({ command, args }) => command === undefined && args === undefined)
  return Object.fromEntries(
    objects.filter(isPod).flatMap((pod) => {
      const known = facts.pods[keyOfObject(pod)]
      const goesOn = known !== undefined && isPodReady(pod) && (runs(pod) || (known.edits ?? []).length > 0)
      return goesOn ? [[keyOfObject(pod), known]] : []
    }),
  )
}

const latestTime = ({ objects }: Snapshot): number =>
  objects.reduce((latest, { metadata }) => Math.max(latest, Date.parse(metadata.creationTimestamp ?? '') || 0), 0)

const latestRevision = ({ objects }: Snapshot): number =>
  objects.reduce((latest, { metadata }) => Math.max(latest, Number(metadata.resourceVersion) || 0), 1)

interface WriteOptions extends RebuildOptions {
  /** Made anew although it could be updated. */
  readonly anew: boolean
}

const write = (cluster: CopiedCluster, { before, after }: Changed, options: WriteOptions): boolean => {
  if (before !== undefined && after !== undefined && !options.anew && canUpdate(before, after))
    return cluster.writer.update(after).ok
  if (before !== undefined) {
    const { ok } = cluster.writer.delete(referenceTo(before), { gracePeriodSeconds: 0, propagation: 'Background' })
    if (!ok) return false
  }
  if (after === undefined) return true
  const there = findObject(cluster.snapshot(), referenceTo(after))
  if (there !== undefined && before !== undefined)
    cluster.writer.delete(referenceTo(there), { gracePeriodSeconds: 0, propagation: 'Background' })
  return cluster.writer.create(withoutIdentity(after, options), { keepStatus: isPod(after) }).ok
}

/** A Pod's spec is fixed once it runs, as is the choice between a headless Service and another; a new name or namespace is a new object. */
const canUpdate = (before: KubernetesObject, after: KubernetesObject): boolean =>
  before.metadata.name === after.metadata.name &&
  before.metadata.namespace === after.metadata.namespace &&
  (!isPod(before) || !isPod(after) || isEqual(before.spec, after.spec)) &&
  (!isService(before) || !isService(after) || before.spec?.clusterIP === after.spec?.clusterIP)

/** The object as a learner would write it: no identity, no placement. */
const withoutIdentity = (object: KubernetesObject, { keepAddresses }: RebuildOptions): KubernetesObject => {
  const { name, namespace, labels, annotations } = object.metadata
  const { apiVersion, kind } = object
  const metadata = withoutUndefined({ name, namespace, labels, annotations }) as KubernetesObject['metadata']
  if (!isPod(object)) return { ...object, apiVersion, kind, metadata }
  const { nodeName: _node, ...spec } = withoutTokens(object.spec ?? { containers: [] })
  const ips = keepAddresses ? addressesOfPod(object) : []
  return {
    apiVersion,
    kind,
    metadata,
    spec,
    ...(ips.length === 0 ? {} : { status: statusOfAddresses(ips) }),
  } as KubernetesObject
}
