/** The step of a walk at which a Pod's policies decide, with the traffic that they do not apply to. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import { parseAddress } from '../address.ts'
import { choiceIn } from '../choices.ts'
import type { Packet, PolicyHop } from '../model.ts'
import { containersOf } from '../service/derive-endpoints.ts'
import { addressesOfPod, nameOf, type NetworkState } from '../state.ts'
import { policiesOf, type Direction } from './compile.ts'
import { evaluatePolicies, type PolicyDecision } from './evaluate.ts'
import type { PolicyPod } from './match.ts'

export interface PolicyStep {
  readonly direction: Direction
  /** The Pod that policies would select. */
  readonly pod: Pod
  readonly packet: Packet
  /** The Pod at the other end, where the packet still has its address. */
  readonly other?: Pod
  readonly exempt?: Exemption
}

/**
 * Traffic that NetworkPolicies usually do not apply to; each is a choice of the network plugin. ClusterNetworkPolicies make no
 * exceptions for it. @see kubernetes-sigs/network-policy-api site-src/api-overview.md, "hairpin" traffic
 */
export type Exemption = 'own-service' | 'own-node' | 'own-node-rewritten' | 'node-dns'

const EXEMPTIONS = {
  'own-service': { choice: 'ownService', semantics: ['N26'] },
  'own-node': { choice: 'ownNode', semantics: ['N25'] },
  'own-node-rewritten': { choice: 'ownNodeRewritten', semantics: ['N25', 'N32'] },
  'node-dns': { choice: 'nodeLocalDns', semantics: ['D30', 'N25'] },
} as const

const NO_MATTER = { decision: 'not-isolated', isolatedBy: [], allowedBy: [], allowedByPeers: [], nearMisses: [] } as const

export const policyHop = (state: NetworkState, step: PolicyStep): PolicyHop => {
  const { direction, pod, packet } = step
  const exemption = exemptionOf(state, step)
  const decided = decide(state, step, exemption !== undefined)
  const { decision, semantics } = settle(state, step, decided, exemption)
  return {
    kind: 'policy',
    direction,
    pod: nameOf(pod),
    before: packet,
    after: packet,
    ...decided,
    ...(decision === 'exempt' || decision === 'not-enforced' ? { nearMisses: [] } : {}),
    decision,
    semantics,
    stops: decision === 'denied',
  }
}

const decide = (state: NetworkState, { direction, pod, packet, other }: PolicyStep, exempt: boolean): PolicyDecision => {
  const ip = direction === 'ingress' ? packet.sourceIp : packet.destinationIp
  const bytes = parseAddress(ip)
  if (bytes === undefined) return NO_MATTER
  const node = state.nodesByIp.get(ip)
  const peer = {
    ip,
    bytes,
    ...(other === undefined ? {} : { pod: policyPodOf(state, other) }),
    ...(node === undefined ? {} : { nodeLabels: node.metadata.labels ?? {} }),
  }
  const { destinationPort: port, protocol } = packet
  const question = { direction, pod: policyPodOf(state, pod), peer, port, protocol }
  const { ipBlocksMatchPods } = state.facts
  const equalPriority = choiceIn(state.facts, 'equalPriority')
  return evaluatePolicies(policiesOf(state), question, { ipBlocksMatchPods, equalPriority, exempt })
}

interface Settled {
  readonly decision: PolicyHop['decision']
  readonly semantics: readonly string[]
}

/** Why NetworkPolicies do not apply: the lines that leave it to the plugin. */
const exemptionOf = (state: NetworkState, { pod, exempt }: PolicyStep): readonly string[] | undefined => {
  if (pod.spec?.hostNetwork === true && choiceIn(state.facts, 'hostNetworkPods') === 'as-nodes') return ['N24']
  const exemption = exempt === undefined ? undefined : EXEMPTIONS[exempt]
  return exemption !== undefined && choiceIn(state.facts, exemption.choice) === 'exempt' ? exemption.semantics : undefined
}

/** Exemptions matter only where a NetworkPolicy isolates the Pod. */
const settle = (state: NetworkState, step: PolicyStep, decided: PolicyDecision, exemption: readonly string[] = []): Settled => {
  const { decision, cluster } = decided
  const isSettled = decision !== 'not-isolated' || cluster?.decidedBy !== undefined
  if (isSettled && !state.facts.policiesEnforced) return { decision: 'not-enforced', semantics: ['N28'] }
  const byCluster = [...(cluster === undefined ? [] : ['N33']), ...(cluster?.ambiguous === undefined ? [] : ['N34'])]
  if (cluster?.decidedBy !== undefined) return { decision, semantics: [...byCluster, ...(decision === 'denied' ? ['V1'] : [])] }
  return { decision, semantics: [...linesOf(decision, step, exemption), ...byCluster] }
}

/** The lines by which NetworkPolicies decide. */
const linesOf = (
  decision: PolicyDecision['decision'],
  { packet, direction, exempt }: PolicyStep,
  exemption: readonly string[],
): readonly string[] => {
  switch (decision) {
    case 'not-isolated':
      return ['N1']
    case 'exempt':
      return exemption
    case 'allowed':
      return ['N1', 'N3', 'N10']
    case 'denied': {
      const isDns = direction === 'egress' && packet.destinationPort === 53
      return ['N1', 'N3', 'V1', ...(isDns ? ['N29', ...(exempt === 'node-dns' ? ['D30'] : [])] : [])]
    }
  }
}

const policyPods = new WeakMap<Pod, { readonly state: NetworkState; readonly pod: PolicyPod }>()

/** A Pod as policies see it. */
export const policyPodOf = (state: NetworkState, pod: Pod): PolicyPod => {
  const known = policyPods.get(pod)
  if (known?.state === state) return known.pod
  const name = nameOf(pod)
  const made: PolicyPod = {
    ...name,
    labels: pod.metadata.labels ?? {},
    namespaceLabels: state.namespaces.get(name.namespace) ?? {},
    ports: containersOf(pod).flatMap(({ ports = [] }) => ports),
    ...(pod.spec?.hostNetwork === true ? { hostNetwork: true } : {}),
  }
  policyPods.set(pod, { state, pod: made })
  return made
}

/** The Pod whose address the packet carries as its source, where it was not rewritten on the way. */
export const podOfSource = (pod: Pod | undefined, packet: Packet): Pod | undefined =>
  pod !== undefined && addressesOfPod(pod).includes(packet.sourceIp) ? pod : undefined
