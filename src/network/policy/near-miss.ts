/** What kept a policy, rule, peer or port from deciding otherwise: the material of explanations and repairs. */
import type { FieldReference } from '../../kubernetes/object.ts'
import type { NearMiss } from '../model.ts'
import type { CompiledPeer, CompiledPolicies, CompiledPolicy, CompiledPort, CompiledRule } from './compile.ts'
import {
  peersMatch,
  portMatches,
  portNumbersOf,
  portsMatch,
  ruleMatches,
  type PolicyOptions,
  type PolicyPeer,
  type PolicyQuestion,
} from './match.ts'
import { missOf, selectorMatches, type CompiledSelector } from './selector.ts'

/** How many things would have to change for the miss to become a match. */
export interface Weighed {
  readonly weight: number
  readonly misses: readonly NearMiss[]
}

/** Near misses for a Pod that nothing isolates, or whose connection no rule allows; those that lack least come first. */
export const findNearMisses = (
  policies: CompiledPolicies,
  question: PolicyQuestion,
  options: PolicyOptions,
): readonly NearMiss[] => orderMisses(missesOfNetworkPolicies(policies, question, options))

export const orderMisses = (found: readonly Weighed[]): readonly NearMiss[] =>
  found.toSorted((one, other) => one.weight - other.weight).flatMap(({ misses }) => misses)

/** Those of NetworkPolicies, each with its weight. */
export const missesOfNetworkPolicies = (
  policies: CompiledPolicies,
  question: PolicyQuestion,
  options: PolicyOptions,
): readonly Weighed[] => {
  const { direction, pod } = question
  const isIsolated = policies.all.some(
    (policy) =>
      policy.namespace === pod.namespace && policy.isolates[direction] && selectorMatches(policy.selector, pod.labels),
  )
  return policies.all.flatMap((policy) =>
    isIsolated ? missesOfDenied(policy, question, options) : missesOfNotIsolated(policy, question),
  )
}

const missesOfNotIsolated = (policy: CompiledPolicy, question: PolicyQuestion): readonly Weighed[] => {
  const { direction, pod } = question
  const selects = selectorMatches(policy.selector, pod.labels)
  if (policy.namespace !== pod.namespace)
    return selects && policy.selector.length > 0 && policy.isolates[direction] ? [otherNamespace(policy, question)] : []
  if (!policy.isolates[direction]) return selects && looksMeantFor(policy, question) ? [policyTypes(policy, question)] : []
  return selects ? [] : [podSelector(policy, question)]
}

/** The policy leaves the direction out, yet says something about it, or says nothing at all (N6, N7). */
const looksMeantFor = ({ mentions, rules }: CompiledPolicy, { direction }: PolicyQuestion): boolean =>
  mentions[direction] || (direction === 'egress' && rules.ingress.length === 0)

const missesOfDenied = (policy: CompiledPolicy, question: PolicyQuestion, options: PolicyOptions): readonly Weighed[] => {
  const { direction, pod } = question
  const selects = selectorMatches(policy.selector, pod.labels)
  const isHere = policy.namespace === pod.namespace
  const rules = policy.rules[direction]
  if (isHere && selects && policy.isolates[direction]) return rules.map((rule) => missesOfRule(policy, rule, question, options))
  if (!rules.some((rule) => ruleMatches(rule, policy.namespace, question, options))) return []
  if (!isHere) return selects ? [otherNamespace(policy, question)] : []
  return [selects ? policyTypes(policy, question) : podSelector(policy, question)]
}

/** Whose rule it is. The namespace is what a podSelector alone means (N12). */
export type RuleOwner = Pick<CompiledPolicy, 'reference' | 'namespace'>

export const missesOfRule = (
  policy: RuleOwner,
  rule: CompiledRule,
  question: PolicyQuestion,
  options: PolicyOptions,
): Weighed => {
  const ports = portsMatch(rule, question) ? [] : askedPorts(rule, question).map((port) => missOfPort(policy, port, question))
  const peers = peersMatch(rule, policy.namespace, question.peer, options)
    ? []
    : (rule.peers ?? []).map((peer) => missesOfPeer(policy, peer, question)).toSorted((one, other) => one.length - other.length)
  const nearest = peers[0]?.length ?? 0
  return { weight: nearest + (ports.length > 0 ? 1 : 0), misses: [...peers.flat(), ...ports] }
}

/** A name that stands for the ports of every protocol is told once. */
const askedPorts = ({ ports = [] }: CompiledRule, { protocol }: PolicyQuestion): readonly CompiledPort[] =>
  ports.filter((port) => port.portPath === undefined || typeof port.port !== 'string' || port.protocol === protocol)

