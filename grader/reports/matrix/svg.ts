/** Coloured squares, one grid for the ports with equal answers, below one another. */
import { verdictWords } from '../../../src/grading/explain/verdict.ts'
import type { Verdict } from '../../../src/network/model.ts'
import { displayWidth } from '../layout.ts'
import { matrixWords } from '../messages/matrix.ts'
import type { RenderMatrix } from './formats.ts'
import { labelOf } from './labels.ts'
import { legendOf, SIGNS } from './signs.ts'
import type { UnitAnswers } from './units.ts'

const CELL = 22
const LETTER = 7.2
const LABEL = 40
const FILLS: Readonly<Record<Verdict, string>> = {
  connected: '#2e7d32',
  refused: '#f9a825',
  'timed-out': '#c62828',
  unresolved: '#9e9e9e',
  unreachable: '#bdbdbd',
}

const escape = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

interface Grid {
  readonly labels: readonly string[]
  readonly margin: number
  readonly top: number
  readonly words: (verdict: Verdict) => string
}

function* grid({ verdicts }: UnitAnswers, { labels, margin, top, words }: Grid): Iterable<string> {
  for (const [row, name] of labels.entries()) {
    yield `<text x="${margin - 6}" y="${top + row * CELL + 15}" text-anchor="end">${escape(name)}</text>\n`
    yield `<text transform="translate(${margin + row * CELL + 15} ${top - 6}) rotate(-90)">${escape(name)}</text>\n`
  }
  for (const [row, from] of labels.entries())
    for (const [column, to] of labels.entries()) {
      const verdict = verdicts[row]?.[column] ?? 'unreachable'
      const [x, y] = [margin + column * CELL, top + row * CELL]
      yield [
        `<g><title>${escape(`${from} → ${to}: ${words(verdict)}`)}</title>`,
        `<rect x="${x}" y="${y}" width="${CELL - 2}" height="${CELL - 2}" rx="3" fill="${FILLS[verdict]}"/>`,
        `<text x="${x + CELL / 2 - 1}" y="${y + 15}" text-anchor="middle" fill="#fff">${SIGNS[verdict]}</text></g>\n`,
      ].join('')
    }
}

export const renderSvg: RenderMatrix = function* (report, { language }) {
  const labels = report.units.map((unit) => labelOf(unit, LABEL))
  const margin = Math.ceil(labels.reduce((widest, label) => Math.max(widest, displayWidth(label)), 0) * LETTER) + 12
  const side = labels.length * CELL
  const each = margin + side + 40
  const titles = report.answers.map(({ ports }) => matrixWords(language).table(ports.join(', ')))
  const width = margin + Math.max(side, ...titles.map((title) => displayWidth(title) * LETTER)) + 12
  const height = each * report.answers.length + 12
  const title = escape(titles.join('; '))
  yield `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}" font-family="monospace" font-size="12">\n`
  yield `<title>${title}</title>\n<rect width="${width}" height="${height}" fill="#fff"/>\n`
  const words = (verdict: Verdict): string => verdictWords(verdict)[language]
  for (const [index, answers] of report.answers.entries()) {
    yield* grid(answers, { labels, margin, top: index * each + margin, words })
    yield `<text x="${margin}" y="${index * each + margin + side + 20}">${escape(titles[index] ?? '')}</text>\n`
  }
  yield `<text x="${margin}" y="${height - 6}">${escape(legendOf(report, language))}</text>\n</svg>\n`
}
