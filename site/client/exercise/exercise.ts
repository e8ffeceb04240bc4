/** An exercise in the page: a field for manifests, graded by the same engine as `grade --file`. */
import type { TaskSource } from '../../../src/course/reading.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { Result } from '../../../src/grading/result.ts'
import { make } from '../dom.ts'
import { loadEditor } from '../editor/load-editor.ts'
import type { Editor } from '../editor/editor.ts'
import type { Diagnostic } from '../engine/messages.ts'
import { createEngine, TooSlow, type Engine } from '../engine/call-engine.ts'
import { readStored, store } from '../storage.ts'
import { clientWords, pageLanguage, type ClientWords } from '../words.ts'
import { renderResult, summaryOf } from './render-result.ts'

declare global {
  /** Texts of the page's task, filled by its script. */
  var netgradeTask: TaskSource | undefined
}

/** The name under which the reader's text is graded. */
const FILE = 'answer.yaml'

export interface ExerciseOptions {
  /** Called with each result. */
  readonly graded: (result: Result) => void
}

const find = <Kind extends Element>(root: Element, selector: string, kind: new () => Kind): Kind => {
  const found = root.querySelector(selector)
  if (found instanceof kind) return found
  throw new Error(`the exercise has no ${selector}`)
}

/** Puts the caret at a place of the text, and shows it. */
const goTo = (field: HTMLTextAreaElement, line: number, column: number): void => {
  const before = field.value.split('\n').slice(0, line - 1)
  const at = before.reduce((sum, text) => sum + text.length + 1, 0) + column - 1
  field.focus()
  field.setSelectionRange(at, at)
}

interface Bench {
  readonly section: HTMLElement
  readonly field: HTMLTextAreaElement
  readonly engine: Engine
  readonly language: Language
  readonly words: ClientWords
}

/** The editor takes the field's place when its button is used. Returns what shows a place of the text, in whichever is there. */
const offerEditor = ({ section, field, engine, language, words }: Bench): ((line: number, column: number) => void) => {
  let editor: Editor | undefined
  const button = find(section, '.open-editor', HTMLButtonElement)
  const list = find(section, '.diagnostics', HTMLUListElement)
  const checked = (diagnostics: readonly Diagnostic[]): void => {
    list.replaceChildren(...diagnostics.map(({ line, message }) => make('li', {}, `${words.line(line)}: ${message}`)))
  }
  const open = async (): Promise<void> => {
    button.disabled = true
    const label = section.querySelector('label')?.textContent ?? ''
    editor = await loadEditor({ field, engine, language, label, checked })
    button.hidden = true
    find(section, '.editor-hint', HTMLElement).hidden = false
  }
  button.addEventListener('click', () => {
    open().catch((error: unknown) => {
      button.disabled = false
      reportError(error)
    })
  })
  return (line, column) => {
    if (editor === undefined) goTo(field, line, column)
    else editor.goTo(line, column)
  }
}

/**
 * Brings an exercise to life: `section[data-exercise]` with a form, a `textarea`, an element `[role=status]` and one `.result`. Its data
 * attributes name the section's id, the folders of the engine and of the causes' pages, and the version of the program.
 */
export function enhanceExercise(section: HTMLElement, { graded }: ExerciseOptions): void {
  const language = pageLanguage()
  const words = clientWords(language)
  const { exercise = '', engine: folder = '', causes = '', version = '0' } = section.dataset
  const form = find(section, 'form', HTMLFormElement)
  const field = find(section, 'textarea', HTMLTextAreaElement)
  const status = find(section, '[role=status]', HTMLElement)
  const shown = find(section, '.result', HTMLElement)
  const engine = createEngine(folder)
  const key = `netgrade:draft:${exercise}`
  const draft = readStored(key)
  if (draft !== undefined && draft !== '') field.value = draft
  field.addEventListener('input', () => {
    store(key, field.value)
  })

  const place = offerEditor({ section, field, engine, language, words })

  const show = (result: Result): void => {
    status.textContent = summaryOf(result)
    const rendering = {
      causeUrl: (code: string) => `${causes}${code}.html`,
      goTo: place,
    }
    shown.replaceChildren(renderResult(result, rendering))
    graded(result)
  }

  const grade = async (): Promise<void> => {
    const task = globalThis.netgradeTask
    if (task === undefined || field.value.trim() === '') {
      status.textContent = words.empty
      return
    }
    status.textContent = words.grading
    form.setAttribute('aria-busy', 'true')
    try {
      const files = [{ path: FILE, text: field.value }]
      const answer = await engine.call({ kind: 'grade', task, files, language, version, at: new Date().toISOString() })
      if (answer.kind === 'graded') show(answer.result)
    } catch (error) {
      shown.replaceChildren()
      status.textContent = error instanceof TooSlow ? words.tooSlow : words.fault
      if (!(error instanceof TooSlow)) reportError(error)
    } finally {
      form.removeAttribute('aria-busy')
    }
  }

  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void grade()
  })
  section.hidden = false
}
