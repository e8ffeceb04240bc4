/** `grade trace` in every format. */
import { nameConnection, nameSource } from '../../src/grading/explain/verdict.ts'
import { explainWalk } from '../../src/grading/explain/walk.ts'
import { isGoodAnswer } from '../../src/network/summarize.ts'
import { escapeMarkdown, tableOf } from './drawing/markdown.ts'
import { drawDot, drawSvg, type Picture, type PictureColumn, type PictureStep } from './drawing/picture.ts'
import { formatMessages } from './messages/formats.ts'
import { reportMessages } from './messages/messages.ts'
import { placesOf } from './places.ts'
import { answerWord, percent } from './trace-extras.ts'
import { toJson } from './warnings.ts'
import { renderTrace, type Traced, type TraceReportOptions } from './trace.ts'

type Render = (traced: Traced, options: TraceReportOptions) => string

/** One way that a packet may take, or the look-ups of a name. */
interface Way {
  readonly heading: string
  readonly isGood: boolean
  readonly steps: readonly {
    readonly place: string
    readonly detail: string
    readonly outcome: string
    readonly where: readonly string[]
    readonly ends: boolean
  }[]
}

const titleOf = ({ kind, answer }: Traced): string => {
  if (kind === 'connection') return nameConnection(answer.question)
  if (kind === 'request') return `${nameSource(answer.question.from)} → ${answer.question.url}`
  return `${nameSource(answer.question.from)} → DNS ${answer.question.name}`
}

const waysOf = (traced: Traced, { language, findPlace }: TraceReportOptions): readonly Way[] => {
  if (traced.kind === 'name') {
    const { steps, outcome, addresses } = traced.answer
    const found = addresses.length > 0 ? addresses.join(', ') : outcome
    const lookups = steps.map(({ query, source, answer }) => ({
      place: query,
      detail: reportMessages(language).lookups[source],
      outcome: typeof answer === 'string' ? answer : answer.rcode,
      where: [],
      ends: false,
    }))
    return [{ heading: found, isGood: outcome === 'NOERROR', steps: lookups }]
  }
  const outcomes =
    traced.kind === 'connection'
      ? traced.answer.outcomes
      : traced.answer.outcomes.map(({ response, ...rest }) => ({
          ...rest,
          ...(response === undefined ? {} : { status: response.status }),
        }))
  return outcomes.map((outcome) => {
    const { hops } = outcome.walk
    const share = outcomes.length === 1 ? '' : `${percent(outcome.probability)}  `
    return {
      heading: `${share}${answerWord(outcome, language)}`,
      isGood: isGoodAnswer(outcome),
      steps: explainWalk(outcome.walk).map((row, index) => ({
        place: row.place[language],
        detail: row.detail[language],
        outcome: row.outcome[language],
        where: placesOf(hops[index], findPlace),
        ends: hops[index]?.stops === true,
      })),
    }
  })
}

const renderMarkdown: Render = (traced, options) => {
  const words = formatMessages(options.language)
  return [
    `**${escapeMarkdown(titleOf(traced))}**`,
    ...waysOf(traced, options).flatMap(({ heading, isGood, steps }) => [
      '',
      `${isGood ? '✔' : '✘'} ${escapeMarkdown(heading)}`,
      '',
      ...tableOf(
        ['', words.place, words.decision, words.outcome, words.where],
        steps.map(({ place, detail, outcome, where }, index) => [String(index + 1), place, detail, outcome, where.join(' ')]),
      ),
    ]),
    '',
  ].join('\n')
}

const toStep = ({ place, detail, outcome, where, ends }: Way['steps'][number]): PictureStep => ({
  place,
  lines: [detail, outcome, ...where],
  tone: ends ? 'bad' : 'plain',
})

const pictureOf = (traced: Traced, options: TraceReportOptions): Picture => {
  const columns = waysOf(traced, options).map(({ heading, isGood, steps }): PictureColumn => {
    const drawn = steps.map(toStep)
    const last = drawn.at(-1)
    const isPlain = last?.tone === 'plain'
    const ended: readonly PictureStep[] =
      last === undefined || !isPlain ? drawn : [...drawn.slice(0, -1), { ...last, tone: isGood ? 'good' : 'bad' }]
    return { heading, tone: isGood ? 'good' : 'bad', steps: ended }
  })
  const title = titleOf(traced)
  return {
    title,
    description: formatMessages(options.language).traceDescription(title, columns.map(({ heading }) => heading).join('; ')),
    columns,
  }
}

export const TRACE_FORMATS: Readonly<Record<string, Render>> = {
  text: renderTrace,
  json: (traced, { warnings }) => toJson(traced, warnings),
  markdown: renderMarkdown,
  dot: (traced, options) => drawDot(pictureOf(traced, options)),
  svg: (traced, options) => drawSvg(pictureOf(traced, options)),
}
