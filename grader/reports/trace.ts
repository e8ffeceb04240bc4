/** The report of `grade trace`: for every endpoint that may be chosen, what happens and the way there. */
import { nameConnection, nameSource, verdictWords } from '../../src/grading/explain/verdict.ts'
import { explainWalk } from '../../src/grading/explain/walk.ts'
import type { Language } from '../../src/grading/words.ts'
import type {
  Connection,
  Exchange,
  Hop,
  NearMiss,
  PolicyHop,
  Resolution,
  RouteHop,
  Verdict,
  Walk,
} from '../../src/network/model.ts'
import { alignColumns, paint, type Style } from './layout.ts'
import { reportMessages } from './messages/messages.ts'
import { placesOf, type FindPlace } from './places.ts'

export type Traced =
  | { readonly kind: 'connection'; readonly answer: Connection }
  | { readonly kind: 'request'; readonly answer: Exchange }
  | { readonly kind: 'name'; readonly answer: Resolution }

export interface TraceReportOptions {
  readonly style: Style
  readonly language: Language
  readonly findPlace: FindPlace
}

/** True where the client gets what it asked for, whichever endpoint is chosen. */
export const succeeds = (traced: Traced): boolean => {
  switch (traced.kind) {
    case 'connection':
      return traced.answer.outcomes.every(({ verdict }) => verdict === 'connected')
    case 'request':
      return traced.answer.outcomes.every(({ response }) => response !== undefined && response.status < 400)
    case 'name':
      return traced.answer.addresses.length > 0
  }
}

interface Outcome {
  readonly verdict: Verdict
  readonly probability: number
  readonly walk: Walk
  readonly status?: number
}

export const renderTrace = (traced: Traced, options: TraceReportOptions): string => {
  if (traced.kind === 'name') return renderName(traced.answer, options)
  const { answer } = traced
  const outcomes: readonly Outcome[] =
    traced.kind === 'connection'
      ? traced.answer.outcomes
      : traced.answer.outcomes.map(({ response, ...rest }) => ({
          ...rest,
          ...(response === undefined ? {} : { status: response.status }),
        }))
  const name =
    'url' in answer.question ? `${nameSource(answer.question.from)} → ${answer.question.url}` : nameConnection(answer.question)
  return [
    `${paint(options.style, 'bold', name)}   ${summarize(outcomes, options)}`,
    ...outcomes.flatMap((outcome) => ['', ...renderOutcome(outcome, outcomes.length > 1, options)]),
    '',
  ].join('\n')
}

const renderName = (
  { question, outcome, steps, addresses, records }: Resolution,
  { style, language }: TraceReportOptions,
): string => {
  const words = reportMessages(language)
  const result = addresses.length > 0 ? addresses.join(', ') : outcome
  return [
    `${paint(style, 'bold', `${nameSource(question.from)} → DNS ${question.name}`)}   ${paint(style, addresses.length > 0 ? 'green' : 'red', result)}`,
    '',
    ...alignColumns(
      steps.map(({ query, source, answer }, index) => [
        `  ${index + 1}`,
        query,
        words.lookups[source],
        typeof answer === 'string'
          ? answer
          : answer.rcode === 'NOERROR' && answer.answer.length === 0
            ? 'NODATA'
            : answer.rcode,
      ]),
    ),
    ...records.map(({ name, ttlSeconds, type, data }) => `     ${name} ${ttlSeconds} IN ${type} ${data}`),
    '',
  ].join('\n')
}

const wordOf = ({ verdict, status }: Outcome, language: Language): string =>
  verdict === 'connected' && status !== undefined ? `HTTP ${status}` : verdictWords(verdict)[language]

const isGood = ({ verdict, status }: Outcome): boolean => verdict === 'connected' && (status === undefined || status < 400)

/** One word where all endpoints agree, else how likely each is. */
const summarize = (outcomes: readonly Outcome[], { style, language }: TraceReportOptions): string => {
  const shares = new Map<string, { share: number; good: boolean }>()
  for (const outcome of outcomes) {
    const word = wordOf(outcome, language)
    shares.set(word, { share: (shares.get(word)?.share ?? 0) + outcome.probability, good: isGood(outcome) })
  }
  const words = [...shares].map(([word, { share, good }]) =>
    paint(style, good ? 'green' : 'red', shares.size === 1 ? word : `${word} ${percent(share)}`),
  )
  return shares.size === 1 ? words.join() : `${reportMessages(language).flaky}: ${words.join(', ')}`
}

const percent = (share: number): string => `${Math.round(share * 100)} %`

const renderOutcome = (outcome: Outcome, isOneOfMany: boolean, options: TraceReportOptions): readonly string[] => {
  const { style, language } = options
  const { hops } = outcome.walk
  const rows = explainWalk(outcome.walk).map((row, index) => [
    `  ${index + 1}`,
    row.place[language],
    row.detail[language],
    row.outcome[language],
    ...placesOf(hops[index], options.findPlace),
  ])
  const title = `  ${percent(outcome.probability)}   ${paint(style, isGood(outcome) ? 'green' : 'red', wordOf(outcome, language))}`
  return [...(isOneOfMany ? [title] : []), ...alignColumns(rows), ...hops.flatMap((hop) => nearMissesOf(hop, options))]
}

const nearMissesOf = (hop: Hop, { style, language, findPlace }: TraceReportOptions): readonly string[] => {
  const words = reportMessages(language)
  return missesAt(hop).map((miss) => {
    const place = findPlace(miss.where)
    const where = `${miss.where.object.name} ${miss.where.path}${place === undefined ? '' : ` (${place})`}`
    return paint(style, 'dim', `     ${words.nearly}: ${where}   ${words.asksFor(miss.wanted, miss.found)}`)
  })
}

const missesAt = (hop: Hop): readonly NearMiss[] => (hasMisses(hop) && hop.stops ? hop.nearMisses : [])

const hasMisses = (hop: Hop): hop is PolicyHop | RouteHop => hop.kind === 'policy' || hop.kind === 'route'
