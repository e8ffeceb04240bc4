/** Several submissions of one learner make one score. */
import type { Attempts, Exam } from './exam.ts'

/** What a submission earned in each slot, from 0 to 1. */
export type Shares = Readonly<Record<string, number>>

const sumOf = (shares: Shares, weights: Shares): number =>
  Object.entries(weights).reduce((sum, [slot, weight]) => sum + (shares[slot] ?? 0) * weight, 0)

/** The first of those that earned most. */
const bestOf = (submissions: readonly Shares[], weights: Shares): Shares =>
  submissions.reduce<Shares>((best, one) => (sumOf(one, weights) > sumOf(best, weights) ? one : best), submissions[0] ?? {})

/** An improvement is worth less the later it comes; what was earned is never lost. */
const declining = (submissions: readonly Shares[], slot: string, shares: readonly number[]): number => {
  let best = 0
  let earned = 0
  for (const [index, submission] of submissions.entries()) {
    const share = submission[slot] ?? 0
    if (share <= best) continue
    earned += (share - best) * (shares[index] ?? 0)
    best = share
  }
  return earned
}

/**
 * What counts of each slot, from 0 to 1. `weights` are the slots' points. Submissions beyond the limit count nothing. `best` takes the one
 * submission that earned most, `ioi` the best of each slot.
 */
export const combineAttempts = (policy: Attempts, submissions: readonly Shares[], weights: Shares): Shares => {
  const counted = submissions.slice(0, policy.limit)
  const perSlot = (score: (slot: string) => number): Shares =>
    Object.fromEntries(Object.keys(weights).map((slot) => [slot, score(slot)]))
  switch (policy.scoring) {
    case 'first':
      return perSlot((slot) => counted[0]?.[slot] ?? 0)
    case 'last':
      return perSlot((slot) => counted.at(-1)?.[slot] ?? 0)
    case 'best': {
      const best = bestOf(counted, weights)
      return perSlot((slot) => best[slot] ?? 0)
    }
    case 'ioi':
      return perSlot((slot) => Math.max(0, ...counted.map((one) => one[slot] ?? 0)))
    case 'declining':
      return perSlot((slot) => declining(counted, slot, policy.shares))
  }
}

/** What a learner has of a slot. */
export interface SlotScore {
  readonly slot: string
  readonly points: number
  readonly max: number
  /** Its points were given to everybody. */
  readonly forced?: true
}

/**
 * The slots' points from submissions that count, in their order. Where a slot's points are given to everybody, it says nothing of which
 * submission is best, and a late one has them as well as an early one.
 */
export const scoreSlots = (
  { slots, attempts }: Pick<Exam, 'slots' | 'attempts'>,
  submissions: readonly Shares[],
): readonly SlotScore[] => {
  const given = Object.fromEntries(slots.flatMap(({ id, forceMax }) => (forceMax && submissions.length > 0 ? [[id, 1]] : [])))
  const weights = Object.fromEntries(slots.map(({ id, points }) => [id, points]))
  const earned = combineAttempts(
    attempts,
    submissions.map((shares) => ({ ...shares, ...given })),
    weights,
  )
  return slots.map(({ id, points, forceMax }) => ({
    slot: id,
    points: (given[id] ?? earned[id] ?? 0) * points,
    max: points,
    ...(forceMax ? { forced: true } : {}),
  }))
}
