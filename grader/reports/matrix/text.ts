/** A matrix on a terminal: a table where it fits the width, else a line for each server that lists its clients. */
import type { Verdict } from '../../../src/network/model.ts'
import { pad, paint, wrap } from '../layout.ts'
import { displayWidth } from '../../terminal/display-width.ts'
import { matrixWords } from '../messages/matrix.ts'
import type { RenderMatrix, MatrixReportOptions } from './formats.ts'
import { labelOf, rangesOf } from './labels.ts'
import { COLORS, legendOf, SIGNS, VERDICTS } from './signs.ts'
import type { MatrixReport, UnitAnswers } from './units.ts'

const MAX_LABEL = 48

interface Names {
  readonly labels: readonly string[]
  readonly numbers: readonly string[]
  readonly digits: number
  readonly width: number
}

const namesOf = ({ units }: MatrixReport, columns: number): Names => {
  const labels = units.map((unit) => labelOf(unit, Math.min(MAX_LABEL, Math.floor(columns / 2))))
  const numbers = units.map((_, index) => String(index + 1))
  return {
    labels,
    numbers,
    digits: Math.max(1, ...numbers.map((number) => number.length)),
    width: labels.reduce((widest, label) => Math.max(widest, displayWidth(label)), 0),
  }
}

function* table(
  { verdicts }: UnitAnswers,
  { labels, numbers, digits, width }: Names,
  { style }: MatrixReportOptions,
): Iterable<string> {
  yield `${' '.repeat(digits + 2 + width)}  ${numbers.map((number) => number.padStart(digits)).join(' ')}\n`
  for (const [row, label] of labels.entries()) {
    const cells = (verdicts[row] ?? []).map(
      (verdict) => `${' '.repeat(digits - 1)}${paint(style, COLORS[verdict], SIGNS[verdict])}`,
    )
    yield `${(numbers[row] ?? '').padStart(digits)}  ${pad(label, width)}  ${cells.join(' ')}\n`
  }
}

/** Numbers of the clients that get each verdict from a server; those of the commonest verdict are `rest`. */
export const clientsOf = (
  { verdicts }: UnitAnswers,
  column: number,
): { readonly listed: readonly (readonly [Verdict, readonly number[]])[]; readonly rest: Verdict | undefined } => {
  const found = new Map<Verdict, number[]>()
  for (const [row, answers] of verdicts.entries()) {
    const verdict = answers[column]
    if (verdict === undefined) continue
    const known = found.get(verdict)
    if (known === undefined) found.set(verdict, [row + 1])
    else known.push(row + 1)
  }
  // What connects is always listed, unless it is everybody.
  const silent = VERDICTS.filter((verdict) => found.has(verdict) && (verdict !== 'connected' || found.size === 1))
  const rest = [...silent].sort((a, b) => (found.get(b)?.length ?? 0) - (found.get(a)?.length ?? 0))[0]
  return {
    listed: VERDICTS.flatMap((verdict) => (verdict === rest ? [] : [[verdict, found.get(verdict) ?? []] as const])).filter(
      ([, list]) => list.length > 0,
    ),
    rest,
  }
}

function* list(
  answers: UnitAnswers,
  { labels, numbers, digits, width }: Names,
  { style, language }: MatrixReportOptions,
): Iterable<string> {
  const margin = digits + 2 + width + 2
  const words = matrixWords(language)
  yield `${pad('', digits)}  ${pad(words.servers, width)}  ${words.clients}\n`
  for (const [column, label] of labels.entries()) {
    const { listed, rest } = clientsOf(answers, column)
    const parts = [
      ...listed.map(([verdict, clients]) => [verdict, rangesOf(clients)] as const),
      ...(rest === undefined ? [] : [[rest, listed.length === 0 ? words.all : words.rest] as const]),
    ]
    const lines = parts.flatMap(([verdict, text]) =>
      wrap(text, Math.max(20, style.width - margin - 2)).map((line, at) =>
        at === 0 ? `${paint(style, COLORS[verdict], SIGNS[verdict])} ${line}` : `  ${line}`,
      ),
    )
    for (const [at, line] of lines.entries()) {
      const head =
        at === 0 ? `${(numbers[column] ?? '').padStart(digits)}  ${pad(label, width)}` : ' '.repeat(digits + 2 + width)
      yield `${head}  ${line}\n`
    }
  }
}

export const renderText: RenderMatrix = function* (report, options) {
  const { style, language, onNodes = [] } = options
  const names = namesOf(report, style.width)
  const fits = names.digits + 2 + names.width + 2 + names.labels.length * (names.digits + 1) <= style.width
  const words = matrixWords(language)
  for (const answers of report.answers) {
    yield `${paint(style, 'bold', (fits ? words.table : words.list)(answers.ports.join(', ')))}\n\n`
    yield* (fits ? table : list)(answers, names, options)
    yield '\n'
  }
  if (report.units.some(({ pods }) => pods.length > 1)) yield `${words.together}\n`
  yield `${legendOf(report, language)}\n`
  if (onNodes.length > 0) yield `\n${wrap(words.onNodes(onNodes.join(', ')), style.width).join('\n')}\n`
}
