/** Opens the editor over a field, once somebody asks for it. */
import { loadScript } from '../load-script.ts'
import type { Editor, EditorOptions } from './editor.ts'

declare global {
  /** Filled by the editor's script. */
  var netgradeOpenEditor: ((options: EditorOptions) => Editor) | undefined
}

/** Rejects where the script cannot be loaded; the field stays as it is then. */
export const loadEditor = async (options: EditorOptions): Promise<Editor> => {
  if (globalThis.netgradeOpenEditor === undefined) await loadScript(document.body.dataset['editor'] ?? '')
  const open = globalThis.netgradeOpenEditor
  if (open === undefined) throw new Error('the script of the editor holds no editor')
  return open(options)
}
