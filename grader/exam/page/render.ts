/** The exam's page: complete without its script, which keeps answers by itself and lets the clock run. */
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import { titleOf } from '../../../src/course/exam/paper.ts'
import { allowedMs } from '../../../src/course/exam/time.ts'
import type { Language } from '../../../src/grading/words.ts'
import { examPageMessages, type ExamPageWords } from '../../terminal/messages/exam-page.ts'
import { clockText } from './clock-text.ts'
import { renderBlock, renderLine } from './markdown.ts'
import { renderQuestion } from './render-question.ts'
import type { ExamView, ShownItem } from './view.ts'

const MINUTE_MS = 60_000

interface Page {
  readonly language: Language
  /** What went wrong with what was sent last. */
  readonly problem?: string
}

const frame = (language: Language, title: string, body: string): string =>
  `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeXml(title)}</title>
<link rel="stylesheet" href="exam.css">
<script src="exam.js" defer></script>
</head>
<body>
${body}
</body>
</html>
`

/** The page that is left when the exam was closed. */
export const renderEnded = (language: Language): string => {
  const { ended, handIn } = examPageMessages(language)
  return frame(language, handIn, `<main><h1>${escapeXml(ended)}</h1></main>`)
}

const noteOf = ({ item, state, answer }: ShownItem, words: ExamPageWords): string => {
  if (state !== 'open') return words[state]
  if (item.kind === 'task') return words.task
  return answer === undefined ? words.open : words.answered
}

const contents = ({ items }: ExamView, words: ExamPageWords): string => {
  const entries = items.map((shown) => {
    const { id } = shown.item
    const note = `<span class="note" data-note="${escapeXml(id)}">${escapeXml(noteOf(shown, words))}</span>`
    return `<li><a href="#${escapeXml(id)}">${escapeXml(id)}</a> ${note}</li>`
  })
  return `<nav aria-label="${escapeXml(words.items)}"><ol>${entries.join('')}</ol></nav>`
}

const renderLock = ({ item, closes }: ShownItem, isOver: boolean, words: ExamPageWords): string =>
  `<form method="post" action="open"><input type="hidden" name="item" value="${escapeXml(item.id)}">
<p><label><input type="checkbox" name="agree" value="yes" required${isOver ? ' disabled' : ''}> ${escapeXml(words.lock(closes.join(', ')))}</label></p>
<p><button${isOver ? ' disabled' : ''}>${escapeXml(words.unlock)}</button></p></form>`

const renderItem = (shown: ShownItem, view: ExamView, language: Language): string => {
  const words = examPageMessages(language)
  const { item, state } = shown
  const heading = `<h2 id="${escapeXml(item.id)}" tabindex="-1">${escapeXml(item.id)} <span class="note">${escapeXml(words.points(item.points))}</span></h2>`
  // What a lock keeps is not told before it is opened.
  const body = (): string => {
    if (state === 'locked') return `<p>${escapeXml(words.locked)}</p>`
    const closed = state === 'closed' ? `<p class="note">${escapeXml(words.closed)}</p>` : ''
    if (item.kind === 'question') return `${closed}${renderQuestion(shown, { isOver: view.leftMs === 0, language })}`
    const title = `<p><strong>${renderLine(titleOf(item)[language])}</strong></p>`
    const how = state === 'open' ? `<p class="note">${escapeXml(words.taskHow(item.id))}</p>` : ''
    return `${closed}${title}${renderBlock(item.task.statement[language])}${how}`
  }
  // Behind a lock all items of its slot are opened at once, by the first of them.
  const isFirst = view.items.find((other) => other.state === 'locked') === shown
  return `<section aria-labelledby="${escapeXml(item.id)}">${heading}${body()}${isFirst ? renderLock(shown, view.leftMs === 0, words) : ''}</section>`
}

const renderHandIn = ({ paper, submissions, leftMs }: ExamView, words: ExamPageWords): string => {
  const rows = submissions.map(
    ({ attempt, receipt }) =>
      `<li>${escapeXml(words.submission(attempt))}, ${escapeXml(words.receipt(receipt))} (<a href="submission-${attempt}.json" download>${escapeXml(words.download)}</a>)</li>`,
  )
  const button =
    leftMs === 0 ? '' : `<form method="post" action="submit"><p><button>${escapeXml(words.handInButton)}</button></p></form>`
  return `<section aria-labelledby="hand-in"><h2 id="hand-in" tabindex="-1">${escapeXml(words.handIn)}</h2>
<p>${escapeXml(words.handInText(submissions.length, paper.exam.limit))}</p>${rows.length === 0 ? '' : `<ul>${rows.join('')}</ul>`}${button}</section>`
}

const header = (view: ExamView, language: Language, words: ExamPageWords): string => {
  const { exam, learner } = view.paper
  const other = language === 'ko' ? 'en' : 'ko'
  const minutes = allowedMs(exam.minutes, learner.multiplier) / MINUTE_MS
  return `<header>
<p class="clock"><span>${escapeXml(words.clock)}</span> <strong id="clock" role="timer" aria-label="${escapeXml(words.clock)}">${clockText(view.leftMs)}</strong></p>
<p id="said" role="status"></p>
</header>
<main>
<h1>${escapeXml(exam.title[language])}</h1>
<p>${escapeXml(learner.name)}. ${escapeXml(words.allowed(minutes, learner.multiplier))} <a href="?lang=${other}" lang="${other}" hreflang="${other}">${escapeXml(words.language)}</a></p>
<p class="unscripted">${escapeXml(words.noScript)}</p>
<p id="hide" hidden><label><input type="checkbox"> ${escapeXml(words.hideClock)}</label></p>`
}

/** What the script says; it has no words of its own. */
const scriptWords = (view: ExamView, words: ExamPageWords): string => {
  const { kept, keeping, notKept, over, answered } = words
  const announced = Object.fromEntries([10, 5, 1].map((minutes) => [minutes, words.announced(minutes)]))
  const data = {
    leftMs: view.leftMs,
    variant: view.paper.variant,
    words: { kept, keeping, notKept, over, answered, announced },
  }
  return `<script type="application/json" id="exam-data">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`
}

export const renderExam = (view: ExamView, { language, problem }: Page): string => {
  const words = examPageMessages(language)
  const alert = problem === undefined ? '' : `<p class="problem" role="alert">${escapeXml(problem)}</p>`
  const over = view.leftMs === 0 ? `<p class="problem">${escapeXml(words.over)}</p>` : ''
  const items = view.items.map((shown) => renderItem(shown, view, language)).join('\n')
  const body = `<a class="skip" href="#items">${escapeXml(words.skip)}</a>
${header(view, language, words)}
${alert}${over}
${contents(view, words)}
<div id="items" tabindex="-1">
${items}
</div>
${renderHandIn(view, words)}
</main>
${scriptWords(view, words)}`
  return frame(language, view.paper.exam.title[language], body)
}
