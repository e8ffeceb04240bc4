/** Pods with names that stay, one after the other. @see kubernetes pkg/controller/statefulset, v1.34 */
import type { PersistentVolumeClaim, Pod, StatefulSet } from '../../../kubernetes/generated/types.ts'
import { isStatefulSet } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import { isPodActive, keyOfObject, keysByOwner, podsOwnedBy } from '../owners.ts'
import { retryByEvents } from '../retry.ts'
import { hashOf, namedPod, newest, revisionOf, type Version } from './named-pod.ts'
import { REVISION_LABEL } from './revision-hash.ts'
import { keepRevisions, templateOfRevision } from './revisions.ts'
import type { Controller, ControllerContext } from '../controller.ts'

const firstOrdinal = ({ spec }: StatefulSet): number => spec?.ordinals?.start ?? 0

/** Pods below this number keep the revision that they have. */
const partitionOf = (set: StatefulSet): number => firstOrdinal(set) + (set.spec?.updateStrategy?.rollingUpdate?.partition ?? 0)

/** What a missing Pod is made from: below the partition the revision before. */
const versionFor = (set: StatefulSet, ordinal: number, context: ControllerContext): Version => {
  const revision = set.status?.currentRevision
  if (ordinal >= partitionOf(set) || revision === undefined) return newest(set)
  const template = templateOfRevision(set, revision, context)
  return template === undefined ? newest(set) : { revision, template }
}

/** Claims outlast their Pod; a Pod that comes back finds its own. */
function createClaims(set: StatefulSet, pod: string, context: ControllerContext): void {
  const { namespace } = set.metadata
  for (const { metadata, spec } of set.spec?.volumeClaimTemplates ?? []) {
    const name = `${metadata.name ?? ''}-${pod}`
    if (context.store.get('persistentvolumeclaims', namespace, name) !== undefined) continue
    const { labels, annotations } = metadata
    const result = context.writer.create({
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: {
        name,
        ...(namespace === undefined ? {} : { namespace }),
        labels: { ...labels, ...set.spec?.selector.matchLabels },
        ...(annotations === undefined ? {} : { annotations }),
      },
      spec,
    } as PersistentVolumeClaim)
    const message = `create Claim ${name} Pod ${pod} in StatefulSet ${set.metadata.name ?? ''} success`
    if (result.ok) note(set, ['SuccessfulCreate', message], context)
  }
}

/** False where the API server refuses it. */
function createPod(set: StatefulSet, ordinal: number, context: ControllerContext): boolean {
  const pod = namedPod(set, ordinal, versionFor(set, ordinal, context))
  const { name = '' } = pod.metadata
  createClaims(set, name, context)
  const result = context.writer.create(pod)
  const what = `create Pod ${name} in StatefulSet ${set.metadata.name ?? ''}`
  if (result.ok) note(set, ['SuccessfulCreate', `${what} successful`], context)
  else note(set, ['FailedCreate', `${what} failed error: ${result.status.message ?? ''}`], context)
  return result.ok
}

function note(set: StatefulSet, [reason, message]: readonly [string, string], context: ControllerContext): void {
  const about = { ...referenceTo(set), uid: set.metadata.uid ?? '' }
  const type = reason.startsWith('Failed') ? 'Warning' : 'Normal'
  context.recordEvent({ about, type, reason, message, component: 'statefulset-controller' })
}

const ordinalOf = ({ metadata }: Pod): number => Number(/-(\d+)$/u.exec(metadata.name ?? '')?.[1] ?? -1)

/** The first Pod, in order, that is missing or that later ones wait for. False where one could not be made: no other is tried. */
function grow(set: StatefulSet, pods: readonly Pod[], context: ControllerContext): boolean {
  const { podManagementPolicy, replicas = 1 } = set.spec ?? {}
  const isParallel = podManagementPolicy === 'Parallel'
  const first = firstOrdinal(set)
  for (let ordinal = first; ordinal < first + replicas; ordinal++) {
    const pod = pods.find((one) => ordinalOf(one) === ordinal)
    if (pod === undefined && !createPod(set, ordinal, context)) return false
    if (!isParallel && (pod === undefined || !isPodReady(pod) || !isPodActive(pod))) return true
  }
  return true
}

/** The last Pod beyond the replicas, else the last one of an older template, goes; one at a time. */
function shrink(set: StatefulSet, pods: readonly Pod[], context: ControllerContext): boolean {
  const end = firstOrdinal(set) + (set.spec?.replicas ?? 1)
  const newestFirst = [...pods].sort((a, b) => ordinalOf(b) - ordinalOf(a))
  const revision = revisionOf(set)
  const isOutdated = (pod: Pod): boolean =>
    set.spec?.updateStrategy?.type !== 'OnDelete' &&
    ordinalOf(pod) >= partitionOf(set) &&
    pod.metadata.labels?.[REVISION_LABEL] !== revision
  const leaving = newestFirst.find((pod) => ordinalOf(pod) >= end) ?? newestFirst.find(isOutdated)
  if (leaving === undefined) return false
  const others = pods.filter((pod) => pod !== leaving && ordinalOf(pod) < end)
  if (leaving.metadata.deletionTimestamp !== undefined || !others.every(isPodReady)) return true
  context.writer.delete(referenceTo(leaving))
  const name = leaving.metadata.name ?? ''
  note(set, ['SuccessfulDelete', `delete Pod ${name} in StatefulSet ${set.metadata.name ?? ''} successful`], context)
  return true
}

function statusOf(set: StatefulSet, pods: readonly Pod[]): StatefulSet['status'] {
  const revision = revisionOf(set)
  const ready = pods.filter(isPodReady).length
  const updated = pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === revision).length
  const isOwnPace = set.spec?.updateStrategy?.type === 'OnDelete'
  const isComplete = !isOwnPace && updated === pods.length && ready === pods.length && pods.length === (set.spec?.replicas ?? 1)
  const current = isComplete ? revision : (set.status?.currentRevision ?? revision)
  const kept = pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === current).length
  return {
    replicas: pods.length,
    availableReplicas: ready,
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    ...(kept === 0 ? {} : { currentReplicas: kept }),
    currentRevision: current,
    updateRevision: revision,
    collisionCount: 0,
    observedGeneration: set.metadata.generation ?? 1,
  }
}

export const statefulSetController: Controller = {
  name: 'statefulset',
  watches: ['statefulsets.apps', 'pods'],
  keysFor: keysByOwner('statefulsets.apps', 'StatefulSet'),
  reconcile: (key, context) => {
    const { store, writer } = context
    const set = store.get('statefulsets.apps', key.namespace, key.name)
    if (set === undefined || !isStatefulSet(set) || set.metadata.deletionTimestamp !== undefined) return undefined
    keepRevisions(set, { hash: hashOf(set), hashLabel: 'controller.kubernetes.io/hash' }, context)
    for (const pod of podsOwnedBy(store, set))
      if (pod.metadata.deletionTimestamp === undefined && !isPodActive(pod)) writer.delete(referenceTo(pod))
    const isDone = shrink(set, podsOwnedBy(store, set), context) || grow(set, podsOwnedBy(store, set), context)
    const status = statusOf(set, podsOwnedBy(store, set))
    writer.updateStatus({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: keyOfObject(set), status } as StatefulSet)
    return isDone ? undefined : retryByEvents(set, context)
  },
}
