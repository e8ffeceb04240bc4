/** Sets of fields, and how metadata.managedFields writes them. @see sigs.k8s.io/structured-merge-diff, fieldpath */
import { isJsonObject } from '../../../kubernetes/json.ts'
import { joinStep, splitPath, type FieldPath } from './field-path.ts'

export type FieldSet = ReadonlySet<FieldPath>

export const union = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a, ...b])
export const difference = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a].filter((path) => !b.has(path)))
export const intersection = (a: FieldSet, b: FieldSet): FieldSet => new Set([...a].filter((path) => b.has(path)))

interface Tree {
  [step: string]: Tree
}

/** As metadata.managedFields[].fieldsV1 has it. A dot marks a path that is itself in the set and has others below it. */
export const toFieldsV1 = (set: FieldSet): Readonly<Record<string, unknown>> => {
  const root: Tree = {}
  for (const path of set) {
    let node = root
    for (const step of splitPath(path)) node = node[step] ??= {}
    node['.'] = {}
  }
  return simplify(root)
}

const simplify = (node: Tree): Tree => {
  const keys = Object.keys(node)
  if (keys.length === 1 && keys[0] === '.') return {}
  return Object.fromEntries(keys.sort().map((key) => [key, key === '.' ? {} : simplify(node[key] ?? {})]))
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
