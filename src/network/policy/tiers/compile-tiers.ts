/** ClusterNetworkPolicies made ready for many questions, in the order in which they are asked. */
import type {
  ClusterNetworkPolicy,
  ClusterNetworkPolicyAction,
  ClusterNetworkPolicyEgressPeer,
  ClusterNetworkPolicyPorts,
  ClusterNetworkPolicyProtocol,
  ClusterNetworkPolicyTier,
} from '../../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { LabelSelector } from '../../../kubernetes/generated/types.ts'
import { referenceTo, type ObjectReference } from '../../../kubernetes/object.ts'
import { parseBlock } from '../../address.ts'
import type { Protocol } from '../../model.ts'
import type { CompiledPeer, CompiledPort, CompiledRule, Direction } from '../compile.ts'
import { compileSelector, type CompiledSelector } from '../selector.ts'

export interface CompiledClusterPolicy {
  readonly reference: ObjectReference
  readonly tier: ClusterNetworkPolicyTier
  readonly priority: number
  readonly subject: CompiledSubject
  readonly rules: Readonly<Record<Direction, readonly CompiledClusterRule[]>>
}

export interface CompiledSubject {
  /** `spec.subject.namespaces` or `spec.subject.pods` */
  readonly path: string
  readonly namespaces: CompiledSelector
  /** Empty: every Pod of the namespaces. */
  readonly pods: CompiledSelector
}

/** Its peers always name the namespaces they mean; no peers at all fit nobody. */
export interface CompiledClusterRule extends CompiledRule {
  readonly action: ClusterNetworkPolicyAction
  readonly name?: string
}

/** Tier by tier, lower priorities first, and names in alphabetical order where these are equal. */
export type CompiledTiers = Readonly<Record<ClusterNetworkPolicyTier, readonly CompiledClusterPolicy[]>>

/** Undefined where there are no such policies. */
export const compileTiers = (policies: readonly ClusterNetworkPolicy[]): CompiledTiers | undefined => {
  if (policies.length === 0) return undefined
  const ordered = policies.map(compilePolicy).sort(byPrecedence)
  const of = (tier: ClusterNetworkPolicyTier): readonly CompiledClusterPolicy[] =>
    ordered.filter((policy) => policy.tier === tier)
  return { Admin: of('Admin'), Baseline: of('Baseline') }
}

export const allOfTiers = (tiers: CompiledTiers | undefined): readonly CompiledClusterPolicy[] =>
  tiers === undefined ? [] : [...tiers.Admin, ...tiers.Baseline]

/** Policies that nothing orders, together. */
export const groupByPriority = (policies: readonly CompiledClusterPolicy[]): readonly (readonly CompiledClusterPolicy[])[] => {
  const groups: CompiledClusterPolicy[][] = []
  for (const policy of policies) {
    const group = groups.at(-1)
    if (group?.[0]?.priority === policy.priority) group.push(policy)
    else groups.push([policy])
  }
  return groups
}

/** Where two policies of one tier have one priority, the order between them is anybody's choice (N34). */
export const hasTies = (tiers: CompiledTiers | undefined): boolean =>
  tiers !== undefined &&
  [tiers.Admin, tiers.Baseline].some((policies) => groupByPriority(policies).some((group) => group.length > 1))

const byPrecedence = (one: CompiledClusterPolicy, other: CompiledClusterPolicy): number =>
  one.priority - other.priority || (one.reference.name < other.reference.name ? -1 : 1)

const compilePolicy = (policy: ClusterNetworkPolicy): CompiledClusterPolicy => {
  const { tier, priority, subject, ingress = [], egress = [] } = policy.spec
  return {
    reference: referenceTo(policy),
    tier,
    priority,
    subject: compileSubject(subject),
    rules: {
      ingress: ingress.map((rule, index) => compileRule(`spec.ingress[${index}]`, 'from', rule, rule.from)),
      egress: egress.map((rule, index) => compileRule(`spec.egress[${index}]`, 'to', rule, rule.to)),
    },
  }
}

