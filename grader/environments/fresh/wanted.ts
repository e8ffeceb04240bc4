/** What a submission wants of a cluster: its objects as they were written, in an order in which they can be made. */
import { isOwnObject } from '../../../src/grading/ends/own-objects.ts'
import type { PodSpec, ServiceSpec } from '../../../src/kubernetes/generated/types.ts'
import { isNamespace, isPod, isService } from '../../../src/kubernetes/guards.ts'
import type { KubernetesObject } from '../../../src/kubernetes/object.ts'
import { findResource } from '../../../src/kubernetes/resources.ts'
import type { Snapshot } from '../../../src/network/model.ts'
import { podAddresses } from './addresses.ts'
import { expectationOf } from './expectation.ts'
import type { Wanted } from './places.ts'

const withoutAddresses = ({ clusterIP, clusterIPs: _all, healthCheckNodePort: _port, ...spec }: ServiceSpec): ServiceSpec => ({
  ...spec,
  ...(clusterIP === 'None' ? { clusterIP } : {}),
})

/** Mounted by admission into every Pod, under a name that was drawn. */
const isToken = ({ name = '' }: { readonly name?: string }): boolean => name.startsWith('kube-api-access-')

const withoutNode = ({ nodeName: _node, volumes = [], containers, ...spec }: PodSpec): PodSpec => ({
  ...spec,
  volumes: volumes.filter((volume) => !isToken(volume)),
  containers: containers.map((container) => ({
    ...container,
    ...(container.volumeMounts === undefined
      ? {}
      : { volumeMounts: container.volumeMounts.filter((mount) => !isToken(mount)) }),
  })),
})

/** Without what a cluster has added to it. */
export function asWritten(object: KubernetesObject): KubernetesObject {
  const {
    resourceVersion: _version,
    uid: _uid,
    creationTimestamp: _created,
    generation: _generation,
    managedFields: _managed,
    ownerReferences: _owners,
    ...metadata
  } = object.metadata
  const { status: _status, ...written } = { ...object, metadata } as KubernetesObject & { readonly status?: unknown }
  // Some exports leave the version out; a uid is given by clusters alone.
  if (object.metadata.uid === undefined) return written
  if (isService(written) && written.spec !== undefined)
    return { ...written, spec: withoutAddresses(written.spec) } as KubernetesObject
  if (isPod(written) && written.spec !== undefined) return { ...written, spec: withoutNode(written.spec) } as KubernetesObject
  return written
}

const keyOf = ({ apiVersion, kind, metadata: { namespace, name = '' } }: KubernetesObject): string =>
  `${kind} ${findResource(apiVersion, kind)?.namespaced === true ? (namespace ?? 'default') : ''}/${name}`

interface Simulated {
  readonly task: string
  /** The same in a cluster of our own, which says what to expect. */
  readonly snapshot: Snapshot
  readonly keepsNames: boolean
}

const expecting = ({ task, snapshot, keepsNames }: Simulated): Omit<Wanted, 'objects'> => ({
  task,
  keepsNames,
  addresses: podAddresses(snapshot.objects),
  expectation: expectationOf(snapshot),
})

/** A start state and what was answered to it. Pods cannot be changed: those that are answered anew are made once. */
export function wantedOfAnswer(
  start: readonly KubernetesObject[],
  answer: readonly KubernetesObject[],
  simulated: Simulated,
): Wanted {
  const replaced = new Set(answer.filter(isPod).map(keyOf))
  const all = [...start.filter((object) => !replaced.has(keyOf(object))), ...answer].map(asWritten)
  const objects = [...all.filter(isNamespace), ...all.filter((object) => !isNamespace(object))]
  return { ...expecting(simulated), objects }
}

/** What controllers make, and make again from the rest. */
const MADE: ReadonlySet<string> = new Set(['Endpoints', 'EndpointSlice', 'Event', 'Lease', 'Node', 'ServiceCIDR', 'IPAddress'])

const isMade = ({ kind, metadata }: KubernetesObject): boolean =>
  (MADE.has(kind) && metadata.labels?.['endpointslice.kubernetes.io/managed-by'] !== undefined) ||
  (MADE.has(kind) && kind !== 'EndpointSlice') ||
  (metadata.ownerReferences ?? []).length > 0 ||
  (kind === 'ServiceAccount' && metadata.name === 'default') ||
  (kind === 'ConfigMap' && metadata.name === 'kube-root-ca.crt')

/** Every cluster has them of its own. */
const isClusters = (object: KubernetesObject): boolean =>
  isOwnObject(object) ||
  findResource(object.apiVersion, object.kind) === undefined ||
  (object.kind === 'Namespace' && isOwnObject({ metadata: { namespace: object.metadata.name ?? '' } })) ||
  (findResource(object.apiVersion, object.kind)?.namespaced !== true && object.kind !== 'Namespace')

/** Everything in a cluster that somebody has put there. */
export function wantedOfState(state: readonly KubernetesObject[], simulated: Simulated): Wanted {
  const own = state.filter((object) => !isClusters(object) && !isMade(object)).map(asWritten)
  const objects = [...own.filter(isNamespace), ...own.filter((object) => !isNamespace(object))]
  return { ...expecting(simulated), objects }
}
