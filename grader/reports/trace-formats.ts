/** `grade trace` in every format. */
import { nameConnection, nameSource } from '../../src/grading/explain/verdict.ts'
import { escapeMarkdown, fencedCode, tableOf } from './drawing/markdown.ts'
import { drawDot, drawSvg, type Picture, type PictureColumn, type PictureStep } from './drawing/picture.ts'
import { formatMessages } from './messages/formats.ts'
import { traceWords } from './messages/trace.ts'
import { renderObservation } from './observed.ts'
import { rowsOfChange, spellDependences } from './trace-extras.ts'
import { waysOf, type Way, type WayStep } from './trace-ways.ts'
import { renderTrace, type Traced, type TraceReportOptions } from './trace.ts'
import { toJson } from './warnings.ts'

type Render = (traced: Traced, options: TraceReportOptions) => string

const titleOf = ({ kind, answer }: Traced): string => {
  if (kind === 'connection') return nameConnection(answer.question)
  if (kind === 'request') return `${nameSource(answer.question.from)} → ${answer.question.url}`
  const { from, name, type = 'A' } = answer.question
  return `${nameSource(from)} → DNS ${name}${type === 'A' ? '' : ` ${type}`}`
}

/** What the answer depends on, and what becomes of open connections. */
const notesOf = (traced: Traced, { style, language }: TraceReportOptions): readonly string[] => {
  const dependences = spellDependences(traced.dependsOn, language)
  return [
    ...('change' in traced ? rowsOfChange(traced.change, language).map((row) => row.join('  ')) : []),
    ...(dependences === '' ? [] : [`${traceWords(language).dependsOn} ${dependences}`]),
    ...(traced.observed === undefined ? [] : renderObservation(traced.observed, { style, language })),
  ]
}

const renderMarkdown: Render = (traced, options) => {
  const words = traceWords(options.language)
  return [
    `**${escapeMarkdown(titleOf(traced))}**`,
    ...waysOf(traced, options).flatMap(({ heading, isGood, steps, detail }) => [
      '',
      `${isGood ? '✔' : '✘'} ${escapeMarkdown(heading)}`,
      '',
      ...tableOfSteps(steps, options),
      ...listOf(steps.flatMap(({ remarks = [] }) => remarks)),
      ...steps.flatMap(({ answer }) => (answer === undefined ? [] : ['', ...fencedCode('text', answer)])),
      ...(detail === undefined || detail.steps.length === 0
        ? []
        : ['', escapeMarkdown(words.detail), '', ...tableOfSteps(detail.steps, options)]),
      ...(detail === undefined || detail.reply.length === 0
        ? []
        : ['', escapeMarkdown(words.reply), '', ...tableOfSteps(detail.reply, options)]),
      ...(detail?.notes ?? []).flatMap((note) => ['', escapeMarkdown(note)]),
    ]),
    ...notesOf(traced, options).flatMap((note) => ['', escapeMarkdown(note)]),
    '',
  ].join('\n')
}

const listOf = (lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', ...lines.map((line) => `- ${escapeMarkdown(line)}`)]

const tableOfSteps = (steps: readonly WayStep[], { language }: TraceReportOptions): readonly string[] => {
  const words = formatMessages(language)
  return tableOf(
    ['', words.place, words.decision, words.outcome, words.where],
    steps.map(({ place, detail, outcome, where }, index) => [String(index + 1), place, detail, outcome, where.join(' ')]),
  )
}

const toStep = ({ place, detail, outcome, where, ends, remarks = [], answer = [] }: WayStep): PictureStep => ({
  place,
  lines: [detail, outcome, ...where, ...remarks, ...answer],
  tone: ends ? 'bad' : 'plain',
})

/** In detail, a column for the way there and one for the way back. */
const columnsOf = ({ heading, isGood, steps, detail }: Way, { language }: TraceReportOptions): readonly PictureColumn[] => {
  const isDetailed = detail !== undefined && detail.steps.length > 0
  const tone = isGood ? ('good' as const) : ('bad' as const)
  const there = { heading, tone, steps: ended((isDetailed ? detail.steps : steps).map(toStep), tone) }
  if (!isDetailed || detail.reply.length === 0) return [there]
  const notes = detail.notes.map((note): PictureStep => ({ place: note, lines: [], tone: 'plain' }))
  const back = { heading: `${heading}: ${traceWords(language).reply}`, tone, steps: [...detail.reply.map(toStep), ...notes] }
  return [there, back]
}

/** The last step shows how it ends. */
const ended = (steps: readonly PictureStep[], tone: 'good' | 'bad'): readonly PictureStep[] => {
  const last = steps.at(-1)
  return last?.tone === 'plain' ? [...steps.slice(0, -1), { ...last, tone }] : steps
}

const pictureOf = (traced: Traced, options: TraceReportOptions): Picture => {
  const columns = waysOf(traced, options).flatMap((way) => columnsOf(way, options))
  const title = titleOf(traced)
  const notes = notesOf(traced, options)
  const ways = columns.map(({ heading }) => heading).join('; ')
  return {
    title,
    description: [formatMessages(options.language).traceDescription(title, ways), ...notes].join(' '),
    columns,
    notes,
  }
}

export const TRACE_FORMATS: Readonly<Record<string, Render>> = {
  text: renderTrace,
  json: (traced, { warnings }) => toJson(traced, warnings),
  markdown: renderMarkdown,
  dot: (traced, options) => drawDot(pictureOf(traced, options)),
  svg: (traced, options) => drawSvg(pictureOf(traced, options)),
}
