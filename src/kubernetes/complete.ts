/** What may stand at a place of a manifest that is being written, by the same structures that decode it. Block style only. */
import { isRequired, typeOf } from './field-types.ts'
import { ENUMERATIONS } from './enumerations.ts'
import { ROOT_STRUCTURES, fieldsOf } from './structure.ts'

export interface Completion {
  readonly label: string
  /** The type of a field, e.g. `[]ContainerPort`; empty for values. */
  readonly type: string
  readonly required: boolean
}

export interface Completions {
  /** Offset at which the word begins that is being written. */
  readonly from: number
  /** Fields or values, in the order of their names; required ones first. */
  readonly options: readonly Completion[]
}

interface Line {
  /** Columns of the dashes before the key. */
  readonly dashes: readonly number[]
  /** Column of the key, behind dashes. */
  readonly column: number
  readonly key: string
  /** Whether something stands behind the colon. */
  readonly hasValue: boolean
}

const readLine = (text: string): Line | undefined => {
  const [, lead = '', rest = ''] = /^((?:\s*- )*\s*)(.*)$/u.exec(text) ?? []
  if (rest === '' || rest.startsWith('#')) return undefined
  const [, key = '', value = ''] = /^["']?([\w./-]+)["']?:(?:\s+(.*))?$/u.exec(rest) ?? []
  const dashes = [...lead.matchAll(/- /gu)].map(({ index }) => index)
  return { dashes, column: lead.length, key, hasValue: value !== '' && !value.startsWith('#') }
}

/** Keys above a place, outermost first. `column` is the place's own; `dashes` those of its line. */
const pathTo = (above: readonly string[], column: number, dashes: readonly number[]): readonly string[] => {
  const path: string[] = []
  let [limit, isItem] = [dashes[0] ?? column, dashes.length > 0]
  for (const text of above.toReversed()) {
    const line = readLine(text)
    if (line === undefined || line.key === '') continue
    const [dash] = line.dashes
    // The first line of the item that the place is in: what it belongs to stands at the dash's column, or before it.
    if (line.column === limit && !isItem && dash !== undefined) [limit, isItem] = [dash, true]
    else if (!line.hasValue && (line.column < limit || (isItem && line.column === limit))) {
      path.unshift(line.key)
      ;[limit, isItem] = dash === undefined ? [line.column, false] : [dash, true]
    }
  }
  return path
}

const bare = (field: string): string => typeOf(field).replace(/^(?:\[\]|\{\})*/u, '')

const structureAt = (root: string | undefined, path: readonly string[]): string | undefined =>
  path.reduce<string | undefined>((structure, key) => {
    const type = structure === undefined ? undefined : fieldsOf(structure)?.[key]
    return type === undefined ? undefined : bare(type)
  }, root)

const valueOf = (lines: readonly string[], key: string): string =>
  lines.map((line) => new RegExp(`^${key}:\\s*["']?([^\\s"'#]+)`, 'u').exec(line)?.[1]).find((value) => value !== undefined) ??
  ''

const completionsOf = (structure: string): readonly Completion[] =>
  Object.entries(fieldsOf(structure) ?? {})
    .map(([label, type]) => ({ label, type: typeOf(type), required: isRequired(type) }))
    .toSorted((a, b) => Number(b.required) - Number(a.required))

const plain = (labels: readonly string[]): readonly Completion[] =>
  [...new Set(labels)].sort().map((label) => ({ label, type: '', required: false }))

/** `networking.k8s.io/v1/NetworkPolicy` in two. */
const splitRoot = (root: string): readonly [apiVersion: string, kind: string] => {
  const at = root.lastIndexOf('/')
  return [root.slice(0, at), root.slice(at + 1)]
}

const valuesOf = (structure: string | undefined, key: string, document: readonly string[]): readonly Completion[] => {
  const roots = Object.keys(ROOT_STRUCTURES).map(splitRoot)
  const [apiVersion, kind] = [valueOf(document, 'apiVersion'), valueOf(document, 'kind')]
  if (structure === undefined && key === 'kind')
    return plain(roots.filter(([version]) => apiVersion === '' || version === apiVersion).map(([, name]) => name))
  if (structure === undefined && key === 'apiVersion')
    return plain(roots.filter(([, name]) => kind === '' || name === kind).map(([version]) => version))
  if (structure === undefined) return []
  const known = ENUMERATIONS[`${structure}.${key}`]
  if (known !== undefined) return plain(known)
  return bare(fieldsOf(structure)?.[key] ?? '') === 'boolean' ? plain(['false', 'true']) : []
}

interface Place {
  /** Lines of the document above the caret's. */
  readonly above: readonly string[]
  /** The caret's line, up to it. */
  readonly current: string
  readonly document: readonly string[]
}

const SEPARATOR = /^---\s*$/u

const placeOf = (text: string, offset: number): Place => {
  const before = text.slice(0, offset).split('\n')
  const current = before.at(-1) ?? ''
  const above = before.slice(before.findLastIndex((line) => SEPARATOR.test(line)) + 1, -1)
  const [, ...below] = text.slice(offset).split('\n')
  const end = below.findIndex((line) => SEPARATOR.test(line))
  return { above, current, document: [...above, current, ...(end === -1 ? below : below.slice(0, end))] }
}

/** What is being written: the word, and the key it is a value of. */
interface Word {
  readonly lead: string
  readonly word: string
  readonly key?: string
}

const wordOf = (current: string): Word | undefined => {
  const [, lead = '', key, word = ''] = /^((?:\s*- )*\s*)([\w-]+):\s+["']?([\w./-]*)$/u.exec(current) ?? []
  if (key !== undefined) return { lead, key, word }
  const written = /^((?:\s*- )*\s*)([\w-]*)$/u.exec(current)
  return written === null ? undefined : { lead: written[1] ?? '', word: written[2] ?? '' }
}

const BEGINNING = ['apiVersion', 'kind', 'metadata', 'spec']

const optionsAt = ({ above, document }: Place, { lead, key }: Word): readonly Completion[] => {
  const root = ROOT_STRUCTURES[`${valueOf(document, 'apiVersion')}/${valueOf(document, 'kind')}`]
  const path = pathTo(
    above,
    lead.length,
    [...lead.matchAll(/- /gu)].map(({ index }) => index),
  )
  if (key !== undefined) {
    const namesObject = path.length === 0 && (key === 'kind' || key === 'apiVersion')
    return valuesOf(namesObject ? undefined : structureAt(root, path), key, document)
  }
  return root === undefined && path.length === 0 ? plain(BEGINNING) : completionsOf(structureAt(root, path) ?? '')
}

/** What may stand at an offset of a text of manifests; undefined where nothing is known of the place. */
export const completeManifest = (text: string, offset: number): Completions | undefined => {
  const place = placeOf(text, offset)
  const word = wordOf(place.current)
  const options = word === undefined ? [] : optionsAt(place, word)
  return word === undefined || options.length === 0 ? undefined : { from: offset - word.word.length, options }
}
