/** What came of a repair that was tried in a copy of its namespaces, where packets really flow. */
import type { ObservedCheck } from '../../observation/observed-check.ts'
import { words, type Words } from '../../words.ts'

/** A check that the model says the repair mends, in the copy. */
export interface TriedCheck {
  readonly id: string
  /** Null: nothing could be seen of it. */
  readonly passed: boolean | null
  /** Absent for checks that ask nothing of the network: they are judged by the copy's objects. */
  readonly observed?: ObservedCheck
}

/**
 * - `mends`: the failed check failed in the copy and passes after the repair, and no other one fails that the model lets pass.
 * - `does-not-mend`: one of them fails in the copy.
 * - `unclear`: nothing was seen of the failed check, or it passed in the copy before the repair.
 * - `not-tried`: no copy could be made.
 */
export type TrialOutcome = 'mends' | 'does-not-mend' | 'unclear' | 'not-tried'

export interface RealTrial {
  readonly outcome: TrialOutcome
  /** Why nothing was tried, or what is unclear. */
  readonly reason?: Words
  readonly checks: readonly TriedCheck[]
  /** What the copy did not have as the original has it. */
  readonly notes: readonly Words[]
}

export const notTried = (reason: Words): RealTrial => ({ outcome: 'not-tried', reason, checks: [], notes: [] })

interface Judged {
  /** Id of the check that failed. */
  readonly failed: string
  /** It, in the copy without the repair. */
  readonly before: TriedCheck | undefined
  /** Those that are to pass, in the copy with the repair. */
  readonly after: readonly TriedCheck[]
  /** Pods that did not become ready. */
  readonly waiting: readonly string[]
}

export const judgeTrial = ({ failed, before, after, waiting }: Judged): RealTrial => {
  const told = (outcome: TrialOutcome, reason?: Words): RealTrial => ({
    outcome,
    checks: after,
    notes: [],
    ...(reason === undefined ? {} : { reason }),
  })
  const isFailing = after.some(({ passed }) => passed === false)
  if (isFailing && waiting.length > 0)
    return told(
      'unclear',
      words(`Pods of the copy are not ready: ${waiting.join(', ')}`, `복사본에서 준비되지 않은 Pod: ${waiting.join(', ')}`),
    )
  if (isFailing) return told('does-not-mend')
  if (after.find(({ id }) => id === failed)?.passed !== true)
    return told('unclear', words('nothing was seen of the failed check', '실패한 검사를 관찰하지 못함'))
  return before?.passed === true
    ? told(
        'unclear',
        words(
          'it passed in the copy without the repair, too: the copy lacks what makes it fail',
          '수정 없이도 복사본에서 통과함. 실패의 원인이 복사본에는 없음',
        ),
      )
    : told('mends')
}
