/** What several causes look for in a failure. */
import { METADATA_NAME } from '../../kubernetes/labels.ts'
import type { Ingress, NetworkPolicy, Pod, Service } from '../../kubernetes/generated/types.ts'
import { isIngress, isNetworkPolicy, isPod, isService } from '../../kubernetes/guards.ts'
import { hasLabels } from '../checks/has-labels.ts'
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import type { Hop, ListenerHop, NamespacedName, PolicyHop, RouteHop, ServiceHop, Snapshot } from '../../network/model.ts'
import { findObject } from '../checks/find-object.ts'
import type { Labels } from '../checks/specs.ts'
import { keeperOf } from '../explain/keeper.ts'
import type { Failure } from '../failure.ts'

const hopsOf = ({ walk }: Failure): readonly Hop[] => walk?.hops ?? []

/** The decision that kept a packet out, or that should have. */
export const policyHopOf = (failure: Failure): PolicyHop | undefined => {
  if (failure.finding.kind === 'policy-differs') return failure.finding.hop
  const hops = hopsOf(failure).filter((hop) => hop.kind === 'policy')
  return hops.findLast(({ stops }) => stops) ?? keeperOf(hops) ?? hops.at(-1)
}

export const listenerHopOf = (failure: Failure): ListenerHop | undefined =>
  hopsOf(failure).findLast((hop) => hop.kind === 'listener')

export const serviceHopOf = (failure: Failure): ServiceHop | undefined =>
  hopsOf(failure).findLast((hop) => hop.kind === 'service')

export const routeHopOf = (failure: Failure): RouteHop | undefined => hopsOf(failure).findLast((hop) => hop.kind === 'route')

/** True where a connection came about that should have been blocked. */
export const isTooOpen = ({ finding }: Failure): boolean =>
  finding.kind === 'not-blocked' || (finding.kind === 'policy-differs' && finding.allowed)

/** True where a policy stands in the way of a connection that was asked for. */
export const isTooClosed = (failure: Failure): boolean => {
  const { finding } = failure
  if (finding.kind === 'policy-differs') return !finding.allowed
  return (finding.kind === 'not-connected' || finding.kind === 'http') && policyHopOf(failure)?.decision === 'denied'
}

export const findPod = (snapshot: Snapshot, { namespace, name }: NamespacedName): Pod | undefined => {
  const object = findObject(snapshot, { kind: 'Pod', namespace, name })
  return object !== undefined && isPod(object) ? object : undefined
}

const findService = (snapshot: Snapshot, { namespace, name }: NamespacedName): Service | undefined => {
  const object = findObject(snapshot, { kind: 'Service', namespace, name })
  return object !== undefined && isService(object) ? object : undefined
}

export const findPolicy = (snapshot: Snapshot, reference: ObjectReference): NetworkPolicy | undefined => {
  if (reference.kind !== 'NetworkPolicy') return undefined
  const object = findObject(snapshot, reference)
  return object !== undefined && isNetworkPolicy(object) ? object : undefined
}

export const findIngress = (snapshot: Snapshot, reference: ObjectReference): Ingress | undefined => {
  const object = findObject(snapshot, { ...reference, kind: 'Ingress' })
  return object !== undefined && isIngress(object) ? object : undefined
}

export const servicesIn = ({ snapshot, task }: Pick<Failure, 'snapshot' | 'task'>): readonly Service[] =>
  snapshot.objects.filter(isService).filter(({ metadata }) => task.namespaces.includes(metadata.namespace ?? ''))

