/**
 * Which functions of a file of the engine come later, and which of these together: so that all answers together load as little as can be.
 * Functions that the same answers call are one group to begin with; then groups are joined, and put back into the file, as long as that
 * saves something.
 */

/** A function, and the answers that call it, each by its number. */
export interface Counted {
  /** From the root. */
  readonly path: string
  readonly name: string
  readonly callers: ReadonlySet<number>
  /** Letters of its text as it is bundled. */
  readonly length: number
}

/** What a part costs whoever loads it, in letters: a file of its own, what it has to say of others, and a worker that begins again. */
const PART_COST = 3000

/** What the index says of a part, to whoever loads the file. */
const INDEX_COST = 150

/** What asks for a function costs whoever loads the file. */
const CALL_COST = 60

interface Group {
  readonly functions: readonly Counted[]
  readonly callers: ReadonlySet<number>
  readonly length: number
}

const groupOf = (functions: readonly Counted[]): Group => ({
  functions,
  callers: new Set(functions.flatMap(({ callers }) => [...callers])),
  length: functions.reduce((sum, { length }) => sum + length, 0),
})

const costOf = ({ length, callers }: Pick<Group, 'length' | 'callers'>): number => (length + PART_COST) * callers.size

const union = (one: ReadonlySet<number>, other: ReadonlySet<number>): ReadonlySet<number> => new Set([...one, ...other])

/** What is saved where two groups are one. */
const gainOf = (one: Group, other: Group, loaders: number): number =>
  INDEX_COST * loaders +
  costOf(one) +
  costOf(other) -
  costOf({ length: one.length + other.length, callers: union(one.callers, other.callers) })

/** By the answers that call them. */
const bySignature = (functions: readonly Counted[]): readonly Group[] => {
  const groups = new Map<string, Counted[]>()
  for (const one of functions) {
    const signature = [...one.callers].sort((a, b) => a - b).join()
    groups.set(signature, [...(groups.get(signature) ?? []), one])
  }
  return [...groups.values()].map(groupOf)
}

interface Pair {
  readonly one: Group
  readonly other: Group
  readonly gain: number
}

/** Those whose joining saves something. */
const pairsWith = (one: Group, others: readonly Group[], loaders: number): readonly Pair[] =>
  others.map((other) => ({ one, other, gain: gainOf(one, other, loaders) })).filter(({ gain }) => gain > 0)

/** Joins the two of which most is saved, again and again. */
const joinGroups = (groups: readonly Group[], loaders: number): readonly Group[] => {
  let joined = groups
  let pairs = groups.flatMap((one, index) => pairsWith(one, groups.slice(index + 1), loaders))
  for (;;) {
    const best = pairs.reduce<Pair | undefined>((one, other) => (other.gain > (one?.gain ?? 0) ? other : one), undefined)
    if (best === undefined) return joined
    const isGone = (group: Group): boolean => group === best.one || group === best.other
    const group = groupOf([...best.one.functions, ...best.other.functions])
    const others = joined.filter((one) => !isGone(one))
    pairs = [...pairs.filter(({ one, other }) => !isGone(one) && !isGone(other)), ...pairsWith(group, others, loaders)]
    joined = [...others, group]
  }
}

/** True where it is less to have the functions in the file, for all that load it. */
const belongsToFile = (group: Group, loaders: number): boolean =>
  costOf(group) + (CALL_COST * group.functions.length + INDEX_COST) * loaders >= group.length * loaders

/**
 * Groups of functions that come later, the largest first; what nobody calls is one of them. `loaders` counts the answers that load the
 * file: its other functions are left out, and stay there.
 */
export const groupFunctions = (functions: readonly Counted[], loaders: number): readonly (readonly Counted[])[] => {
  const long = functions.filter(({ length }) => length > 2 * CALL_COST)
  const rare = groupOf(long.filter(({ callers }) => callers.size === 0))
  const candidates = bySignature(long.filter(({ callers }) => callers.size > 0 && callers.size < loaders))
  const groups = [...joinGroups(candidates, loaders), ...(rare.length === 0 ? [] : [rare])]
  return groups
    .filter((group) => !belongsToFile(group, loaders))
    .toSorted((one, other) => other.length - one.length)
    .map((group) => group.functions)
}
