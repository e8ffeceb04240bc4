/** How implementations read policies, where the API leaves it open (semantics.md, lines marked [impl]). */
import type { AnyNetworkPolicy } from '../../kubernetes/extensions/cluster-network-policy/types.ts'
import { isClusterNetworkPolicy } from '../../kubernetes/guards.ts'
import type { EqualPriority } from '../choices.ts'
import { blocksOfRules, compilePolicies } from '../policy/compile.ts'
import { withoutEndPorts } from '../policy/end-port.ts'
import { hasTies } from '../policy/tiers/compile-tiers.ts'

/** Named as the switches of the model. */
export interface Reading {
  /** Whether an ipBlock matches a Pod's address (N19). */
  readonly ipBlocksMatchPods: boolean
  /** Whether a range of ports is its first port alone (N23). */
  readonly endPort: 'applied' | 'ignored'
  /** Whether policies apply to a Pod that reaches itself by its own Service (N26). */
  readonly ownService: 'exempt' | 'policed'
  /** Which of several ClusterNetworkPolicies of one priority decides (N34). */
  readonly equalPriority: EqualPriority
}

/** What plugins read one way or another. */
export type ReadingSwitch = keyof Reading

/** In the order in which they are told. */
export const READING_SWITCHES: readonly ReadingSwitch[] = ['ipBlocksMatchPods', 'endPort', 'ownService', 'equalPriority']

/** As most plugins read policies. */
export const USUAL_READING: Reading = {
  ipBlocksMatchPods: true,
  endPort: 'applied',
  ownService: 'exempt',
  equalPriority: 'first-name',
}

/** Every order of equal priorities that bounds what an implementation may do. */
export const ORDERS: readonly EqualPriority[] = ['first-name', 'deny-first', 'accept-first']

/** What one reading has that another has not. */
export const unusualIn = (reading: Reading, usual: Reading): readonly ReadingSwitch[] =>
  READING_SWITCHES.filter((name) => reading[name] !== usual[name])

/** What is asked, beside the policies themselves. */
export interface ReadingsWanted {
  /** The reading from which the others differ. */
  readonly usual: Reading
  /** Whether a Pod that reaches itself is asked about. */
  readonly ownService: boolean
}

/** Every reading but the usual one that these policies give an occasion to, fewest unusual things first. */
export const readingsOf = (
  sides: readonly (readonly AnyNetworkPolicy[])[],
  { usual, ownService }: ReadingsWanted,
): readonly Reading[] => {
  const compiled = sides.map((side) => compilePolicies(side))
  const rules = compiled.flatMap(({ all }) => all).flatMap(({ rules: { ingress, egress } }) => [...ingress, ...egress])
  const hasRanges = rules.some(({ ports = [] }) => ports.some(({ endPort }) => endPort !== undefined))
  const isTied = compiled.some(({ tiers }) => hasTies(tiers))
  const values: { readonly [Name in ReadingSwitch]: readonly Reading[Name][] } = {
    ipBlocksMatchPods: blocksOfRules(rules).length > 0 ? [true, false] : [usual.ipBlocksMatchPods],
    endPort: hasRanges ? ['applied', 'ignored'] : [usual.endPort],
    ownService: ownService ? ['exempt', 'policed'] : [usual.ownService],
    equalPriority: isTied ? ORDERS : [usual.equalPriority],
  }
  return values.ipBlocksMatchPods
    .flatMap((ipBlocksMatchPods) =>
      values.endPort.flatMap((endPort) =>
        values.ownService.flatMap((own) =>
          values.equalPriority.map((equalPriority): Reading => ({
            ipBlocksMatchPods,
            endPort,
            ownService: own,
            equalPriority,
          })),
        ),
      ),
    )
    .filter((reading) => unusualIn(reading, usual).length > 0)
    .sort((one, other) => unusualIn(one, usual).length - unusualIn(other, usual).length)
}

/** The policies as they are read: a range that is not known is its first port. */
export const readPolicies = (
  policies: readonly AnyNetworkPolicy[],
  { endPort }: Pick<Reading, 'endPort'>,
): readonly AnyNetworkPolicy[] =>
  endPort === 'applied'
    ? policies
    : policies.map((policy) => (isClusterNetworkPolicy(policy) ? policy : withoutEndPorts(policy)))

/** An answer under one reading. */
export interface UnderReading<Answer> {
  /** How policies are read. */
  readonly reading: Reading
  /** What the reading has that the usual one has not; no fewer of these give the same answer. */
  readonly unusual: readonly ReadingSwitch[]
  /** Undefined where it was not decided. */
  readonly answer: Answer | undefined
}

/** Of readings with the same answer, those with nothing unusual that it does not need. */
export const withoutNeedless = <Answer>(found: readonly UnderReading<Answer>[]): readonly UnderReading<Answer>[] =>
  found.filter(
    ({ unusual, answer }) =>
      !found.some(
        (fewer) =>
          fewer.answer === answer &&
          fewer.unusual.length < unusual.length &&
          fewer.unusual.every((name) => unusual.includes(name)),
      ),
  )
