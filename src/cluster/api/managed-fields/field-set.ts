/** Sets of fields, and how metadata.managedFields writes them. @see sigs.k8s.io/structured-merge-diff, fieldpath */
import { isJsonObject } from '../../../kubernetes/json.ts'
import { joinStep, splitPath, type FieldPath } from './field-path.ts'

export type FieldSet = ReadonlySet<FieldPath>

export const union = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a, ...b])
export const difference = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a].filter((path) => !b.has(path)))
export const intersection = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a].filter((path) => b.has(path)))

/** A set of fields as metadata.managedFields[].fieldsV1 has it. */
type FieldsV1 = Readonly<Record<string, unknown>>

interface Tree {
  [step: string]: Tree
}

/** As metadata.managedFields[].fieldsV1 has it. A dot marks a path that is itself in the set and has others below it. */
export const toFieldsV1 = (set: FieldSet): FieldsV1 => {
  const key = [...set].join('\u0001')
  const known = written.get(key)
  if (known !== undefined) return known
  if (written.size >= MAX_WRITTEN) written.clear()
  const tree = simplify(growTree(set))
  written.set(key, tree)
  return tree
}

/** Most sets are written again and again: those of objects alike that one program makes. Forgotten where they are more than this. */
const MAX_WRITTEN = 512
const written = new Map<string, Tree>()

const growTree = (set: FieldSet): Tree => {
  const root: Tree = {}
  for (const path of set) {
    let node = root
    for (const step of splitPath(path)) node = node[step] ??= {}
    node['.'] = {}
  }
  return root
}

const EMPTY: Tree = {}

const simplify = (node: Tree): Tree => {
  const keys = Object.keys(node)
  if (keys.length === 1 && keys[0] === '.') return EMPTY
  return shared(keys.sort().map((key) => [key, key === '.' ? EMPTY : simplify(node[key] ?? {})]))
}

/** Objects of a kind are owned alike: what is equal in ten thousand of them is one in memory. Forgotten where it grows beyond this. */
const MAX_SHARED = 4_096
const trees = new Map<string, Tree>()
const numbers = new WeakMap<Tree, number>()
let lastNumber = 0

const numberOf = (tree: Tree): number => {
  const known = numbers.get(tree)
  if (known !== undefined) return known
  lastNumber += 1
  numbers.set(tree, lastNumber)
  return lastNumber
}

/** The tree of these parts, which are shared themselves. */
const shared = (parts: readonly (readonly [string, Tree])[]): Tree => {
  const key = parts.map(([step, part]) => `${numberOf(part)} ${step}`).join('\u0000')
  const known = trees.get(key)
  if (known !== undefined) return known
  if (trees.size >= MAX_SHARED) trees.clear()
  const tree = Object.fromEntries(parts)
  trees.set(key, tree)
  return tree
}

/** Whether the path is in the set that is written like this, without reading all of it. */
export const hasField = (fields: unknown, path: FieldPath): boolean => {
  let node: unknown = fields
  for (const step of splitPath(path)) {
    if (!isJsonObject(node) || node[step] === undefined) return false
    node = node[step]
  }
  return isJsonObject(node) && (node['.'] !== undefined || Object.keys(node).length === 0)
}

const gather = (paths: Set<FieldPath>, path: FieldPath, node: unknown): void => {
  const entries = isJsonObject(node) ? Object.entries(node) : []
  if (entries.length === 0 && path !== '') paths.add(path)
  for (const [step, inner] of entries) {
    if (step === '.') paths.add(path)
    else gather(paths, joinStep(path, step), inner)
  }
}

export const fromFieldsV1 = (fields: unknown): FieldSet => {
  const paths = new Set<FieldPath>()
  gather(paths, '', fields)
  return paths
}
