/** What the API server refuses of an update of a status. */
import * as guards from '../../guards.ts'
import type { KubernetesObject } from '../../object.ts'
import type { StatusCause } from '../../status.ts'
import { compareRequestStatus } from '../certificates/status.ts'
import { notNegative } from '../causes.ts'

/** `subresource` is what it is written through. DIFFERS: other kinds' statuses are taken as they are (validate-update.test.ts). */
export const validateStatusUpdate = (
  object: KubernetesObject,
  old: KubernetesObject,
  subresource: string,
): readonly StatusCause[] => {
  if (guards.isCertificateSigningRequest(object) && guards.isCertificateSigningRequest(old))
    return compareRequestStatus(object, old, subresource)
  if (!guards.isHorizontalPodAutoscaler(object)) return []
  return [
    ...notNegative('status.currentReplicas', object.status?.currentReplicas),
    ...notNegative('status.desiredReplicas', object.status?.desiredReplicas),
  ]
}
