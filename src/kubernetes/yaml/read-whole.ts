/** Reads every YAML, whatever is wrong with it. */
import { isAlias, LineCounter, parseAllDocuments, visit, type Alias, type Document, type Node as YamlNode } from 'yaml'
import { isJsonObject, isList } from '../json.ts'
import { documentsOf, refuse, wholeFile, type ManifestFile } from './documents.ts'
import { explainSyntax } from './explain-syntax.ts'
import { YAML_OPTIONS } from './options.ts'
import { findDuplicates, rangeAt, rangeOf, toPosition } from './places.ts'
import type { YamlProblem } from './problem.ts'

const MAX_ALIASES = 100

interface Reading {
  readonly file: string
  readonly text: string
  readonly lines: LineCounter
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
      position: (steps) => toPosition(reading.file, reading.lines, rangeAt(document.contents, steps)),
      duplicates: (steps) => findDuplicates(document.contents, steps),
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
