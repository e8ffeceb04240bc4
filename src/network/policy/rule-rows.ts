/** Which of many Pods each rule fits, asked once a rule. */
import type { Protocol } from '../model.ts'
import type { CompiledRule, Direction } from './compile.ts'
import { portsMatch, type PolicyOptions, type PolicyPeer, type PolicyPod } from './match.ts'
import { createPeerRows } from './peer-rows.ts'

/** One Pod for all of its group: those that no policy can tell apart. */
export interface ReachMember extends PolicyPeer {
  readonly pod: PolicyPod
}

export interface ReachQuestion extends PolicyOptions {
  readonly port: number
  readonly protocol: Protocol
}

/** The members that a rule fits, seen from one of them: 1 where it does. Names of ports are the destination's. */
export type RuleRow = (owner: string, rule: CompiledRule, self: ReachMember) => Uint8Array | undefined

const peerSetsOf = new WeakMap<readonly ReachMember[], Map<boolean, Map<CompiledRule, Uint8Array>>>()

/** Whatever the port, the same members are peers of a rule. */
const knownPeers = (members: readonly ReachMember[], { ipBlocksMatchPods }: ReachQuestion): Map<CompiledRule, Uint8Array> => {
  const known = peerSetsOf.get(members) ?? new Map<boolean, Map<CompiledRule, Uint8Array>>()
  peerSetsOf.set(members, known)
  const sets = known.get(ipBlocksMatchPods) ?? new Map<CompiledRule, Uint8Array>()
  known.set(ipBlocksMatchPods, sets)
  return sets
}

/** Whether a rule has ports by name, which every Pod gives its own number. */
export const namesPorts = ({ ports = [] }: CompiledRule): boolean => ports.some(({ port }) => typeof port === 'string')

/** Each rule is held against all members once. Undefined where its ports do not fit at all. */
export const createRuleRows = (members: readonly ReachMember[], question: ReachQuestion, direction: Direction): RuleRow => {
  const peerSets = knownPeers(members, question)
  const portSets = new Map<CompiledRule, Uint8Array>()
  const peerRow = createPeerRows(members, question)
  const peersOf = (owner: string, rule: CompiledRule): Uint8Array => {
    const known = peerSets.get(rule)
    if (known !== undefined) return known
    const set = peerRow(owner, rule)
    peerSets.set(rule, set)
    return set
  }
  const openAt = (rule: CompiledRule, destination: ReachMember): boolean =>
    portsMatch(rule, {
      direction: 'ingress',
      pod: destination.pod,
      peer: destination,
      port: question.port,
      protocol: question.protocol,
    })
  const openSets = new Map<CompiledRule, boolean | undefined>()
  /** Undefined where it depends on the destination. */
  const isOpen = (rule: CompiledRule): boolean | undefined => {
    if (openSets.has(rule)) return openSets.get(rule)
    const [any] = members
    const open = any === undefined || namesPorts(rule) ? undefined : openAt(rule, any)
    openSets.set(rule, open)
    return open
  }
  /** On egress a port's name is the destination's: the rule's port fits some peers, and others not. */
  const withPorts = (owner: string, rule: CompiledRule): Uint8Array => {
    const known = portSets.get(rule)
    if (known !== undefined) return known
    const set = peersOf(owner, rule).map((isPeer, index) => {
      const peer = members[index]
      return isPeer === 1 && peer !== undefined && openAt(rule, peer) ? 1 : 0
    })
    portSets.set(rule, set)
    return set
  }
  return (owner, rule, self) => {
    const open = isOpen(rule)
    if (open !== undefined) return open ? peersOf(owner, rule) : undefined
    if (direction === 'egress') return withPorts(owner, rule)
    return openAt(rule, self) ? peersOf(owner, rule) : undefined
  }
}
