/** What `grade trace` says besides the walk: the summary, every step, what the answer depends on, and the time of a change. */
import { explainDependence } from '../../src/grading/explain/dependence.ts'
import { explainReplyNote, explainStep } from '../../src/grading/explain/detail.ts'
import { verdictWords } from '../../src/grading/explain/verdict.ts'
import { explainHop } from '../../src/grading/explain/walk.ts'
import { nameEnd } from '../../src/network/address.ts'
import type { ConnectionDuringChange, OpenConnection } from '../../src/network/change.ts'
import type { Dependence } from '../../src/network/depends-on.ts'
import type { EndpointChoice } from '../../src/network/model.ts'
import type { DetailedWalk, DetailStep } from '../../src/network/path/detail-step.ts'
import { summarizeOutcomes, type AnswerShare, type Summary } from '../../src/network/summarize.ts'
import type { Language } from '../../src/grading/words.ts'
import { alignColumns, paint } from './layout.ts'
import { traceWords } from './messages/trace.ts'
import type { FindPlace } from '../../src/grading/explain/places.ts'
import type { TraceReportOptions } from './trace.ts'

export const percent = (share: number): string => `${Math.round(share * 100)} %`

export const answerWord = ({ verdict, status }: Pick<AnswerShare, 'verdict' | 'status'>, language: Language): string =>
  verdict === 'connected' && status !== undefined ? `HTTP ${status}` : verdictWords(verdict)[language]

const nameEndpoint = ({ ip, port, pod }: EndpointChoice): string => {
  const address = nameEnd(ip, port)
  return pod === undefined ? address : `${pod.namespace}/${pod.name} ${address}`
}

/** Which of several endpoints fail, how often they are chosen, and why they do; nothing where all or none is well with one endpoint. */
export const renderFailing = ({ endpoints, failing }: Summary, { style, language }: TraceReportOptions): readonly string[] => {
  if (endpoints.length < 2 || failing === 0) return []
  const rows = endpoints
    .filter(({ fails }) => fails)
    .map(({ endpoint, probability, answers, decidedBy }) => [
      '    ',
      endpoint === undefined ? '–' : nameEndpoint(endpoint),
      percent(probability),
      paint(style, 'red', answers.map((answer) => answerWord(answer, language)).join(', ')),
      decidedBy === undefined ? '' : explainHop(decidedBy).detail[language],
    ])
  return ['', `  ${traceWords(language).failing(failing, endpoints.length)}`, ...alignColumns(rows)]
}

export const renderDependences = (
  dependences: readonly Dependence[],
  { style, language }: TraceReportOptions,
): readonly string[] => {
  const parts = spellDependences(dependences, language)
  return parts === '' ? [] : ['', `  ${paint(style, 'yellow', traceWords(language).dependsOn)} ${parts}`]
}

/** Empty where the answer depends on nothing. */
export const spellDependences = (dependences: readonly Dependence[], language: Language): string =>
  dependences.map((one) => explainDependence(one)[language]).join('; ')

/** Every step there, every step back, and why the answer takes that way. */
export const renderDetail = ({ steps, reply, replyNotes }: DetailedWalk, options: TraceReportOptions): readonly string[] => {
  const { style, language } = options
  const words = traceWords(language)
  if (steps.length === 0) return []
  const back = reply.length === 0 ? [] : ['', `  ${paint(style, 'bold', words.reply)}`, ...renderSteps(reply, options)]
  return [
    '',
    `  ${paint(style, 'bold', words.detail)}`,
    ...renderSteps(steps, options),
    ...back,
    ...replyNotes.map((note) => paint(style, 'dim', `     ${explainReplyNote(note)[language]} [${note.semantics.join(' ')}]`)),
  ]
}

/** The fields that decide a step, and where they were written. */
export const writtenBy = ({ by }: DetailStep, findPlace: FindPlace): readonly string[] =>
  by.map((field) => {
    const { object, path } = field
    const name = object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`
    return [`${object.kind} ${name} ${path}`, findPlace(field) ?? ''].join(' ').trimEnd()
  })

const renderSteps = (steps: readonly DetailStep[], { language, findPlace, style }: TraceReportOptions): readonly string[] => {
  const first = steps.findIndex(({ after }) => after !== undefined)
  return alignColumns(
    steps.map((step, index) => {
      const { place, at, what, addresses } = explainStep(step, index === first)
      const by = writtenBy(step, findPlace).join(', ')
      return [`  ${String(index + 1).padStart(2)}`, place, at, what[language], addresses, by]
    }),
    style.tableWidth,
  )
}

/** Before the new rules are in place, and what becomes of connections that are open. */
export const renderChange = (change: ConnectionDuringChange, { language }: TraceReportOptions): readonly string[] => [
  '',
  ...alignColumns(rowsOfChange(change, language).map(([what = '', ...rest]) => [`  ${what}`, ...rest])),
]

/** What is meant, the answer or the endpoint, and why. */
export const rowsOfChange = ({ justNow, open }: ConnectionDuringChange, language: Language): readonly (readonly string[])[] => {
  const words = traceWords(language)
  const { shares } = summarizeOutcomes(justNow.outcomes)
  const now = shares.map((answer) => {
    const share = shares.length === 1 ? '' : ` ${percent(answer.share)}`
    return `${answerWord(answer, language)}${share}`
  })
  return [
    [words.justNow, now.join(', '), words.untilProgrammed],
    ...open.map((one: OpenConnection) => [
      words.open,
      one.endpoint === undefined ? '' : nameEndpoint(one.endpoint),
      `${words.fates[one.fate]} [${one.semantics.join(' ')}]`,
    ]),
  ]
}
