/** What all sections have: a folder of texts, its settings, its prose. */
import type { ManifestDocument } from '../kubernetes/yaml/documents.ts'
import { readManifests } from '../kubernetes/yaml/read-manifests.ts'
import type { Language } from '../grading/words.ts'
import { substitute, type Parameters } from './parameters.ts'
import { contentProblem, type ContentProblem } from './problem.ts'
import { parseProse, type Prose } from './prose.ts'

/** The texts of `tasks/<id>/`, by path within the folder. */
export interface TaskSource {
  readonly id: string
  /** Shown in messages, e.g. `tasks/3-3`. */
  readonly folder: string
  readonly files: Readonly<Record<string, string>>
  /** The variant of which these are the files; absent for the section's own task. */
  readonly variant?: string
  /** Shown in messages, of files that stand elsewhere than in `folder`. */
  readonly origins?: Readonly<Record<string, string>>
}

/** Where a file stands, as messages show it. */
export const pathOf = ({ folder, origins }: TaskSource, file: string): string => origins?.[file] ?? `${folder}/${file}`

export interface Reading {
  readonly source: TaskSource
  readonly parameters: Parameters
  readonly problems: ContentProblem[]
}

/** Notes files that have to be there. */
export const requireFiles = ({ source, problems }: Reading, files: readonly string[]): void => {
  for (const file of files)
    if (source.files[file] === undefined)
      problems.push({ file: pathOf(source, file), line: 1, column: 1, message: 'the file is missing' })
}

/** A file with the learner's parameters; empty where it is missing. */
export const textOf = ({ source, parameters }: Reading, file: string): string =>
  substitute(source.files[file] ?? '', parameters)

/** The first document of a YAML file; undefined where there is none. */
export const readYaml = (reading: Reading, file: string): ManifestDocument | undefined => {
  const { source, problems } = reading
  if (source.files[file] === undefined) return undefined
  const { documents, problems: found } = readManifests(textOf(reading, file), pathOf(source, file))
  problems.push(...found.map(({ position, message }) => contentProblem(position, message)))
  const [document] = documents
  for (const path of document?.duplicateKeys ?? [])
    if (document !== undefined) problems.push(contentProblem(document.position(path), 'stands twice', path))
  return document
}

/** Prose in every language. */
export const readProse = (reading: Reading): Readonly<Record<Language, Prose>> => ({
  en: readLanguage(reading, 'en'),
  ko: readLanguage(reading, 'ko'),
})

const readLanguage = (reading: Reading, language: Language): Prose => {
  const file = `${language}.md`
  const { prose, problems } = parseProse(textOf(reading, file), pathOf(reading.source, file))
  if (reading.source.files[file] !== undefined) reading.problems.push(...problems)
  return prose
}

/** Minutes that a section takes. */
export const readMinutes = (settings: ManifestDocument | undefined): number =>
  typeof settings?.value['minutes'] === 'number' ? settings.value['minutes'] : 0
