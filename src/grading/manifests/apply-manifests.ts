/** A cluster made of nothing but manifests: the task's start state, then the learner's files as kubectl would apply them. */
import { createCluster } from '../../cluster/cluster.ts'
import type { Cluster } from '../../cluster/contract.ts'
import { createSeededRandom, createVirtualClock } from '../../cluster/virtual.ts'
import { decode } from '../../kubernetes/decode/decode.ts'
import { isStatus } from '../../kubernetes/errors.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import type { JsonObject } from '../../kubernetes/json.ts'
import { findResource, RESOURCES } from '../../kubernetes/resources.ts'
import type { Status } from '../../kubernetes/status.ts'
import { readManifests, type ManifestDocument } from '../../kubernetes/yaml/read-manifests.ts'
import type { Position } from '../../kubernetes/yaml/problem.ts'
import type { Snapshot } from '../../network/model.ts'
import type { GradedTask } from '../task.ts'
import { fromDecoding } from './explain-decoding.ts'
import { fromStatus } from './explain-refusal.ts'
import { fromYaml, type ManifestProblem } from './manifest-problem.ts'

export interface GivenManifest {
  readonly path: string
  readonly text: string
}

export interface Applied {
  readonly problems: readonly ManifestProblem[]
  /** Kind and apiVersion of what was left out. */
  readonly skipped: readonly string[]
  /** Present where there are no problems. */
  readonly snapshot?: Snapshot
  /** The learner's manifest of an object, and where a field of it stands. */
  findManifest(reference: ObjectReference): KubernetesObject | undefined
  findPosition(reference: ObjectReference, path: string): Position | undefined
}

/** Any time will do, as long as it is the same each time. */
const START_MS = Date.UTC(2025, 0, 1)
const SETTLE_MS = 60_000

interface Decoded {
  readonly document: ManifestDocument
  readonly object: KubernetesObject
}

export interface ApplyOptions {
  /**
   * What is given may be a part of a cluster, and hold more than this course knows: namespaces that objects are in are made
   * where the files forget them, and kinds of other API groups are skipped.
   */
  readonly partial?: boolean
}

export const applyManifests = async (
  task: GradedTask,
  files: readonly GivenManifest[],
  options: ApplyOptions = {},
): Promise<Applied> => {
  const read = files.map(({ path, text }) => readManifests(text, path))
  const problems: ManifestProblem[] = read.flatMap((file) => file.problems.map(fromYaml))
  const skipped: string[] = []
  const decoded = read.flatMap(({ documents }) =>
    documents.flatMap((document): readonly Decoded[] => {
      if (options.partial === true && isForeign(document.value)) {
        skipped.push(`${String(document.value['kind'])} ${String(document.value['apiVersion'])}`)
        return []
      }
      const result = decode(document.value, { fieldValidation: 'Strict', duplicateKeys: document.duplicateKeys })
      problems.push(...fromDecoding(document, result))
      return result.object === undefined ? [] : [{ document, object: result.object }]
    }),
  )
  const found = findIn(decoded)
  // Without all of its parts the submission is not what the learner means: the rest is read for its own mistakes only.
  const cluster = createCluster({ clock: createVirtualClock(START_MS), random: createSeededRandom(1) })
  try {
    for (const object of task.start) put(cluster, object)
    if (options.partial === true) createNamespaces(cluster, decoded)
    for (const { document, object } of decoded) {
      const refusal = put(cluster, object)
      if (refusal !== undefined) problems.push(...fromStatus(document, refusal, task))
    }
    if (problems.length > 0) return { problems, skipped, ...found }
    await cluster.settle(SETTLE_MS)
    return { problems, skipped, snapshot: cluster.snapshot(), ...found }
  } finally {
    cluster.stop()
  }
}

/** A kind of a group that nothing here serves: a custom resource. A misspelt kind of a known group is a mistake. */
const isForeign = ({ apiVersion, kind }: JsonObject): boolean =>
  typeof apiVersion === 'string' &&
  typeof kind === 'string' &&
  !RESOURCES.some((resource) => groupOf(resource.apiVersion) === groupOf(apiVersion))

const groupOf = (apiVersion: string): string => (apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '')

const createNamespaces = (cluster: Cluster, decoded: readonly Decoded[]): void => {
  const written = new Set(decoded.flatMap(({ object }) => (object.kind === 'Namespace' ? [object.metadata.name] : [])))
  const missing = new Set(decoded.flatMap(({ object }) => namespaceOf(object) ?? []).filter((name) => !written.has(name)))
  for (const name of missing)
    if (cluster.store.get('namespaces', undefined, name) === undefined)
      put(cluster, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } })
  // Whatever the order of the files, a namespace comes before what lives in it.
  for (const { object } of decoded) if (object.kind === 'Namespace') put(cluster, object)
}

const keyOf = ({ kind, namespace, name }: ObjectReference): string => `${kind}/${namespace ?? ''}/${name}`

const namespaceOf = ({ apiVersion, kind, metadata }: KubernetesObject): string | undefined =>
  findResource(apiVersion, kind)?.namespaced === true ? (metadata.namespace ?? 'default') : undefined

const referenceOf = (object: KubernetesObject): ObjectReference => {
  const namespace = namespaceOf(object)
  return { kind: object.kind, name: object.metadata.name ?? '', ...(namespace === undefined ? {} : { namespace }) }
}

const findIn = (decoded: readonly Decoded[]): Pick<Applied, 'findManifest' | 'findPosition'> => {
  const documents = new Map(decoded.map(({ document, object }) => [keyOf(referenceOf(object)), document]))
  return {
    // Decoding has accepted it, so that it has the shape of an object.
    findManifest: (reference) => documents.get(keyOf(reference))?.value as KubernetesObject | undefined,
    findPosition: (reference, path) => documents.get(keyOf(reference))?.position(path),
  }
}

/** A Pod that exists already is replaced, as `kubectl replace --force` does: its spec could not be changed. */
const put = (cluster: Cluster, object: KubernetesObject): Status | undefined => {
  if (!isPod(object)) {
    const result = cluster.apply(object)
    return isStatus(result) ? result : undefined
  }
  const { namespace = 'default', name = '' } = object.metadata
  if (cluster.store.get('pods', namespace, name) !== undefined)
    cluster.writer.delete({ kind: 'Pod', namespace, name }, { gracePeriodSeconds: 0 })
  const podIP = object.status?.podIP
  const { status: _status, ...rest } = object
  const pod = { ...rest, metadata: { ...object.metadata, namespace }, ...(podIP === undefined ? {} : { status: { podIP } }) }
  const result = cluster.writer.create(withoutServerFields(pod), { keepStatus: podIP !== undefined })
  return result.ok ? undefined : result.status
}

/** What `kubectl get -o yaml` exports besides what was written. */
const withoutServerFields = <Kind extends KubernetesObject>(object: Kind): Kind => {
  const {
    resourceVersion: _version,
    uid: _uid,
    creationTimestamp: _created,
    managedFields: _managed,
    ...metadata
  } = object.metadata
  return { ...object, metadata }
}
