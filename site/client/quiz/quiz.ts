/** Questions in the page: answers are judged at once, with why; items are brought into order by buttons. */
import { judgeAnswer } from '../../../src/course/questions/judge.ts'
import type { Form } from '../../../src/course/questions/question.ts'
import { inline, make } from '../dom.ts'
import { clientWords, pageLanguage, type ClientWords } from '../words.ts'

/** What the build writes beside the page. */
export interface QuestionData {
  readonly id: string
  readonly form: Form
  readonly key: readonly string[]
  /** Why each option is right or wrong, by its letter. */
  readonly whys: Readonly<Record<string, string>>
}

declare global {
  /** The page's questions, filled by its script. */
  var netgradeQuestions: readonly QuestionData[] | undefined
}

export interface QuizOptions {
  /** Called with the first answer to a question since the page was opened, and what all first answers come to. */
  readonly answered: (id: string, correct: boolean) => void
  /** Whether each question that was answered earlier was answered right. */
  readonly earlier: Readonly<Record<string, boolean>>
}

const itemsOf = (form: HTMLFormElement): readonly HTMLElement[] =>
  [...form.querySelectorAll('[data-option]')].filter((item) => item instanceof HTMLElement)

const answerOf = (form: HTMLFormElement, { id, form: kind }: QuestionData): readonly string[] => {
  if (kind === 'order') return itemsOf(form).map(({ dataset }) => dataset['option'] ?? '')
  return new FormData(form).getAll(id).flatMap((value) => (typeof value === 'string' && value.trim() !== '' ? [value] : []))
}

/** Buttons that move an item; the focus stays on the button that was used. */
const addMovers = (form: HTMLFormElement, words: ClientWords): void => {
  for (const item of itemsOf(form)) {
    const move = (step: 'up' | 'down'): HTMLElement => {
      const label = `${words[step]}: ${item.textContent}`
      const button = make('button', { type: 'button', class: 'move', 'aria-label': label }, step === 'up' ? '↑' : '↓')
      button.addEventListener('click', () => {
        const other = step === 'up' ? item.previousElementSibling : item.nextElementSibling
        if (step === 'up') other?.before(item)
        else other?.after(item)
        button.focus()
        const items = itemsOf(form)
        tell(form, words.position(items.indexOf(item) + 1, items.length))
      })
      return button
    }
    const buttons = [move('up'), move('down')]
    item.append(' ', ...buttons)
  }
}

const tell = (form: HTMLFormElement, text: string): void => {
  const status = form.querySelector('[role=status]')
  if (status !== null) status.textContent = text
}

const showWhys = (form: HTMLFormElement, answer: readonly string[], { whys }: QuestionData): void => {
  form.querySelector('.whys')?.remove()
  const said = answer.flatMap((id) => (whys[id] === undefined ? [] : [make('li', {}, inline(whys[id]))]))
  if (said.length > 0) form.querySelector('.actions')?.after(make('ul', { class: 'whys' }, ...said))
}

const showVerdict = (form: HTMLFormElement, correct: boolean, words: ClientWords): void => {
  form.classList.toggle('right', correct)
  form.classList.toggle('wrong', !correct)
  tell(form, correct ? `✔ ${words.right}` : `✘ ${words.wrong} ${words.again}`)
}

/** Undefined where nothing was answered: no question is right then. */
const judge = (form: HTMLFormElement, data: QuestionData, words: ClientWords): boolean | undefined => {
  const answer = answerOf(form, data)
  if (answer.length === 0) {
    tell(form, words.unanswered)
    return undefined
  }
  const { correct } = judgeAnswer(data, answer)
  showVerdict(form, correct, words)
  showWhys(form, answer, data)
  const details = form.querySelector('details.answer')
  if (correct && details instanceof HTMLDetailsElement) details.open = true
  return correct
}

/** Brings all questions of the page to life. */
export function enhanceQuiz(root: ParentNode, { answered, earlier }: QuizOptions): void {
  const words = clientWords(pageLanguage())
  const known = new Map((globalThis.netgradeQuestions ?? []).map((data) => [data.id, data]))
  const first = new Set<string>()
  for (const form of root.querySelectorAll<HTMLFormElement>('form[data-question]')) {
    const data = known.get(form.dataset['question'] ?? '')
    if (data === undefined) continue
    if (data.form === 'order') addMovers(form, words)
    const before = earlier[data.id]
    if (before !== undefined) showVerdict(form, before, words)
    for (const button of form.querySelectorAll<HTMLButtonElement>('button[hidden]')) button.hidden = false
    // Who looks first has not answered.
    form.querySelector('details.answer')?.addEventListener('toggle', () => first.add(data.id))
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      const correct = judge(form, data, words)
      if (correct === undefined || first.has(data.id)) return
      first.add(data.id)
      answered(data.id, correct)
    })
  }
}
