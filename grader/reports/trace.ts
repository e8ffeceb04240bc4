/** The report of `grade trace`: for every endpoint that may be chosen, what happens and the way there. */
import { nameConnection, nameSource } from '../../src/grading/explain/verdict.ts'
import { explainLookup, explainWalk } from '../../src/grading/explain/walk.ts'
import type { Language } from '../../src/grading/words.ts'
import type { Connection, Exchange, Hop, Resolution, ResolutionStep } from '../../src/network/model.ts'
import type { ConnectionDuringChange } from '../../src/network/change.ts'
import type { Dependence } from '../../src/network/depends-on.ts'
import { renderAnswer } from '../../src/network/dns/render-answer.ts'
import type { DetailedWalk } from '../../src/network/path/detail-step.ts'
import { isGoodAnswer, type Summary } from '../../src/network/summarize.ts'
import { alignColumns, paint, type Style } from './layout.ts'
import { wayOfLostQuery, withLostQueries } from './lost-query.ts'
import { reportMessages } from './messages/messages.ts'
import { traceWords } from './messages/trace.ts'
import { placesOf, type FindPlace } from '../../src/grading/explain/places.ts'
import { outcomesOf, type Outcome } from './trace-outcomes.ts'
import { remarksOn } from './trace-remarks.ts'
import { renderObservation } from './observed.ts'
import type { ToldObservation } from '../../src/grading/observation/tell.ts'
import type { InputWarning } from '../terminal/warnings.ts'
import { answerWord, percent, renderChange, renderDependences, renderDetail, renderFailing } from './trace-extras.ts'

interface Besides {
  readonly dependsOn: readonly Dependence[]
  /** In the order of the outcomes; present where they were asked for. */
  readonly details?: readonly DetailedWalk[]
  /** What a probe saw; absent where nobody asked for it. */
  readonly observed?: ToldObservation
}

export type Traced =
  | (Besides & {
      readonly kind: 'connection'
      readonly answer: Connection
      readonly summary: Summary
      readonly change?: ConnectionDuringChange
    })
  | (Besides & { readonly kind: 'request'; readonly answer: Exchange; readonly summary: Summary })
  /** `inFull`: with all sections of all answers. */
  | (Besides & { readonly kind: 'name'; readonly answer: Resolution; readonly inFull?: boolean })

export interface TraceReportOptions {
  readonly style: Style
  readonly language: Language
  readonly findPlace: FindPlace
  readonly warnings: readonly InputWarning[]
}

/** True where the client gets what it asked for, whichever endpoint is chosen. */
export const succeeds = (traced: Traced): boolean => {
  switch (traced.kind) {
    case 'connection':
      return traced.answer.outcomes.every(({ verdict }) => verdict === 'connected')
    case 'request':
      return traced.answer.outcomes.every(({ response }) => response !== undefined && response.status < 400)
    case 'name':
      return traced.answer.outcome === 'NOERROR'
  }
}

export const renderTrace = (traced: Traced, options: TraceReportOptions): string => {
  if (traced.kind === 'name') return renderName(traced, options)
  const { answer, summary, details, dependsOn } = traced
  const outcomes = outcomesOf(traced)
  const name =
    'url' in answer.question ? `${nameSource(answer.question.from)} → ${answer.question.url}` : nameConnection(answer.question)
  return [
    `${paint(options.style, 'bold', name)}   ${summarize(outcomes, options)}`,
    ...renderFailing(summary, options),
    ...outcomes.flatMap((outcome, index) => {
      const detail = details?.[index]
      const walk = renderOutcome(outcome, outcomes.length > 1, options)
      return ['', ...walk, ...(detail === undefined ? [] : renderDetail(detail, options))]
    }),
    ...('change' in traced ? renderChange(traced.change, options) : []),
    ...renderDependences(dependsOn, options),
    ...renderObserved(traced, options),
    '',
  ].join('\n')
}

const renderObserved = ({ observed }: Traced, options: TraceReportOptions): readonly string[] =>
  observed === undefined ? [] : ['', ...renderObservation(observed, options).map((line) => `  ${line}`)]