const compileSubject = ({ namespaces, pods }: ClusterNetworkPolicy['spec']['subject']): CompiledSubject =>
  pods === undefined
    ? { path: 'spec.subject.namespaces', namespaces: compileSelector(namespaces ?? {}), pods: [] }
    : {
        path: 'spec.subject.pods',
        namespaces: compileSelector(pods.namespaceSelector ?? {}),
        pods: compileSelector(pods.podSelector),
      }

interface WrittenRule {
  readonly name?: string
  readonly action: ClusterNetworkPolicyAction
  readonly protocols?: readonly ClusterNetworkPolicyProtocol[]
}

/**
 * A peer without any known field comes from a newer version of the API: to be safe, an Accept then fits nobody, and other
 * actions deny everybody. @see kubernetes-sigs/network-policy-api apis/v1alpha2, ClusterNetworkPolicyEgressPeer
 */
const compileRule = (
  path: string,
  field: 'from' | 'to',
  { name, action, protocols }: WrittenRule,
  written: readonly ClusterNetworkPolicyEgressPeer[],
): CompiledClusterRule => {
  const compiled = written.map((peer, index) => compilePeers(`${path}.${field}[${index}]`, peer))
  const named = name === undefined ? {} : { name }
  if (action !== 'Accept' && compiled.some((peers) => peers === undefined)) return { path, action: 'Deny', ...named }
  return {
    path,
    action,
    ...named,
    peers: compiled.flatMap((peers) => peers ?? []),
    ...(protocols === undefined
      ? {}
      : { ports: protocols.flatMap((entry, index) => compilePorts(`${path}.protocols[${index}]`, entry)) }),
  }
}

const compilePeers = (path: string, peer: ClusterNetworkPolicyEgressPeer): readonly CompiledPeer[] | undefined => {
  const { namespaces, pods, nodes, networks } = peer
  if (namespaces !== undefined) return [podsPeer(path, `${path}.namespaces`, namespaces)]
  if (pods !== undefined)
    return [podsPeer(`${path}.pods`, `${path}.pods.namespaceSelector`, pods.namespaceSelector ?? {}, pods.podSelector)]
  if (nodes !== undefined) return [{ kind: 'nodes', path: `${path}.nodes`, selector: compileSelector(nodes) }]
  return networks?.map((text, index) => {
    const block = parseBlock(text)
    const at = `${path}.networks[${index}]`
    return { kind: 'block', path: at, blockPath: at, text, ...(block === undefined ? {} : { block }), except: [] }
  })
}

const podsPeer = (path: string, namespacePath: string, namespaces: LabelSelector, pods?: LabelSelector): CompiledPeer => ({
  kind: 'pods',
  path,
  namespacePath,
  namespaceSelector: compileSelector(namespaces),
  ...(pods === undefined ? {} : { podSelector: compileSelector(pods) }),
})

const PROTOCOLS = { tcp: 'TCP', udp: 'UDP', sctp: 'SCTP' } as const

/** A name means the destination's port of that name, whichever protocol it has. */
const compilePorts = (path: string, entry: ClusterNetworkPolicyProtocol): readonly CompiledPort[] => {
  const { destinationNamedPort } = entry
  if (destinationNamedPort !== undefined)
    return Object.values(PROTOCOLS).map((protocol) => ({
      path,
      portPath: `${path}.destinationNamedPort`,
      protocol,
      port: destinationNamedPort,
    }))
  return (['tcp', 'udp', 'sctp'] as const).flatMap((field) => {
    const ports = entry[field]
    return ports === undefined ? [] : [compileNumbers(`${path}.${field}`, PROTOCOLS[field], ports)]
  })
}

const compileNumbers = (path: string, protocol: Protocol, { destinationPort }: ClusterNetworkPolicyPorts): CompiledPort => {
  const { number, range } = destinationPort ?? {}
  const at = `${path}.destinationPort`
  if (range !== undefined) return { path, portPath: `${at}.range`, protocol, port: range.start, endPort: range.end }
  if (number === undefined) return { path, portPath: path, protocol }
  return { path, portPath: `${at}.number`, protocol, port: number }
}
