/** Item analysis of an exam as a page: its tables, and plots of what stands in them. It loads nothing, and runs nothing. */
import { escapeXml } from '../../src/drawing/surface/sheet.ts'
import type { ExamFigures } from '../../src/course/exam/analyse-results.ts'
import type { Language } from '../../src/grading/words.ts'
import { examFigureMessages } from '../terminal/messages/exam-figures.ts'
import { binsOf, FEW, headline, inMinutes, percent, tablesOf, type FigureTable } from './exam-figure-tables.ts'
import { bars, intervals, scatter } from './plots.ts'

const STYLE = `html{color-scheme:light dark;background:light-dark(#fff,#141414);color:light-dark(#1a1a1a,#ececec)}
body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:80rem;padding:0 1rem}
.wide{overflow-x:auto;margin-block:1.5rem}
table{border-collapse:collapse}caption{text-align:start;padding:0 .6rem .3rem;word-break:keep-all}th,td{text-align:start;padding:.3rem .6rem;border-bottom:1px solid #888;vertical-align:top;white-space:nowrap}
tbody tr.few{color:light-dark(#595959,#b0b0b0)}
svg{max-width:100%;height:auto}svg text{font:14px system-ui,sans-serif;fill:currentColor}
svg .mark{fill:light-dark(#0a4a9e,#9cc4ff)}svg .line{stroke:light-dark(#0a4a9e,#9cc4ff);stroke-width:2}svg .axis{stroke:currentColor;stroke-width:1}`

const table = ({ title, head, rows }: FigureTable): string => {
  if (rows.length === 0) return `<p>${escapeXml(title ?? '')}</p>`
  const name = title === undefined ? '' : `<caption>${escapeXml(title)}</caption>`
  const columns = head.map((cell) => `<th scope="col">${escapeXml(cell)}</th>`).join('')
  const body = rows
    .map(({ learners, cells: [first = '', ...cells] }) => {
      const rest = cells.map((cell) => `<td>${escapeXml(cell)}</td>`).join('')
      return `<tr${learners < FEW ? ' class="few"' : ''}><th scope="row">${escapeXml(first)}</th>${rest}</tr>`
    })
    .join('\n')
  return `<div class="wide" role="region" tabindex="0" aria-label="${escapeXml(title ?? head.join(', '))}"><table>${name}<thead><tr>${columns}</tr></thead>\n<tbody>${body}</tbody></table></div>`
}

const plotsOf = ({ test, alternates, distribution, times }: ExamFigures, language: Language): string => {
  const { plots, columns } = examFigureMessages(language)
  const points = test.items.flatMap(({ id, facility, discrimination }) =>
    discrimination === undefined ? [] : [{ name: id, x: facility, y: discrimination }],
  )
  const compared = alternates.flatMap(({ slot, alternate, difference, differenceInterval }) =>
    difference === undefined || differenceInterval === undefined
      ? []
      : [{ name: `${slot} ${alternate}`, at: difference, ...differenceInterval }],
  )
  const spent = times.flatMap(({ slot, alternate, medianMinutes, interval }) =>
    alternate === undefined && interval !== undefined ? [{ name: slot, at: medianMinutes, ...interval }] : [],
  )
  return [
    bars({ title: plots.distribution, x: columns.score, y: plots.learners }, binsOf(distribution)),
    ...(points.length === 0 ? [] : [scatter({ title: plots.scatter, x: columns.facility, y: columns.discrimination }, points)]),
    ...(compared.length === 0 ? [] : [intervals({ title: plots.fairness, x: columns.difference, y: '' }, compared, percent)]),
    ...(spent.length === 0
      ? []
      : [intervals({ title: plots.times, x: columns.minutes, y: '' }, spent, inMinutes, 'from zero')]),
  ]
    .map((plot) => `<figure>${plot}</figure>`)
    .join('\n')
}

export const renderFiguresPage = (figures: ExamFigures, language: Language): string => {
  const words = examFigureMessages(language)
  const few = figures.test.learners < FEW ? [words.few(FEW)] : []
  const paragraphs = [...headline(figures, language), ...few].map((line) => `<p>${escapeXml(line)}</p>`)
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(words.title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escapeXml(words.title)}</h1>
${paragraphs.join('\n')}
${tablesOf(figures, language).map(table).join('\n')}
${plotsOf(figures, language)}
</main>
</body>
</html>
`
}
