/** Changes fields in the text of a manifest; comments and the order of fields stay. */
import { parseAllDocuments } from 'yaml'
import { parsePath } from '../../kubernetes/field-path.ts'
import type { Edit } from '../repair/patch.ts'

export interface EditedText {
  /** The text before, in the same layout as `after`, so that only the edits differ. */
  readonly before: string
  readonly after: string
}

const layOut = (text: string, document: number, edits: readonly Edit[]): string => {
  const documents = parseAllDocuments(text, { version: '1.1', merge: true })
  if ('empty' in documents) return text
  for (const { path, value } of edits) {
    const steps = parsePath(path)
    if (value === undefined) documents[document]?.deleteIn(steps)
    else documents[document]?.setIn(steps, documents[document].createNode(value))
  }
  return documents.map((one) => one.toString({ lineWidth: 0 })).join('')
}

export const editManifest = (text: string, document: number, edits: readonly Edit[]): EditedText => ({
  before: layOut(text, document, []),
  after: layOut(text, document, edits),
})
