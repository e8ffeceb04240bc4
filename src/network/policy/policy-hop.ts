/** The step of a walk at which a Pod's NetworkPolicies decide, with the traffic that they do not apply to. */
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

/** Traffic that policies usually do not apply to; each is a choice of the network plugin. */
export type Exemption = 'own-service' | 'own-node' | 'own-node-rewritten' | 'node-dns'

const EXEMPTIONS = {
  'own-service': { choice: 'ownService', semantics: ['N26'] },
  'own-node': { choice: 'ownNode', semantics: ['N25'] },
  'own-node-rewritten': { choice: 'ownNodeRewritten', semantics: ['N25', 'N32'] },
  'node-dns': { choice: 'nodeLocalDns', semantics: ['D30', 'N25'] },
} as const

const NO_MATTER = { isolatedBy: [], allowedBy: [], allowedByPeers: [], nearMisses: [] } as const

export const policyHop = (state: NetworkState, step: PolicyStep): PolicyHop => {
  const { direction, pod, packet } = step
  const decision = decide(state, step)
  const { decision: verdict, semantics } = settle(state, step, decision)
  return {
    kind: 'policy',
    direction,
    pod: nameOf(pod),
    before: packet,
    after: packet,
    ...decision,
    ...(verdict === 'exempt' || verdict === 'not-enforced' ? { nearMisses: [] } : {}),
    decision: verdict,
    semantics,
    stops: verdict === 'denied',
  }
}

const decide = (state: NetworkState, { direction, pod, packet, other }: PolicyStep): PolicyDecision => {
  const ip = direction === 'ingress' ? packet.sourceIp : packet.destinationIp
  const bytes = parseAddress(ip)
  if (bytes === undefined) return { decision: 'not-isolated', ...NO_MATTER }
  const peer = { ip, bytes, ...(other === undefined ? {} : { pod: policyPodOf(state, other) }) }
  const { destinationPort: port, protocol } = packet
  const question = { direction, pod: policyPodOf(state, pod), peer, port, protocol }
  return evaluatePolicies(policiesOf(state), question, state.facts)
}

interface Settled {
  readonly decision: PolicyHop['decision']
  readonly semantics: readonly string[]
}

/** Exemptions matter only where a policy isolates the Pod. */
const settle = (state: NetworkState, { pod, packet, direction, exempt }: PolicyStep, { decision }: PolicyDecision): Settled => {
  if (decision === 'not-isolated') return { decision, semantics: ['N1'] }
  if (!state.facts.policiesEnforced) return { decision: 'not-enforced', semantics: ['N28'] }
  if (pod.spec?.hostNetwork === true && choiceIn(state.facts, 'hostNetworkPods') === 'as-nodes')
    return { decision: 'exempt', semantics: ['N24'] }
  const exemption = exempt === undefined ? undefined : EXEMPTIONS[exempt]
  if (exemption !== undefined && choiceIn(state.facts, exemption.choice) === 'exempt')
    return { decision: 'exempt', semantics: exemption.semantics }
  if (decision === 'allowed') return { decision, semantics: ['N1', 'N3', 'N10'] }
  const isDns = direction === 'egress' && packet.destinationPort === 53
  const dns = isDns ? ['N29', ...(exempt === 'node-dns' ? ['D30'] : [])] : []
  return { decision, semantics: ['N1', 'N3', 'V1', ...dns] }
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
  }
  policyPods.set(pod, { state, pod: made })
  return made
}

/** The Pod whose address the packet carries as its source, where it was not rewritten on the way. */
export const podOfSource = (pod: Pod | undefined, packet: Packet): Pod | undefined =>
  pod !== undefined && addressesOfPod(pod).includes(packet.sourceIp) ? pod : undefined
