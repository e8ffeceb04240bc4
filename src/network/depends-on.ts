/** Which of the things that implementations do differently would change an answer. */
import { connect } from './connect.ts'
import type { Resolution, Snapshot } from './model.ts'
import { request } from './request.ts'
import { resolve } from './resolve.ts'
import { summarizeOutcomes, type AnswerShare } from './summarize.ts'
import { withSystemObjects } from './system-objects.ts'
import type { SwitchName } from './switch-values.ts'
import { SWITCHES, type Asked, type ModelQuestion } from './switches.ts'

/** What is answered, in short: shares of what a client sees, or the outcome of a look-up and its addresses. */
export type ShortAnswer =
  | {
      /** Most likely first; they add up to 1. */
      readonly shares: readonly AnswerShare[]
    }
  | Pick<Resolution, 'outcome' | 'addresses' | 'race'>

/** A thing that clusters do differently, on which an answer depends. */
export interface Dependence {
  /** What is done differently. */
  readonly on: SwitchName
  /** Lines of semantics.md that leave it open. */
  readonly semantics: readonly string[]
  /** As this cluster does it. */
  readonly here: {
    /** How it is done. */
    readonly value: string
    /** What is then answered. */
    readonly answer: ShortAnswer
  }
  /** The other values under which the answer is another. */
  readonly otherwise: readonly {
    /** How it is done. */ readonly value: string
    /** What is then answered. */ readonly answer: ShortAnswer
  }[]
}

/**
 * Asks again under each other value of each switch, one at a time, and reports those that change what a client sees. That a
 * plugin enforces no policies at all (N28) is not among them: it would be said of every connection that is denied.
 */
export const dependsOn = (snapshot: Snapshot, asked: ModelQuestion): readonly Dependence[] => {
  // Completed once: what is asked under other facts has the same objects, which are then indexed once.
  const here = { snapshot: withSystemObjects(snapshot), asked }
  const answer = answerShortly(here)
  return SWITCHES.flatMap((one): readonly Dependence[] => {
    const value = one.read(here)
    if (value === undefined || !one.varies) return []
    const otherwise = one.values
      .filter((other) => other !== value)
      .map((other) => ({ value: other, answer: answerShortly(one.turn(here, other)) }))
      .filter((other) => !isSame(other.answer, answer))
    return otherwise.length === 0 ? [] : [{ on: one.name, semantics: one.semantics, here: { value, answer }, otherwise }]
  })
}

/** What the model answers, in short. */
export const answerShortly = ({ snapshot, asked }: Asked): ShortAnswer => {
  switch (asked.kind) {
    case 'connection':
      return { shares: summarizeOutcomes(connect(snapshot, asked.question).outcomes).shares }
    case 'request':
      return { shares: summarizeOutcomes(request(snapshot, asked.question).outcomes).shares }
    case 'name': {
      const { outcome, addresses, race } = resolve(snapshot, asked.question)
      return { outcome, addresses, ...(race === undefined ? {} : { race }) }
    }
  }
}

const isSame = (one: ShortAnswer, other: ShortAnswer): boolean => textOf(one) === textOf(other)

const textOf = (answer: ShortAnswer): string =>
  'shares' in answer
    ? answer.shares
        .map(({ verdict, status, share }) => `${verdict} ${status ?? ''} ${share.toFixed(6)}`)
        .sort()
        .join()
    : [answer, ...(answer.race ?? [])].map(({ outcome, addresses }) => [outcome, ...addresses.toSorted()].join(' ')).join()
