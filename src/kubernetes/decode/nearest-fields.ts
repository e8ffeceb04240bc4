/** Where a field that stands in the wrong place belongs, and what a misspelt one was meant to be. */
import { typeOf } from '../field-types.ts'
import { ROOT_STRUCTURES, fieldsOf } from '../structure.ts'
import { getPath, parsePath } from '../field-path.ts'
import { isJsonObject, isList } from '../json.ts'
import { nearest } from '../nearest.ts'
import type { UnknownField } from './decode.ts'

export interface FieldSuggestion {
  /** `misspelt`: another field of the same place was meant. `misplaced`: a field of this name exists in another place nearby. */
  readonly kind: 'misspelt' | 'misplaced'
  /** The full path that was probably meant, e.g. `spec.containers[0].ports`. */
  readonly path: string
}

const bare = (field = ''): string => typeOf(field)

const MAX_DEPTH = 6

/**
 * Places in an object whose structure has a field of this name, in the order of their distance from where it stood. Only places that
 * exist in the object count: a field belongs to something that was written.
 */
const placesWith = (name: string, value: unknown, structure: string, path: string): readonly string[] => {
  const visit = (item: unknown, type: string, at: string, depth: number): readonly string[] => {
    if (depth > MAX_DEPTH) return []
    if (type.startsWith('[]'))
      return isList(item) ? item.flatMap((entry, index) => visit(entry, type.slice(2), `${at}[${index}]`, depth + 1)) : []
    const fields = fieldsOf(type)
    if (fields === undefined || !isJsonObject(item)) return []
    const own = Object.hasOwn(fields, name) && item[name] === undefined ? [at === '' ? name : `${at}.${name}`] : []
    const inside = Object.entries(item).flatMap(([key, child]) =>
      Object.hasOwn(fields, key) ? visit(child, bare(fields[key]), at === '' ? key : `${at}.${key}`, depth + 1) : [],
    )
    return [...own, ...inside]
  }
  return visit(value, structure, path, 0)
}

const distance = (a: string, b: string): number => {
  const left = parsePath(a)
  const right = parsePath(b)
  let shared = 0
  while (shared < left.length && shared < right.length && left[shared] === right[shared]) shared += 1
  return left.length - shared + (right.length - shared)
}

/** What was probably meant by an unknown field, best first. */
export const suggestFields = (root: Readonly<Record<string, unknown>>, field: UnknownField): readonly FieldSuggestion[] => {
  const structure = ROOT_STRUCTURES[`${String(root['apiVersion'])}/${String(root['kind'])}`]
  const places = structure === undefined ? [] : placesWith(field.name, root, structure, '')
  const parent = field.path.slice(0, -field.name.length)
  const siblings = Object.keys(fieldsOf(field.structure) ?? {}).filter(
    (name) => getPath(root, parsePath(`${parent}${name}`)) === undefined,
  )
  const misspelt = nearest(field.name, siblings).map((name): FieldSuggestion => ({
    kind: 'misspelt',
    path: `${parent}${name}`,
  }))
  const misplaced = [...places]
    .filter((path) => !path.startsWith('metadata.managedFields') && !path.startsWith('status'))
    .sort((a, b) => distance(field.path, a) - distance(field.path, b))
    .map((path): FieldSuggestion => ({ kind: 'misplaced', path }))
  return [...misplaced, ...misspelt]
}
