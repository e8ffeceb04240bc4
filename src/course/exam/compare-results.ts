/** Who moves when an exam is graded again, by how much, and why. */
interface Graded {
  readonly learner: string
  readonly score: number
  readonly slots?: readonly { readonly slot: string; readonly forced?: true }[]
  readonly submissions: readonly {
    readonly attempt: number
    readonly findings: readonly { readonly kind: string }[]
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
  /** Ids of the checks whose outcome is another one, those that came or went too. */
  readonly checks: readonly string[]
}

/** What is noted of a submission now and was not, or the other way round. */
export interface FindingMove {
  readonly attempt: number
  readonly kind: string
  readonly now: boolean
}

export interface Move {
  readonly learner: string
  readonly before: number
  readonly after: number
  /** What is graded otherwise, what is not graded any more too. */
  readonly items: readonly ItemMove[]
  readonly findings: readonly FindingMove[]
  /** Slots whose points are given to everybody now and were not, or the other way round. */
  readonly forced: readonly { readonly slot: string; readonly now: boolean }[]
  /** Submissions, by their numbers, that came or went. */
  readonly submissions: readonly { readonly attempt: number; readonly now: boolean }[]
}

/** Points are fractions: what differs by less is the same. */
const EPSILON = 1e-9
const differ = (one: number, other: number): boolean => Math.abs(one - other) > EPSILON

type Submitted = Graded['submissions'][number]
type Item = Submitted['items'][number]

const turnedChecks = (old: Item | undefined, now: Item | undefined): readonly string[] => {
  const outcomes = [old, now].map((item) => new Map(item?.checks.map(({ id, passed }) => [id, passed])))
  const [before, after] = outcomes
  return [...new Set(outcomes.flatMap((one) => [...one.keys()]))].filter((id) => before?.get(id) !== after?.get(id))
}

const movesOf = (before: Submitted, after: Submitted): readonly ItemMove[] =>
  [...new Set([...before.items, ...after.items].map(({ id }) => id))].flatMap((id) => {
    const [old, now] = [before, after].map(({ items }) => items.find((item) => item.id === id))
    const checks = turnedChecks(old, now)
    const points = { before: old?.points ?? 0, after: now?.points ?? 0 }
    const isSame = !differ(points.before, points.after) && checks.length === 0 && old?.alternate === now?.alternate
    return isSame ? [] : [{ attempt: after.attempt, item: id, alternate: (now ?? old)?.alternate ?? '', ...points, checks }]
  })

const findingMovesOf = (before: Submitted, after: Submitted): readonly FindingMove[] => {
  const [old, now] = [before, after].map(({ findings }) => new Set(findings.map(({ kind }) => kind)))
  return [...new Set([...before.findings, ...after.findings].map(({ kind }) => kind))].flatMap((kind) => {
    const isNow = now?.has(kind) === true
    return isNow === old?.has(kind) ? [] : [{ attempt: after.attempt, kind, now: isNow }]
  })
}

const forcedMovesOf = (old: Graded | undefined, now: Graded | undefined): Move['forced'] => {
  const forcedIn = (graded: Graded | undefined): readonly string[] =>
    (graded?.slots ?? []).flatMap(({ slot, forced }) => (forced === true ? [slot] : []))
  const [before, after] = [forcedIn(old), forcedIn(now)]
  return [
    ...after.filter((slot) => !before.includes(slot)).map((slot) => ({ slot, now: true })),
    ...before.filter((slot) => !after.includes(slot)).map((slot) => ({ slot, now: false })),
  ]
}

/** Of several submissions with one number the first is meant: copies with changes are told by what is found of them. */
const byAttempt = (graded: Graded | undefined): ReadonlyMap<number, Submitted> =>
  new Map((graded?.submissions ?? []).toReversed().map((one) => [one.attempt, one]))

const moveOf = (learner: string, old: Graded | undefined, now: Graded | undefined): Move => {
  const [before, after] = [byAttempt(old), byAttempt(now)]
  const both = [...after].flatMap(([attempt, one]) => {
    const known = before.get(attempt)
    return known === undefined ? [] : [[known, one] as const]
  })
  const attempts = [...new Set([...before.keys(), ...after.keys()])].toSorted((one, other) => one - other)
  return {
    learner,
    before: old?.score ?? 0,
    after: now?.score ?? 0,
    items: both.flatMap(([known, one]) => movesOf(known, one)),
    findings: both.flatMap(([known, one]) => findingMovesOf(known, one)),
    forced: differ(old?.score ?? 0, now?.score ?? 0) ? forcedMovesOf(old, now) : [],
    submissions: attempts.flatMap((attempt) =>
      before.has(attempt) === after.has(attempt) ? [] : [{ attempt, now: after.has(attempt) }],
    ),
  }
}

/** Learners of whom anything is graded otherwise, those that move most first. */
export const compareResults = (before: readonly Graded[], after: readonly Graded[]): readonly Move[] =>
  [...new Set([...before, ...after].map(({ learner }) => learner))]
    .map((learner) => {
      const [old, now] = [before, after].map((results) => results.find((one) => one.learner === learner))
      return moveOf(learner, old, now)
    })
    .filter((move) => differ(move.before, move.after) || move.items.length + move.findings.length + move.submissions.length > 0)
    .toSorted((one, other) => Math.abs(other.after - other.before) - Math.abs(one.after - one.before))
