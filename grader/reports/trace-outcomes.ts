/** What may come of a connection or a request, in the same words for both. */
import type { Verdict, Walk } from '../../src/network/model.ts'
import type { Traced } from './trace.ts'

export interface Outcome {
  readonly verdict: Verdict
  readonly probability: number
  readonly walk: Walk
  /** Of the response, where there is one. */
  readonly status?: number
}

/** In the order of the answer's own outcomes. */
export const outcomesOf = (traced: Exclude<Traced, { readonly kind: 'name' }>): readonly Outcome[] =>
  traced.kind === 'connection'
    ? traced.answer.outcomes
    : traced.answer.outcomes.map(({ response, ...rest }) => ({
        ...rest,
        ...(response === undefined ? {} : { status: response.status }),
      }))
