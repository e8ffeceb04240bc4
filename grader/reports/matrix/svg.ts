/** Coloured squares, one grid for the ports with equal answers, below one another. */
import { verdictWords } from '../../../src/grading/explain/verdict.ts'
import type { Verdict } from '../../../src/network/model.ts'
import type { Language } from '../../../src/grading/words.ts'
import { around } from '../drawing/around.ts'
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import { svgDocument, textWidth } from '../drawing/svg.ts'
import { matrixWords } from '../messages/matrix.ts'
import type { RenderMatrix } from './formats.ts'
import { labelOf } from './labels.ts'
import { legendOf, SIGNS } from './signs.ts'
import type { MatrixReport, UnitAnswers } from './units.ts'

const CELL = 22
const LABEL = 40
const FILLS: Readonly<Record<Verdict, string>> = {
  connected: '#2e7d32',
  refused: '#8a5a00',
  'timed-out': '#c62828',
  unresolved: '#616161',
  unreachable: '#757575',
}

interface Grid {
  readonly labels: readonly string[]
  readonly margin: number
  readonly top: number
  readonly words: (verdict: Verdict) => string
}

function* grid({ verdicts }: UnitAnswers, { labels, margin, top, words }: Grid): Iterable<string> {
  for (const [row, name] of labels.entries()) {
    yield `<text x="${margin - 6}" y="${top + row * CELL + 15}" text-anchor="end">${escapeXml(name)}</text>\n`
    yield `<text transform="translate(${margin + row * CELL + 15} ${top - 6}) rotate(-90)">${escapeXml(name)}</text>\n`
  }
  for (const [row, from] of labels.entries())
    for (const [column, to] of labels.entries()) {
      const verdict = verdicts[row]?.[column] ?? 'unreachable'
      const [x, y] = [margin + column * CELL, top + row * CELL]
      yield [
        `<g><title>${escapeXml(`${from} → ${to}: ${words(verdict)}`)}</title>`,
        `<rect x="${x}" y="${y}" width="${CELL - 2}" height="${CELL - 2}" rx="3" fill="${FILLS[verdict]}"/>`,
        `<text x="${x + CELL / 2 - 1}" y="${y + 15}" text-anchor="middle" fill="#fff">${SIGNS[verdict]}</text></g>\n`,
      ].join('')
    }
}

export const renderSvg: RenderMatrix = function* (report, { language, onNodes = [] }) {
  const labels = report.units.map((unit) => labelOf(unit, LABEL))
  const margin = labels.reduce((widest, label) => Math.max(widest, textWidth(label)), 0) + 12
  const side = labels.length * CELL
  const each = margin + side + 40
  const titles = report.answers.map(({ ports }) => matrixWords(language).table(ports.join(', ')))
  const note = onNodes.length === 0 ? [] : [matrixWords(language).onNodes(onNodes.join(', '))]
  const legend = [legendOf(report, language), ...note].join('   ')
  const words = (verdict: Verdict): string => verdictWords(verdict)[language]
  const [head, tail] = around((mark) =>
    svgDocument({
      width: margin + Math.max(side, ...[...titles, legend].map(textWidth)) + 12,
      height: each * report.answers.length + 24,
      title: titles.join('; '),
      description: describe(report, language),
      body: [mark],
    }),
  )
  yield head
  for (const [index, answers] of report.answers.entries()) {
    yield* grid(answers, { labels, margin, top: index * each + margin, words })
    yield `<text x="${margin}" y="${index * each + margin + side + 20}">${escapeXml(titles[index] ?? '')}</text>\n`
  }
  yield `<text x="${margin}" y="${each * report.answers.length + 16}">${escapeXml(legend)}</text>\n`
  yield tail
}

const describe = ({ units, answers }: MatrixReport, language: Language): string => {
  const pods = units.reduce((count, unit) => count + unit.pods.length, 0)
  const connected = answers.reduce(
    (count, { verdicts }) => count + verdicts.flatMap((row) => row.filter((verdict) => verdict === 'connected')).length,
    0,
  )
  return matrixWords(language).description(units.length, pods, connected)
}
