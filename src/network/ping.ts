/** Who answers a ping (semantics S15, N23). */
import type { Pod } from '../kubernetes/generated/types.ts'
import { inBlocks, isLoopback, normalizeAddress, parseAddress } from './address.ts'
import { choiceIn } from './choices.ts'
import type { Destination, Source, Snapshot, Verdict } from './model.ts'
import { hasAddress, locate, sourceAddress, type Place } from './path/place.ts'
import { policiesOf, type Direction } from './policy/compile.ts'
import { isolatingPolicies } from './policy/evaluate.ts'
import { peersMatch } from './policy/match.ts'
import { policyPodOf } from './policy/policy-hop.ts'
import { resolve } from './resolve.ts'
import { isProxied } from './service/lookup.ts'
import { addressesOfNode, addressesOfPod, clusterIpsOf, indexSnapshot, keyOf, podAt, type NetworkState } from './state.ts'
import { withSystemObjects } from './system-objects.ts'

/** What `ping` is asked. */
export interface PingQuestion {
  /** Who asks. */
  readonly from: Source
  /** Whom it is about. */
  readonly to: Destination
}

/** What `ping` answers. */
export interface Ping {
  /** What was pinged; absent where there is no address. */
  readonly ip?: string
  /** `connected`: it answers. `refused`: a router says that nothing can be reached there. */
  readonly verdict: Verdict
  /** Lines of semantics.md that it follows from. */
  readonly semantics: readonly string[]
  /** What plugins make of it that judge ICMP otherwise; present where that is something else (N23). */
  readonly otherwise?: Verdict
}

type Reached = Pick<Ping, 'verdict' | 'semantics'>

/** Pods and nodes answer; a Service's address does so only where it is bound on every node (ipvs). */
export const ping = (snapshot: Snapshot, { from, to }: PingQuestion): Ping => {
  const state = indexSnapshot(withSystemObjects(snapshot))
  const place = locate(state, from)
  if (place.kind === 'nowhere') return { verdict: 'unreachable', semantics: ['S17'] }
  const ip = addressOf(snapshot, state, place, { from, to })
  if (ip === undefined) return { verdict: 'unresolved', semantics: ['D13'] }
  const isPoliced = choiceIn(state.facts, 'icmp') === 'policed'
  const reached = reach(state, place, ip, isPoliced)
  const other = reach(state, place, ip, !isPoliced)
  return { ip, ...reached, ...(other.verdict === reached.verdict ? {} : { otherwise: other.verdict }) }
}

const addressOf = (snapshot: Snapshot, state: NetworkState, place: Place, { from, to }: PingQuestion): string | undefined => {
  if ('pod' in to) return pick(place, podAddresses(state.pods.get(keyOf(to.pod.namespace, to.pod.name))))
  if ('node' in to) {
    const node = state.nodes.get(to.node)
    return pick(place, node === undefined ? [] : addressesOfNode(node))
  }
  const service = 'service' in to ? state.services.get(keyOf(to.service.namespace, to.service.name)) : undefined
  const [own] = service === undefined ? [] : clusterIpsOf(service)
  if (service !== undefined && own !== undefined) return pick(place, clusterIpsOf(service))
  const name = 'service' in to ? `${to.service.name}.${to.service.namespace}.svc.${state.facts.clusterDomain}.` : to.host
  const [four] = resolve(snapshot, { from, name }).addresses
  return four ?? normalizeAddress(name) ?? resolve(snapshot, { from, name, type: 'AAAA' }).addresses[0]
}

const podAddresses = (pod: Pod | undefined): readonly string[] => (pod === undefined ? [] : addressesOfPod(pod))

const pick = (place: Place, addresses: readonly string[]): string | undefined =>
  addresses.find((ip) => sourceAddress(place, ip) !== undefined) ?? addresses[0]

const reach = (state: NetworkState, place: Place, ip: string, isPoliced: boolean): Reached => {
  if (isLoopback(ip) || place.addresses.includes(ip)) return { verdict: 'connected', semantics: ['P1'] }
  if (sourceAddress(place, ip) === undefined) return { verdict: 'unreachable', semantics: ['N21'] }
  const { podCidrs, serviceCidrs } = state.facts
  const isOutside = place.kind === 'outside'
  if (isOutside && (inBlocks(podCidrs, ip) || inBlocks(serviceCidrs, ip) || podAt(state, ip) !== undefined))
    return { verdict: 'timed-out', semantics: ['K14'] }
  const services = (state.servicesByIp.get(ip) ?? []).filter(isProxied)
  if (services.some((service) => clusterIpsOf(service).includes(ip))) return reachService(state)
  const pod = podAt(state, ip)
  if (isPoliced && !isAllowed(state, place, ip, pod)) return { verdict: 'timed-out', semantics: ['N23', 'V1'] }
  if (pod !== undefined || state.nodesByIp.has(ip)) return { verdict: 'connected', semantics: ['P2', 'N23'] }
  const isUnused = inBlocks(podCidrs, ip) || inBlocks(serviceCidrs, ip)
  return isUnused ? { verdict: 'timed-out', semantics: ['P3'] } : { verdict: 'connected', semantics: ['P13'] }
}

const reachService = ({ facts }: NetworkState): Reached => {
  switch (facts.proxyMode) {
    case 'iptables':
      return { verdict: 'timed-out', semantics: ['S15'] }
    case 'nftables':
      return { verdict: 'refused', semantics: ['S15', 'K-nft'] }
    case 'ipvs':
      return { verdict: 'connected', semantics: ['S15', 'K-ipvs'] }
  }
}

/** Both ends' policies; the own node is exempt (N25). */
const isAllowed = (state: NetworkState, place: Place, ip: string, target: Pod | undefined): boolean => {
  if (!state.facts.policiesEnforced) return true
  const source = place.kind === 'pod' ? place.pod : undefined
  const sourceIp = sourceAddress(place, ip) ?? ''
  const leaves =
    source === undefined ||
    hasAddress(state, source.spec?.nodeName ?? '', ip) ||
    allowsPing(state, { direction: 'egress', pod: source, other: target, ip })
  const enters =
    target === undefined ||
    hasAddress(state, target.spec?.nodeName ?? '', sourceIp) ||
    allowsPing(state, { direction: 'ingress', pod: target, other: source, ip: sourceIp })
  return leaves && enters
}

interface PingAtPod {
  readonly direction: Direction
  readonly pod: Pod
  readonly other: Pod | undefined
  readonly ip: string
}

/** A rule that names ports speaks of TCP, UDP or SCTP, and of nothing else (N9, N23). */
const allowsPing = (state: NetworkState, { direction, pod, other, ip }: PingAtPod): boolean => {
  const peer = { ip, bytes: parseAddress(ip) ?? [], ...(other === undefined ? {} : { pod: policyPodOf(state, other) }) }
  const question = { direction, pod: policyPodOf(state, pod), peer, port: 0, protocol: 'TCP' } as const
  const isolating = isolatingPolicies(policiesOf(state), question)
  if (isolating.length === 0) return true
  return isolating.some(({ rules, namespace }) =>
    rules[direction].some((rule) => rule.ports === undefined && peersMatch(rule, namespace, peer, state.facts)),
  )
}
