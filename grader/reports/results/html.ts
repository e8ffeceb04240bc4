/** One page without scripts or anything from elsewhere; what learners wrote stands in it as text only. */
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import type { Result } from '../../../src/grading/result.ts'
import { nameOfTask } from '../../../src/grading/task.ts'
import { reportMessages } from '../messages/messages.ts'
import { resultListWords } from '../messages/results.ts'
import { codesOf, linesOf, overviewOf, problemLines, type Book, type ResultFormat } from './book.ts'
import { shareOf, tellOverview } from './overview.ts'

const STYLE =
  'body{font:1rem/1.5 system-ui,sans-serif;margin:2rem auto;max-width:72rem;padding:0 1rem;color-scheme:light dark}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:start;padding:.3rem .6rem;border-bottom:1px solid #8886;vertical-align:top}' +
  'td.points{text-align:end;font-variant-numeric:tabular-nums}code{font-family:ui-monospace,monospace}'

function* write(book: Book): Generator<string> {
  const { results, language, isSingle } = book
  const words = resultListWords(language)
  const title = escapeXml(words.title)
  yield `<!doctype html>\n<html lang="${language}">\n<head>\n<meta charset="utf-8">\n<title>${title}</title>\n`
  yield `<meta name="viewport" content="width=device-width, initial-scale=1">\n<style>${STYLE}</style>\n</head>\n<body>\n<main>\n<h1>${title}</h1>\n`
  if (!isSingle) yield `<p>${escapeXml(tellOverview(overviewOf(results), language))}</p>\n`
  const head = [...(isSingle ? [] : [words.learner]), words.task, words.points, words.result, words.why]
  yield `<table>\n<thead><tr>${head.map((cell) => `<th scope="col">${escapeXml(cell)}</th>`).join('')}</tr></thead>\n<tbody>\n`
  for (const result of results) yield rowOf(result, book)
  yield '</tbody>\n</table>\n</main>\n</body>\n</html>\n'
}

const rowOf = (result: Result, { language, isSingle }: Book): string => {
  const words = resultListWords(language)
  const late = result.submission.late === true ? ` (${words.late})` : ''
  const learner = isSingle ? '' : `<th scope="row">${escapeXml(result.learner?.id ?? '')}</th>`
  const cells = `<td>${escapeXml(nameOfTask(result.task))}</td><td class="points">${shareOf(result)}${escapeXml(late)}</td>`
  return `<tr>${learner}${cells}<td>${escapeXml(words.status[result.status])}</td><td>${whyOf(result)}</td></tr>\n`
}

const whyOf = (result: Result): string => {
  const items = itemsOf(result)
  if (items.length === 0) return ''
  const codes = codesOf(result).map((code) => `<code>${escapeXml(code)}</code>`)
  const summary = codes.length === 0 ? escapeXml(items[0]?.title ?? '') : codes.join(' ')
  const list = items.map(({ title, lines }) => `<li>${[title, ...lines].map(escapeXml).join('<br>')}</li>`).join('')
  return `<details><summary>${summary}</summary><ul>${list}</ul></details>`
}

const itemsOf = (result: Result): readonly { readonly title: string; readonly lines: readonly string[] }[] => {
  const words = reportMessages(result.task.locale)
  if (result.problems.length > 0)
    return result.problems.map((problem) => ({ title: problem.title, lines: problemLines(problem).slice(1) }))
  return result.checks.flatMap((check) => {
    const lines = linesOf(check, words)
    return lines.length === 0 ? [] : [{ title: check.title, lines }]
  })
}

export const html: ResultFormat = { about: 'class', write }
