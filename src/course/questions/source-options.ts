/** The addresses that are offered where a question asks which one the server sees. */
import { isOwnObject } from '../../grading/ends/own-objects.ts'
import { same, words, type Words } from '../../grading/words.ts'
import { isNode, isPod, isService } from '../../kubernetes/guards.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { addressInBlock } from '../../network/address.ts'
import type { Snapshot } from '../../network/model.ts'
import { podCidrsOf } from '../../network/path/place.ts'
import { addressesOfNode, addressesOfPod, clusterIpsOf, isPodUp } from '../../network/state.ts'
import { findSource, type Way } from './ask-model.ts'
import type { Traced } from './question.ts'

/** An option of which it is known whether it is right. */
export interface JudgedOption {
  readonly text: Words
  readonly correct: boolean
}

/** `namespace/name`. */
export const nameOf = ({ metadata }: { readonly metadata: { readonly namespace?: string; readonly name?: string } }): string =>
  `${metadata.namespace ?? 'default'}/${metadata.name ?? ''}`

/** Every address that a server might be thought to see, with whose it is. */
const addressesIn = ({ objects }: Snapshot): readonly { readonly ip: string; readonly owner: KubernetesObject }[] =>
  objects.flatMap((owner) => {
    const ips = isPod(owner) && isPodUp(owner) ? addressesOfPod(owner) : isNode(owner) ? addressesOfNode(owner) : []
    return [...ips, ...(isService(owner) ? clusterIpsOf(owner) : [])].map((ip) => ({ ip, owner }))
  })

const describeOwner = (owner: KubernetesObject): string =>
  `${owner.kind} ${isNode(owner) ? (owner.metadata.name ?? '') : nameOf(owner)}`

/** Of a node's range: its address for all Pods of other nodes, and that on the bridge of its own. */
const LINK_OFFSETS = [0, 1] as const

/** Addresses of nodes on the links to their Pods, those of every node where one is seen: a single one would be known by being there. */
const onLinks = ({ objects }: Snapshot, seen: ReadonlySet<string>): readonly { readonly ip: string; readonly text: Words }[] =>
  LINK_OFFSETS.flatMap((offset) => {
    const links = objects.filter(isNode).flatMap((node) => {
      const name = node.metadata.name ?? ''
      return podCidrsOf(node).flatMap((block) => {
        const ip = addressInBlock(block, offset)
        const text = words(`\`${ip ?? ''}\` (Node ${name}, on the side of its Pods)`, `\`${ip ?? ''}\` (Node ${name}, Pod 쪽)`)
        return ip === undefined ? [] : [{ ip, text }]
      })
    })
    return links.some(({ ip }) => seen.has(ip)) ? links : []
  })

/** Pods that use their node's network are known by the node. */
export const sourceOptions = (snapshot: Snapshot, question: Traced, ways: readonly Way[]): readonly JudgedOption[] => {
  const seen = new Set(ways.flatMap(({ sourceSeen }) => sourceSeen ?? []))
  const from = findSource(snapshot, question.from)
  const texts = new Map<string, Words>('outside' in from ? [[from.outside, same(`\`${from.outside}\``)]] : [])
  for (const { ip, owner } of addressesIn(snapshot))
    if (seen.has(ip) || !isOwnObject(owner))
      if (!texts.has(ip) || isNode(owner)) texts.set(ip, same(`\`${ip}\` (${describeOwner(owner)})`))
  for (const { ip, text } of onLinks(snapshot, seen)) if (!texts.has(ip)) texts.set(ip, text)
  for (const ip of seen) if (!texts.has(ip)) texts.set(ip, same(`\`${ip}\``))
  return [...texts].map(([ip, text]) => ({ text, correct: seen.has(ip) }))
}
