/** Whether what was put into a real cluster has come about: judged from the objects alone. */
import type { DaemonSet, Deployment, Pod, Service, StatefulSet } from '../../../src/kubernetes/generated/types.ts'
import { isDaemonSet, isDeployment, isEndpointSlice, isPod, isService, isStatefulSet } from '../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { endpointsForService, isPodReady } from '../../../src/network/service/derive-endpoints.ts'
import { namespaceOf } from '../../../src/network/state.ts'

/** `stays`: some Pods do not get ready, and by what they say will not unless something is changed. */
export type Settling = 'settled' | 'stays' | 'moving'

/** Reasons for which a container waits that do not pass by themselves. */
export const STAYING: ReadonlySet<string> = new Set([
  'CrashLoopBackOff',
  'CreateContainerConfigError',
  'CreateContainerError',
  'ErrImageNeverPull',
  'ErrImagePull',
  'ImagePullBackOff',
  'InvalidImageName',
  'RunContainerError',
])

/** What the containers say of a Pod that is not ready: it runs and its probe says no, or something keeps it from running. */
const judgeContainers = ({ initContainerStatuses = [], containerStatuses = [] }: NonNullable<Pod['status']>): Settling => {
  const reasons = [...initContainerStatuses, ...containerStatuses].map(({ state }) => state?.waiting?.reason ?? '')
  if (reasons.some((reason) => STAYING.has(reason))) return 'stays'
  const run = containerStatuses.filter(({ state }) => state?.running !== undefined || state?.terminated !== undefined)
  return run.length > 0 && run.length === containerStatuses.length ? 'stays' : 'moving'
}

const judgePod = (pod: Pod): Settling => {
  const { metadata, status = {} } = pod
  if (metadata.deletionTimestamp !== undefined) return 'moving'
  if (isPodReady(pod) || status.phase === 'Succeeded') return 'settled'
  const isUnschedulable = (status.conditions ?? []).some(({ reason }) => reason === 'Unschedulable')
  return status.phase === 'Failed' || isUnschedulable ? 'stays' : judgeContainers(status)
}

type Workload = Deployment | StatefulSet | DaemonSet

const isWorkload = (object: KubernetesObject): object is Workload =>
  isDeployment(object) || isStatefulSet(object) || isDaemonSet(object)

const isRolledOut = (workload: Workload): boolean => {
  if ((workload.status?.observedGeneration ?? 0) < (workload.metadata.generation ?? 0)) return false
  return isDaemonSet(workload) ? areAllScheduled(workload.status ?? {}) : areAllReplicas(workload)
}

const areAllScheduled = (status: Partial<NonNullable<DaemonSet['status']>>): boolean => {
  const { desiredNumberScheduled = 0, numberReady = 0, updatedNumberScheduled = 0 } = status
  return numberReady === desiredNumberScheduled && updatedNumberScheduled === desiredNumberScheduled
}

const areAllReplicas = ({ spec, status }: Deployment | StatefulSet): boolean => {
  const wanted = spec?.replicas ?? 1
  const { replicas = 0, readyReplicas = 0, updatedReplicas = 0 }: Partial<NonNullable<Deployment['status']>> = status ?? {}
  return replicas === wanted && readyReplicas === wanted && (updatedReplicas === wanted || wanted === 0)
}

interface Slice {
  readonly endpoints?:
    | readonly {
        readonly addresses: readonly string[]
        readonly conditions?: { readonly ready?: boolean }
      }[]
    | null
}

const lineOf = ({ endpoints }: Slice): readonly string[] =>
  (endpoints ?? []).map(({ addresses, conditions }) => `${addresses.join(',')} ${conditions?.ready === true ? 'ready' : ''}`)

const addressesIn = (slices: readonly Slice[]): string => slices.flatMap(lineOf).sort().join('\n')

const hasItsEndpoints = (service: Service, objects: readonly KubernetesObject[]): boolean => {
  if (Object.keys(service.spec?.selector ?? {}).length === 0) return true
  const isItsOwn = ({ metadata }: KubernetesObject): boolean =>
    metadata.namespace === service.metadata.namespace &&
    metadata.labels?.['kubernetes.io/service-name'] === service.metadata.name
  const slices = objects.filter(isEndpointSlice).filter(isItsOwn)
  const pods = objects.filter(isPod).filter((pod) => namespaceOf(pod) === namespaceOf(service))
  return addressesIn(slices) === addressesIn(endpointsForService(service, pods))
}

/** Of the objects of a submission's namespaces; `made` are uids of those that have to be among them. */
export function judgeSettling(objects: readonly KubernetesObject[], made: ReadonlySet<string>): Settling {
  const known = new Set(objects.map(({ metadata }) => metadata.uid))
  if ([...made].some((uid) => !known.has(uid))) return 'moving'
  const pods = objects.filter(isPod).map(judgePod)
  if (pods.includes('moving')) return 'moving'
  if (!objects.filter(isService).every((service) => hasItsEndpoints(service, objects))) return 'moving'
  const areRolledOut = objects.filter(isWorkload).every(isRolledOut)
  if (pods.includes('stays')) return 'stays'
  return areRolledOut ? 'settled' : 'moving'
}

const SECOND_MS = 1000
const MAX_PROBE_MS = 30_000

/** How long the slowest readiness probe takes to say yes, once its container runs. */
export const probeMs = (objects: readonly KubernetesObject[]): number =>
  Math.min(
    MAX_PROBE_MS,
    Math.max(
      0,
      ...objects.filter(isPod).flatMap(({ spec }) =>
        (spec?.containers ?? []).flatMap(({ readinessProbe }) => {
          if (readinessProbe === undefined) return []
          const { initialDelaySeconds = 0, periodSeconds = 10, successThreshold = 1 } = readinessProbe
          return [(initialDelaySeconds + periodSeconds * successThreshold) * SECOND_MS]
        }),
      ),
    ),
  )
