/** Objects of a text of manifests, with where their parts stand. */
import { parsePath, type PathStep } from '../field-path.ts'
import { isJsonObject, isList, type JsonObject } from '../json.ts'
import type { Position, YamlProblem } from './problem.ts'

export interface ManifestDocument {
  /** Plain JSON. What is no object is told as a problem and left out. */
  readonly value: Readonly<Record<string, unknown>>
  readonly file: string
  /** Of the document in its file, counted from 0. */
  readonly index: number
  /** Where a field stands: its key, or a list's item. The nearest parent that exists where the field itself is absent. */
  position(path: string): Position
  /** Keys that stand twice in one mapping, as field paths. JSON cannot say them, so the last one holds. */
  readonly duplicateKeys: readonly string[]
}

export interface ManifestFile {
  readonly file: string
  readonly text: string
  readonly documents: readonly ManifestDocument[]
  readonly problems: readonly YamlProblem[]
}

/** A document's value, and where its parts stand. Steps lead there from the document. */
export interface Source {
  readonly value: unknown
  readonly index: number
  readonly position: (steps: readonly PathStep[]) => Position
  readonly duplicates: (steps: readonly PathStep[]) => readonly string[]
}

/** What the items of a list are, where they do not say it themselves: those of a `NetworkPolicyList`, as the API answers. */
const typeOfItems = ({ kind, apiVersion }: JsonObject): JsonObject | undefined => {
  if (kind === 'List') return {}
  return typeof kind === 'string' && kind.endsWith('List') ? { apiVersion, kind: kind.slice(0, -'List'.length) } : undefined
}

/** Lists of objects are taken apart; the paths of their items begin at the item. */
export const documentsOf = (file: string, source: Source, at: readonly PathStep[] = []): readonly ManifestDocument[] => {
  const { value, index } = source
  if (!isJsonObject(value)) return []
  const items = value['items']
  const type = typeOfItems(value)
  if (type !== undefined && isList(items)) {
    const typed = (item: unknown): unknown => (isJsonObject(item) ? { ...type, ...item } : item)
    return items.flatMap((item, number) => documentsOf(file, { ...source, value: typed(item) }, [...at, 'items', number]))
  }
  return [
    {
      value,
      file,
      index,
      position: (path) => source.position([...at, ...parsePath(path)]),
      get duplicateKeys() {
        return source.duplicates(at)
      },
    },
  ]
}

export const wholeFile = (file: string): Position => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 })

/** A file of which nothing can be read. */
export const refuse = (file: string, text: string, problem: Omit<YamlProblem, 'position'>): ManifestFile => ({
  file,
  text,
  documents: [],
  problems: [{ ...problem, position: wholeFile(file) }],
})
