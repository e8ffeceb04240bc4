import type { IngressBackend } from '../../kubernetes/generated/types.ts'
import type { FieldReference } from '../../kubernetes/object.ts'

/** A backend as an Ingress states it, with its place there. */
export interface StatedBackend {
  readonly namespace: string
  readonly backend: IngressBackend
  readonly where: FieldReference
}
