/** What the causes about NetworkPolicies look for, and the rules that their repairs write. */
import { getPath, parsePath } from '../../../kubernetes/field-path.ts'
import type { Pod } from '../../../kubernetes/generated/types.ts'
import { isList } from '../../../kubernetes/json.ts'
import type { FieldReference, ObjectReference } from '../../../kubernetes/object.ts'
import type { NearMiss, PolicyHop, Source } from '../../../network/model.ts'
import { indexSnapshot, namespaceOf, podAt } from '../../../network/state.ts'
import type { Failure } from '../../failure.ts'
import { editOf, type Patch } from '../../repair/patch.ts'
import { words } from '../../words.ts'
import type { Evidence } from '../cause.ts'
import { findPod, findPolicy, isTooClosed, peerOf, policyHopOf, rulesField } from '../evidence.ts'
import { labelsOfNamespace, wantedRules, type Peer } from './wanted-rule.ts'

/** Every policy decision on the way, in the packet's order. */
export const policyHopsOf = ({ finding, walk }: Failure): readonly PolicyHop[] =>
  finding.kind === 'policy-differs' ? [finding.hop] : (walk?.hops ?? []).filter((hop) => hop.kind === 'policy')

/** The decision that keeps a wanted connection out, and the misses of one reason there. */
export const missesOf = (failure: Failure, ...reasons: readonly NearMiss['reason'][]): readonly NearMiss[] =>
  isTooClosed(failure) ? (policyHopOf(failure)?.nearMisses ?? []).filter(({ reason }) => reasons.includes(reason)) : []

/** A port of a rule beside the one that the packet has. */
export const evidenceOfPort = ({ where, wanted, found }: NearMiss, weight: Evidence['weight']): Evidence => ({
  where,
  weight,
  facts: [
    words(`the rule allows   ${wanted}`, `규칙이 허용하는 포트   ${wanted}`),
    words(`the packet has   ${found}`, `패킷의 포트   ${found}`),
  ],
})

/** `spec.ingress[0].from[1]`, of a path inside it. */
export const peerPath = (path: string): string =>
  /^spec\.(?:ingress|egress)\[\d+\]\.(?:from|to)\[\d+\]/u.exec(path)?.[0] ?? path

/** `spec.ingress[0]`, of a path inside it. */
export const rulePath = (path: string): string => /^spec\.(?:ingress|egress)\[\d+\]/u.exec(path)?.[0] ?? path

/** The field of a policy, e.g. a peer. */
export const fieldOf = (failure: Failure, { object, path }: FieldReference): unknown =>
  getPath(findPolicy(failure.snapshot, object), parsePath(path))

/** The Pod at the far end of a decision, where the packet has its address. */
export const otherPodOf = (failure: Failure, { before, direction }: PolicyHop): Pod | undefined => {
  // The other end of a compared policy's example is a Pod of no cluster.
  if (failure.finding.kind === 'policy-differs') return undefined
  const ip = direction === 'ingress' ? before?.sourceIp : before?.destinationIp
  return ip === undefined ? undefined : podAt(indexSnapshot(failure.snapshot), ip)
}

/** Peers that a Pod is, seen from a policy of this namespace: as narrow as labels allow. */
export const peerFor = (failure: Failure, pod: Pod, policyNamespace: string | undefined): Peer => {
  const { labels = {} } = pod.metadata
  const namespace = namespaceOf(pod)
  const podSelector = Object.keys(labels).length === 0 ? {} : { podSelector: { matchLabels: labels } }
  if (namespace === policyNamespace) return { podSelector: { matchLabels: labels } }
  return { namespaceSelector: { matchLabels: labelsOfNamespace(failure, namespace) }, ...podSelector }
}

const peerInNamespace = (failure: Failure, namespace: string, { pod }: PolicyHop): Peer =>
  namespace === pod.namespace
    ? { podSelector: { matchLabels: {} } }
    : { namespaceSelector: { matchLabels: labelsOfNamespace(failure, namespace) } }

const peerOfHop = (failure: Failure, hop: PolicyHop): object | undefined => {
  const pod = otherPodOf(failure, hop)
  if (pod !== undefined) return peerFor(failure, pod, hop.pod.namespace)
  // A Pod that the check added has no labels of its own.
  const added = peerOf(failure)
  if (added !== undefined && findPod(failure.snapshot, added) === undefined)
    return peerInNamespace(failure, added.namespace, hop)
  const ip = hop.direction === 'ingress' ? hop.before?.sourceIp : hop.before?.destinationIp
  return ip === undefined ? undefined : { ipBlock: { cidr: `${ip}/${ip.includes(':') ? 128 : 32}` } }
}

/** A rule that allows the connection that was kept out, and as good as nothing else. */
export const ruleFor = (failure: Failure, hop: PolicyHop): object | undefined => {
  const peer = peerOfHop(failure, hop)
  if (peer === undefined || hop.before === undefined) return undefined
  const { protocol, destinationPort: port } = hop.before
  return { [hop.direction === 'ingress' ? 'from' : 'to']: [peer], ports: [{ protocol, port }] }
}

/** Rules that would do: what the task says of who may come in, then the one connection. */
export const openingRules = (failure: Failure, hop: PolicyHop): readonly object[] => {
  const own = ruleFor(failure, hop)
  return [...(hop.direction === 'ingress' ? wantedRules(failure, hop.pod) : []), ...(own === undefined ? [] : [own])]
}

/** One more rule for a policy that isolates the Pod. */
export const addRules = (failure: Failure, policy: ObjectReference, rules: readonly object[]): readonly Patch[] => {
  const list = fieldOf(failure, { object: policy, path: `spec.${rulesField(failure)}` })
  const at = isList(list) ? list.length : 0
  return rules.map((rule) => editOf(policy, `spec.${rulesField(failure)}[${at}]`, rule))
}

/** Who asked. */
export const sourceOf = ({ finding }: Failure): Source | undefined =>
  finding.kind === 'http' || finding.kind === 'not-connected' || finding.kind === 'not-blocked'
    ? finding.question.from
    : finding.kind === 'name'
      ? finding.resolution.question.from
      : undefined

/** The Pod that asked. */
export const clientOf = (failure: Failure): Pod | undefined => {
  const from = sourceOf(failure)
  return from !== undefined && 'pod' in from ? findPod(failure.snapshot, from.pod) : undefined
}
