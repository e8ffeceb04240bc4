/** Item analysis of an exam: for a terminal, as JSON, as CSV and as a page. */
import { stringify } from 'csv-stringify/sync'
import type { ExamFigures } from '../../src/course/exam/analyse-results.ts'
import type { Interval } from '../../src/course/analysis/statistics.ts'
import type { Language } from '../../src/grading/words.ts'
import { examFigureMessages } from '../cli/messages/exam-figures.ts'
import { renderFiguresPage } from './exam-figures-page.ts'
import { FEW, headline, tablesOf, type FigureTable } from './exam-figure-tables.ts'
import { alignColumns, paint, type Style } from './layout.ts'

type Render = (figures: ExamFigures, style: Style) => string

const renderText =
  (language: Language): Render =>
  (figures, style) => {
    const words = examFigureMessages(language)
    const faint = (learners: number, line: string): string => (learners < FEW ? paint(style, 'dim', line) : line)
    const lines = ({ title, head, rows }: FigureTable): readonly string[] => {
      const [first = '', ...rest] = alignColumns([head, ...rows.map(({ cells }) => cells)])
      return [
        '',
        ...(title === undefined ? [] : [title]),
        first,
        ...rest.map((line, index) => faint(rows[index]?.learners ?? FEW, line)),
      ]
    }
    return [
      ...headline(figures, language),
      ...tablesOf(figures, language).flatMap(lines),
      ...(figures.test.learners < FEW ? ['', words.few(FEW)] : []),
      '',
    ].join('\n')
  }

const renderJson: Render = (figures) => `${JSON.stringify({ schema: 'netgrade/exam-figures/v1', ...figures }, null, 2)}\n`

const plain = (value: number | undefined): string => (value === undefined ? '' : String(Number(value.toFixed(4))))
const bounds = (interval: Interval | undefined): readonly string[] => [interval?.low, interval?.high].map(plain)

const COLUMNS = [
  ...['slot', 'alternate', 'parameter', 'value', 'learners', 'facility', 'low95', 'high95'],
  ...['difference', 'difference_low95', 'difference_high95', 'blank', 'hardest_check', 'hardest_failed'],
  ...[
    'item_rest_r',
    'item_rest_low95',
    'item_rest_high95',
    'discrimination_27',
    'discrimination_low95',
    'discrimination_high95',
  ],
  ...['alpha_without', 'alpha_without_low95', 'alpha_without_high95'],
]

/** Rows of slots have no alternate; the exam's as a whole has its alpha where theirs have that without them, and no slot. */
const renderCsv: Render = ({ test, alternates, parameters }) => {
  const max = test.items.reduce((sum, item) => sum + item.max, 0)
  const share = (points: number | undefined): number | undefined =>
    points === undefined || max === 0 ? undefined : points / max
  const ofMean = [test.mean, test.meanInterval?.low, test.meanInterval?.high].map(share).map(plain)
  const rows = [
    ['', '', '', '', test.learners, ...ofMean, ...Array<string>(12).fill(''), plain(test.alpha), ...bounds(test.alphaInterval)],
    ...test.items.map((item) => [
      ...[item.id, '', '', '', test.learners],
      ...[plain(item.facility), ...bounds(item.interval), ...Array<string>(6).fill('')],
      ...[plain(item.itemRest), ...bounds(item.itemRestInterval)],
      ...[plain(item.discrimination), ...bounds(item.discriminationInterval)],
      ...[plain(item.alphaWithout), ...bounds(item.alphaWithoutInterval)],
    ]),
    ...alternates.map((one) => [
      ...[one.slot, one.alternate, '', '', one.learners, plain(one.facility), ...bounds(one.interval)],
      ...[plain(one.difference), ...bounds(one.differenceInterval), plain(one.blank)],
      ...[one.hardest?.check ?? '', plain(one.hardest?.failed), ...Array<string>(9).fill('')],
    ]),
    ...parameters.map((one) => [
      ...[one.slot, one.alternate, one.parameter, one.value, one.learners, plain(one.facility), ...bounds(one.interval)],
      ...[plain(one.difference), ...bounds(one.differenceInterval), ...Array<string>(12).fill('')],
    ]),
  ]
  return stringify(rows, { header: true, columns: COLUMNS, escape_formulas: true, record_delimiter: '\r\n' })
}

export const figureFormats = (language: Language): Readonly<Record<string, Render>> => ({
  text: renderText(language),
  json: renderJson,
  csv: renderCsv,
  html: (figures) => renderFiguresPage(figures, language),
})
