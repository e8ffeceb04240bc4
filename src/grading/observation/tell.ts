/** One question and both its answers as reports have them. */
import { nameReference } from '../checks/find-object.ts'
import { reasonsOf } from '../causes/reality/reality-causes.ts'
import type { Language } from '../words.ts'
import type { Comparison } from './compare.ts'
import { disagreementOf, type ObservedCheck } from './observed-check.ts'
import { nameAsked, placeWords, predictedWords, samplesWords, unobservedWords } from './words.ts'

/** Why model and observation may disagree. */
export interface ToldReason {
  /** Of the catalogue. */
  readonly code: string
  readonly title: string
  readonly facts: readonly string[]
  /** The object that is concerned, with a field's path. */
  readonly where: string | null
}

export interface ToldObservation {
  readonly question: string
  /** What the model says. */
  readonly predicted: string
  /** What was seen; null where nothing was. */
  readonly seen: string | null
  /** Null where nothing was seen. */
  readonly agrees: boolean | null
  /** Where the probe ran, and with which program; or why it did not. */
  readonly place: string
  readonly attempts: number
  /** The likeliest first; empty where both agree. */
  readonly reasons: readonly ToldReason[]
}

export const tellObservation = (
  observed: Pick<ObservedCheck, 'snapshot' | 'surroundings'>,
  comparison: Comparison,
  language: Language,
): ToldObservation => {
  const { asked, predicted, observation, agrees } = comparison
  const { samples, place, tool, unobserved, attempts } = observation
  const where = unobserved === undefined ? place && placeWords(place, tool) : unobservedWords(unobserved)
  return {
    question: nameAsked(asked),
    predicted: predictedWords(predicted)[language],
    seen: samples.length === 0 ? null : samplesWords(samples)[language],
    agrees: agrees ?? null,
    place: where?.[language] ?? '',
    attempts,
    reasons: reasonsOf(disagreementOf(observed, comparison)).map(({ cause, evidence }) => ({
      code: cause.code,
      title: cause.title[language],
      facts: evidence.facts.map((fact) => fact[language]),
      where: evidence.where === undefined ? null : `${nameReference(evidence.where.object)}  ${evidence.where.path}`,
    })),
  }
}

/** All questions of a check. */
export const tellObservations = (observed: ObservedCheck, language: Language): readonly ToldObservation[] =>
  observed.comparisons.map((comparison) => tellObservation(observed, comparison, language))
