/** What the API server refuses of an update of a status. */
import * as guards from '../../guards.ts'
import type { KubernetesObject } from '../../object.ts'
import type { StatusCause } from '../../status.ts'
import { forbiddenField } from '../causes.ts'
import { compareRequestStatus } from '../certificates/status.ts'
import { validateBalancer } from './balancer.ts'
import { validateConditionList } from './conditions.ts'
import { compareCounts } from './counts.ts'
import { compareJobStatus } from './job-status.ts'
import { validateClaimStatus, validateNamespaceStatus, validateNodeStatus, validateQuotaStatus } from './other-status.ts'
import { comparePodStatus } from './pod-status.ts'

const NO_BALANCER = "may only be used when `spec.type` is 'LoadBalancer'"

/** Kinds that are here all have rules of their own; those whose numbers alone are looked at are in counts.ts. */
const validateOthers = (object: KubernetesObject, old: KubernetesObject): readonly StatusCause[] => {
  if (guards.isPod(object) && guards.isPod(old)) return comparePodStatus(object, old)
  if (guards.isJob(object) && guards.isJob(old)) return compareJobStatus(object, old)
  if (guards.isNode(object)) return validateNodeStatus(object)
  if (guards.isNamespace(object)) return validateNamespaceStatus(object)
  if (guards.isPersistentVolumeClaim(object)) return validateClaimStatus(object)
  if (guards.isResourceQuota(object)) return validateQuotaStatus(object)
  const conditions = guards.isPodDisruptionBudget(object) ? (object.status?.conditions ?? []) : []
  return [...validateConditionList(conditions, 'status.conditions'), ...compareCounts(object, old)]
}

/** `subresource` is what it is written through. DIFFERS: statuses of definitions, volumes, webhooks and drivers are taken as they are (validate-update.test.ts). */
export const validateStatusUpdate = (
  object: KubernetesObject,
  old: KubernetesObject,
  subresource: string,
): readonly StatusCause[] => {
  if (guards.isCertificateSigningRequest(object) && guards.isCertificateSigningRequest(old))
    return compareRequestStatus(object, old, subresource)
  if (guards.isIngress(object)) return validateBalancer(object.status?.loadBalancer?.ingress)
  if (!guards.isService(object)) return validateOthers(object, old)
  const places = object.status?.loadBalancer?.ingress ?? []
  return places.length > 0 && object.spec?.type !== 'LoadBalancer'
    ? [forbiddenField('status.loadBalancer.ingress', NO_BALANCER)]
    : validateBalancer(places)
}
