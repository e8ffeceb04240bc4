/**
 * What the server makes of a status that is written: who approves a request for a certificate says the conditions, who signs it the rest; a
 * volume's phase has its time. @see k8s.io/kubernetes pkg/registry/{certificates/certificates,core/persistentvolume}/strategy.go, v1.34
 */
import type {
  CertificateSigningRequest,
  CertificateSigningRequestCondition,
  CertificateSigningRequestStatus,
  Node,
  PersistentVolume,
  Pod,
} from '../../../kubernetes/generated/types.ts'
import { isCertificateSigningRequest, isNode, isPersistentVolume, isPod } from '../../../kubernetes/guards.ts'
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
  { subresource, now }: Through,
): CertificateSigningRequestStatus => {
  const before = stored?.conditions ?? []
  const { conditions = [], ...rest } = given ?? {}
  if (subresource === 'approval') return { ...stored, conditions: withTimes(conditions, before, now) }
  const decided = DECISIONS.reduce((all, decision) => withDecision(all, before, decision), conditions)
  return { ...rest, ...(decided.length === 0 ? {} : { conditions: withTimes(decided, before, now) }) }
}

interface Through {
  readonly subresource: string
  readonly now: string
}

const phaseSince = ({ status }: PersistentVolume, { status: before }: PersistentVolume, now: string): string | undefined => {
  const { phase, lastPhaseTransitionTime: given } = status ?? {}
  const known = before?.lastPhaseTransitionTime
  if (phase === before?.phase) return given ?? known
  return given === undefined || given === known ? now : given
}

/** A Pod's first address stands in two fields; the one that is older decides. */
const withAddresses = (pod: Pod): Pod => {
  const { podIP = '', podIPs: [first, ...others] = [] } = pod.status ?? {}
  if (podIP === (first?.ip ?? '')) return pod
  const podIPs = podIP === '' ? [first, ...others].flatMap((one) => one ?? []) : [{ ip: podIP }]
  return { ...pod, status: { ...pod.status, podIP: podIPs[0]?.ip ?? '', podIPs } }
}

/** Its class is the server's to say: who leaves it out does not take it away. */
const withQuality = (pod: Pod, { status: before }: Pod): Pod => {
  const qosClass = pod.status?.qosClass ?? before?.qosClass
  return qosClass === undefined ? pod : { ...pod, status: { ...pod.status, qosClass } }
}

/** What can be given to Pods is all that there is, unless somebody says so. */
const withAllocatable = (node: Node): Node => {
  const { capacity, allocatable = capacity } = node.status ?? {}
  return allocatable === undefined ? node : { ...node, status: { ...node.status, allocatable } }
}

/** Of other kinds it is as it is given. */
export const withStatusThrough = (object: KubernetesObject, stored: KubernetesObject, through: Through): KubernetesObject => {
  if (isCertificateSigningRequest(object) && isCertificateSigningRequest(stored)) {
    const decided: CertificateSigningRequest = { ...object, status: statusThrough(object, stored, through) }
    return decided
  }
  if (isPod(object)) return withAddresses(isPod(stored) ? withQuality(object, stored) : object)
  if (isNode(object)) return withAllocatable(object)
  if (!isPersistentVolume(object) || !isPersistentVolume(stored)) return object
  const since = phaseSince(object, stored, through.now)
  const timed: PersistentVolume = {
    ...object,
    status: { ...object.status, ...(since === undefined ? {} : { lastPhaseTransitionTime: since }) },
  }
  return timed
}
