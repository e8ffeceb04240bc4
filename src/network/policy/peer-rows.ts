/** Which of many Pods are peers of a rule: each condition on labels is asked once, however many rules have it. */
import type { CompiledPeer, CompiledRule } from './compile.ts'
import { peerMatches, type PolicyOptions } from './match.ts'
import type { ReachMember } from './rule-rows.ts'
import { selectorMatches, type CompiledSelector } from './selector.ts'

type Condition = CompiledSelector[number]

/** 1 for each member that is a peer, by number. Agrees with `peersMatch`. */
export type PeerRows = (owner: string, rule: CompiledRule) => Uint8Array

const keyOf = ({ key, operator, values }: Condition): string => `${key} ${operator} ${[...values].sort().join()}`

const narrow = (row: Uint8Array, other: Uint8Array): void => {
  for (let index = 0; index < row.length; index++) row[index] = (row[index] ?? 0) & (other[index] ?? 0)
}

const widen = (row: Uint8Array, other: Uint8Array): void => {
  for (let index = 0; index < row.length; index++) row[index] = (row[index] ?? 0) | (other[index] ?? 0)
}

export const createPeerRows = (members: readonly ReachMember[], options: PolicyOptions): PeerRows => {
  const known = new Map<string, Uint8Array>()
  const remember = (key: string, isMember: (member: ReachMember) => boolean): Uint8Array => {
    const found = known.get(key)
    if (found !== undefined) return found
    const row = Uint8Array.from(members, (member) => Number(isMember(member)))
    known.set(key, row)
    return row
  }
  const podRow = (condition: Condition): Uint8Array =>
    remember(`pod ${keyOf(condition)}`, ({ pod }) => selectorMatches([condition], pod.labels))
  const namespaceRow = (condition: Condition): Uint8Array =>
    remember(`namespace ${keyOf(condition)}`, ({ pod }) => selectorMatches([condition], pod.namespaceLabels))
  const ownRow = (owner: string): Uint8Array => remember(`own ${owner}`, ({ pod }) => pod.namespace === owner)
  const rowOf = (owner: string, peer: CompiledPeer): Uint8Array => {
    const { podSelector, namespaceSelector } = peer.kind === 'pods' ? peer : {}
    if (podSelector === undefined && namespaceSelector === undefined)
      return Uint8Array.from(members, (member) => Number(peerMatches(peer, owner, member, options)))
    const row = new Uint8Array(members.length).fill(1)
    if (namespaceSelector === undefined) narrow(row, ownRow(owner))
    for (const condition of namespaceSelector ?? []) narrow(row, namespaceRow(condition))
    for (const condition of podSelector ?? []) narrow(row, podRow(condition))
    return row
  }
  return (owner, { peers }) => {
    const row = new Uint8Array(members.length)
    if (peers === undefined) return row.fill(1)
    for (const peer of peers) widen(row, rowOf(owner, peer))
    return row
  }
}