const missesOfPeer = (policy: RuleOwner, peer: CompiledPeer, { peer: other }: PolicyQuestion): readonly NearMiss[] => {
  if (peer.kind === 'block')
    return [
      { where: at(policy, peer.blockPath ?? `${peer.path}.ipBlock`), reason: 'address', wanted: peer.text, found: other.ip },
    ]
  if (peer.kind === 'nodes') return missesOfNode(policy, peer, other)
  const { podSelector, namespaceSelector, path } = peer
  if (other.pod === undefined)
    return [{ where: at(policy, path), reason: 'address', wanted: 'a Pod of the Pod network', found: other.ip }]
  const { labels, namespace, namespaceLabels } = other.pod
  return [
    ...(namespaceSelector === undefined
      ? missOfOwnNamespace(policy, peer.path, namespace)
      : missOfSelector(policy, peer.namespacePath ?? `${path}.namespaceSelector`, namespaceSelector, namespaceLabels).map(
          (miss) => ({
            ...miss,
            reason: 'namespace-labels' as const,
          }),
        )),
    ...(podSelector === undefined ? [] : missOfSelector(policy, `${path}.podSelector`, podSelector, labels)),
  ]
}

const missesOfNode = (
  policy: RuleOwner,
  { path, selector }: Extract<CompiledPeer, { kind: 'nodes' }>,
  { ip, nodeLabels }: PolicyPeer,
): readonly NearMiss[] =>
  nodeLabels === undefined
    ? [{ where: at(policy, path), reason: 'address', wanted: 'a node', found: ip }]
    : missOfSelector(policy, path, selector, nodeLabels)

/** A podSelector alone means the policy's own namespace (N12). */
const missOfOwnNamespace = (policy: RuleOwner, path: string, found: string): readonly NearMiss[] =>
  policy.namespace === found
    ? []
    : [{ where: at(policy, `${path}.podSelector`), reason: 'other-namespace', wanted: policy.namespace, found }]

export const missOfSelector = (
  policy: RuleOwner,
  path: string,
  selector: CompiledSelector,
  labels: Readonly<Record<string, string>>,
): readonly NearMiss[] => {
  const miss = missOf(selector, labels)
  if (miss === undefined) return []
  const where = at(policy, miss.path === '' ? path : `${path}.${miss.path}`)
  return [{ where, reason: 'labels', wanted: miss.wanted, found: miss.found }]
}

const missOfPort = (policy: RuleOwner, port: CompiledPort, question: PolicyQuestion): NearMiss => {
  const found = `${question.protocol} ${question.port}`
  if (typeof port.port === 'string') return missOfPortName(policy, port, port.port, question)
  const wanted = `${port.protocol} ${port.port ?? '*'}${port.endPort === undefined ? '' : `-${port.endPort}`}`
  const fitsButForProtocol = portMatches({ ...port, protocol: question.protocol }, question)
  return {
    where: at(policy, port.portPath ?? `${port.path}.${fitsButForProtocol ? 'protocol' : 'port'}`),
    reason: fitsButForProtocol ? 'protocol' : 'port',
    wanted,
    found,
  }
}

/** Either the destination has no such name, or the name means another number there. */
const missOfPortName = (policy: RuleOwner, port: CompiledPort, name: string, question: PolicyQuestion): NearMiss => {
  const destination = question.direction === 'ingress' ? question.pod : question.peer.pod
  const numbers = portNumbersOf(name, { ...question, protocol: port.protocol })
  const names = (destination?.ports ?? []).map(
    (known) => `${known.name ?? '<unnamed>'}=${known.protocol ?? 'TCP'} ${known.containerPort}`,
  )
  return {
    where: at(policy, port.portPath ?? `${port.path}.port`),
    reason: numbers.length > 0 ? 'port' : 'named-port',
    wanted: `${port.protocol} ${name}${numbers.length > 0 ? ` (${numbers.join()})` : ''}`,
    found: numbers.length > 0 ? `${question.protocol} ${question.port}` : names.join(', ') || '<none>',
  }
}

const podSelector = (policy: CompiledPolicy, { pod }: PolicyQuestion): Weighed => ({
  weight: policy.selector.length === 1 ? 0.5 : 1.5,
  misses: missOfSelector(policy, 'spec.podSelector', policy.selector, pod.labels),
})

const otherNamespace = (policy: CompiledPolicy, { pod }: PolicyQuestion): Weighed => ({
  weight: 1,
  misses: [
    { where: at(policy, 'metadata.namespace'), reason: 'other-namespace', wanted: policy.namespace, found: pod.namespace },
  ],
})

const policyTypes = (policy: CompiledPolicy, { direction }: PolicyQuestion): Weighed => ({
  weight: 0.5,
  misses: [
    {
      where: at(policy, 'spec.policyTypes'),
      reason: 'policy-types',
      wanted: direction === 'ingress' ? 'Ingress' : 'Egress',
      found: direction === 'ingress' ? 'Egress' : 'Ingress',
    },
  ],
})

const at = (policy: RuleOwner, path: string): FieldReference => ({ object: policy.reference, path })
