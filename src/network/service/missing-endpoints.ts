/** Why a Service has no endpoint: what keeps the Pods that it selects from being one, or which Pods it nearly selects. */
import type { ContainerStatus, Pod, Service, ServicePort } from '../../kubernetes/generated/types.ts'
import { formatPath } from '../../kubernetes/field-path.ts'
import { editDistance, nearest } from '../../kubernetes/nearest.ts'
import { referenceTo } from '../../kubernetes/object.ts'
import { familyOf, type AddressFamily } from '../address.ts'
import type { MissingEndpoint, NearMiss } from '../model.ts'
import { addressesOfPod, keyOf, nameOf, namespaceOf, type NetworkState } from '../state.ts'
import { endpointsOfPort } from './endpoints.ts'
import { findTargetPort, hasLabels, isPodReady } from './derive-endpoints.ts'

const MAX_MISSES = 3

export interface MissingEndpoints {
  /** Pods that the selector matches. */
  readonly missing: readonly MissingEndpoint[]
  /** Where it matches none: those that lack least. */
  readonly nearMisses: readonly NearMiss[]
}

/** Undefined for Services without a selector: their endpoints are somebody else's to write. */
export const missingEndpoints = (
  state: NetworkState,
  service: Service,
  { port, family }: { readonly port: ServicePort; readonly family: AddressFamily },
): MissingEndpoints | undefined => {
  const selector = service.spec?.selector ?? {}
  if (Object.keys(selector).length === 0) return undefined
  const pods = [...state.pods.values()].filter((pod) => hasLabels(pod, selector))
  const own = pods.filter((pod) => namespaceOf(pod) === namespaceOf(service))
  if (own.length > 0) return { missing: own.map((pod) => explain(pod, port, family)), nearMisses: [] }
  return { missing: [], nearMisses: pods.length > 0 ? elsewhere(service, pods) : nearly(state, service) }
}

/** Why none of a Service's endpoints is on a node: those that it has are on others; of Pods on the node, what keeps each. */
export const missingOnNode = (
  state: NetworkState,
  service: Service,
  { port, family, node }: { readonly port: ServicePort; readonly family: AddressFamily; readonly node: string },
): readonly MissingEndpoint[] => {
  const away = endpointsOfPort(state, service, port, { family }).flatMap(
    ({ ready, pod, node: other }): readonly MissingEndpoint[] => {
      const found = pod === undefined || !ready ? undefined : state.pods.get(keyOf(pod.namespace, pod.name))
      if (found === undefined || other === node) return []
      return [
        {
          pod: nameOf(found),
          where: { object: referenceTo(found), path: 'spec.nodeName' },
          reason: 'other-node',
          detail: other ?? '',
        },
      ]
    },
  )
  const selected = missingEndpoints(state, service, { port, family })?.missing ?? []
  const here = selected.filter(({ pod }) => state.pods.get(keyOf(pod.namespace, pod.name))?.spec?.nodeName === node)
  return [...here, ...away]
}

const IMAGE_REASONS = new Set(['ErrImagePull', 'ImagePullBackOff', 'InvalidImageName', 'ErrImageNeverPull'])
const STARTING_REASONS = new Set(['ContainerCreating', 'PodInitializing'])

const explain = (pod: Pod, port: ServicePort, family: AddressFamily): MissingEndpoint => {
  const base = { pod: nameOf(pod), where: { object: referenceTo(pod), path: 'status.conditions' } }
  const { phase, conditions = [] } = pod.status ?? {}
  if (pod.metadata.deletionTimestamp !== undefined) return { ...base, reason: 'terminating' }
  if (phase === 'Succeeded' || phase === 'Failed') return { ...base, reason: 'ended', detail: phase }
  const scheduled = conditions.find(({ type }) => type === 'PodScheduled')
  if (scheduled?.status === 'False')
    return { ...base, reason: 'unscheduled', detail: scheduled.message ?? scheduled.reason ?? '' }
  const stopped = explainContainers(pod)
  if (stopped !== undefined) return { ...base, ...stopped }
  if (!isPodReady(pod)) return { ...base, ...explainUnready(pod) }
  if (!addressesOfPod(pod).some((ip) => familyOf(ip) === family)) return { ...base, reason: 'family', detail: family }
  if (findTargetPort(port, pod) === undefined)
    return { ...base, where: { ...base.where, path: 'spec.containers' }, reason: 'port-name', detail: String(port.targetPort) }
  return { ...base, reason: 'not-listed' }
}

type Why = Pick<MissingEndpoint, 'reason'> & Partial<MissingEndpoint>

/** A container that does not run, the init containers' first. */
const explainContainers = (pod: Pod): Why | undefined => {
  const { initContainerStatuses = [], containerStatuses = [] } = pod.status ?? {}
  const statuses = [...initContainerStatuses.filter(({ state }) => state?.terminated?.exitCode !== 0), ...containerStatuses]
  return statuses.flatMap((status) => explainContainer(pod, status) ?? [])[0]
}

