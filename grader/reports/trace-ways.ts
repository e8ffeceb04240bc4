/** The ways that a traced packet may take, in the pieces that tables and pictures of them need. */
import { explainReplyNote, explainStep } from '../../src/grading/explain/detail.ts'
import { explainLookup, explainWalk } from '../../src/grading/explain/walk.ts'
import type { Language } from '../../src/grading/words.ts'
import { renderAnswer } from '../../src/network/dns/render-answer.ts'
import type { ResolutionStep, Walk } from '../../src/network/model.ts'
import type { DetailedWalk, DetailStep } from '../../src/network/path/detail-step.ts'
import { isGoodAnswer } from '../../src/network/summarize.ts'
import { wayOfLostQuery, withLostQueries } from './lost-query.ts'
import { reportMessages } from './messages/messages.ts'
import { traceWords } from './messages/trace.ts'
import { placesOf, type FindPlace } from '../../src/grading/explain/places.ts'
import { answerWord, percent, writtenBy } from './trace-extras.ts'
import { outcomesOf, type Outcome } from './trace-outcomes.ts'
import { remarksOn } from './trace-remarks.ts'
import type { Traced, TraceReportOptions } from './trace.ts'

/** One thing that happens to a packet, or one look-up. */
export interface WayStep {
  readonly place: string
  readonly detail: string
  readonly outcome: string
  readonly where: readonly string[]
  readonly ends: boolean
  /** Why it ends there, and what nearly did not. */
  readonly remarks?: readonly string[]
  /** The whole of an answer, where it was asked for. */
  readonly answer?: readonly string[]
}

/** One way that a packet may take, or the look-ups of a name. */
export interface Way {
  readonly heading: string
  readonly isGood: boolean
  readonly steps: readonly WayStep[]
  /** Every step there and back, where it was asked for. */
  readonly detail?: {
    readonly steps: readonly WayStep[]
    readonly reply: readonly WayStep[]
    readonly notes: readonly string[]
  }
}

/** Of an answer, in the order of its outcomes; just after a change as well, where that was asked for. */
export const waysOf = (traced: Traced, options: TraceReportOptions): readonly Way[] => {
  if (traced.kind === 'name') return [lookups(traced, options)]
  const now =
    'change' in traced
      ? traced.change.justNow.outcomes.map((outcome, _, all) => {
          const way = wayOf(outcome, all.length, options)
          return { ...way, heading: `${traceWords(options.language).justNow}: ${way.heading}` }
        })
      : []
  const outcomes = outcomesOf(traced)
  const ways = outcomes.map((outcome, index) => {
    const detail = traced.details?.[index]
    const way = wayOf(outcome, outcomes.length, options)
    return detail === undefined ? way : { ...way, detail: detailOf(detail, options) }
  })
  return [...ways, ...now]
}

const wayOf = (outcome: Outcome, count: number, options: TraceReportOptions): Way => {
  const { language } = options
  const share = count === 1 ? '' : `${percent(outcome.probability)}  `
  return {
    heading: `${share}${answerWord(outcome, language)}`,
    isGood: isGoodAnswer(outcome),
    steps: hopsOf(withLostQueries(outcome.walk), options),
  }
}

const hopsOf = (walk: Walk, options: TraceReportOptions): readonly WayStep[] => {
  const { language, findPlace } = options
  return explainWalk(walk).map((row, index) => {
    const hop = walk.hops[index]
    return {
      place: row.place[language],
      detail: row.detail[language],
      outcome: row.outcome[language],
      where: placesOf(hop, findPlace),
      ends: hop?.stops === true,
      remarks: hop === undefined ? [] : remarksOn(hop, options),
    }
  })
}

const lookups = ({ answer: resolution, inFull }: Extract<Traced, { kind: 'name' }>, options: TraceReportOptions): Way => {
  const { language } = options
  const { steps, outcome, addresses, question } = resolution
  const full = ({ query, answer }: ResolutionStep): Pick<WayStep, 'answer'> =>
    inFull !== true || typeof answer === 'string'
      ? {}
      : { answer: renderAnswer({ name: query, type: question.type ?? 'A' }, answer) }
  return {
    heading: addresses.length > 0 ? addresses.join(', ') : explainLookup(outcome)[language],
    isGood: outcome === 'NOERROR',
    steps: [
      ...steps.map((step) => ({
        place: step.query,
        detail: reportMessages(language).lookups[step.source],
        outcome: explainLookup(typeof step.answer === 'string' ? step.answer : step.answer.rcode)[language],
        where: [],
        ends: false,
        ...full(step),
      })),
      ...hopsOf({ hops: wayOfLostQuery(resolution) }, options),
    ],
  }
}

const detailOf = (
  { steps, reply, replyNotes }: DetailedWalk,
  { language, findPlace }: TraceReportOptions,
): NonNullable<Way['detail']> => ({
  steps: stepsOf(steps, language, findPlace),
  reply: stepsOf(reply, language, findPlace),
  notes: replyNotes.map((note) => `${explainReplyNote(note)[language]} [${note.semantics.join(' ')}]`),
})

const stepsOf = (steps: readonly DetailStep[], language: Language, findPlace: FindPlace): readonly WayStep[] => {
  const first = steps.findIndex(({ after }) => after !== undefined)
  return steps.map((step, index) => {
    const { place, at, what, addresses } = explainStep(step, index === first)
    const where = writtenBy(step, findPlace)
    return { place: `${place} ${at}`.trimEnd(), detail: what[language], outcome: addresses, where, ends: false }
  })
}
