/** What the causes about Pods look for. */
import type { ConfigMap, Container, ContainerStatus, Pod } from '../../../kubernetes/generated/types.ts'
import { isPod } from '../../../kubernetes/guards.ts'
import type { Crash } from '../../../network/facts.ts'
import { isPodReady } from '../../../network/service/derive-endpoints.ts'
import { isPodUp, keyOfObject } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { podsWith, serviceHopOf, serviceOf, targetPodOf } from '../evidence.ts'

/** The Pods that were to answer: the one that the check or its walk names, else those that the Service selects. */
export const answeringPods = (failure: Failure): readonly Pod[] => {
  const pod = targetPodOf(failure)
  if (pod !== undefined) return [pod]
  if (failure.finding.kind === 'field') return isPod(failure.finding.object) ? [failure.finding.object] : []
  const service = serviceOf(failure)
  const selector = service?.spec?.selector ?? {}
  if (service === undefined || Object.keys(selector).length === 0) return []
  return podsWith(failure.snapshot, service.metadata.namespace, selector)
}

/** Why a container does not run, in the kubelet's words. */
export const stoppedContainer = ({ status }: Pod): string | undefined =>
  [
    ...(status?.initContainerStatuses ?? []).filter(({ state }) => state?.terminated?.exitCode !== 0),
    ...(status?.containerStatuses ?? []),
  ].flatMap((one) => reasonOf(one) ?? [])[0]

/** That a container waits for the init containers is no reason of its own. */
const reasonOf = ({ state }: ContainerStatus): string | undefined => {
  const { reason, message } = state?.waiting ?? state?.terminated ?? {}
  if (reason === undefined || reason === 'PodInitializing') return undefined
  return message === undefined ? reason : `${reason}, ${message}`
}

export const isStopped = (pod: Pod): boolean => !isPodUp(pod) || stoppedContainer(pod) !== undefined

/** The first of them that does not run. */
export const stoppedPod = (failure: Failure): Pod | undefined => {
  const pods = answeringPods(failure)
  return pods.some((pod) => !isStopped(pod)) ? undefined : pods.find(isStopped)
}

/** The first of those behind the failed Service that runs and is not ready, where none is. */
export const unreadyPod = (failure: Failure): Pod | undefined => {
  const pods = answeringPods(failure)
  const hop = serviceHopOf(failure)
  if (pods.some(isPodReady) || (hop !== undefined && hop.decision !== 'no-endpoints')) return undefined
  return pods.find((pod) => !isStopped(pod))
}

export const crashesOf = ({ snapshot }: Pick<Failure, 'snapshot'>, pod: Pod): readonly Crash[] =>
  snapshot.facts.pods[keyOfObject(pod)]?.crashes ?? []

/** When somebody last wrote a ConfigMap, as RFC 3339 text. */
export const changedAt = ({ metadata }: ConfigMap): string =>
  (metadata.managedFields ?? []).reduce(
    (latest, { time = '' }) => (time > latest ? time : latest),
    metadata.creationTimestamp ?? '',
  )

export interface PlacedContainer {
  readonly container: Container
  /** `spec.containers[0]` */
  readonly path: string
}

export const containersWithPaths = ({ spec }: Pod): readonly PlacedContainer[] =>
  (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec?.[list] ?? []).map((container, index) => ({ container, path: `spec.${list}[${index}]` })),
  )

export const findContainer = (pod: Pod, name: string): PlacedContainer | undefined =>
  containersWithPaths(pod).find(({ container }) => container.name === name)

/** Where a Pod names ConfigMaps that it cannot do without. */
export const namedConfigMaps = (pod: Pod): readonly { readonly path: string; readonly name: string }[] => [
  ...(pod.spec?.volumes ?? []).flatMap(({ configMap }, index) =>
    configMap?.name === undefined || configMap.optional === true
      ? []
      : [{ path: `spec.volumes[${index}].configMap.name`, name: configMap.name }],
  ),
  ...containersWithPaths(pod).flatMap(({ container, path }) => [
    ...(container.envFrom ?? []).flatMap(({ configMapRef }, index) =>
      configMapRef?.name === undefined
        ? []
        : [{ path: `${path}.envFrom[${index}].configMapRef.name`, name: configMapRef.name }],
    ),
    ...(container.env ?? []).flatMap(({ valueFrom }, index) =>
      valueFrom?.configMapKeyRef?.name === undefined
        ? []
        : [{ path: `${path}.env[${index}].valueFrom.configMapKeyRef.name`, name: valueFrom.configMapKeyRef.name }],
    ),
  ]),
]
