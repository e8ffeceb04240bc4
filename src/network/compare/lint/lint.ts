/** What a set of policies says without effect: selectors that nothing meets, rules that never count, parts that add nothing. */
import type { AnyNetworkPolicy } from '../../../kubernetes/extensions/cluster-network-policy/types.ts'
import type { NetworkPolicy } from '../../../kubernetes/generated/types.ts'
import { isClusterNetworkPolicy } from '../../../kubernetes/guards.ts'
import { referenceTo, type FieldReference, type ObjectReference } from '../../../kubernetes/object.ts'
import { compilePolicies, type CompiledPolicies } from '../../policy/compile.ts'
import { allOfTiers } from '../../policy/tiers/compile-tiers.ts'
import { keyOf } from '../../state.ts'
import { areEquivalent, type CompareOptions } from '../compare.ts'
import { Undecided } from '../diagram.ts'
import { findOthers } from './lint-by.ts'
import { emptySelectors, ignoredRules, oddBlocks, type CertainKind } from './lint-certain.ts'
import { clusterPartsOf, emptyClusterSelectors, findTies } from './lint-cluster.ts'
import { partsOf, REDUNDANT_KINDS, type RedundantKind } from './lint-parts.ts'
import { compareReadings, type ReadAnswer } from '../readings.ts'

/** A part of a policy without effect. */
export interface LintFinding {
  /**
   * `redundant-*`: without it the set allows the same in every possible cluster; earlier findings are gone by then.
   * `empty-block`: its exceptions leave nothing of it. `exception-in-exception`: another exception contains it.
   * `equal-priority`: a ClusterNetworkPolicy that another of the same tier and priority may contradict (N34).
   */
  readonly kind: CertainKind | RedundantKind | 'equal-priority'
  /** Its place in an object. */
  readonly where: FieldReference
  /**
   * The policies that make it vain, the part's own where the rest of that suffices, or the one that contradicts it. None: a policy
   * that allows all that would be allowed without it. Absent where nothing else is to blame, or it was not found.
   */
  readonly by?: readonly ObjectReference[]
  /** The readings of plugins under which the part has an effect, or this was not decided; absent where there are none. */
  readonly otherwise?: readonly ReadAnswer[]
}

/** What linting a set of policies found. */
export interface LintResult {
  /** The parts without effect. */
  readonly findings: readonly LintFinding[]
  /** Parts that could not be decided within the limits. */
  readonly undecided: readonly FieldReference[]
}

/** Every part is tried by leaving it out and comparing: the answer holds for all possible clusters. */
export const lintPolicies = (policies: readonly AnyNetworkPolicy[], options: CompareOptions = {}): LintResult => {
  const compiled = compilePolicies(policies)
  const certain: readonly LintFinding[] = [
    ...compiled.all.flatMap((policy) => [...emptySelectors(policy), ...ignoredRules(policy), ...oddBlocks(policy)]),
    ...allOfTiers(compiled.tiers).flatMap(emptyClusterSelectors),
  ]
  const ties = contradictions(compiled, options)
  const findings: LintFinding[] = [...certain, ...ties.findings]
  const undecided: FieldReference[] = [...ties.undecided]
  const isOver = (): boolean => options.limits?.shouldStop?.() === true
  let left = withoutKnown(
    policies.map((policy) => (isClusterNetworkPolicy(policy) ? policy : withTypes(policy))),
    certain,
  )
  for (const kind of REDUNDANT_KINDS)
    for (const part of allPartsOf(left, kind).toReversed()) {
      if (certain.some(({ where }) => covers(where, part.where))) continue
      const isRedundant = isOver() ? undefined : areEquivalent(left, without(left, part), options)
      if (isRedundant === undefined) undecided.push(part.where)
      if (isRedundant !== true) continue
      const rest = without(left, part)
      const by = makingItVain(left, part, options)
      const { otherwise } = compareReadings(left, rest, { usual: 'equal', ...(options.limits && { limits: options.limits }) })
      findings.push({
        kind,
        where: part.where,
        ...(by === undefined ? {} : { by }),
        ...(otherwise.length === 0 ? {} : { otherwise }),
      })
      left = rest
    }
  return { findings, undecided }
}

