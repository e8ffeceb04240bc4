/** Whether policies keep a promise in every cluster there can be: no Pod of one kind reaches a Pod of another. */
import type { LabelSelector, NetworkPolicy, NetworkPolicyPort } from '../../kubernetes/generated/types.ts'
import type { AddressFamily } from '../address.ts'
import type { Protocol } from '../model.ts'
import { compilePolicies, type CompiledPolicies } from '../policy/compile.ts'
import { costOf, costOfSituation } from './cost.ts'
import { toCounterexample, type Counterexample } from './counterexample.ts'
import { NEVER, Undecided, type DiagramLimits } from './diagram.ts'
import { Formulas } from './formula.ts'
import { another, blocksOf, METADATA_NAME, relevant, type Place, type Situation } from './situation.ts'

export interface PodKind {
  readonly pods: LabelSelector
  readonly namespaces: LabelSelector
}

export interface Invariant {
  /** `outside`: addresses that are no Pod's. */
  readonly from: PodKind | 'outside'
  readonly to: PodKind
  /** Every port where absent. */
  readonly port?: number
  /** TCP where absent; without a port, every protocol. */
  readonly protocol?: Protocol
}

export type InvariantAnswer =
  | { readonly kind: 'holds' }
  /** The plainest connection that breaks it, confirmed by `connect`. */
  | { readonly kind: 'broken'; readonly example: Counterexample }
  | { readonly kind: 'undecided'; readonly reason: string }

export interface InvariantOptions {
  /** Whether an ipBlock matches a Pod's address (N19); true where absent. */
  readonly ipBlocksMatchPods?: boolean
  readonly limits?: Partial<DiagramLimits>
}

const MAX_NODES = 2_000_000

export const checkInvariant = (
  policies: readonly NetworkPolicy[],
  invariant: Invariant,
  options: InvariantOptions = {},
): InvariantAnswer => {
  const { ipBlocksMatchPods = true, limits } = options
  let best: { readonly cost: number; readonly make: () => Counterexample } | undefined
  try {
    for (const situation of situationsAbout(compilePolicies(policies), invariant)) {
      const formulas = new Formulas(situation, { ipBlocksMatchPods }, { maxNodes: MAX_NODES, ...limits })
      const { diagrams, variables } = formulas
      const broken = diagrams.and(formulas.allowed(situation.a), formulas.matched(situation.b), formulas.possible())
      const choice = broken === NEVER ? undefined : diagrams.cheapest(broken, costOf(situation, variables))
      if (choice === undefined) continue
      const cost = choice.cost + costOfSituation(situation)
      if (best !== undefined && best.cost <= cost) continue
      const chosen = { situation, variables, values: choice.values }
      best = { cost, make: () => toCounterexample(chosen, 'a', { a: policies, b: policies, ipBlocksMatchPods }) }
    }
  } catch (error) {
    if (error instanceof Undecided) return { kind: 'undecided', reason: error.message }
    throw error
  }
  if (best === undefined) return { kind: 'holds' }
  const example = best.make()
  return example.a.outcomes.some(({ verdict }) => verdict === 'connected')
    ? { kind: 'broken', example }
    : { kind: 'undecided', reason: 'an example that the model does not confirm' }
}

/** Namespaces that somebody names, and two that nobody does: in one of these, or between them, is everything else. */
const situationsAbout = (policies: CompiledPolicies, invariant: Invariant): readonly Situation[] => {
  const names = [...new Set([...policies.byNamespace.keys(), ...namesMentioned(policies, invariant)])].sort()
  const first = another(names)
  const named = [...names, first, another([...names, first])]
  const places = named.map((name): Place => ({ kind: 'namespace', name }))
  const sources: readonly Place[] = invariant.from === 'outside' ? [{ kind: 'address' }] : places
  const b = { egress: compilePolicies([towards(invariant)]).all, ingress: compilePolicies([coming(invariant)]).all }
  return sources.flatMap((source) =>
    places.flatMap((destination) => {
      const a = relevant(policies, source, destination)
      const families: readonly AddressFamily[] = blocksOf({ a, b }).length === 0 ? ['IPv4'] : ['IPv4', 'IPv6']
      return families.map((family) => ({ source, destination, family, named, a, b }))
    }),
  )
}

const namesMentioned = ({ all }: CompiledPolicies, { from, to }: Invariant): readonly string[] => {
  const selectors = all.flatMap(({ rules }) =>
    [...rules.ingress, ...rules.egress].flatMap(({ peers = [] }) =>
      peers.flatMap((peer) => (peer.kind === 'pods' ? (peer.namespaceSelector ?? []) : [])),
    ),
  )
  const kinds = from === 'outside' ? [to] : [from, to]
  return [
    ...selectors.flatMap(({ key, values }) => (key === METADATA_NAME ? [...values] : [])),
    ...kinds.flatMap(({ namespaces: { matchLabels = {}, matchExpressions = [] } }) => [
      ...(matchLabels[METADATA_NAME] === undefined ? [] : [matchLabels[METADATA_NAME]]),
      ...matchExpressions.flatMap(({ key, values = [] }) => (key === METADATA_NAME ? values : [])),
    ]),
  ]
}

const portsOf = ({ port, protocol }: Invariant): NetworkPolicyPort[] =>
  port === undefined && protocol === undefined ? [] : [{ ...(port === undefined ? {} : { port }), protocol: protocol ?? 'TCP' }]

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
