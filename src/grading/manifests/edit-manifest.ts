/** Changes fields in the text of a manifest; comments and the order of fields stay. */
import { editWhole } from '../../kubernetes/yaml/edit-whole.ts'
import { editPlain } from '../../kubernetes/yaml/plain/edit-plain.ts'
import type { Edit } from '../repair/patch.ts'

export interface EditedText {
  /** The text before, in the same layout as `after`, so that only the edits differ. */
  readonly before: string
  readonly after: string
}

export const editManifest = (text: string, document: number, edits: readonly Edit[]): EditedText => {
  const plain = editPlain(text, document, edits)
  if (plain !== undefined) return { before: text, after: plain }
  return { before: editWhole(text, document, []), after: editWhole(text, document, edits) }
}
