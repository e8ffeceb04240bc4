/**
 * Which functions of a file of the engine come later, and which of these together: so that answers load as little as can be, those that load much before the others.
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
export const PART_COST = 3000

/** What the index says of a part, to whoever loads the file. */
const INDEX_COST = 150

/** What asks for a function costs whoever loads the file. */
const CALL_COST = 60

/** Answers that load a file, each with how much it counts that it loads little. */
export type Loaders = ReadonlyMap<number, number>

interface Group {
  readonly functions: readonly Counted[]
  readonly callers: ReadonlySet<number>
  /** How much these count together. */
  readonly weight: number
  readonly length: number
}

const weigh = (answers: Iterable<number>, loaders: Loaders): number =>
  [...answers].reduce((sum, answer) => sum + (loaders.get(answer) ?? 0), 0)

const groupOf = (functions: readonly Counted[], loaders: Loaders): Group => {
  const callers = new Set(functions.flatMap((one) => [...one.callers]))
  const length = functions.reduce((sum, one) => sum + one.length, 0)
  return { functions, callers, weight: weigh(callers, loaders), length }
}

const costOf = ({ length, weight }: Pick<Group, 'length' | 'weight'>): number => (length + PART_COST) * weight

/** What is saved where two groups are one; `all` is how much all loaders count together. */
const gainOf = (one: Group, other: Group, loaders: Loaders, all: number): number => {
  const weight =
    one.weight +
    weigh(
      [...other.callers].filter((answer) => !one.callers.has(answer)),
      loaders,
    )
  return INDEX_COST * all + costOf(one) + costOf(other) - costOf({ length: one.length + other.length, weight })
}

/** By the answers that call them. */
const bySignature = (functions: readonly Counted[], loaders: Loaders): readonly Group[] => {
  const groups = new Map<string, Counted[]>()
  for (const one of functions) {
    const signature = [...one.callers].sort((a, b) => a - b).join()
    groups.set(signature, [...(groups.get(signature) ?? []), one])
  }
  return [...groups.values()].map((group) => groupOf(group, loaders))
}

interface Pair {
  readonly one: Group
  readonly other: Group
  readonly gain: number
}

/** Joins the two of which most is saved, again and again. */
const joinGroups = (groups: readonly Group[], loaders: Loaders): readonly Group[] => {
  const all = weigh(loaders.keys(), loaders)
  /** Those whose joining saves something. */
  const pairsWith = (one: Group, others: readonly Group[]): readonly Pair[] =>
    others.map((other) => ({ one, other, gain: gainOf(one, other, loaders, all) })).filter(({ gain }) => gain > 0)
  let joined = groups
  let pairs = groups.flatMap((one, index) => pairsWith(one, groups.slice(index + 1)))
  for (;;) {
    const best = pairs.reduce<Pair | undefined>((one, other) => (other.gain > (one?.gain ?? 0) ? other : one), undefined)
    if (best === undefined) return joined
    const isGone = (group: Group): boolean => group === best.one || group === best.other
    const group = groupOf([...best.one.functions, ...best.other.functions], loaders)
    const others = joined.filter((one) => !isGone(one))
    pairs = [...pairs.filter(({ one, other }) => !isGone(one) && !isGone(other)), ...pairsWith(group, others)]
    joined = [...others, group]
  }
}

/** True where it is less to have the functions in the file, for all that load it. */
const belongsToFile = (group: Group, all: number): boolean =>
  costOf(group) + (CALL_COST * group.functions.length + INDEX_COST) * all >= group.length * all

/**
 * Groups of functions that come later, the largest first; what nobody calls is one of them. `loaders` are the answers that load the file:
 * its other functions are left out, and stay there.
 */
export const groupFunctions = (functions: readonly Counted[], loaders: Loaders): readonly (readonly Counted[])[] => {
  const long = functions.filter(({ length }) => length > 2 * CALL_COST)
  const rare = groupOf(
    long.filter(({ callers }) => callers.size === 0),
    loaders,
  )
  const called = long.filter(({ callers }) => callers.size > 0 && callers.size < loaders.size)
  const groups = [...joinGroups(bySignature(called, loaders), loaders), ...(rare.functions.length === 0 ? [] : [rare])]
  const all = weigh(loaders.keys(), loaders)
  return groups
    .filter((group) => !belongsToFile(group, all))
    .toSorted((one, other) => other.length - one.length)
    .map((group) => group.functions)
}
