/** Which policies make a part of one vain: as few as can be. */
import { referenceTo, type ObjectReference } from '../../../kubernetes/object.ts'
import type { AnyNetworkPolicy } from '../../../kubernetes/extensions/cluster-network-policy/types.ts'

/** A part without effect among policies. */
export interface Vain {
  /** The policy that the part belongs to. */
  readonly own: AnyNetworkPolicy
  /** True where the part is the policy itself. */
  readonly isWhole: boolean
  readonly others: readonly AnyNetworkPolicy[]
  /** Whether the part has no effect where the policy stands beside these alone. */
  readonly isVainBeside: (others: readonly AnyNetworkPolicy[]) => boolean
}

/**
 * The policy's own reference where the rest of it suffices; nothing where no policy is needed; undefined where those that are were not
 * found. Of several ways, one policy of the same kind and namespace is told first.
 */
export const findOthers = ({ own, isWhole, others, isVainBeside }: Vain): readonly ObjectReference[] | undefined => {
  if (isVainBeside([])) return isWhole ? [] : [referenceTo(own)]
  const one = others.filter((other) => areAlike(own, other)).find((other) => isVainBeside([other]))
  if (one !== undefined) return [referenceTo(one)]
  const few = narrow(others, [], isVainBeside)
  return isVainBeside(few) ? few.map(referenceTo) : undefined
}

const areAlike = (one: AnyNetworkPolicy, other: AnyNetworkPolicy): boolean =>
  one.kind === other.kind && (one.metadata.namespace ?? 'default') === (other.metadata.namespace ?? 'default')

/**
 * Of candidates that together suffice, those that are needed; questions asked grow with the logarithm of the others.
 * @see Junker, QuickXplain (AAAI 2004): the same halving
 */
const narrow = (
  candidates: readonly AnyNetworkPolicy[],
  kept: readonly AnyNetworkPolicy[],
  suffices: (policies: readonly AnyNetworkPolicy[]) => boolean,
): readonly AnyNetworkPolicy[] => {
  if (candidates.length < 2) return candidates
  const half = candidates.length >> 1
  const [first, second] = [candidates.slice(0, half), candidates.slice(half)]
  const isSecondNeeded = !suffices([...kept, ...first])
  const needed = isSecondNeeded ? narrow(second, [...kept, ...first], suffices) : []
  if (suffices([...kept, ...needed])) return needed
  return [...narrow(first, [...kept, ...needed], suffices), ...needed]
}