/** Equal priorities that may contradict each other. */
const contradictions = (policies: CompiledPolicies, options: CompareOptions): LintResult => {
  try {
    const findings = findTies(policies, options).map(({ one, other }): LintFinding => ({
      kind: 'equal-priority',
      where: { object: one.reference, path: 'spec.priority' },
      by: [other.reference],
    }))
    return { findings, undecided: [] }
  } catch (error) {
    if (!(error instanceof Undecided)) throw error
    const undecided = allOfTiers(policies.tiers).map(({ reference: object }) => ({ object, path: 'spec.priority' }))
    return { findings: [], undecided }
  }
}

/** A part of either kind of policy. */
interface AnyPart {
  readonly where: FieldReference
  readonly leaveOut: (policy: AnyNetworkPolicy) => AnyNetworkPolicy | undefined
}

const allPartsOf = (policies: readonly AnyNetworkPolicy[], kind: RedundantKind): readonly AnyPart[] => [
  ...partsOf(policies.filter(isOfNamespace), kind).map(({ where, leaveOut }) => ({
    where,
    leaveOut: (policy: AnyNetworkPolicy) => (isClusterNetworkPolicy(policy) ? policy : leaveOut(policy)),
  })),
  ...clusterPartsOf(compilePolicies(policies), kind).map(({ where, leaveOut }) => ({
    where,
    leaveOut: (policy: AnyNetworkPolicy) => (isClusterNetworkPolicy(policy) ? leaveOut(policy) : policy),
  })),
]

const isOfNamespace = (policy: AnyNetworkPolicy): policy is NetworkPolicy => !isClusterNetworkPolicy(policy)

/** Exceptions within others are gone by the time that the others are asked about. */
const withoutKnown = (policies: readonly AnyNetworkPolicy[], certain: readonly LintFinding[]): readonly AnyNetworkPolicy[] => {
  const found = certain.filter(({ kind }) => kind === 'exception-in-exception').map(({ where }) => where)
  return allPartsOf(policies, 'redundant-exception')
    .filter(({ where }) => found.some((one) => one.path === where.path && nameOf(one.object) === nameOf(where.object)))
    .reduce(without, policies)
}

const isPartOf = (policy: AnyNetworkPolicy, { where }: AnyPart): boolean => nameOf(referenceTo(policy)) === nameOf(where.object)

const without = (policies: readonly AnyNetworkPolicy[], part: AnyPart): readonly AnyNetworkPolicy[] =>
  policies.flatMap((policy) => (isPartOf(policy, part) ? (part.leaveOut(policy) ?? []) : [policy]))

/** The policies beside which the part has no effect. */
const makingItVain = (
  policies: readonly AnyNetworkPolicy[],
  part: AnyPart,
  options: CompareOptions,
): readonly ObjectReference[] | undefined => {
  const own = policies.find((policy) => isPartOf(policy, part))
  if (own === undefined) return undefined
  return findOthers({
    own,
    isWhole: part.where.path === '',
    others: policies.filter((policy) => policy !== own),
    isVainBeside: (others) => {
      const few = [own, ...others]
      return areEquivalent(few, without(few, part), options) === true
    },
  })
}

/** Leaving rules out must not change which directions a policy isolates: they are written down. */
export const withTypes = (policy: NetworkPolicy): NetworkPolicy => {
  const [compiled] = compilePolicies([policy]).all
  const policyTypes = [
    ...(compiled?.isolates.ingress === true ? ['Ingress'] : []),
    ...(compiled?.isolates.egress === true ? ['Egress'] : []),
  ]
  return { ...policy, spec: { podSelector: {}, ...policy.spec, policyTypes } }
}

const nameOf = ({ kind, namespace, name }: ObjectReference): string => `${kind} ${keyOf(namespace, name)}`

const isWithin = (path: string, whole: string): boolean =>
  path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`)

/** What is said of a field is said of all that it holds, and of what it makes vain: a policy that selects nothing. */
const covers = (where: FieldReference, part: FieldReference): boolean =>
  nameOf(where.object) === nameOf(part.object) &&
  (/^spec\.(?:podSelector$|subject\.)/u.test(where.path) ||
    (part.path !== '' && (isWithin(part.path, where.path) || where.path.startsWith(`${part.path}.`))))