const explainContainer = (pod: Pod, { name, image, state, lastState }: ContainerStatus): Why | undefined => {
  const where = { object: referenceTo(pod), path: pathOfContainer(pod, name) }
  const { waiting, terminated } = state ?? {}
  if (waiting === undefined && terminated === undefined) return undefined
  const reason = waiting?.reason ?? ''
  if (IMAGE_REASONS.has(reason))
    return { where: { ...where, path: `${where.path}.image` }, reason: 'image', container: name, detail: image }
  const ended = terminated ?? lastState?.terminated
  if (ended !== undefined) return { where, reason: 'crash', container: name, detail: String(ended.exitCode) }
  if (STARTING_REASONS.has(reason) || reason === '') return { where, reason: 'starting', container: name }
  return { where, reason: 'waiting', container: name, detail: [reason, waiting?.message].filter(Boolean).join(': ') }
}

const pathOfContainer = ({ spec }: Pod, name: string): string => {
  const index = (spec?.containers ?? []).findIndex((container) => container.name === name)
  if (index >= 0) return `spec.containers[${index}]`
  const init = (spec?.initContainers ?? []).findIndex((container) => container.name === name)
  return init < 0 ? 'spec.containers' : `spec.initContainers[${init}]`
}

/** All containers run, and one is not ready, or a gate is shut. */
const explainUnready = (pod: Pod): Why => {
  const { containerStatuses = [], conditions = [], phase } = pod.status ?? {}
  const unready = containerStatuses.find(({ ready }) => !ready)
  const index = (pod.spec?.containers ?? []).findIndex(({ name }) => name === unready?.name)
  const container = pod.spec?.containers[index]
  if (container?.readinessProbe !== undefined)
    return {
      where: { object: referenceTo(pod), path: `spec.containers[${index}].readinessProbe` },
      reason: 'readiness-probe',
      container: container.name,
    }
  const gates = (pod.spec?.readinessGates ?? []).filter(
    ({ conditionType }) => conditions.find(({ type }) => type === conditionType)?.status !== 'True',
  )
  if (gates.length > 0) return { reason: 'readiness-gate', detail: gates.map(({ conditionType }) => conditionType).join(', ') }
  return phase === 'Running' ? { reason: 'not-ready' } : { reason: 'starting' }
}

/** The labels are those of Pods in other namespaces. */
const elsewhere = (service: Service, pods: readonly Pod[]): readonly NearMiss[] => [
  {
    where: { object: referenceTo(service), path: 'metadata.namespace' },
    reason: 'other-namespace',
    wanted: namespaceOf(service),
    found: [...new Set(pods.map(namespaceOf))].slice(0, MAX_MISSES).join(', '),
  },
]

interface Near {
  readonly weight: number
  readonly misses: readonly NearMiss[]
}

/** Pods of the namespace to whose labels the selector comes near: most pairs fit, or a key or a value is nearly the one. */
const nearly = (state: NetworkState, service: Service): readonly NearMiss[] => {
  const found = [...state.pods.values()]
    .filter((pod) => namespaceOf(pod) === namespaceOf(service))
    .flatMap((pod) => missesOf(service, pod) ?? [])
    .toSorted((one, other) => one.weight - other.weight)
  const seen = new Map(
    found
      .filter(({ weight }) => weight === found[0]?.weight)
      .flatMap(({ misses }) => misses)
      .map((miss) => [`${miss.where.path} ${miss.found}`, miss]),
  )
  return [...seen.values()].slice(0, MAX_MISSES)
}

const missesOf = (service: Service, pod: Pod): Near | undefined => {
  const selector = Object.entries(service.spec?.selector ?? {})
  const labels = pod.metadata.labels ?? {}
  const wrong = selector.filter(([key, value]) => labels[key] !== value)
  const parts = wrong.map(([key, value]) => missOfPair(key, value, labels))
  const isNear = wrong.length < selector.length || parts.every(({ near }) => near)
  if (!isNear) return undefined
  const weight = parts.reduce((sum, part) => sum + part.distance, 0)
  const misses = parts.map(({ key, wanted, found }): NearMiss => ({
    where: { object: referenceTo(service), path: formatPath(['spec', 'selector', key]) },
    reason: 'labels',
    wanted,
    found: `${found} (Pod ${pod.metadata.name ?? ''})`,
  }))
  return { weight, misses }
}

interface Part {
  readonly key: string
  readonly wanted: string
  readonly found: string
  /** Whether the Pod has something that may be meant. */
  readonly near: boolean
  readonly distance: number
}

/** The same key with another value, the same value under another key, or a key that is spelt nearly so. */
const missOfPair = (key: string, value: string, labels: Readonly<Record<string, string>>): Part => {
  const wanted = `${key}=${value}`
  const own = labels[key]
  if (own !== undefined)
    return { key, wanted, found: `${key}=${own}`, near: nearest(value, [own]).length > 0, distance: editDistance(value, own) }
  const keys = Object.keys(labels)
  const same = keys.find((other) => labels[other] === value) ?? nearest(key, keys)[0]
  if (same === undefined) return { key, wanted, found: '<none>', near: false, distance: wanted.length }
  const found = `${same}=${labels[same] ?? ''}`
  return { key, wanted, found, near: true, distance: editDistance(wanted, found) }
}
