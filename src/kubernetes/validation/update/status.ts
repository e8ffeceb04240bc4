/** What the API server refuses of an update of a status. */
import * as guards from '../../guards.ts'
import type { KubernetesObject } from '../../object.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField } from '../causes.ts'
import { compareRequestStatus } from '../certificates/status.ts'
import { validateBalancer } from './balancer.ts'
import { compareCounts } from './counts.ts'

const NO_BALANCER = "may only be used when `spec.type` is 'LoadBalancer'"

/** `subresource` is what it is written through. DIFFERS: other kinds' statuses are taken as they are (validate-update.test.ts). */
export const validateStatusUpdate = (
  object: KubernetesObject,
  old: KubernetesObject,
  subresource: string,
): readonly StatusCause[] => {
  if (guards.isCertificateSigningRequest(object) && guards.isCertificateSigningRequest(old))
    return compareRequestStatus(object, old, subresource)
  if (guards.isIngress(object)) return validateBalancer(object.status?.loadBalancer?.ingress)
  if (!guards.isService(object)) return compareCounts(object, old)
  const places = object.status?.loadBalancer?.ingress ?? []
  return places.length > 0 && object.spec?.type !== 'LoadBalancer'
    ? [forbiddenField('status.loadBalancer.ingress', NO_BALANCER)]
    : validateBalancer(places)
}
