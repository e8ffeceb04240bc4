/** A comfortable field for manifests: colours, what may stand where, mistakes where they stand. Loaded when it is asked for. */
import { autocompletion, completionKeymap, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, HighlightStyle, indentOnInput, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, linter, type Diagnostic as Mark } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Engine } from '../engine/call-engine.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { Diagnostic } from '../engine/messages.ts'

export interface EditorOptions {
  /** Takes its place, and keeps its text. */
  readonly field: HTMLTextAreaElement
  readonly engine: Engine
  readonly language: Language
  /** What the field is called. */
  readonly label: string
  /** Called with the mistakes of the text, to be listed below it. */
  readonly checked: (diagnostics: readonly Diagnostic[]) => void
}

export interface Editor {
  readonly goTo: (line: number, column: number) => void
}

/** Colours are the page's; classes would need styles of their own. */
const COLOURS = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], class: 'key' },
  { tag: tags.comment, class: 'comment' },
  { tag: [tags.string, tags.content], class: 'text' },
  { tag: [tags.number, tags.bool], class: 'value' },
])

const FILE = 'answer.yaml'

const completeWith =
  (engine: Engine) =>
  async ({ state, pos, explicit }: CompletionContext): Promise<CompletionResult | null> => {
    const answer = await engine.call({ kind: 'complete', text: state.doc.toString(), offset: pos })
    if (answer.kind !== 'completed' || answer.completions === undefined) return null
    const { from, options } = answer.completions
    if (from === pos && !explicit) return null
    return {
      from,
      options: options.map(({ label, type, required }) => ({
        label,
        detail: type,
        type: type === '' ? 'constant' : 'property',
        ...(type === '' ? {} : { apply: `${label}: ` }),
        ...(required ? { boost: 1 } : {}),
      })),
    }
  }

const offsetOf = ({ doc }: EditorState, line: number, column: number): number => {
  const { from, to } = doc.line(Math.max(1, Math.min(line, doc.lines)))
  return Math.min(from + Math.max(0, column - 1), to)
}

const toMark = (state: EditorState, { line, column, endLine, endColumn, message }: Diagnostic): Mark => {
  const from = offsetOf(state, line, column)
  return { from, to: Math.max(from, offsetOf(state, endLine, endColumn)), severity: 'error', message }
}

const checkWith =
  ({ engine, language, checked }: EditorOptions) =>
  async ({ state }: EditorView): Promise<readonly Mark[]> => {
    const text = state.doc.toString()
    if (text.trim() === '') return []
    const answer = await engine.call({ kind: 'check', files: [{ path: FILE, text }], language })
    if (answer.kind !== 'checked') return []
    checked(answer.diagnostics)
    return answer.diagnostics.map((diagnostic) => toMark(state, diagnostic))
  }

/** Opens the editor over a field. Escape, then Tab leaves it. */
export function openEditor(options: EditorOptions): Editor {
  const { field, engine, label } = options
  const view = new EditorView({
    doc: field.value,
    extensions: [
      lineNumbers(),
      history(),
      indentOnInput(),
      bracketMatching(),
      highlightActiveLine(),
      yaml(),
      syntaxHighlighting(COLOURS),
      autocompletion({ override: [completeWith(engine)] }),
      linter(checkWith(options), { delay: 500 }),
      lintGutter(),
      keymap.of([...completionKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap, indentWithTab]),
      EditorView.contentAttributes.of({ 'aria-label': label }),
      EditorView.updateListener.of(({ docChanged, state }) => {
        if (!docChanged) return
        field.value = state.doc.toString()
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }),
    ],
  })
  field.hidden = true
  field.after(view.dom)
  view.focus()
  return {
    goTo: (line, column) => {
      view.dispatch({ selection: { anchor: offsetOf(view.state, line, column) }, scrollIntoView: true })
      view.focus()
    },
  }
}
