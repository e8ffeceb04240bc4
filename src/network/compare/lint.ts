/** What a set of NetworkPolicies says without effect: selectors that nothing meets, rules that never count, parts that add nothing. */
import type { NetworkPolicy } from '../../kubernetes/generated/types.ts'
import { referenceTo, type FieldReference, type ObjectReference } from '../../kubernetes/object.ts'
import { compilePolicies } from '../policy/compile.ts'
import { keyOf, keyOfObject, namespaceOf } from '../state.ts'
import { areEquivalent, type CompareOptions } from './compare.ts'
import { emptySelectors, ignoredRules, oddBlocks, type CertainKind } from './lint-certain.ts'
import { partsOf, REDUNDANT_KINDS, type Part, type RedundantKind } from './lint-parts.ts'

export interface LintFinding {
  /**
   * `redundant-*`: without it the set allows the same in every possible cluster; earlier findings are gone by then.
   * `empty-block`: its exceptions leave nothing of it. `exception-in-exception`: another exception contains it.
   */
  readonly kind: CertainKind | RedundantKind
  readonly where: FieldReference
  /** The one policy that says it already, the part's own perhaps; absent where it takes several. */
  readonly by?: ObjectReference
}

export interface LintResult {
  readonly findings: readonly LintFinding[]
  /** Parts that could not be decided within the limits. */
  readonly undecided: readonly FieldReference[]
}

/** Every part is tried by leaving it out and comparing: the answer holds for all possible clusters. */
export const lintPolicies = (policies: readonly NetworkPolicy[], options: CompareOptions = {}): LintResult => {
  const certain = compilePolicies(policies).all.flatMap((policy) => [
    ...emptySelectors(policy),
    ...ignoredRules(policy),
    ...oddBlocks(policy),
  ])
  const findings: LintFinding[] = [...certain]
  const undecided: FieldReference[] = []
  const isOver = (): boolean => options.limits?.shouldStop?.() === true
  let left = withoutKnown(policies.map(withTypes), certain)
  for (const kind of REDUNDANT_KINDS)
    for (const part of partsOf(left, kind).toReversed()) {
      if (certain.some(({ where }) => covers(where, part.where))) continue
      const isRedundant = isOver() ? undefined : areEquivalent(left, without(left, part), options)
      if (isRedundant === undefined) undecided.push(part.where)
      if (isRedundant !== true) continue
      const by = sayingItAlready(left, part, options)
      findings.push({ kind, where: part.where, ...(by === undefined ? {} : { by }) })
      left = without(left, part)
    }
  return { findings, undecided }
}

/** Exceptions within others are gone by the time that the others are asked about. */
const withoutKnown = (policies: NetworkPolicy[], certain: readonly LintFinding[]): NetworkPolicy[] => {
  const found = certain.filter(({ kind }) => kind === 'exception-in-exception').map(({ where }) => where)
  return partsOf(policies, 'redundant-exception')
    .filter(({ where }) => found.some((one) => one.path === where.path && nameOf(one) === nameOf(where)))
    .reduce(without, policies)
}

const without = (policies: readonly NetworkPolicy[], part: Part): NetworkPolicy[] =>
  policies.flatMap((policy) => (keyOfObject(policy) === nameOf(part.where) ? (part.leaveOut(policy) ?? []) : [policy]))

/** A policy of the namespace, beside which the part is redundant even where there are no others; the part's own first. */
const sayingItAlready = (
  policies: readonly NetworkPolicy[],
  part: Part,
  options: CompareOptions,
): ObjectReference | undefined => {
  const own = policies.filter((policy) => keyOfObject(policy) === nameOf(part.where))
  const others = policies.filter(
    (policy) => !own.includes(policy) && namespaceOf(policy) === (part.where.object.namespace ?? 'default'),
  )
  const found = [...(part.where.path === '' ? [] : [[]]), ...others.map((other) => [other])].find((beside) => {
    const few = [...own, ...beside]
    return areEquivalent(few, without(few, part), options) === true
  })
  const [policy] = found === undefined ? [] : [...found, ...own]
  return policy === undefined ? undefined : referenceTo(policy)
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

const nameOf = ({ object }: FieldReference): string => keyOf(object.namespace, object.name)

const isWithin = (path: string, whole: string): boolean =>
  path === whole || path.startsWith(`${whole}.`) || path.startsWith(`${whole}[`)

/** What is said of a field is said of all that it holds, and of what it makes vain: a policy that selects nothing. */
const covers = (where: FieldReference, part: FieldReference): boolean =>
  nameOf(where) === nameOf(part) &&
  (where.path === 'spec.podSelector' ||
    (part.path !== '' && (isWithin(part.path, where.path) || where.path.startsWith(`${part.path}.`))))
