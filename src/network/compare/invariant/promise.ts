/** A promise about connections, and the situations in which it may be broken. */
import type { AnyNetworkPolicy } from '../../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { LabelSelector, NetworkPolicy, NetworkPolicyPort } from '../../../kubernetes/generated/types.ts'
import type { Protocol } from '../../model.ts'
import { compilePolicies, type CompiledPolicies } from '../../policy/compile.ts'
import { PROTOCOLS } from '../atoms.ts'
import { namesMentioned } from '../cluster-policies.ts'
import { another, familiesOf, relevant, type Place, type Situation } from '../situation.ts'

/** Pods by their labels and those of their namespaces. */
export interface PodKind {
  /** Labels that the Pods have. */
  readonly pods: LabelSelector
  /** Labels that their namespaces have. */
  readonly namespaces: LabelSelector
}

/** A promise: such Pods never reach such Pods. */
export interface Invariant {
  /** `outside`: addresses that are no Pod's. */
  readonly from: PodKind | 'outside'
  /** The Pods that must not be reached. */
  readonly to: PodKind
  /** Every port where absent. */
  readonly port?: number
  /** Every protocol where absent. */
  readonly protocol?: Protocol
}

/** Names of namespaces that somebody mentions. */
const namesIn = (policies: CompiledPolicies, ...asked: readonly CompiledPolicies[]): readonly string[] =>
  [...new Set([...policies.byNamespace.keys(), ...[policies, ...asked].flatMap(namesMentioned)])].sort()

/** Namespaces that somebody names, and two that nobody does: in one of these, or between them, is everything else. */
const placesNamed = (known: readonly string[]): { readonly named: readonly string[]; readonly places: readonly Place[] } => {
  const first = another(known)
  const named = [...known, first, another([...known, first])]
  return { named, places: named.map((name): Place => ({ kind: 'namespace', name })) }
}

/** Both ends in every pair of namespaces that may matter, or the client outside. */
export const situationsAbout = (policies: readonly AnyNetworkPolicy[], invariant: Invariant): readonly Situation[] => {
  const compiled = compilePolicies(policies)
  const [leaving, entering] = [compilePolicies([towards(invariant)]), compilePolicies([coming(invariant)])]
  const b = { egress: leaving.all, ingress: entering.all }
  const { named, places } = placesNamed(namesIn(compiled, leaving, entering))
  const sources: readonly Place[] = invariant.from === 'outside' ? [{ kind: 'address' }] : places
  return sources.flatMap((source) =>
    places.flatMap((destination) => {
      const a = relevant(compiled, source, destination)
      return familiesOf({ a, b }).map((family) => ({ source, destination, family, named, a, b }))
    }),
  )
}

const portsOf = ({ port, protocol }: Invariant): NetworkPolicyPort[] =>
  port === undefined && protocol === undefined
    ? []
    : (protocol === undefined ? PROTOCOLS : [protocol]).map((one) => ({
        ...(port === undefined ? {} : { port }),
        protocol: one,
      }))

const rule = (spec: NetworkPolicy['spec']): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name: 'invariant' },
  ...(spec === undefined ? {} : { spec }),
})

const peerOf = ({ pods, namespaces }: PodKind): { podSelector: LabelSelector; namespaceSelector: LabelSelector } => ({
  podSelector: pods,
  namespaceSelector: namespaces,
})

/** The promise as rules, so that its selectors and ports are asked about like those of policies. */
const towards = (invariant: Invariant): NetworkPolicy =>
  rule({ podSelector: {}, policyTypes: ['Egress'], egress: [{ to: [peerOf(invariant.to)], ports: portsOf(invariant) }] })

const coming = (invariant: Invariant): NetworkPolicy =>
  rule({
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [{ ...(invariant.from === 'outside' ? {} : { from: [peerOf(invariant.from)] }), ports: portsOf(invariant) }],
  })

/** From such Pods to nodes, where ClusterNetworkPolicies alone have a say: NetworkPolicies do not apply to a Pod's own node (N25). */
export const situationsTowardsNodes = (policies: readonly AnyNetworkPolicy[], invariant: Invariant): readonly Situation[] => {
  const compiled = compilePolicies(policies)
  const leaving = compilePolicies([rule({ podSelector: {}, policyTypes: ['Egress'], egress: [{ ports: portsOf(invariant) }] })])
  const entering = compilePolicies([coming(invariant)])
  const { named, places } = placesNamed(namesIn(compiled, leaving, entering))
  const a = { egress: [], ingress: [], ...(compiled.tiers === undefined ? {} : { tiers: { egress: compiled.tiers } }) }
  const b = { egress: leaving.all, ingress: entering.all }
  return places.flatMap((source) =>
    familiesOf({ a, b }).map((family) => ({ source, destination: { kind: 'node' }, family, named, a, b })),
  )
}
