/** Owner references: which objects belong to which. */
import type { OwnerReference, Pod, PodTemplateSpec } from '../../kubernetes/generated/types.ts'
import { isPod } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Index, Store, StoredObject, StoreEvent } from '../store/store.ts'
import type { ReconcileKey } from './controller.ts'

export const ownerReferenceTo = (owner: KubernetesObject): OwnerReference => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name ?? '',
  uid: owner.metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
})

export const controllerOf = ({ metadata }: KubernetesObject): OwnerReference | undefined =>
  metadata.ownerReferences?.find(({ controller }) => controller === true)

export const isOwnedBy = (object: KubernetesObject, owner: KubernetesObject): boolean =>
  controllerOf(object)?.uid === owner.metadata.uid

export const keyOfObject = ({ metadata }: KubernetesObject): ReconcileKey => ({
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  name: metadata.name ?? '',
})

/** The keys for a controller of `kind`: the object itself, or the owner of what it made. */
export const keysByOwner =
  (resource: string, kind: string) =>
  (event: StoreEvent): readonly ReconcileKey[] => {
    if (event.resource === resource) return [keyOfObject(event.object)]
    const owner = controllerOf(event.object)
    return owner?.kind === kind ? [{ ...keyOfObject(event.object), name: owner.name }] : []
  }

const PODS_BY_CONTROLLER: Index = {
  resource: 'pods',
  keysOf: (pod) => [controllerOf(pod)?.uid ?? ''],
}

const byName = (a: Pod, b: Pod): number => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1)

export const podsOwnedBy = (store: Store, owner: StoredObject): readonly Pod[] =>
  store
    .indexed(PODS_BY_CONTROLLER, owner.metadata.uid ?? '')
    .filter(isPod)
    .filter(({ metadata }) => metadata.namespace === owner.metadata.namespace)
    .sort(byName)

export const isPodActive = ({ metadata, status }: Pod): boolean =>
  metadata.deletionTimestamp === undefined && status?.phase !== 'Succeeded' && status?.phase !== 'Failed'

export interface PodFromTemplate {
  readonly owner: StoredObject
  readonly template: PodTemplateSpec
  readonly labels?: Readonly<Record<string, string>>
  /** Without a name, one is made from the owner's. */
  readonly name?: string
}

export const podFromTemplate = ({ owner, template, labels = {}, name }: PodFromTemplate): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    ...(name === undefined ? { generateName: `${owner.metadata.name ?? ''}-` } : { name }),
    ...(owner.metadata.namespace === undefined ? {} : { namespace: owner.metadata.namespace }),
    labels: { ...template.metadata?.labels, ...labels },
    ...(template.metadata?.annotations === undefined ? {} : { annotations: template.metadata.annotations }),
    ownerReferences: [ownerReferenceTo(owner)],
  },
  ...(template.spec === undefined ? {} : { spec: template.spec }),
})