const renderName = (traced: Extract<Traced, { kind: 'name' }>, options: TraceReportOptions): string => {
  const { answer: resolution, inFull, dependsOn } = traced
  const { style, language } = options
  const { question, outcome, steps, addresses, records, race = [] } = resolution
  const { type = 'A', name } = question
  const isFound = outcome === 'NOERROR'
  const lost = wayOfLostQuery(resolution)
  const result = addresses.length > 0 ? addresses.join(', ') : explainLookup(outcome)[language]
  const asked = `${nameSource(question.from)} → DNS ${name}${type === 'A' ? '' : ` ${type}`}`
  return [
    `${paint(style, 'bold', asked)}   ${paint(style, isFound ? 'green' : 'red', result)}`,
    '',
    ...alignColumns([
      ...steps.map((step, index) => [`  ${index + 1}`, ...describeStep(step, language)]),
      ...rowsOf(lost, options, steps.length),
    ]),
    ...renderRemarks(lost, options),
    ...(inFull === true
      ? steps.flatMap(({ query, answer }) =>
          typeof answer === 'string'
            ? []
            : ['', ...renderAnswer({ name: query, type }, answer).map((line) => `     ${line}`.trimEnd())],
        )
      : records.map((record) => `     ${record.name} ${record.ttlSeconds} IN ${record.type} ${record.data}`)),
    ...(race.length === 0 ? [] : ['', `  ${traceWords(language).race}`]),
    ...race.map((one) => `     ${[one.outcome, ...one.addresses].join(' ')}`),
    ...renderDependences(dependsOn, options),
    ...renderObserved(traced, options),
    '',
  ].join('\n')
}

/** The query, where it comes from, what came back, and why an alias brought nothing. */
const describeStep = ({ query, source, answer }: ResolutionStep, language: Language): readonly string[] => {
  const lookup = reportMessages(language).lookups[source]
  if (typeof answer === 'string') return [query, lookup, explainLookup(answer)[language]]
  const { rcode, brokenAlias } = answer
  const why = brokenAlias === undefined ? '' : traceWords(language).brokenAlias[brokenAlias]
  return [query, lookup, rcode === 'NOERROR' && answer.answer.length === 0 ? 'NODATA' : rcode, why]
}

/** One word where all endpoints agree, else how likely each is. */
const summarize = (outcomes: readonly Outcome[], { style, language }: TraceReportOptions): string => {
  const shares = new Map<string, { share: number; good: boolean }>()
  for (const outcome of outcomes) {
    const word = answerWord(outcome, language)
    shares.set(word, { share: (shares.get(word)?.share ?? 0) + outcome.probability, good: isGoodAnswer(outcome) })
  }
  const words = [...shares].map(([word, { share, good }]) =>
    paint(style, good ? 'green' : 'red', shares.size === 1 ? word : `${word} ${percent(share)}`),
  )
  return shares.size === 1 ? words.join() : `${reportMessages(language).flaky}: ${words.join(', ')}`
}

const renderOutcome = (outcome: Outcome, isOneOfMany: boolean, options: TraceReportOptions): readonly string[] => {
  const { style, language } = options
  const { hops } = withLostQueries(outcome.walk)
  const title = `  ${percent(outcome.probability)}   ${paint(style, isGoodAnswer(outcome) ? 'green' : 'red', answerWord(outcome, language))}`
  return [
    ...(isOneOfMany ? [title] : []),
    ...alignColumns(rowsOf(hops, options), style.tableWidth),
    ...renderRemarks(hops, options),
  ]
}

/** The rows of a table, numbered on. */
const rowsOf = (
  hops: readonly Hop[],
  { language, findPlace }: TraceReportOptions,
  before = 0,
): readonly (readonly string[])[] =>
  explainWalk({ hops }).map((row, index) => [
    `  ${before + index + 1}`,
    row.place[language],
    row.detail[language],
    row.outcome[language],
    ...placesOf(hops[index], findPlace),
  ])

const renderRemarks = (hops: readonly Hop[], options: TraceReportOptions): readonly string[] =>
  hops.flatMap((hop) => remarksOn(hop, options)).map((line) => paint(options.style, 'dim', `     ${line}`))
