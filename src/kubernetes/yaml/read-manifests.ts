/** Reads manifests, several documents in YAML or JSON, the way kubectl does, and keeps where everything stands. */
import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  parseDocument,
  visit,
  type Alias,
  type Document,
  type Node as YamlNode,
  type Pair,
} from 'yaml'
import { parsePath, type PathStep } from '../field-path.ts'
import { isJsonObject, isList, type JsonObject } from '../json.ts'
import { explainSyntax } from './explain-syntax.ts'
import { YAML_OPTIONS } from './options.ts'
import { readPlainDocuments, type PlainDocument } from './plain/read-plain.ts'
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

/** The API server refuses larger requests as well. */
export const MAX_MANIFEST_BYTES = 5 * 1024 * 1024
const MAX_ALIASES = 100

const wholeFile = (file: string): Position => ({ file, line: 1, column: 1, endLine: 1, endColumn: 1 })

const refuse = (file: string, text: string, problem: Omit<YamlProblem, 'position'>): ManifestFile => ({
  file,
  text: text.length > MAX_MANIFEST_BYTES ? '' : text,
  documents: [],
  problems: [{ ...problem, position: wholeFile(file) }],
})

const toPosition = (file: string, lines: LineCounter, range: readonly [number, number]): Position => {
  const start = lines.linePos(range[0])
  const end = lines.linePos(range[1])
  return { file, line: start.line, column: start.col, endLine: end.line, endColumn: end.col }
}

const rangeOf = (node: unknown): readonly [number, number] | undefined => {
  const range = (isScalar(node) || isMap(node) || isSeq(node) || isAlias(node)) && node.range ? node.range : undefined
  return range ? [range[0], range[1]] : undefined
}

const findPair = (node: unknown, key: PathStep): Pair | undefined =>
  isMap(node) ? node.items.find((pair) => (isScalar(pair.key) ? String(pair.key.value) : undefined) === String(key)) : undefined

const rangeAt = (root: unknown, steps: readonly PathStep[]): readonly [number, number] => {
  let node = root
  let range = rangeOf(root) ?? [0, 0]
  for (const step of steps) {
    if (isSeq(node)) {
      node = typeof step === 'number' ? node.items[step] : undefined
      range = rangeOf(node) ?? range
    } else {
      const pair = findPair(node, step)
      if (pair === undefined) return range
      range = rangeOf(pair.key) ?? range
      node = pair.value
    }
    if (node === undefined || node === null) return range
  }
  return range
}

const findDuplicates = (node: unknown, path: string): readonly string[] => {
  if (isSeq(node)) return node.items.flatMap((item, index) => findDuplicates(item, `${path}[${index}]`))
  if (!isMap(node)) return []
  const seen = new Set<string>()
  return (node.items as Pair<YamlNode, YamlNode>[]).flatMap((pair) => {
    const key = isScalar(pair.key) ? String(pair.key.value) : ''
    const here = path === '' ? key : `${path}.${key}`
    const inside = findDuplicates(pair.value, here)
    if (seen.has(key)) return [here, ...inside]
    seen.add(key)
    return inside
  })
}

interface Reading {
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
}

/** A document's value, and the nodes that say where its parts stand: worked out when a place is asked for. */
interface Source {
  readonly value: unknown
  readonly index: number
  readonly root: () => unknown
  readonly position: (range: readonly [number, number]) => Position
  readonly duplicates: (root: () => unknown) => readonly string[]
}

/** What the items of a list are, where they do not say it themselves: those of a `NetworkPolicyList`, as the API answers. */
const typeOfItems = ({ kind, apiVersion }: JsonObject): JsonObject | undefined => {
  if (kind === 'List') return {}
  return typeof kind === 'string' && kind.endsWith('List') ? { apiVersion, kind: kind.slice(0, -'List'.length) } : undefined
}

/** Lists of objects are taken apart; the paths of their items begin at the item. */
const documentsOf = (file: string, source: Source): readonly ManifestDocument[] => {
  const { value, index, root } = source
  if (!isJsonObject(value)) return []
  const items = value['items']
  const type = typeOfItems(value)
  if (type !== undefined && isList(items)) {
    const itemAt = (at: number): unknown => {
      const pair = findPair(root(), 'items')
      return isSeq(pair?.value) ? pair.value.items[at] : undefined
    }
    const typed = (item: unknown): unknown => (isJsonObject(item) ? { ...type, ...item } : item)
    return items.flatMap((item, at) => documentsOf(file, { ...source, value: typed(item), root: () => itemAt(at) }))
  }
  return [
    {
      value,
      file,
      index,
      position: (path) => source.position(rangeAt(root(), parsePath(path))),
      get duplicateKeys() {
        return source.duplicates(root)
      },
    },
  ]
}

const BOMB = {
  code: 'yaml-alias-bomb',
  message: 'The aliases of this document expand to far more than what is written.',
  advice: 'Write the values out instead of repeating aliases (`*name`).',
} as const
const NO_MERGE = {
  code: 'yaml-syntax',
  message: '`<<` merges the fields of another mapping into this one, and what stands behind it is none.',
  advice: 'Write `<<: *name` with the name of a mapping, or quote the key: `"<<"`.',
} as const

