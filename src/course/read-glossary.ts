/** The glossary, tasks/glossary.yaml: each term with its word and its text in both languages. */
import type { Language } from '../grading/words.ts'
import { isJsonObject, isList } from '../kubernetes/json.ts'
import { readManifests } from '../kubernetes/yaml/read-manifests.ts'
import { contentProblem, type ContentProblem } from './problem.ts'

interface TermText {
  readonly term: string
  /** Markdown of one paragraph. */
  readonly text: string
  /** Other words by which the course may call it. */
  readonly also: readonly string[]
  /** Words for the same thing that the course does not use. */
  readonly not: readonly string[]
}

export interface Term {
  readonly id: string
  readonly line: number
  readonly texts: Readonly<Record<Language, TermText>>
}

const toList = (value: unknown): readonly string[] | undefined => {
  if (value === undefined) return []
  return isList(value) && value.every((item) => typeof item === 'string') ? value : undefined
}

const toTermText = (value: unknown): TermText | undefined => {
  const { term, text, ...lists } = isJsonObject(value) ? value : {}
  const [also, not] = [toList(lists['also']), toList(lists['not'])]
  if (typeof term !== 'string' || typeof text !== 'string' || also === undefined || not === undefined) return undefined
  return { term, text, also, not }
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
    problems.push(contentProblem(position, 'needs term and text in en and ko, and lists of words as also and not', id))
    return []
  })
  return { terms, problems }
}
