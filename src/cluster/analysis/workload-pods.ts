/** The Pods that workloads come to have, made in one step: as many as the controllers would make one after the other. */
import type {
  CronJob,
  DaemonSet,
  Deployment,
  Job,
  LabelSelector,
  Node,
  Pod,
  PodTemplateSpec,
  StatefulSet,
} from '../../kubernetes/generated/types.ts'
import {
  isCronJob,
  isDaemonSet,
  isDeployment,
  isJob,
  isNode,
  isPod,
  isReplicaSet,
  isReplicationController,
  isStatefulSet,
} from '../../kubernetes/guards.ts'
import { matchesSelector } from '../../kubernetes/labels.ts'
import { randomSuffix } from '../api/write/identity.ts'
import type { ControllerContext } from '../controllers/controller.ts'
import { podOn, takes } from '../controllers/workloads/daemon-set.ts'
import { isIndexed, podOfJob } from '../controllers/jobs/job-pods.ts'
import { controllerOf, isPodActive, ownerReferenceTo, podFromTemplate } from '../controllers/owners.ts'
import { namedPod } from '../controllers/workloads/named-pod.ts'
import { hashTemplate } from '../controllers/workloads/template-hash.ts'
import type { StoredObject } from '../store/store.ts'

const HASH_LABEL = 'pod-template-hash'

/** Pods that are there already, by namespace. */
type Present = ReadonlyMap<string, readonly Pod[]>

/** Objects taken from a cluster have owners by name; their identifiers are others here. */
const isOwnedByName = (pod: Pod, kind: string, isName: (name: string) => boolean): boolean => {
  const owner = controllerOf(pod)
  return owner?.kind === kind && isName(owner.name)
}

const presentOf = (present: Present, { metadata }: StoredObject): readonly Pod[] => present.get(metadata.namespace ?? '') ?? []

const times = (count: number): readonly number[] => Array.from({ length: Math.max(0, count) }, (_, index) => index)

interface Making {
  readonly context: ControllerContext
  readonly present: Present
}

const withSuffix = (pod: Pod, base: string, { random }: ControllerContext): Pod => {
  const { generateName: _base, ...metadata } = pod.metadata
  return { ...pod, metadata: { ...metadata, name: `${base}-${randomSuffix(random)}` } }
}

/** A Deployment's Pods belong to the ReplicaSet of its template; one that is paused before its first has none. */
const podsOfDeployment = (deployment: Deployment & StoredObject, { context, present }: Making): readonly Pod[] => {
  const { spec, metadata } = deployment
  const { name = '' } = metadata
  if (spec === undefined || spec.paused === true) return []
  const isSet = (owner: string): boolean => owner.startsWith(`${name}-`) && !owner.slice(name.length + 1).includes('-')
  const own = presentOf(present, deployment).filter(
    (pod) =>
      isPodActive(pod) && isOwnedByName(pod, 'ReplicaSet', isSet) && matchesSelector(spec.selector, pod.metadata.labels ?? {}),
  )
  const sets = context.store.list('replicasets.apps', metadata.namespace).filter(isReplicaSet)
  if (sets.some((set) => controllerOf(set)?.kind === 'Deployment' && controllerOf(set)?.name === name)) return []
  const hash = hashTemplate(spec.template)
  const set = `${name}-${hash}`
  return times((spec.replicas ?? 1) - own.length).map(() => {
    const pod = podFromTemplate({ owner: deployment, template: spec.template, labels: { [HASH_LABEL]: hash } })
    const owners = pod.metadata.ownerReferences?.map((owner) => ({ ...owner, kind: 'ReplicaSet', name: set }))
    return withSuffix(
      { ...pod, metadata: { ...pod.metadata, ...(owners === undefined ? {} : { ownerReferences: owners }) } },
      set,
      context,
    )
  })
}

interface Replicated {
  readonly kind: string
  readonly template: PodTemplateSpec | undefined
  readonly replicas: number
  readonly selector: LabelSelector | undefined
}

/** ReplicaSets and ReplicationControllers also take Pods that nobody owns and that they select. */
const podsOfSet = (set: StoredObject, { kind, template, replicas, selector }: Replicated, making: Making): readonly Pod[] => {
  const { name = '' } = set.metadata
  const active = presentOf(making.present, set).filter(isPodActive)
  const own = active.filter((pod) => isOwnedByName(pod, kind, (owner) => owner === name))
  const orphans = active.filter(
    (pod) => controllerOf(pod) === undefined && matchesSelector(selector, pod.metadata.labels ?? {}),
  )
  for (const pod of orphans) {
    const ownerReferences = [...(pod.metadata.ownerReferences ?? []), ownerReferenceTo(set)]
    making.context.store.put('pods', { ...pod, metadata: { ...pod.metadata, ownerReferences } })
  }
  return times(replicas - own.length - orphans.length).map(() =>
    withSuffix(podFromTemplate({ owner: set, template: template ?? {} }), name, making.context),
  )
}

