import type { ObjectMeta } from './generated/types.ts'

/** Any object of the Kubernetes API as it stands in JSON: times are RFC 3339 texts, absent fields are absent. */
export interface KubernetesObject {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: ObjectMeta
}

/** Names one object. `namespace` is absent for cluster-scoped kinds. */
export interface ObjectReference {
  readonly apiVersion?: string
  readonly kind: string
  readonly namespace?: string
  readonly name: string
}

/** A place inside an object: a field path in Kubernetes notation, such as `spec.ingress[0].from[1].podSelector`. */
export interface FieldReference {
  readonly object: ObjectReference
  readonly path: string
}

export const referenceTo = (object: KubernetesObject): ObjectReference => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
  name: object.metadata.name ?? '',
})
