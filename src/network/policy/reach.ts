/** What policies allow between groups of Pods on one port, worked out rule by rule instead of pair by pair. */
import type { Protocol } from '../model.ts'
import type { CompiledPolicies, CompiledPolicy, CompiledRule, Direction } from './compile.ts'
import { isolatingPolicies } from './evaluate.ts'
import { peersMatch, portsMatch, type PolicyOptions, type PolicyPeer, type PolicyPod } from './match.ts'

/** One Pod for all of its group: those that no policy can tell apart. */
export interface ReachMember extends PolicyPeer {
  readonly pod: PolicyPod
}

export interface ReachQuestion extends PolicyOptions {
  readonly port: number
  readonly protocol: Protocol
}

/** By number of the source's and of the destination's group. Agrees with `policiesAllow` for both ends. */
export type Reach = (source: number, destination: number) => boolean

export const createReach = (policies: CompiledPolicies, members: readonly ReachMember[], question: ReachQuestion): Reach => {
  const sets = new Map<CompiledRule, Uint8Array>()
  /** The members that are peers of a rule. */
  const peersOf = (policy: CompiledPolicy, rule: CompiledRule): Uint8Array => {
    const known = sets.get(rule)
    if (known !== undefined) return known
    const set = Uint8Array.from(members, (member) => Number(peersMatch(rule, policy.namespace, member, question)))
    sets.set(rule, set)
    return set
  }
  /** Names of ports are the destination's, whichever direction is asked about. */
  const open = (rule: CompiledRule, destination: ReachMember): boolean =>
    portsMatch(rule, { ...question, direction: 'ingress', pod: destination.pod, peer: destination })
  const allowed = (direction: Direction): readonly (Uint8Array | undefined)[] => {
    const portSets = new Map<CompiledRule, Uint8Array>()
    /** On egress a port's name is the destination's: the rule's port fits some peers, and others not. */
    const withPorts = (policy: CompiledPolicy, rule: CompiledRule): Uint8Array => {
      const known = portSets.get(rule)
      if (known !== undefined) return known
      const peers = peersOf(policy, rule)
      const set = peers.map((isPeer, index) => {
        const peer = members[index]
        return isPeer === 1 && peer !== undefined && open(rule, peer) ? 1 : 0
      })
      portSets.set(rule, set)
      return set
    }
    return members.map((self) => {
      const isolating = isolatingPolicies(policies, { ...question, direction, pod: self.pod, peer: self })
      if (isolating.length === 0) return undefined
      const union = new Uint8Array(members.length)
      for (const policy of isolating)
        for (const rule of policy.rules[direction]) {
          if (direction === 'ingress' && !open(rule, self)) continue
          const set = direction === 'ingress' ? peersOf(policy, rule) : withPorts(policy, rule)
          for (let index = 0; index < set.length; index++) union[index] = (union[index] ?? 0) | (set[index] ?? 0)
        }
      return union
    })
  }
  const leaving = allowed('egress')
  const entering = allowed('ingress')
  return (source, destination) => (leaving[source]?.[destination] ?? 1) === 1 && (entering[destination]?.[source] ?? 1) === 1
}
