/** Policies made ready for many questions: selectors, blocks and defaults are worked out once. */
import type { AnyNetworkPolicy } from '../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { NetworkPolicy, NetworkPolicyPeer, NetworkPolicyPort } from '../../kubernetes/generated/types.ts'
import { isClusterNetworkPolicy } from '../../kubernetes/guards.ts'
import { referenceTo, type ObjectReference } from '../../kubernetes/object.ts'
import { parseBlock, type AddressBlock } from '../address.ts'
import { choiceIn } from '../choices.ts'
import type { Protocol } from '../model.ts'
import { namespaceOf, type NetworkState } from '../state.ts'
import { withoutEndPorts } from './end-port.ts'
import { compileSelector, type CompiledSelector } from './selector.ts'
import { allOfTiers, compileTiers, type CompiledTiers } from './tiers/compile-tiers.ts'

export type Direction = 'ingress' | 'egress'

export interface CompiledPolicy {
  readonly reference: ObjectReference
  readonly namespace: string
  readonly selector: CompiledSelector
  /** Which directions the policy isolates, after defaulting. */
  readonly isolates: Readonly<Record<Direction, boolean>>
  /** True where the field stands in the object, even as an empty list. */
  readonly mentions: Readonly<Record<Direction, boolean>>
  readonly rules: Readonly<Record<Direction, readonly CompiledRule[]>>
}

export interface CompiledRule {
  /** E.g. `spec.ingress[0]`. */
  readonly path: string
  /** Absent: everyone, addresses outside the cluster included (N9). */
  readonly peers?: readonly CompiledPeer[]
  /** Absent: every port of every protocol (N9). */
  readonly ports?: readonly CompiledPort[]
}

export type CompiledPeer =
  | {
      readonly kind: 'block'
      readonly path: string
      /** Where the block is written, if not at `path.ipBlock`. */
      readonly blockPath?: string
      readonly text: string
      readonly block?: AddressBlock
      readonly except: readonly AddressBlock[]
    }
  | {
      readonly kind: 'pods'
      readonly path: string
      readonly podSelector?: CompiledSelector
      readonly namespaceSelector?: CompiledSelector
      /** Where that selector is written, if not at `path.namespaceSelector`. */
      readonly namespacePath?: string
    }
  /** Addresses of nodes: in rules of ClusterNetworkPolicies alone. */
  | { readonly kind: 'nodes'; readonly path: string; readonly selector: CompiledSelector }

export interface CompiledPort {
  readonly path: string
  /** Where number, name or range are written, if not at `path.port`; the protocol then is not written by itself. */
  readonly portPath?: string
  readonly protocol: Protocol
  /** Absent: every port of the protocol. */
  readonly port?: number | string
  readonly endPort?: number
}

export interface CompiledPolicies {
  /** NetworkPolicies. */
  readonly all: readonly CompiledPolicy[]
  readonly byNamespace: ReadonlyMap<string, readonly CompiledPolicy[]>
  /** ClusterNetworkPolicies; absent where there are none. */
  readonly tiers?: CompiledTiers
}

const compiled = new WeakMap<NetworkState, CompiledPolicies>()

/** All policies of a state; compiled at the first question about it. */
export const policiesOf = (state: NetworkState): CompiledPolicies => {
  const known = compiled.get(state)
  if (known !== undefined) return known
  const written = [...state.policies.values()].flat()
  const policies = compilePolicies([
    ...(choiceIn(state.facts, 'endPort') === 'ignored' ? written.map(withoutEndPorts) : written),
    ...(choiceIn(state.facts, 'clusterPolicies') === 'ignored' ? [] : state.clusterPolicies),
  ])
  compiled.set(state, policies)
  return policies
}

export const compilePolicies = (policies: readonly AnyNetworkPolicy[]): CompiledPolicies => {
  const all = policies.flatMap((policy) => (isClusterNetworkPolicy(policy) ? [] : [compilePolicy(policy)]))
  const tiers = compileTiers(policies.filter(isClusterNetworkPolicy))
  const byNamespace = new Map<string, CompiledPolicy[]>()
  for (const policy of all) byNamespace.set(policy.namespace, [...(byNamespace.get(policy.namespace) ?? []), policy])
  return { all, byNamespace, ...(tiers === undefined ? {} : { tiers }) }
}

