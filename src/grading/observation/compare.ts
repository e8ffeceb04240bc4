/** The model's answer and what probes saw, side by side. */
import { answerShortly, type ShortAnswer } from '../../network/depends-on.ts'
import type { Resolution, Snapshot } from '../../network/model.ts'
import type { ModelQuestion } from '../../network/switches.ts'
import type { Observation, Seen, SeenOutcome } from './observation.ts'

/** One question, answered twice. */
export interface Comparison {
  readonly asked: ModelQuestion
  readonly predicted: ShortAnswer
  readonly observation: Observation
  /** Undefined where nothing was seen. */
  readonly agrees: boolean | undefined
}

/** Without numbers a name is unknown or has no such record: programs that do not tell which agree with both. */
const NOT_FOUND: ReadonlySet<SeenOutcome> = new Set<SeenOutcome>(['NXDOMAIN', 'NODATA'])

const isSameOutcome = (seen: SeenOutcome, predicted: Resolution['outcome']): boolean =>
  seen === predicted || (seen === 'not-found' && NOT_FOUND.has(predicted))

const isSameSet = (one: readonly string[], other: readonly string[]): boolean =>
  one.toSorted().join(' ') === other.toSorted().join(' ')

/** Whether what was seen is one of the answers that the model holds possible. */
export const fits = (answer: ShortAnswer, seen: Seen): boolean => {
  if ('shares' in answer) {
    if (seen.kind === 'name') return false
    const status = seen.kind === 'request' ? seen.response?.status : undefined
    return answer.shares.some(
      (share) => share.verdict === seen.verdict && (share.status === undefined || share.status === status),
    )
  }
  if (seen.kind !== 'name') return false
  return [answer, ...(answer.race ?? [])].some(
    ({ outcome, addresses }) =>
      isSameOutcome(seen.outcome, outcome) && (seen.outcome !== 'NOERROR' || isSameSet(seen.found, addresses)),
  )
}

/** `snapshot` holds what the question names, also Pods that were only thought of. */
export const compareWith = (snapshot: Snapshot, observation: Observation): Comparison => {
  const { asked, samples } = observation
  const predicted = answerShortly({ snapshot, asked })
  const agrees = samples.length === 0 ? undefined : samples.every((seen) => fits(predicted, seen))
  return { asked, predicted, observation, agrees }
}

/** The most samples that one question is worth. */
const MAX_SAMPLES = 12

/** How often a question has to be asked until each of the possible answers has likely been seen. */
export const samplesFor = (predicted: ShortAnswer): number => {
  if (!('shares' in predicted) || predicted.shares.length < 2) return 1
  const rarest = Math.min(...predicted.shares.map(({ share }) => share))
  // So often that even the rarest is missed in one of some twenty rounds only.
  return Math.min(MAX_SAMPLES, Math.ceil(Math.log(0.05) / Math.log(1 - rarest)))
}
