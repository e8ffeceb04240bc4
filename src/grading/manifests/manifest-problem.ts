/** What is wrong with a manifest, with its place and what would mend it. */
import type { ManifestDocument } from '../../kubernetes/yaml/documents.ts'
import type { Position, YamlProblem } from '../../kubernetes/yaml/problem.ts'
import type { Edit } from '../repair/patch.ts'
import type { Words } from '../words.ts'

/** Something that keeps a manifest from being taken. */
export interface ManifestProblem {
  /** Which mistake it is; codes are stable. */
  readonly code: string
  /** Where it stands. */
  readonly position: Position
  /** Field path, where the problem is about a field. */
  readonly path?: string
  /** Quotes what the API server or the YAML reader says. */
  readonly message: string
  /** What helps to see it, in each language. */
  readonly facts: readonly Words[]
  /** What may mend it, the likeliest first. */
  readonly mends?: readonly Mend[]
}

/** A whole text in place of the file's, or edits of one document. */
export type Mend =
  | { readonly text: string }
  | { readonly document: number; readonly edits: readonly Edit[] }
  /** `---` before each object that follows another without it. */
  | { readonly separate: true }

export const fromYaml = ({ code, position, message, mendings }: YamlProblem): ManifestProblem => ({
  code,
  position,
  message,
  facts: [],
  ...(mendings === undefined ? {} : { mends: mendings.map((text) => ({ text })) }),
})

export const problemAt = (
  document: ManifestDocument,
  path: string,
  rest: Omit<ManifestProblem, 'position' | 'path'>,
): ManifestProblem => ({
  position: document.position(path),
  ...(path === '' ? {} : { path }),
  ...rest,
})
