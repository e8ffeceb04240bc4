/** Who moves when an exam is graded again, by how much, and why. */
interface Graded {
  readonly learner: string
  readonly score: number
  readonly submissions: readonly {
    readonly attempt: number
    readonly items: readonly {
      readonly id: string
      readonly alternate: string
      readonly points: number
      readonly checks: readonly { readonly id: string; readonly passed: boolean | null }[]
    }[]
  }[]
}

export interface ItemMove {
  readonly attempt: number
  readonly item: string
  readonly alternate: string
  readonly before: number
  readonly after: number
  /** Ids of the checks whose outcome is another one. */
  readonly checks: readonly string[]
}

export interface Move {
  readonly learner: string
  readonly before: number
  readonly after: number
  /** What is graded otherwise; empty where submissions came or went. */
  readonly items: readonly ItemMove[]
}

/** Points are fractions: what differs by less is the same. */
const EPSILON = 1e-9
const differ = (one: number, other: number): boolean => Math.abs(one - other) > EPSILON

const movesOf = (before: Graded | undefined, after: Graded | undefined): readonly ItemMove[] =>
  (after?.submissions ?? []).flatMap(({ attempt, items }) => {
    const known = before?.submissions.find((one) => one.attempt === attempt)
    return items.flatMap((item) => {
      const old = known?.items.find(({ id }) => id === item.id)
      if (old === undefined) return []
      const checks = item.checks.flatMap(({ id, passed }) =>
        old.checks.find((check) => check.id === id)?.passed === passed ? [] : [id],
      )
      const isSame = !differ(old.points, item.points) && checks.length === 0 && old.alternate === item.alternate
      return isSame
        ? []
        : [{ attempt, item: item.id, alternate: item.alternate, before: old.points, after: item.points, checks }]
    })
  })

/** Learners whose score or any item is another one, those that move most first. */
export const compareResults = (before: readonly Graded[], after: readonly Graded[]): readonly Move[] =>
  [...new Set([...before, ...after].map(({ learner }) => learner))]
    .map((learner) => {
      const [old, now] = [before, after].map((results) => results.find((one) => one.learner === learner))
      return { learner, before: old?.score ?? 0, after: now?.score ?? 0, items: movesOf(old, now) }
    })
    .filter((move) => differ(move.before, move.after) || move.items.length > 0)
    .toSorted((one, other) => Math.abs(other.after - other.before) - Math.abs(one.after - one.before))
