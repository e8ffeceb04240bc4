/** The status of a request for a certificate: who approves says the conditions, who signs the rest. @see k8s.io/kubernetes pkg/registry/certificates/certificates/strategy.go, v1.34 */
import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition,
  CertificateSigningRequestStatus,
} from '../../../kubernetes/generated/types.ts'
import { isCertificateSigningRequest } from '../../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../../kubernetes/object.ts'

type Conditions = readonly CertificateSigningRequestCondition[]

const DECISIONS = ['Approved', 'Denied'] as const

/** Conditions get the times that nobody gave them. */
const withTimes = (conditions: Conditions, before: Conditions, now: string): Conditions =>
  conditions.map((condition) => {
    const known = before.find(({ type, status }) => type === condition.type && status === condition.status)
    return {
      ...condition,
      lastUpdateTime: condition.lastUpdateTime ?? now,
      lastTransitionTime: condition.lastTransitionTime ?? known?.lastTransitionTime ?? now,
    }
  })

/** As it was decided, unless a decision is added or taken away, which is refused later. */
const withDecision = (conditions: Conditions, before: Conditions, decision: string): Conditions => {
  const decided = before.filter(({ type }) => type === decision)
  const given = conditions.filter(({ type }) => type === decision)
  if (given.length !== decided.length) return conditions
  return conditions.map((condition) => {
    const index = given.indexOf(condition)
    return decided[index] ?? condition
  })
}

const statusThrough = (
  { status: given }: CertificateSigningRequest,
  { status: stored }: CertificateSigningRequest,
  { subresource, now }: { readonly subresource: string; readonly now: string },
): CertificateSigningRequestStatus => {
  const before = stored?.conditions ?? []
  const { conditions = [], ...rest } = given ?? {}
  if (subresource === 'approval') return { ...stored, conditions: withTimes(conditions, before, now) }
  const decided = DECISIONS.reduce((all, decision) => withDecision(all, before, decision), conditions)
  return { ...rest, ...(decided.length === 0 ? {} : { conditions: withTimes(decided, before, now) }) }
}

/** What of a status can be written through a subresource; of other kinds all. */
export const withStatusThrough = (
  object: KubernetesObject,
  stored: KubernetesObject,
  through: { readonly subresource: string; readonly now: string },
): KubernetesObject =>
  isCertificateSigningRequest(object) && isCertificateSigningRequest(stored)
    ? ({ ...object, status: statusThrough(object, stored, through) } as CertificateSigningRequest)
    : object
