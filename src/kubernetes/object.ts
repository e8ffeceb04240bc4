import type { ObjectMeta } from './generated/types.ts'

/** Any object of the Kubernetes API as it stands in JSON: times are RFC 3339 texts, absent fields are absent. */
export interface KubernetesObject {
  /** Group and version, e.g. `apps/v1`. */
  readonly apiVersion: string
  /** The kind, e.g. `Pod`. */
  readonly kind: string
  /** Name, labels and what else all objects have. */
  readonly metadata: ObjectMeta
}

/** Names one object. `namespace` is absent for cluster-scoped kinds. */
export interface ObjectReference {
  /** Group and version, e.g. `apps/v1`. */
  readonly apiVersion?: string
  /** The kind, e.g. `NetworkPolicy`. */
  readonly kind: string
  /** The namespace. */
  readonly namespace?: string
  /** The name. */
  readonly name: string
}

/** A place inside an object: a field path in Kubernetes notation, such as `spec.ingress[0].from[1].podSelector`. */
export interface FieldReference {
  /** The object. */
  readonly object: ObjectReference
  /** The path. */
  readonly path: string
}

export const referenceTo = (object: KubernetesObject): ObjectReference => ({
  apiVersion: object.apiVersion,
  kind: object.kind,
  ...(object.metadata.namespace === undefined ? {} : { namespace: object.metadata.namespace }),
  name: object.metadata.name ?? '',
})
