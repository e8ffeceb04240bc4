/** Item analysis of an exam: for a terminal, as JSON and as CSV. */
import { stringify } from 'csv-stringify/sync'
import type { ExamFigures } from '../../src/course/exam/analyse-results.ts'
import type { Interval } from '../../src/course/analysis/statistics.ts'
import type { Language } from '../../src/grading/words.ts'
import { examFigureMessages } from '../cli/messages/exam-figures.ts'
import { alignColumns, paint, type Style } from './layout.ts'

type Render = (figures: ExamFigures, style: Style) => string

/** Below this many learners a figure says little, and is shown faintly. */
const FEW = 10

const percent = (share: number | undefined): string => (share === undefined ? '–' : `${Math.round(share * 100)} %`)
const figure = (value: number | undefined): string => (value === undefined ? '–' : value.toFixed(2))
const between = (interval: Interval | undefined): string =>
  interval === undefined ? '' : `${percent(interval.low)} … ${percent(interval.high)}`

const renderText =
  (language: Language): Render =>
  ({ test, alternates, absent }, style) => {
    const words = examFigureMessages(language)
    const faint = (learners: number, line: string): string => (learners < FEW ? paint(style, 'dim', line) : line)
    const of = words.columns
    const slots = alignColumns([
      [of.slot, of.facility, '95 %', of.itemRest, of.discrimination, of.alphaWithout],
      ...test.items.map((item) => [
        item.id,
        percent(item.facility),
        between(item.interval),
        figure(item.itemRest),
        figure(item.discrimination),
        figure(item.alphaWithout),
      ]),
    ])
    const drawn = alignColumns([
      [of.slot, of.alternate, of.learners, of.facility, '95 %', of.difference, '95 %', of.blank, of.hardest],
      ...alternates.map((one) => [
        one.slot,
        one.alternate,
        String(one.learners),
        percent(one.facility),
        between(one.interval),
        percent(one.difference),
        between(one.differenceInterval),
        percent(one.blank),
        one.hardest === undefined ? '' : `${one.hardest.check} ${percent(one.hardest.failed)}`,
      ]),
    ])
    return [
      words.class(test.learners, absent),
      words.test(figure(test.mean), figure(test.deviation), figure(test.alpha), figure(test.measurementError)),
      '',
      ...slots.map((line) => faint(test.learners, line.trimEnd())),
      '',
      ...drawn.map((line, index) => faint(index === 0 ? FEW : (alternates[index - 1]?.learners ?? FEW), line.trimEnd())),
      ...(test.learners < FEW ? ['', words.few(FEW)] : []),
      '',
    ].join('\n')
  }

const renderJson: Render = (figures) => `${JSON.stringify({ schema: 'netgrade/exam-figures/v1', ...figures }, null, 2)}\n`

const plain = (value: number | undefined): string => (value === undefined ? '' : String(Number(value.toFixed(4))))

/** One row for each alternate; those of a slot as a whole have none. */
const renderCsv: Render = ({ test, alternates }) =>
  stringify(
    [
      ...test.items.map((item) => [
        item.id,
        '',
        test.learners,
        ...[item.facility, item.interval?.low, item.interval?.high].map(plain),
        ...['', '', '', ''],
        ...[item.itemRest, item.discrimination, item.alphaWithout].map(plain),
      ]),
      ...alternates.map((one) => [
        one.slot,
        one.alternate,
        one.learners,
        ...[one.facility, one.interval?.low, one.interval?.high].map(plain),
        ...[one.difference, one.differenceInterval?.low, one.differenceInterval?.high, one.blank].map(plain),
        ...['', '', ''],
      ]),
    ],
    {
      header: true,
      columns: ['slot', 'alternate', 'learners', 'facility', 'low95', 'high95', 'difference', 'difference_low95', 'difference_high95', 'blank', 'item_rest_r', 'discrimination_27', 'alpha_without'], // prettier-ignore
      escape_formulas: true,
      record_delimiter: '\r\n',
    },
  )

export const figureFormats = (language: Language): Readonly<Record<string, Render>> => ({
  text: renderText(language),
  json: renderJson,
  csv: renderCsv,
})