/** Rules of every kind of policy, of both directions. */
export const rulesOfAll = ({ all, tiers }: CompiledPolicies): readonly CompiledRule[] =>
  [...all, ...allOfTiers(tiers)].flatMap(({ rules }) => [...rules.ingress, ...rules.egress])

/** Every block and exception that some rule names. */
export const blocksOfRules = (rules: readonly CompiledRule[]): readonly AddressBlock[] =>
  rules.flatMap(({ peers = [] }) =>
    peers.flatMap((peer) => (peer.kind === 'block' ? [...(peer.block === undefined ? [] : [peer.block]), ...peer.except] : [])),
  )

const compiledOnce = new WeakMap<NetworkPolicy, CompiledPolicy>()

/** A policy is asked about in many states and comparisons, and is the same in each. */
const compilePolicy = (policy: NetworkPolicy): CompiledPolicy => {
  const known = compiledOnce.get(policy) ?? compileAnew(policy)
  compiledOnce.set(policy, known)
  return known
}

/** Objects may lack what the API server fills in: policyTypes and protocol. @see kubernetes/kubernetes pkg/apis/networking/v1/defaults.go */
const compileAnew = (policy: NetworkPolicy): CompiledPolicy => {
  const { podSelector = {}, policyTypes = [], ingress, egress } = policy.spec ?? {}
  const types = policyTypes.length > 0 ? policyTypes : ['Ingress', ...((egress ?? []).length > 0 ? ['Egress'] : [])]
  return {
    reference: referenceTo(policy),
    namespace: namespaceOf(policy),
    selector: compileSelector(podSelector),
    isolates: { ingress: types.includes('Ingress'), egress: types.includes('Egress') },
    mentions: { ingress: ingress !== undefined, egress: egress !== undefined },
    rules: {
      ingress: (ingress ?? []).map(({ from, ports }, index) => compileRule(`spec.ingress[${index}]`, 'from', from, ports)),
      egress: (egress ?? []).map(({ to, ports }, index) => compileRule(`spec.egress[${index}]`, 'to', to, ports)),
    },
  }
}

const compileRule = (
  path: string,
  field: 'from' | 'to',
  peers: readonly NetworkPolicyPeer[] | undefined,
  ports: readonly NetworkPolicyPort[] | undefined,
): CompiledRule => ({
  path,
  ...(isGiven(peers) ? { peers: peers.map((peer, index) => compilePeer(`${path}.${field}[${index}]`, peer)) } : {}),
  ...(isGiven(ports) ? { ports: ports.map((port, index) => compilePort(`${path}.ports[${index}]`, port)) } : {}),
})

/** Absent, null and empty lists mean the same: no restriction (N9). */
const isGiven = <Item>(items: readonly Item[] | null | undefined): items is readonly Item[] => (items ?? []).length > 0

const compilePeer = (path: string, { ipBlock, podSelector, namespaceSelector }: NetworkPolicyPeer): CompiledPeer => {
  if (ipBlock !== undefined) {
    const block = parseBlock(ipBlock.cidr)
    const except = ipBlock.except ?? []
    const text = except.length === 0 ? ipBlock.cidr : `${ipBlock.cidr} except ${except.join(', ')}`
    return {
      kind: 'block',
      path,
      text,
      ...(block === undefined ? {} : { block }),
      except: except.flatMap((cidr) => parseBlock(cidr) ?? []),
    }
  }
  return {
    kind: 'pods',
    path,
    ...(isSelector(podSelector) ? { podSelector: compileSelector(podSelector) } : {}),
    ...(isSelector(namespaceSelector) ? { namespaceSelector: compileSelector(namespaceSelector) } : {}),
  }
}

/** An absent selector is not an empty one (N13); null is absent. */
const isSelector = <Selector>(selector: Selector | null | undefined): selector is Selector =>
  (selector ?? undefined) !== undefined

const compilePort = (path: string, { port, protocol, endPort }: NetworkPolicyPort): CompiledPort => ({
  path,
  protocol: protocol === 'UDP' || protocol === 'SCTP' ? protocol : 'TCP',
  ...(port === undefined ? {} : { port }),
  ...(endPort === undefined ? {} : { endPort }),
})
