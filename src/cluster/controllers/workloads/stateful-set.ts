/** Pods with names that stay, one after the other. @see kubernetes pkg/controller/statefulset, v1.34 */
import type { Pod, StatefulSet } from '../../../kubernetes/generated/types.ts'
import { isStatefulSet } from '../../../kubernetes/guards.ts'
import { referenceTo } from '../../../kubernetes/object.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import { isPodActive, keyOfObject, keysByOwner, podFromTemplate, podsOwnedBy } from '../owners.ts'
import { keepRevisions, REVISION_LABEL } from './revisions.ts'
import { hashTemplate } from './template-hash.ts'
import type { Controller, ControllerContext } from '../controller.ts'

const revisionOf = (set: StatefulSet): string => `${set.metadata.name ?? ''}-${hashTemplate(set.spec?.template)}`

/** The Pod of a set that has a number. */
export const namedPod = (set: StatefulSet, ordinal: number): Pod => {
  const name = `${set.metadata.name ?? ''}-${ordinal}`
  const labels = {
    'apps.kubernetes.io/pod-index': String(ordinal),
    [REVISION_LABEL]: revisionOf(set),
    'statefulset.kubernetes.io/pod-name': name,
  }
  const pod = podFromTemplate({ owner: set, template: set.spec?.template ?? {}, labels, name })
  const spec = { hostname: name, subdomain: set.spec?.serviceName ?? '', containers: [], ...pod.spec }
  return { ...pod, spec: { ...spec, hostname: name } }
}

function createPod(set: StatefulSet, ordinal: number, context: ControllerContext): void {
  const pod = namedPod(set, ordinal)
  const { name = '' } = pod.metadata
  const result = context.writer.create(pod)
  if (result.ok)
    note(set, ['SuccessfulCreate', `create Pod ${name} in StatefulSet ${set.metadata.name ?? ''} successful`], context)
}

function note(set: StatefulSet, [reason, message]: readonly [string, string], context: ControllerContext): void {
  const about = { ...referenceTo(set), uid: set.metadata.uid ?? '' }
  context.recordEvent({ about, type: 'Normal', reason, message, component: 'statefulset-controller' })
}

const ordinalOf = ({ metadata }: Pod): number => Number(/-(\d+)$/u.exec(metadata.name ?? '')?.[1] ?? -1)

/** The first Pod, in order, that is missing or that later ones wait for. */
function grow(set: StatefulSet, pods: readonly Pod[], context: ControllerContext): void {
  const { podManagementPolicy, ordinals, replicas = 1 } = set.spec ?? {}
  const isParallel = podManagementPolicy === 'Parallel'
  const first = ordinals?.start ?? 0
  for (let ordinal = first; ordinal < first + replicas; ordinal++) {
    const pod = pods.find((one) => ordinalOf(one) === ordinal)
    if (pod === undefined) createPod(set, ordinal, context)
    if (!isParallel && (pod === undefined || !isPodReady(pod) || !isPodActive(pod))) return
  }
}

/** The last Pod beyond the replicas, else the last one of an older template, goes; one at a time. */
function shrink(set: StatefulSet, pods: readonly Pod[], context: ControllerContext): boolean {
  const end = (set.spec?.ordinals?.start ?? 0) + (set.spec?.replicas ?? 1)
  const newestFirst = [...pods].sort((a, b) => ordinalOf(b) - ordinalOf(a))
  const revision = revisionOf(set)
  const isOutdated = (pod: Pod): boolean =>
    set.spec?.updateStrategy?.type !== 'OnDelete' && pod.metadata.labels?.[REVISION_LABEL] !== revision
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
  const isComplete = updated === (set.spec?.replicas ?? 1) && pods.length === updated
  const current = isComplete ? revision : (set.status?.currentRevision ?? revision)
  return {
    replicas: pods.length,
    availableReplicas: ready,
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    currentReplicas: pods.filter(({ metadata }) => metadata.labels?.[REVISION_LABEL] === current).length,
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
    keepRevisions(set, { hash: hashTemplate(set.spec?.template), hashLabel: 'controller.kubernetes.io/hash' }, context)
    for (const pod of podsOwnedBy(store, set))
      if (pod.metadata.deletionTimestamp === undefined && !isPodActive(pod)) writer.delete(referenceTo(pod))
    if (!shrink(set, podsOwnedBy(store, set), context)) grow(set, podsOwnedBy(store, set), context)
    const status = statusOf(set, podsOwnedBy(store, set))
    writer.updateStatus({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: keyOfObject(set), status } as StatefulSet)
    return undefined
  },
}
