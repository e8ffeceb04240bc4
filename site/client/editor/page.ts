/** Loaded when somebody opens the editor: it gives itself to the page. */
import { openEditor } from './editor.ts'
import type {} from './load-editor.ts'

globalThis.netgradeOpenEditor = openEditor
