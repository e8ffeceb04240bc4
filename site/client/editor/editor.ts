/** A comfortable field for manifests: colours, what may stand where, mistakes where they stand. Loaded when it is asked for. */
import { autocompletion, completionKeymap, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete'
import { defaultKeymap, history, historyKeymap, indentWithTab } from '@codemirror/commands'
import { bracketMatching, HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { lintGutter, lintKeymap, linter, type Diagnostic as Mark } from '@codemirror/lint'
import type { EditorState } from '@codemirror/state'
import { EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view'
import { tags } from '@lezer/highlight'
import type { Engine } from '../engine/call-engine.ts'
import type { Language } from '../../../src/grading/words.ts'
import type { Diagnostic } from '../engine/messages.ts'
import { yamlLanguage } from './yaml-language.ts'

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
  { tag: tags.propertyName, class: 'key' },
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

/** Properties of the page's own palette, so that themes and high contrast hold; each as specific as CodeMirror's own light theme, which stands before. */
const STYLE = `
:host { display: block; border: 1px solid var(--line); border-radius: 0.25rem; background: var(--raised, Canvas); color: var(--text, CanvasText); }
.cm-editor { min-height: 22rem; max-height: 40rem; font-size: 0.9375rem; }
.cm-editor.cm-focused { outline: 3px solid var(--accent, Highlight); outline-offset: 1px; }
.cm-scroller { overflow: auto; font-family: ui-monospace, 'SF Mono', Menlo, Consolas, monospace; line-height: 1.5; }
.cm-editor .cm-content { caret-color: currentColor; }
.cm-editor .cm-cursor { border-left-color: currentColor; }
.cm-editor .cm-gutters { background: transparent; color: inherit; border: 0; }
.cm-editor .cm-activeLine, .cm-editor .cm-activeLineGutter { background: color-mix(in srgb, currentColor 6%, transparent); }
.cm-editor .cm-tooltip { background: var(--paper, Canvas); color: var(--text, CanvasText); border: 1px solid var(--line); }
.cm-editor .cm-tooltip-autocomplete ul li[aria-selected] { background: var(--accent, Highlight); color: var(--paper, HighlightText); }
.key { color: var(--accent, inherit); font-weight: 600; }
.comment { color: var(--muted, inherit); font-style: italic; }
.text { color: var(--text, inherit); }
.value { color: var(--string, inherit); }
`

const styleSheet = (): CSSStyleSheet => {
  const sheet = new CSSStyleSheet()
  sheet.replaceSync(STYLE)
  return sheet
}

/** Opens the editor over a field. Escape, then Tab leaves it. */
export function openEditor(options: EditorOptions): Editor {
  const { field, engine, label } = options
  const host = document.createElement('div')
  host.className = 'editor'
  // Styles of a shadow's own sheets are allowed where those of elements are not.
  const root = host.attachShadow({ mode: 'open' })
  root.adoptedStyleSheets = [styleSheet()]
  field.after(host)
  const view = new EditorView({
    parent: root,
    root,
    doc: field.value,
    extensions: [
      lineNumbers(),
      history(),
      bracketMatching(),
      highlightActiveLine(),
      yamlLanguage,
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
  field.addEventListener('netgrade:replaced', () => {
    view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: field.value } })
  })
  view.focus()
  return {
    goTo: (line, column) => {
      view.dispatch({ selection: { anchor: offsetOf(view.state, line, column) }, scrollIntoView: true })
      view.focus()
    },
  }
}
