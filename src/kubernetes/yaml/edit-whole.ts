/** Changes fields in the text of every manifest; comments and the order of fields stay, but the text is laid out anew. */
import { parseAllDocuments, type Document } from 'yaml'
import { parsePath, type PathStep } from '../field-path.ts'
import type { FieldEdit } from './plain/edit-plain.ts'

/** Parents that are missing are written with the value: the library would make ordered maps of them. */
const write = (document: Document, steps: readonly PathStep[], value: unknown): void => {
  let known = steps.length - 1
  while (known > 0 && !document.hasIn(steps.slice(0, known))) known -= 1
  const inside = steps
    .slice(known + 1)
    .reduceRight<unknown>((item, step) => (typeof step === 'number' ? [item] : { [step]: item }), value)
  document.setIn(steps.slice(0, known + 1), document.createNode(inside))
}

/** The text in the library's layout, with the fields of one of its documents changed. */
export const editWhole = (text: string, document: number, edits: readonly FieldEdit[]): string => {
  const documents = parseAllDocuments(text, { version: '1.1', merge: true })
  if ('empty' in documents) return text
  const edited: Document | undefined = documents[document]
  for (const { path, value } of edited === undefined ? [] : edits) {
    const steps = parsePath(path)
    if (value === undefined) edited?.deleteIn(steps)
    else if (edited !== undefined) write(edited, steps, value)
  }
  return documents.map((one) => one.toString({ lineWidth: 0 })).join('')
}
