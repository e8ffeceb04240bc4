/** What a cluster of our own says will become of a submission's Pods, held against those of the real one. */
import { endedContainers } from '../../../src/cluster/live/pod-crashes.ts'
import type { ContainerStatus, Pod } from '../../../src/kubernetes/generated/types.ts'
import { isPod } from '../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { isPodReady } from '../../../src/network/service/derive-endpoints.ts'
import { keyOfObject, namespaceOf } from '../../../src/network/state.ts'
import { STAYING } from './settled.ts'

export interface Expectation {
  /** False where some of its Pods cannot get ready: nobody waits long for them. */
  readonly getsReady: boolean
  /** How many Pods have a container that ends by itself, by what makes them. */
  readonly ending: ReadonlyMap<string, number>
}

const HASH = /-[^-]+$/u

/** The workload, whose Pods' names are drawn; a Pod that nobody makes is itself. */
const makerOf = (pod: Pod): string => {
  const [owner] = pod.metadata.ownerReferences ?? []
  if (owner === undefined) return keyOfObject(pod)
  const name = owner.kind === 'ReplicaSet' ? owner.name.replace(HASH, '') : owner.name
  return `${owner.kind} ${namespaceOf(pod)}/${name}`
}

const countByMaker = (pods: readonly Pod[]): ReadonlyMap<string, number> => {
  const counts = new Map<string, number>()
  for (const maker of pods.map(makerOf)) counts.set(maker, (counts.get(maker) ?? 0) + 1)
  return counts
}

export const expectationOf = ({ objects, facts }: Snapshot): Expectation => {
  const pods = objects.filter(isPod)
  const isEnding = (pod: Pod): boolean =>
    (facts.pods[keyOfObject(pod)]?.crashes ?? []).length > 0 || endedContainers(pod).length > 0
  return {
    getsReady: pods.every((pod) => isPodReady(pod) || pod.status?.phase === 'Succeeded'),
    ending: countByMaker(pods.filter(isEnding)),
  }
}

/**
 * The first end proves little: kubelets start a container again at once, and its Pod is ready once more. Only before the third start
 * there is a pause, of ten seconds at least.
 */
const isAtRest = ({ spec, status }: Pod): boolean => {
  const isOver = ({ state, restartCount }: ContainerStatus): boolean =>
    STAYING.has(state?.waiting?.reason ?? '') ||
    (state?.terminated !== undefined && (restartCount > 0 || (spec?.restartPolicy ?? 'Always') !== 'Always'))
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])]
  return status?.phase === 'Failed' || statuses.some(isOver)
}

/** Whether Pods still go on that are known to end. `objects` are in the submission's own words. */
export const isEndAwaited = (objects: readonly KubernetesObject[], { ending }: Expectation): boolean => {
  if (ending.size === 0) return false
  const ended = countByMaker(objects.filter(isPod).filter(isAtRest))
  return [...ending].some(([maker, count]) => (ended.get(maker) ?? 0) < count)
}
