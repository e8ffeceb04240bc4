/** The glossary, tasks/glossary.yaml: each term with its word and its text in both languages. */
import type { Language } from '../grading/words.ts'
import { isJsonObject } from '../kubernetes/json.ts'
import { readManifests } from '../kubernetes/yaml/read-manifests.ts'
import { contentProblem, type ContentProblem } from './problem.ts'

interface TermText {
  readonly term: string
  /** Markdown of one paragraph. */
  readonly text: string
}

export interface Term {
  readonly id: string
  readonly line: number
  readonly texts: Readonly<Record<Language, TermText>>
}

const toTermText = (value: unknown): TermText | undefined => {
  const { term, text } = isJsonObject(value) ? value : {}
  return typeof term === 'string' && typeof text === 'string' ? { term, text } : undefined
}

export interface ReadGlossary {
  readonly terms: readonly Term[]
  readonly problems: readonly ContentProblem[]
}

/** In the order of the file; an empty text has no terms. */
export const readGlossary = (text: string, file: string): ReadGlossary => {
  const { documents, problems: found } = readManifests(text, file)
  const problems = found.map(({ position, message }) => contentProblem(position, message))
  const [document] = documents
  if (document === undefined) return { terms: [], problems }
  const terms = Object.entries(document.value).flatMap(([id, value]): Term[] => {
    const [en, ko] = isJsonObject(value) ? [toTermText(value['en']), toTermText(value['ko'])] : []
    const position = document.position(id)
    if (en !== undefined && ko !== undefined) return [{ id, line: position.line, texts: { en, ko } }]
    problems.push(contentProblem(position, 'needs term and text in en and ko', id))
    return []
  })
  return { terms, problems }
}
