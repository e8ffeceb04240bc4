import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { OwnerReference } from '../../kubernetes/generated/types.ts'
import type { ReconcileKey } from './controller.ts'

export const keyOf = ({ metadata }: KubernetesObject): ReconcileKey => ({
  ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
  name: metadata.name ?? '',
})

/** The owner that manages an object, if it is of this kind. */
export const controllerOf = ({ metadata }: KubernetesObject, kind: string): OwnerReference | undefined =>
  (metadata.ownerReferences ?? []).find((owner) => owner.controller === true && owner.kind === kind)

export const ownerReference = (owner: KubernetesObject): OwnerReference => ({
  apiVersion: owner.apiVersion,
  kind: owner.kind,
  name: owner.metadata.name ?? '',
  uid: owner.metadata.uid ?? '',
  controller: true,
  blockOwnerDeletion: true,
})
