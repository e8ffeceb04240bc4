/** Policies' rules as drawings tell them: who is meant, in words, and which Pods of the state these are. */
import { words, type Words } from '../grading/words.ts'
import type { LabelSelector, NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort, Pod } from '../kubernetes/generated/types.ts'
import { ownPods, shownPods } from './own-namespaces.ts'
import { parseAddress } from '../network/address.ts'
import type { CompiledPeer, CompiledPolicy, CompiledRule, Direction } from '../network/policy/compile.ts'
import { policiesOf } from '../network/policy/compile.ts'
import { peerMatches } from '../network/policy/match.ts'
import { compileSelector, renderSelector } from '../network/policy/selector.ts'
import { policyPodOf } from '../network/policy/policy-hop.ts'
import { addressesOfPod, keyOfObject, namespaceOf, type NetworkState } from '../network/state.ts'

export const compiledOf = (state: NetworkState, policy: NetworkPolicy): CompiledPolicy | undefined =>
  policiesOf(state).all.find(
    ({ reference, namespace }) => reference.name === policy.metadata.name && namespace === namespaceOf(policy),
  )

/** The written peers of a rule, in the order of the compiled ones. */
export const writtenRule = (
  { spec }: NetworkPolicy,
  direction: Direction,
  index: number,
): { readonly peers: readonly NetworkPolicyPeer[]; readonly ports: readonly NetworkPolicyPort[] } => {
  const ingress = direction === 'ingress' ? spec?.ingress?.[index] : undefined
  const egress = direction === 'egress' ? spec?.egress?.[index] : undefined
  return { peers: ingress?.from ?? egress?.to ?? [], ports: (ingress ?? egress)?.ports ?? [] }
}

const selectorText = (selector: LabelSelector): string => renderSelector(compileSelector(selector))

/** `Pods app=web of this namespace`. */
export const peerWords = ({ ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer): Words => {
  if (ipBlock !== undefined) {
    const except = ipBlock.except ?? []
    return except.length === 0
      ? words(ipBlock.cidr, ipBlock.cidr)
      : words(`${ipBlock.cidr} except ${except.join(', ')}`, `${ipBlock.cidr}, ${except.join(', ')} 제외`)
  }
  const pods = podSelector === undefined ? undefined : selectorText(podSelector)
  const namespaces = namespaceSelector === undefined ? undefined : selectorText(namespaceSelector)
  const what = pods === undefined || pods === '' ? words('all Pods', '모든 Pod') : words(`Pods ${pods}`, `${pods}인 Pod`)
  if (namespaces === undefined) return words(`${what.en} of this namespace`, `이 네임스페이스의 ${what.ko}`)
  return namespaces === ''
    ? words(`${what.en} of all namespaces`, `모든 네임스페이스의 ${what.ko}`)
    : words(`${what.en} of namespaces ${namespaces}`, `${namespaces}인 네임스페이스의 ${what.ko}`)
}

export const portWords = ({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): string =>
  port === undefined ? protocol : `${protocol} ${port}${endPort === undefined ? '' : `–${endPort}`}`

const isMeant = (state: NetworkState, peer: CompiledPeer, namespace: string, pod: Pod): boolean => {
  const [ip = ''] = addressesOfPod(pod)
  const bytes = parseAddress(ip) ?? []
  const { ipBlocksMatchPods } = state.facts
  const end = pod.spec?.hostNetwork === true ? { ip, bytes } : { ip, bytes, pod: policyPodOf(state, pod) }
  return peerMatches(peer, namespace, end, { ipBlocksMatchPods })
}

/** Names of the running Pods that the peer means, but those of the cluster's own namespaces. */
export const podsOfPeer = (state: NetworkState, peer: CompiledPeer, namespace: string): readonly string[] =>
  shownPods(state)
    .filter((pod) => isMeant(state, peer, namespace, pod))
    .map(keyOfObject)

/** How many Pods of the cluster's own namespaces one of the peers means; without peers, all of them are meant. */
export const countOwnPods = (state: NetworkState, { peers }: CompiledRule, namespace: string): number =>
  ownPods(state).filter((pod) => peers?.some((peer) => isMeant(state, peer, namespace, pod)) !== false).length

/** A rule without peers means everyone. */
export const podsOfRule = (state: NetworkState, { peers }: CompiledRule, namespace: string): readonly string[] =>
  peers === undefined
    ? shownPods(state).map(keyOfObject)
    : [...new Set(peers.flatMap((peer) => podsOfPeer(state, peer, namespace)))]