/** The first alias that stands within what it repeats. Nothing of that kind can be written out, as JSON or otherwise. */
const findEndlessAlias = (document: Document.Parsed): Alias | undefined => {
  const marked = new Map<string, YamlNode>()
  let found: Alias | undefined
  visit(document, {
    Node: (_key, node, path) => {
      if (!isAlias(node)) {
        if (node.anchor !== undefined) marked.set(node.anchor, node)
        return undefined
      }
      const repeated = marked.get(node.source)
      if (repeated === undefined || !path.includes(repeated)) return undefined
      found = node
      return visit.BREAK
    },
  })
  return found
}

const endlessAlias = ({ file, lines }: Reading, alias: Alias): YamlProblem => ({
  code: 'yaml-alias-bomb',
  position: toPosition(file, lines, rangeOf(alias) ?? [0, 0]),
  message: `\`*${alias.source}\` stands within what \`&${alias.source}\` marks, so that it would repeat itself without end.`,
  advice: BOMB.advice,
})

/** What only shows once aliases are followed. */
const explainAlias = ({ file, text, lines }: Reading, { message }: Error): YamlProblem => {
  const [, name] = /^Unresolved alias .*: (.*)$/su.exec(message) ?? []
  if (name === undefined) return { ...(message.startsWith('Excessive') ? BOMB : NO_MERGE), position: wholeFile(file) }
  const at = Math.max(0, text.indexOf(`*${name}`))
  return {
    code: 'yaml-syntax',
    position: toPosition(file, lines, [at, at + name.length + 1]),
    message: `\`*${name}\` repeats what \`&${name}\` marks, and nothing before it is marked so.`,
    advice: `Mark a value with \`&${name}\` before this line, or quote the text: \`"*${name}"\`.`,
  }
}

const readDocument = (
  reading: Reading,
  document: Document.Parsed,
  index: number,
): Pick<ManifestFile, 'documents' | 'problems'> => {
  if (document.errors.length > 0) {
    return { documents: [], problems: explainSyntax(reading.file, reading.text, [...document.errors], reading.lines) }
  }
  if (document.contents === null) return { documents: [], problems: [] }
  const endless = findEndlessAlias(document)
  if (endless !== undefined) return { documents: [], problems: [endlessAlias(reading, endless)] }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES })
    if (value === null) return { documents: [], problems: [] }
    const documents = documentsOf(reading.file, {
      value,
      index,
      root: () => document.contents,
      position: (range) => toPosition(reading.file, reading.lines, range),
      duplicates: (root) => findDuplicates(root(), ''),
    })
    if (documents.length > 0 || isJsonObject(value)) return { documents, problems: [] }
    const position = toPosition(reading.file, reading.lines, rangeOf(document.contents) ?? [0, 0])
    const message = `The document is ${isList(value) ? 'a list' : 'a single value'}, not an object with apiVersion, kind and metadata.`
    return {
      documents: [],
      problems: [
        {
          code: 'manifest-no-object',
          position,
          message,
          advice: 'Write fields as `name: value`, and separate documents by a line `---`.',
        },
      ],
    }
  } catch (error) {
    return { documents: [], problems: [explainAlias(reading, error as Error)] }
  }
}

/** Reads all documents of a text. Everything that is wrong is told at once. */
export const readManifests = (input: string, file: string): ManifestFile => {
  const text = input.replace(/^\uFEFF/u, '')
  if (text.length > MAX_MANIFEST_BYTES) {
    const message = `The file has ${(text.length / 1024 / 1024).toFixed(1)} MiB; at most 5 MiB are read.`
    return refuse(file, text, { code: 'manifest-too-large', message, advice: 'Give the manifests of this task alone.' })
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

/** Plain documents have no key twice. */
const sourceOf = ({ value, index, start, end, line }: PlainDocument, text: string, file: string): Source => {
  let read: { readonly root: unknown; readonly lines: LineCounter } | undefined
  const reading = (): NonNullable<typeof read> => {
    if (read !== undefined) return read
    const lines = new LineCounter()
    const document = parseDocument(text.slice(start, end), { ...YAML_OPTIONS, lineCounter: lines })
    read = { root: document.contents, lines }
    return read
  }
  const position = (range: readonly [number, number]): Position => {
    const place = toPosition(file, reading().lines, range)
    return { ...place, line: place.line + line, endLine: place.endLine + line }
  }
  return { value, index, root: () => reading().root, position, duplicates: () => [] }
}

/** Every YAML. */
export const readAnyManifests = (text: string, file: string): ManifestFile => {
  const lines = new LineCounter()
  const reading: Reading = { file, text, lines }
  const parsed = parseAllDocuments(text, { ...YAML_OPTIONS, lineCounter: lines })
  const all = ('empty' in parsed ? [] : parsed).map((document, index) =>
    readDocument(reading, document as Document.Parsed, index),
  )
  const documents = all.flatMap((result) => result.documents)
  const problems = all.flatMap((result) => result.problems)
  if (documents.length > 0 || problems.length > 0) return { file, text, documents, problems }
  return refuse(file, text, {
    code: 'manifest-empty',
    message: 'The file holds no object.',
    advice: 'Write at least one manifest into it.',
  })
}
