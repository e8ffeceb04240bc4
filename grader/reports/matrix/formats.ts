/** Who reaches whom, for people, documents and tools. Rows are clients, columns are servers. Texts come in pieces, each ending a line. */
import type { Language } from '../../../src/grading/words.ts'
import { escapeMarkdown, fencedCode } from '../drawing/markdown.ts'
import type { Style } from '../layout.ts'
import { matrixWords } from '../messages/matrix.ts'
import { renderObservations } from '../observed.ts'
import type { ToldObservation } from '../../../src/grading/observation/tell.ts'
import type { InputWarning } from '../../terminal/warnings.ts'
import { renderDot } from './dot.ts'
import { labelOf, rangesOf } from './labels.ts'
import { legendOf, SIGNS } from './signs.ts'
import { renderSvg } from './svg.ts'
import { clientsOf, renderText } from './text.ts'
import type { MatrixReport } from './units.ts'

export interface MatrixReportOptions {
  readonly style: Style
  readonly language: Language
  readonly warnings: readonly InputWarning[]
  /** Pods and workloads on the network of their node, to whose traffic policies usually do not apply (N24); none where absent. */
  readonly onNodes?: readonly string[]
  /** What probes saw; absent where nobody asked for it. */
  readonly observed?: readonly ToldObservation[]
}

export type RenderMatrix = (report: MatrixReport, options: MatrixReportOptions) => Iterable<string>

/** Wider tables are read by nobody. */
const MAX_COLUMNS = 40
const LABEL = 60

const renderMarkdown: RenderMatrix = function* (report, { style, language, onNodes = [], observed }) {
  const words = matrixWords(language)
  const labels = report.units.map((unit) => escapeMarkdown(labelOf(unit, LABEL)))
  const isTable = labels.length <= MAX_COLUMNS
  for (const answers of report.answers) {
    yield `**${escapeMarkdown((isTable ? words.table : words.list)(answers.ports.join(', ')))}**\n\n`
    if (isTable) {
      yield `| | ${labels.join(' | ')} |\n|---|${labels.map(() => ':-:|').join('')}\n`
      for (const [row, label] of labels.entries())
        yield `| ${label} | ${(answers.verdicts[row] ?? []).map((verdict) => SIGNS[verdict]).join(' | ')} |\n`
    } else {
      yield `| | ${words.servers} | ${words.clients} |\n|--:|---|---|\n`
      for (const [column, label] of labels.entries()) {
        const { listed, rest } = clientsOf(answers, column)
        const parts = [
          ...listed.map(([verdict, clients]) => `${SIGNS[verdict]} ${rangesOf(clients)}`),
          ...(rest === undefined ? [] : [`${SIGNS[rest]} ${listed.length === 0 ? words.all : words.rest}`]),
        ]
        yield `| ${column + 1} | ${label} | ${parts.join(' &nbsp; ')} |\n`
      }
    }
    yield '\n'
  }
  yield `${legendOf(report, language)}\n`
  if (onNodes.length > 0) yield `\n${escapeMarkdown(words.onNodes(onNodes.join(', ')))}\n`
  if (observed !== undefined)
    yield `\n${fencedCode('text', renderObservations(observed, { style, language }).split('\n')).join('\n')}\n`
}

function* lines<Item>(items: readonly Item[], write: (item: Item) => string, indent: string): Iterable<string> {
  for (const [index, item] of items.entries()) yield `${indent}${write(item)}${index === items.length - 1 ? '' : ','}\n`
}

/** Units with their Pods, and for each port a row for each unit. */
const renderJson: RenderMatrix = function* ({ units, answers }, { warnings, onNodes = [], observed }) {
  yield '{\n  "units": [\n'
  yield* lines(units, (unit) => JSON.stringify(unit), '    ')
  yield '  ],\n  "answers": [\n'
  for (const [index, { ports, verdicts }] of answers.entries()) {
    yield `    {\n      "ports": ${JSON.stringify(ports.map(toPort))},\n      "verdicts": [\n`
    yield* lines(verdicts, (row) => JSON.stringify(row), '        ')
    yield `      ]\n    }${index === answers.length - 1 ? '' : ','}\n`
  }
  yield '  ]'
  if (onNodes.length > 0) yield `,\n  "onNodes": ${JSON.stringify(onNodes)}`
  if (observed !== undefined) {
    yield ',\n  "observed": [\n'
    yield* lines(observed, (one) => JSON.stringify(one), '    ')
    yield '  ]'
  }
  if (warnings.length > 0) yield `,\n  "warnings": ${JSON.stringify(warnings)}`
  yield '\n}\n'
}

const toPort = (text: string): { readonly protocol: string; readonly port: number } => {
  const [protocol = '', port = ''] = text.split(' ')
  return { protocol, port: Number(port) }
}

const renderTextWithObserved: RenderMatrix = function* (report, options) {
  yield* renderText(report, options)
  if (options.observed !== undefined) yield `\n${renderObservations(options.observed, options)}\n`
}

export const MATRIX_FORMATS: Readonly<Record<string, RenderMatrix>> = {
  text: renderTextWithObserved,
  json: renderJson,
  markdown: renderMarkdown,
  dot: renderDot,
  svg: renderSvg,
}

const CHUNK = 65_536

/** Pieces of a text put together to few, so that none is large and writing them is cheap. */
export function* inChunks(pieces: Iterable<string>): Iterable<string> {
  let chunk = ''
  for (const piece of pieces) {
    chunk += piece
    if (chunk.length < CHUNK) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}
