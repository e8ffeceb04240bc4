/** A section's questions as HTML: readable without scripts, each with its answer folded away. */
import { escapeHtml } from './escape.ts'
import { inlineHtml as inline } from './inline.ts'
import { nameKey } from '../../src/course/questions/result.ts'
import type { PosedOption, PosedQuestion } from '../../src/course/questions/question.ts'
import type { Language } from '../../src/grading/words.ts'
import type { WalkRow } from '../../src/grading/explain/walk.ts'

/** Words of the frame. */
export interface QuestionWords {
  readonly question: (number: number) => string
  readonly answer: string
  readonly yourAnswer: string
  readonly check: string
  readonly showAnswer: string
  readonly many: string
  readonly order: string
  readonly walk: readonly [step: string, place: string, detail: string, outcome: string]
}

const field = ({ id, form, options }: PosedQuestion, language: Language, words: QuestionWords): string => {
  if (form === 'text')
    return `<p><label>${words.yourAnswer} <input type="text" name="${id}" autocomplete="off" spellcheck="false"></label></p>`
  if (form === 'order')
    return `<ol class="order">${options.map((option) => `<li data-option="${option.id}"><span>${inline(option.text[language])}</span></li>`).join('')}</ol>`
  const type = form === 'one' ? 'radio' : 'checkbox'
  const item = (option: PosedOption): string =>
    `<li><label><input type="${type}" name="${id}" value="${option.id}"> <span>${inline(option.text[language])}</span></label></li>`
  return `<ul class="options">${options.map(item).join('')}</ul>`
}

const walkTable = (
  rows: readonly WalkRow[],
  language: Language,
  { walk: [step, place, detail, outcome], answer: label }: QuestionWords,
): string =>
  rows.length === 0
    ? ''
    : `<div class="table" role="group" tabindex="0" aria-label="${escapeHtml(label)}"><table><thead><tr>${[step, place, detail, outcome].map((name) => `<th scope="col">${name}</th>`).join('')}</tr></thead><tbody>${rows
        .map((row, index) => {
          const cells = [row.place, row.detail, row.outcome].map((cell) => `<td>${inline(cell[language])}</td>`)
          return `<tr><td>${index + 1}</td>${cells.join('')}</tr>`
        })
        .join('')}</tbody></table></div>`

const answer = (question: PosedQuestion, language: Language, words: QuestionWords): string => {
  const whys = question.options
    .filter(({ why }) => why !== undefined)
    .map(({ text, why }) => `<li>${inline(text[language])}: ${inline(why?.[language] ?? '')}</li>`)
  return [
    `<details class="answer"><summary>${words.showAnswer}</summary>`,
    `<p><strong>${words.answer}</strong> ${inline(nameKey(question, language))}</p>`,
    `<p>${inline(question.why[language])}</p>`,
    ...(whys.length === 0 ? [] : [`<ul>${whys.join('')}</ul>`]),
    walkTable(question.walk, language, words),
    '</details>',
  ].join('')
}

const hintOf = ({ form }: PosedQuestion, words: QuestionWords): string =>
  form === 'many' ? `<p class="how">${words.many}</p>` : form === 'order' ? `<p class="how">${words.order}</p>` : ''

export interface QuestionFrame {
  readonly words: QuestionWords
  /** HTML of the cluster that a question is about; empty where it is about none. */
  readonly clusterOf: (question: PosedQuestion) => string
}

/** One form for each question; site/client/quiz brings them to life. */
export const renderQuestions = (
  questions: readonly PosedQuestion[],
  language: Language,
  { words, clusterOf }: QuestionFrame,
): string =>
  questions
    .map((question, index) =>
      [
        `<form class="question" id="question-${question.id}" data-question="${question.id}" data-form="${question.form}">`,
        `<fieldset><legend><span class="number">${words.question(index + 1)}</span> ${inline(question.prompt[language])}</legend>`,
        clusterOf(question),
        hintOf(question, words),
        field(question, language, words),
        '</fieldset>',
        `<p class="actions"><button type="submit" hidden>${words.check}</button> <span role="status"></span></p>`,
        answer(question, language, words),
        '</form>',
      ].join('\n'),
    )
    .join('\n')

/** What the page's script judges answers by. */
export const questionData = (questions: readonly PosedQuestion[], language: Language): string =>
  JSON.stringify(
    questions.map(({ id, form, key, options }) => ({
      id,
      form,
      key,
      whys: Object.fromEntries(options.flatMap(({ id: letter, why }) => (why === undefined ? [] : [[letter, why[language]]]))),
    })),
  )
