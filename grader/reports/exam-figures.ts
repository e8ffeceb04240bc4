/** Item analysis of an exam: for a terminal, as JSON, as CSV and as a page. */
import type { ExamFigures } from '../../src/course/exam/analyse-results.ts'
import type { Language } from '../../src/grading/words.ts'
import { examFigureMessages } from '../terminal/messages/exam-figures.ts'
import { renderFiguresCsv } from './exam-figures-csv.ts'
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
        ...(rows.length === 0 ? [] : [first]),
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

export const figureFormats = (language: Language): Readonly<Record<string, Render>> => ({
  text: renderText(language),
  json: renderJson,
  csv: renderFiguresCsv,
  html: (figures) => renderFiguresPage(figures, language),
})
