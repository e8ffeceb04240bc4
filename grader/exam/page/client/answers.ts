/** Keeps answers when they are given. What could not be kept stays in the browser, is tried again, and is there after a reload. */
import type { ExamData } from './data.ts'

const RETRY_MS = 4000
const TYPED_MS = 700

interface Kept {
  readonly kept: boolean
  readonly message?: string
}

const valuesOf = (form: HTMLFormElement): readonly string[] =>
  new FormData(form).getAll('answer').flatMap((value) => (typeof value === 'string' ? [value] : []))

const fill = (form: HTMLFormElement, values: readonly string[]): void => {
  const selects = [...form.querySelectorAll('select')]
  for (const [index, select] of selects.entries()) select.value = values[index] ?? ''
  for (const input of form.querySelectorAll<HTMLInputElement>('input[name=answer]'))
    if (input.type === 'text') input.value = values[0] ?? ''
    else input.checked = values.includes(input.value)
}

/** Asks the exam's program; fails where it does not answer. */
const send = async (form: HTMLFormElement): Promise<Kept> => {
  const body = new URLSearchParams()
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') body.append(name, value)
  const response = await fetch('answer', { method: 'POST', body, headers: { accept: 'application/json' } })
  return (await response.json()) as Kept
}

interface Keeper {
  /** Undefined where nothing is left to be kept. */
  readonly retry: () => void
  readonly isPending: () => boolean
}

const keepOne = (form: HTMLFormElement, { variant, words }: ExamData): Keeper => {
  const item = form.dataset['item'] ?? ''
  const key = `netgrade-exam:${variant}:${item}`
  const said = form.querySelector('.said')
  const note = document.querySelector(`[data-note="${CSS.escape(item)}"]`)
  let isPending = false
  let last = 0
  const say = (text: string): void => {
    if (said !== null) said.textContent = text
  }
  const keep = async (): Promise<void> => {
    const turn = ++last
    isPending = true
    localStorage.setItem(key, JSON.stringify(valuesOf(form)))
    try {
      const { kept, message } = await send(form)
      // A later change is on its way.
      if (turn !== last) return
      isPending = false
      localStorage.removeItem(key)
      say(kept ? words.kept : (message ?? form.dataset['incomplete'] ?? ''))
      if (kept && note !== null) note.textContent = words.answered
    } catch {
      if (turn === last) say(words.notKept)
    }
  }
  let typing: ReturnType<typeof setTimeout> | undefined
  form.addEventListener('input', (event) => {
    const isText = event.target instanceof HTMLInputElement && event.target.type === 'text'
    clearTimeout(typing)
    isPending = true
    localStorage.setItem(key, JSON.stringify(valuesOf(form)))
    typing = setTimeout(() => void keep(), isText ? TYPED_MS : 0)
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void keep()
  })
  const draft = localStorage.getItem(key)
  if (draft !== null) {
    fill(form, JSON.parse(draft) as readonly string[])
    void keep()
  }
  return { retry: () => void (isPending && keep()), isPending: () => isPending }
}

/** `stop` when the time is over: forms can be read, and changed no more. */
export const keepAnswers = (data: ExamData): { readonly stop: () => void } => {
  const forms = [...document.querySelectorAll<HTMLFormElement>('form[data-item]')]
  const open = forms.filter((form) => form.querySelector('fieldset')?.disabled === false)
  const keepers = open.map((form) => keepOne(form, data))
  const retrying = setInterval(() => {
    for (const { retry } of keepers) retry()
  }, RETRY_MS)
  window.addEventListener('beforeunload', (event) => {
    if (keepers.some(({ isPending }) => isPending())) event.preventDefault()
  })
  return {
    stop: () => {
      clearInterval(retrying)
      for (const button of document.querySelectorAll('button')) button.disabled = true
      for (const fieldset of document.querySelectorAll('fieldset')) fieldset.disabled = true
    },
  }
}
