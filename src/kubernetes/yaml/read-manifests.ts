/** Reads manifests, several documents in YAML or JSON, the way kubectl does, and keeps where everything stands. */
import type { PathStep } from '../field-path.ts'
import { isJsonObject } from '../json.ts'
import { documentsOf, refuse, type ManifestFile, type Source } from './documents.ts'
import { createPlaces } from './places.ts'
import { findPlace } from './plain/find-place.ts'
import { positionOf, toLines, type Line } from './plain/lines.ts'
import { readPlainDocuments, type PlainDocument } from './plain/read-plain.ts'
import type { Position } from './problem.ts'
import { readAnyManifests } from './read-whole.ts'

/** The API server refuses larger requests as well. */
export const MAX_MANIFEST_BYTES = 5 * 1024 * 1024

/** Reads all documents of a text. Everything that is wrong is told at once. */
export const readManifests = (input: string, file: string): ManifestFile => {
  const text = input.replace(/^\uFEFF/u, '')
  if (text.length > MAX_MANIFEST_BYTES) {
    const message = `The file has ${(text.length / 1024 / 1024).toFixed(1)} MiB; at most 5 MiB are read.`
    return refuse(file, '', { code: 'manifest-too-large', message, advice: 'Give the manifests of this task alone.' })
  }
  if (text.includes('\0')) {
    return refuse(file, text, {
      code: 'manifest-binary',
      message: 'The file is binary, not a text.',
      advice: 'Give YAML or JSON manifests in UTF-8.',
    })
  }
  return readPlainManifests(text, file) ?? readAnyManifests(text, file)
}

/** Manifests as nearly everybody writes them. Where something stands is worked out for the documents that are asked about. */
const readPlainManifests = (text: string, file: string): ManifestFile | undefined => {
  const plain = readPlainDocuments(text)
  if (plain?.every(({ value }) => value === null || isJsonObject(value)) !== true) return undefined
  const documents = plain.flatMap((document) => documentsOf(file, sourceOf(document, text, file)))
  return documents.length === 0 ? undefined : { file, text, documents, problems: [] }
}

/** More questions than these about one document are answered by its nodes: finding them once is less work then. */
const MAX_QUESTIONS = 50

/** Plain documents have no key twice. */
const sourceOf = ({ value, index, start, end, line }: PlainDocument, text: string, file: string): Source => {
  let places: ((steps: readonly PathStep[]) => Position) | undefined
  let lines: readonly Line[] | undefined
  let questions = 0
  const position: Source['position'] = (steps) => {
    questions += 1
    lines ??= toLines(text, start, end) ?? []
    const range = questions > MAX_QUESTIONS ? undefined : findPlace({ text, lines, end }, steps)
    if (range !== undefined) return positionOf(file, text, range)
    places ??= createPlaces(file, text.slice(start, end), line)
    return places(steps)
  }
  return { value, index, position, duplicates: () => [] }
}
