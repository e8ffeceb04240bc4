/** Whether policies keep a promise in every cluster there can be: no Pod of one kind reaches a Pod of another. */
import type { LabelSelector, NetworkPolicy, NetworkPolicyPort } from '../../kubernetes/generated/types.ts'
import { METADATA_NAME } from '../../kubernetes/labels.ts'
import type { Connection, Protocol } from '../model.ts'
import { compilePolicies, type CompiledPolicy } from '../policy/compile.ts'
import { toCounterexample, type Counterexample } from './counterexample.ts'
import { stopInTime, Undecided, type DiagramLimits } from './diagram.ts'
import { Formulas } from './formula.ts'
import { DEFAULT_LIMITS, findPlainest, isConnected, plainestOf } from './search.ts'
import { another, familiesOf, peerSelectors, relevant, type Place, type Situation } from './situation.ts'

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

/** A connection that the policies should forbid and allow, with the cluster in which it can be tried. */
export interface Breach extends Omit<Counterexample, 'allowedBy' | 'a' | 'b'> {
  /** What the model answers. */
  readonly connection: Connection
}

export type InvariantAnswer =
  | { readonly kind: 'holds' }
  /** The plainest connection that breaks it, confirmed by `connect`. */
  | { readonly kind: 'broken'; readonly example: Breach }
  | { readonly kind: 'undecided'; readonly reason: string }

export interface InvariantOptions {
  /** Whether an ipBlock matches a Pod's address (N19); true where absent. */
  readonly ipBlocksMatchPods?: boolean
  readonly limits?: Partial<DiagramLimits>
}

export const checkInvariant = (
  policies: readonly NetworkPolicy[],
  invariant: Invariant,
  options: InvariantOptions = {},
): InvariantAnswer => {
  const { ipBlocksMatchPods = true, limits } = options
  try {
    const found = situationsAbout(policies, invariant).map((situation) => {
      stopInTime(limits ?? {})
      const formulas = new Formulas(situation, { ipBlocksMatchPods }, { ...DEFAULT_LIMITS, ...limits })
      const { a, b } = situation
      return findPlainest(formulas, formulas.diagrams.and(formulas.allowed(a), formulas.matched(b), formulas.possible()))
    })
    const plainest = plainestOf(found)
    if (plainest === undefined) return { kind: 'holds' }
    const {
      a: connection,
      b: _same,
      allowedBy: _side,
      ...example
    } = toCounterexample(plainest, 'a', { a: policies, b: policies, ipBlocksMatchPods })
    if (isConnected(connection)) return { kind: 'broken', example: { ...example, connection } }
    throw new Undecided('an example that the model does not confirm')
  } catch (error) {
    if (error instanceof Undecided) return { kind: 'undecided', reason: error.message }
    throw error
  }
}

/** Namespaces that somebody names, and two that nobody does: in one of these, or between them, is everything else. */
const situationsAbout = (policies: readonly NetworkPolicy[], invariant: Invariant): readonly Situation[] => {
  const compiled = compilePolicies(policies)
  const b = { egress: compilePolicies([towards(invariant)]).all, ingress: compilePolicies([coming(invariant)]).all }
  const names = new Set([...compiled.byNamespace.keys(), ...namesMentioned([...compiled.all, ...b.egress, ...b.ingress])])
  const known = [...names].sort()
  const first = another(known)
  const named = [...known, first, another([...known, first])]
  const places = named.map((name): Place => ({ kind: 'namespace', name }))
  const sources: readonly Place[] = invariant.from === 'outside' ? [{ kind: 'address' }] : places
  return sources.flatMap((source) =>
    places.flatMap((destination) => {
      const a = relevant(compiled, source, destination)
      return familiesOf({ a, b }).map((family) => ({ source, destination, family, named, a, b }))
    }),
  )
}

const namesMentioned = (policies: readonly CompiledPolicy[]): readonly string[] =>
  policies
    .flatMap(({ rules }) => peerSelectors([...rules.ingress, ...rules.egress], 'namespaceSelector'))
    .flat()
    .flatMap(({ key, values }) => (key === METADATA_NAME ? [...values] : []))

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
