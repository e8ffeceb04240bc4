/** Whether policies keep a promise in every cluster there can be: no Pod of one kind reaches a Pod of another. */
import type { AnyNetworkPolicy } from '../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { LabelSelector, NetworkPolicy, NetworkPolicyPort } from '../../kubernetes/generated/types.ts'
import type { EqualPriority } from '../choices.ts'
import type { Connection, Protocol } from '../model.ts'
import { compilePolicies } from '../policy/compile.ts'
import { hasTies } from '../policy/tiers/compile-tiers.ts'
import { namesMentioned } from './cluster-policies.ts'
import { toCounterexample, type Counterexample } from './counterexample.ts'
import { stopInTime, Undecided, type DiagramLimits } from './diagram.ts'
import { Formulas } from './formula.ts'
import { DEFAULT_LIMITS, findPlainest, isConnected, plainestOf } from './search.ts'
import { another, familiesOf, relevant, type Place, type Situation } from './situation.ts'

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

/** A connection that the policies should forbid and allow, with the cluster in which it can be tried. */
export interface Breach extends Omit<Counterexample, 'allowedBy' | 'a' | 'b'> {
  /** What the model answers. */
  readonly connection: Connection
}

/** Whether a promise holds in every possible cluster. */
export type InvariantAnswer =
  | {
      /** Which of the alternatives this is. */
      readonly kind: 'holds'
    }
  /** The plainest connection that breaks it, confirmed by `connect`. */
  | {
      /** Which of the alternatives this is. */
      readonly kind: 'broken'
      /** A cluster and a connection that break it. */
      readonly example: Breach
      /** Present where it holds under another order of ClusterNetworkPolicies of equal priority (N34): that of the example. */
      readonly equalPriority?: EqualPriority
    }
  | {
      /** Which of the alternatives this is. */
      readonly kind: 'undecided'
      /** Why, in short. */
      readonly reason: string
    }

/** How policies are read, and how long it may take. */
export interface InvariantOptions {
  /** Whether an ipBlock matches a Pod's address (N19); true where absent. */
  readonly ipBlocksMatchPods?: boolean
  /** What may be used up before the answer is `undecided`. */
  readonly limits?: Partial<DiagramLimits>
}

/** Whether policies keep a promise for all Pods, namespaces and addresses that a cluster may have. An example has been asked of `connect`, and is given only where that agrees. */
export const checkInvariant = (
  policies: readonly AnyNetworkPolicy[],
  invariant: Invariant,
  options: InvariantOptions = {},
): InvariantAnswer => {
  const check = (order: EqualPriority): InvariantAnswer => checkUnder(order, policies, invariant, options)
  const byName = check('first-name')
  if (byName.kind === 'undecided' || !hasTies(compilePolicies(policies).tiers)) return byName
  // The laxest outcome decides whether it always holds, the strictest whether it never does.
  if (byName.kind === 'broken')
    return check('deny-first').kind === 'broken' ? byName : { ...byName, equalPriority: 'first-name' }
  const laxest = check('accept-first')
  return laxest.kind === 'broken' ? { ...laxest, equalPriority: 'accept-first' } : laxest
}

const checkUnder = (
  equalPriority: EqualPriority,
  policies: readonly AnyNetworkPolicy[],
  invariant: Invariant,
  { ipBlocksMatchPods = true, limits }: InvariantOptions,
): InvariantAnswer => {
  try {
    const found = situationsAbout(policies, invariant).map((situation) => {
      stopInTime(limits ?? {})
      const formulas = new Formulas(situation, { ipBlocksMatchPods, equalPriority }, { ...DEFAULT_LIMITS, ...limits })
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
    } = toCounterexample(plainest, 'a', { a: policies, b: policies, ipBlocksMatchPods, equalPriority })
    if (isConnected(connection)) return { kind: 'broken', example: { ...example, connection } }
    throw new Undecided('an example that the model does not confirm')
  } catch (error) {
    if (error instanceof Undecided) return { kind: 'undecided', reason: error.message }
    throw error
  }
}

/** Namespaces that somebody names, and two that nobody does: in one of these, or between them, is everything else. */
const situationsAbout = (policies: readonly AnyNetworkPolicy[], invariant: Invariant): readonly Situation[] => {
  const compiled = compilePolicies(policies)
  const [leaving, entering] = [compilePolicies([towards(invariant)]), compilePolicies([coming(invariant)])]
  const b = { egress: leaving.all, ingress: entering.all }
  const names = new Set([...compiled.byNamespace.keys(), ...[compiled, leaving, entering].flatMap(namesMentioned)])
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

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP']

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