/** `namespace/name`, as facts name Pods. */
export const fullName = ({ metadata }: KubernetesObject): string => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`

/** The Service that a failed connection or request goes through, if the question or its walk names one. */
export const serviceOf = (failure: Failure): Service | undefined => {
  const { finding, snapshot } = failure
  const hop = serviceHopOf(failure)
  if (hop !== undefined) return findService(snapshot, { namespace: hop.service.namespace ?? 'default', name: hop.service.name })
  if (finding.kind === 'not-connected' && 'service' in finding.question.to)
    return findService(snapshot, finding.question.to.service)
  const route = routeHopOf(failure)?.service
  return route === undefined ? undefined : findService(snapshot, { namespace: route.namespace ?? 'default', name: route.name })
}

/** The Pod that has to answer. */
export const targetPodOf = (failure: Failure): Pod | undefined => {
  const { finding, snapshot } = failure
  if (finding.kind === 'policy-differs') return findPod(snapshot, finding.pod)
  if ((finding.kind === 'not-connected' || finding.kind === 'not-blocked') && 'pod' in finding.question.to)
    return findPod(snapshot, finding.question.to.pod)
  if (finding.kind === 'http' && finding.wanted.backend !== undefined) {
    const pod = findPod(snapshot, finding.wanted.backend)
    if (pod !== undefined) return pod
  }
  const pod = hopsOf(failure).findLast((hop) => hop.kind === 'listener')?.pod
  return pod === undefined ? undefined : findPod(snapshot, pod)
}

export const showLabels = (labels: Labels | undefined): string => {
  const entries = Object.entries(labels ?? {}).filter(([key]) => key !== METADATA_NAME)
  return entries.length === 0 ? '<none>' : entries.map(([key, value]) => `${key}=${value}`).join(',')
}

/** Running Pods of a namespace that carry these labels. */
export const podsWith = (snapshot: Snapshot, namespace: string | undefined, labels: Labels): readonly Pod[] =>
  snapshot.objects
    .filter(isPod)
    .filter(
      ({ metadata }) =>
        (namespace === undefined || metadata.namespace === namespace) && hasLabels(labels, metadata.labels ?? {}),
    )

/** Of the control plane's and of what comes with a cluster. */
export const isSystemNamespace = (namespace = ''): boolean =>
  /^(?:kube-system|kube-node-lease|ingress-nginx|local-path-storage)$/u.test(namespace)

/** Objects of the task's namespaces that a learner made: not the start state's, not the control plane's. */
export const ownObjects = ({ snapshot, task }: Pick<Failure, 'snapshot' | 'task'>): readonly KubernetesObject[] =>
  snapshot.objects.filter((object) => {
    const { kind, metadata } = object
    if (metadata.namespace === undefined || SYSTEM.test(metadata.name ?? '') || (metadata.ownerReferences ?? []).length > 0)
      return false
    if (GENERATED.has(kind) || isSystemNamespace(metadata.namespace)) return false
    return !task.start.some(
      (start) =>
        start.kind === kind &&
        start.metadata.name === metadata.name &&
        (start.metadata.namespace ?? 'default') === metadata.namespace,
    )
  })

const SYSTEM = /^(?:kube-root-ca\.crt|kubernetes|default|cluster-info)$/u
const GENERATED = new Set([
  'Endpoints',
  'EndpointSlice',
  'Event',
  'Lease',
  'ServiceAccount',
  'ReplicaSet',
  'ControllerRevision',
  'Role',
  'RoleBinding',
])

/** The rule list that decides for the failure's direction. */
export const rulesField = (failure: Failure): 'ingress' | 'egress' => policyHopOf(failure)?.direction ?? 'ingress'

/** The rule of the failed connection's only rule or nearest one, e.g. `spec.ingress[0]`, of a policy that isolates the target. */
export const isolatingPolicy = (failure: Failure): NetworkPolicy | undefined => {
  const [reference] = policyHopOf(failure)?.isolatedBy ?? []
  return reference === undefined ? undefined : findPolicy(failure.snapshot, reference)
}

/** The Pod at the far end of a policy decision, as `namespace/name`. */
export const peerOf = (failure: Failure): NamespacedName | undefined => {
  const { finding } = failure
  if (finding.kind === 'policy-differs') {
    return 'pod' in finding.peer ? finding.peer.pod : undefined
  }
  const from =
    finding.kind === 'http' || finding.kind === 'not-connected' || finding.kind === 'not-blocked'
      ? finding.question.from
      : undefined
  return from !== undefined && 'pod' in from ? from.pod : undefined
}

export const wantedPort = (failure: Failure): number | undefined => {
  const { finding } = failure
  if (finding.kind === 'not-connected' || finding.kind === 'not-blocked')
    return typeof finding.question.port === 'number' ? finding.question.port : undefined
  if (finding.kind === 'policy-differs') return finding.port
  if (finding.kind !== 'http') return undefined
  const match = /\/\/[^/]*?:(\d+)(?:\/|$)/u.exec(finding.question.url)
  return match === null ? 80 : Number(match[1])
}
