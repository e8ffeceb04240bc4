/** A cluster from anybody's manifests, to be asked rather than graded. */
import { createPlaceableCluster } from '../../cluster/analysis/placeable-cluster.ts'
import type { WritableCluster } from '../../cluster/contract.ts'
import { validateServed } from '../../cluster/custom/rules.ts'
import { createSeededRandom, createVirtualClock } from '../../cluster/virtual.ts'
import { applyDefaults } from '../../kubernetes/defaults/apply-defaults.ts'
import { invalid } from '../../kubernetes/errors.ts'
import type { Service } from '../../kubernetes/generated/types.ts'
import { isPod, isService } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { findResource } from '../../kubernetes/resources.ts'
import type { Status } from '../../kubernetes/status.ts'
import type { Snapshot } from '../../network/model.ts'
import type { GradedTask } from '../task.ts'
import { same } from '../words.ts'
import type { Applied } from './apply-manifests.ts'
import { fromStatus } from './explain-refusal.ts'
import { inferRanges, type GivenRanges } from './infer-ranges.ts'
import type { ManifestProblem } from './manifest-problem.ts'
import { bringNodes } from './own-nodes.ts'
import { putObject } from './put-object.ts'
import { isLive, namespaceOf, readObjects, type DecodedManifest, type GivenManifest } from './read-objects.ts'

const NO_TASK: GradedTask = { id: '', title: same(''), namespaces: [], checks: [], start: [], references: {} }
const START_MS = Date.UTC(2025, 0, 1)
const SETTLE_MS = 60_000

/** How much of a cluster is made of manifests. */
export interface ReadClusterOptions {
  /** Ranges of the cluster; those that are left out are inferred from the manifests. */
  readonly ranges?: GivenRanges
  /** Workloads get no Pods: enough where only what is written is asked about, such as the policies. */
  readonly withoutPods?: boolean
}

/** A cluster, or what keeps one from being made of the manifests. */
export interface ReadCluster extends Applied {
  /** Namespaces that the manifests name. */
  readonly namespaces: readonly string[]
}

/**
 * Reads manifests as kubectl would apply them, with the namespaces that they take for granted. Objects that were taken from a cluster
 * (with uid and resourceVersion) are taken as they are, kinds that are not known here are skipped and named. Workloads get their Pods,
 * Pods their nodes, addresses and listeners, without any controller being run; Pods with scripts, init containers or failing probes
 * are run until they have settled.
 */
export const readCluster = async (files: readonly GivenManifest[], options: ReadClusterOptions = {}): Promise<ReadCluster> => {
  const read = readObjects(files, { skipsUnknown: true })
  const { decoded, problems: unreadable, skipped, duplicates, findManifest, findPosition } = read
  const problems: ManifestProblem[] = [...unreadable]
  const namespaces = new Set(
    decoded.map(({ object }) => (object.kind === 'Namespace' ? object.metadata.name : namespaceOf(object))),
  )
  const found = {
    skipped,
    duplicates,
    findManifest,
    findPosition,
    namespaces: [...namespaces].filter((name) => name !== undefined),
  }
  const objects = decoded.map(({ object }) => object)
  const ranges = inferRanges(objects, options.ranges)
  const cluster = createPlaceableCluster({ clock: createVirtualClock(START_MS), random: createSeededRandom(1), ranges })
  try {
    problems.push(...putAll(cluster, decoded))
    if (problems.length > 0) return { problems, ...found }
    bringNodes(cluster, objects)
    if (options.withoutPods !== true) await cluster.placePods(SETTLE_MS)
    return { problems, snapshot: withOwnDns(cluster.snapshot()), ...found }
  } finally {
    cluster.stop()
  }
}

/** Puts all objects into a cluster, namespaces first, and tells what is refused. */
export const putAll = (cluster: WritableCluster, decoded: readonly DecodedManifest[]): readonly ManifestProblem[] => {
  createNamespaces(cluster, decoded)
  return decoded.flatMap(({ document, object }) => {
    const refusal = isLive(object) ? putLive(cluster, object) : (putObject(cluster, object) ?? tellBalancer(cluster, object))
    return refusal === undefined ? [] : fromStatus(document, refusal, NO_TASK)
  })
}

const createNamespaces = (cluster: WritableCluster, decoded: readonly DecodedManifest[]): void => {
  const written = new Set(decoded.flatMap(({ object }) => (object.kind === 'Namespace' ? [object.metadata.name] : [])))
  const missing = new Set(decoded.flatMap(({ object }) => namespaceOf(object) ?? []).filter((name) => !written.has(name)))
  for (const name of missing)
    if (cluster.store.get('namespaces', undefined, name) === undefined)
      putObject(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  // Whatever the order of the files, a namespace comes before what lives in it.
  for (const { object } of decoded) if (object.kind === 'Namespace' && !isLive(object)) putObject(cluster, object)
}

/** Addresses of load balancers that are written with a Service, as a cloud would tell them: kubectl leaves them out, but there is no cloud. */
const tellBalancer = ({ writer }: WritableCluster, object: KubernetesObject): Status | undefined => {
  if (!isService(object) || object.spec?.type !== 'LoadBalancer') return undefined
  const ingress = object.status?.loadBalancer?.ingress ?? []
  if (ingress.length === 0) return undefined
  const { namespace = 'default', name = '' } = object.metadata
  const told: Service = { ...object, metadata: { namespace, name }, status: { loadBalancer: { ingress } } }
  const result = writer.updateStatus(told, { isGiven: true })
  return result.ok ? undefined : result.status
}

/** Addresses and status are those of the cluster that the object comes from. A Pod may have been changed in ways in which none is made. */
const putLive = ({ store }: WritableCluster, given: KubernetesObject): Status | undefined => {
  const info = findResource(given.apiVersion, given.kind)
  if (info === undefined) return undefined
  const { managedFields: _managed, namespace: _namespace, ...metadata } = given.metadata
  const namespace = namespaceOf(given)
  const object = applyDefaults({ ...given, metadata: { ...metadata, ...(namespace === undefined ? {} : { namespace }) } })
  const causes = isPod(object) ? [] : validateServed(store, info, { object, servedAs: object.apiVersion })
  if (causes.length > 0) return invalid(info.kind, object.metadata.name ?? '', causes, info.group)
  store.put(info.name, object)
  return undefined
}

/** A cluster that brings its own kube-dns is asked at its address. */
const withOwnDns = (snapshot: Snapshot): Snapshot => {
  const dns = snapshot.objects.find(
    (object) => isService(object) && object.metadata.namespace === 'kube-system' && object.metadata.name === 'kube-dns',
  )
  const { facts } = snapshot
  const address = dns !== undefined && isService(dns) ? dns.spec?.clusterIP : undefined
  if (address === undefined || address === facts.cluster.dnsServiceIp) return snapshot
  return { ...snapshot, facts: { ...facts, cluster: { ...facts.cluster, dnsServiceIp: address } } }
}
