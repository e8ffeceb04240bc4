/** A question of the exam's page: what it asks, and the form that its answer is given in. */
import { escapeXml } from '../../../src/drawing/surface/sheet.ts'
import { letteredOptions, type LetteredOption } from '../../../src/course/exam/lettered.ts'
import type { PaperQuestion } from '../../../src/course/exam/paper.ts'
import type { Language } from '../../../src/grading/words.ts'
import { examPageMessages } from '../../terminal/messages/exam-page.ts'
import { renderBlock, renderLine } from './markdown.ts'
import type { ShownItem } from './view.ts'

interface Fields {
  readonly question: PaperQuestion
  readonly language: Language
  /** Of the options, as they are kept; the text for a text. */
  readonly answer: readonly string[]
  readonly id: string
}

const labelOf = ({ letter, option }: LetteredOption, language: Language): string =>
  `<span class="letter">${letter}</span> ${renderLine(option.text[language])}`

const choices = ({ question, language, answer }: Fields): string =>
  letteredOptions(question)
    .map((one) => {
      const checked = answer.includes(one.option.id) ? ' checked' : ''
      const type = question.form === 'one' ? 'radio' : 'checkbox'
      return `<p><label><input type="${type}" name="answer" value="${one.letter}"${checked}> ${labelOf(one, language)}</label></p>`
    })
    .join('')

/** By lists, which need neither dragging nor sight. */
const places = ({ question, language, answer, id }: Fields): string => {
  const words = examPageMessages(language)
  const options = letteredOptions(question)
  const listed = options.map((one) => `<li>${labelOf(one, language)}</li>`).join('')
  const lists = options.map((_, place) => {
    const chosen = options
      .map(
        ({ letter, option }) => `<option value="${letter}"${answer[place] === option.id ? ' selected' : ''}>${letter}</option>`,
      )
      .join('')
    const field = `${escapeXml(id)}-place-${place + 1}`
    return `<p><label for="${field}">${escapeXml(words.position(place + 1))}</label> <select id="${field}" name="answer"><option value="">${escapeXml(words.choose)}</option>${chosen}</select></p>`
  })
  return `<ul class="options">${listed}</ul>${lists.join('')}`
}

const text = ({ language, answer, id }: Fields): string => {
  const { answer: label } = examPageMessages(language)
  return `<p><label for="${escapeXml(id)}-text">${escapeXml(label)}</label> <input type="text" id="${escapeXml(id)}-text" name="answer" value="${escapeXml(answer.join(' '))}" autocomplete="off" spellcheck="false"></p>`
}

export const renderQuestion = (
  { item, state, answer = [] }: ShownItem,
  { isOver, language }: { readonly isOver: boolean; readonly language: Language },
): string => {
  if (item.kind !== 'question') return ''
  const words = examPageMessages(language)
  const { id, question } = item
  const fields = { question, language, answer, id }
  const inputs = question.form === 'text' ? text(fields) : question.form === 'order' ? places(fields) : choices(fields)
  const isClosed = isOver || state !== 'open'
  const cluster =
    question.state === undefined
      ? ''
      : `<details><summary>${escapeXml(words.state)}</summary><pre tabindex="0"><code>${escapeXml(question.state)}</code></pre></details>`
  return `${renderBlock(question.prompt[language])}${cluster}
<form method="post" action="answer" data-item="${escapeXml(id)}" data-incomplete="${escapeXml(words.incomplete[question.form])}"><input type="hidden" name="item" value="${escapeXml(id)}">
<fieldset${isClosed ? ' disabled' : ''}><legend>${escapeXml(words.ask[question.form])}</legend>
${inputs}
<p class="keep"><button>${escapeXml(words.keep)}</button></p></fieldset>
<p class="said" role="status"></p></form>`
}