const podsOfStatefulSet = (set: StatefulSet & StoredObject, { present }: Making): readonly Pod[] => {
  const first = set.spec?.ordinals?.start ?? 0
  const names = new Set(presentOf(present, set).map(({ metadata }) => metadata.name))
  return times(set.spec?.replicas ?? 1)
    .map((index) => namedPod(set, first + index))
    .filter(({ metadata }) => !names.has(metadata.name))
}

const podsOfDaemonSet = (
  set: DaemonSet & StoredObject,
  nodes: readonly Node[],
  { context, present }: Making,
): readonly Pod[] => {
  const { name = '' } = set.metadata
  const own = presentOf(present, set).filter(
    (pod) => isPodActive(pod) && isOwnedByName(pod, 'DaemonSet', (owner) => owner === name),
  )
  const taken = new Set(own.map(({ spec }) => spec?.nodeName))
  return nodes
    .filter((node) => takes(set, node) && !taken.has(node.metadata.name))
    .map((node) => {
      const pod = withSuffix(podOn(set, node), name, context)
      return { ...pod, spec: { containers: [], ...pod.spec, nodeName: node.metadata.name ?? '' } }
    })
}

/** The first Pods of a Job: as many as run at a time. */
const podsOfJob = (job: Job & StoredObject, { context, present }: Making): readonly Pod[] => {
  const { spec, metadata } = job
  const { name = '' } = metadata
  if (spec === undefined || spec.suspend === true) return []
  const there = presentOf(present, job).filter((pod) => isOwnedByName(pod, 'Job', (owner) => owner === name)).length
  const parallelism = spec.parallelism ?? 1
  const wanted = Math.min(parallelism, spec.completions ?? parallelism)
  return times(wanted - there).map((index) => {
    const pod = podOfJob(job, isIndexed(job) ? there + index : undefined)
    return withSuffix(pod, pod.metadata.generateName?.replace(/-$/u, '') ?? name, context)
  })
}

/** A run of a CronJob: one Job's Pods, so that what it may reach is seen. One that is suspended has none. */
const podsOfCronJob = (cron: CronJob & StoredObject, making: Making): readonly Pod[] => {
  const { spec, metadata } = cron
  if (spec === undefined || spec.suspend === true || spec.jobTemplate.spec === undefined) return []
  const named = { ...metadata, name: `${metadata.name ?? ''}-0` }
  const job: Job & StoredObject = { apiVersion: 'batch/v1', kind: 'Job', metadata: named, spec: spec.jobTemplate.spec }
  const isRun = (owner: string): boolean => owner.startsWith(`${metadata.name ?? ''}-`)
  return presentOf(making.present, cron).some((pod) => isOwnedByName(pod, 'Job', isRun)) ? [] : podsOfJob(job, making)
}

const podsOf = (workload: StoredObject, nodes: readonly Node[], making: Making): readonly Pod[] => {
  if (isDeployment(workload)) return podsOfDeployment(workload, making)
  if (isReplicaSet(workload)) {
    const { template, replicas = 1, selector } = workload.spec ?? {}
    return podsOfSet(workload, { kind: 'ReplicaSet', template, replicas, selector }, making)
  }
  if (isReplicationController(workload)) {
    const { template, replicas = 1, selector = {} } = workload.spec ?? {}
    return podsOfSet(workload, { kind: workload.kind, template, replicas, selector: { matchLabels: selector } }, making)
  }
  if (isStatefulSet(workload)) return podsOfStatefulSet(workload, making)
  if (isDaemonSet(workload)) return podsOfDaemonSet(workload, nodes, making)
  if (isJob(workload)) return podsOfJob(workload, making)
  return isCronJob(workload) ? podsOfCronJob(workload, making) : []
}

/** In the order in which the controllers come to them: a Deployment has a ReplicaSet first. */
const RESOURCES = [
  ['replicasets.apps', 'statefulsets.apps', 'daemonsets.apps', 'jobs.batch', 'replicationcontrollers', 'cronjobs.batch'],
  ['deployments.apps'],
] as const

const byRevision = (a: StoredObject, b: StoredObject): number =>
  Number(a.metadata.resourceVersion ?? 0) - Number(b.metadata.resourceVersion ?? 0)

/** The Pods that are missing, without nodes and status. Pods that nobody owns are given to the sets that select them. */
export const makePods = (context: ControllerContext): readonly Pod[] => {
  const { store } = context
  const present = new Map<string, Pod[]>()
  for (const pod of store.list('pods').filter(isPod)) {
    const { namespace = '' } = pod.metadata
    const known = present.get(namespace)
    if (known === undefined) present.set(namespace, [pod])
    else known.push(pod)
  }
  const nodes = store.list('nodes').filter(isNode)
  return RESOURCES.flatMap((resources) =>
    resources
      .flatMap((resource) => store.list(resource))
      .sort(byRevision)
      .flatMap((workload) => podsOf(workload, nodes, { context, present })),
  )
}
