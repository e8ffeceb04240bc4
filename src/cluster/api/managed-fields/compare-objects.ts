/** What differs between two objects, down to the fields that can be owned. @see structured-merge-diff, typed.TypedValue.Compare */
import { isEqual, isJsonObject, isList, type JsonObject } from '../../../kubernetes/json.ts'
import { METADATA, withoutIdentity } from './applied-fields.ts'
import { itemStep, joinStep, setStep, type FieldPath } from './field-path.ts'
import type { FieldSet } from './field-set.ts'
import { fieldSchema, goValue, zeroFields, type FieldSchema } from './schema.ts'

export interface Comparison {
  /** Added or with another value. */
  readonly changed: FieldSet
  readonly removed: FieldSet
}

interface Walk {
  readonly changed: Set<FieldPath>
  readonly removed: Set<FieldPath>
}

/** The same place in both objects; undefined where one has nothing there. */
interface Pair {
  readonly path: FieldPath
  readonly old: unknown
  readonly fresh: unknown
  readonly schema: FieldSchema
}

const isNothing = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  (isJsonObject(value) && Object.keys(value).length === 0) ||
  (isList(value) && value.length === 0)

/** Which side alone has something there. */
const note = ({ changed, removed }: Walk, { path, old, fresh }: Pair): void => {
  if (old === undefined) changed.add(path)
  else if (fresh === undefined) removed.add(path)
}

const compareLeaf = (walk: Walk, pair: Pair): void => {
  if (pair.old === undefined || pair.fresh === undefined) note(walk, pair)
  else if (!isEqual(pair.old, pair.fresh)) walk.changed.add(pair.path)
}

const compareLists = (walk: Walk, { path, old, fresh }: Pair, stepOf: (item: unknown) => string, items: FieldSchema): void => {
  const before = new Map((isList(old) ? old : []).map((item) => [stepOf(item), item]))
  const after = new Map((isList(fresh) ? fresh : []).map((item) => [stepOf(item), item]))
  for (const step of new Set([...before.keys(), ...after.keys()]))
    compareValues(walk, { path: joinStep(path, step), old: before.get(step), fresh: after.get(step), schema: items })
}

type MapSchema = Extract<FieldSchema, { readonly kind: 'map' }>

const asObject = (value: unknown): JsonObject | undefined => (isJsonObject(value) ? value : undefined)

const compareStructures = (walk: Walk, { path, old, fresh }: Pair, structure: string): void => {
  const [before, after] = [asObject(old), asObject(fresh)]
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {}), ...zeroFields(structure)])
  for (const name of names) {
    if (before !== undefined && after !== undefined && before[name] === after[name]) continue
    compareValues(walk, {
      path: joinStep(path, `f:${name}`),
      old: before && goValue(structure, name, before[name]),
      fresh: after && goValue(structure, name, after[name]),
      schema: fieldSchema(structure, name),
    })
  }
}

const compareMaps = (walk: Walk, { path, old, fresh }: Pair, { items, fields }: MapSchema): void => {
  const [before, after] = [asObject(old) ?? {}, asObject(fresh) ?? {}]
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)]))
    compareValues(walk, {
      path: joinStep(path, `f:${name}`),
      old: before[name],
      fresh: after[name],
      schema: fields?.[name] ?? items,
    })
}

const SET_ITEM: FieldSchema = { kind: 'atomic' }

/** What has parts of its own is compared by them, and noted itself where only one side has it. */
const compareValues = (walk: Walk, pair: Pair): void => {
  const { schema, old, fresh } = pair
  if (old === fresh) return
  if (schema.kind === 'atomic' || (isNothing(old) && isNothing(fresh))) return compareLeaf(walk, pair)
  const value = isNothing(fresh) ? old : fresh
  if (isList(value) && schema.kind === 'keyed-list')
    compareLists(walk, pair, (item) => itemStep(item, schema.keys), schema.items)
  else if (isList(value) && schema.kind === 'set') compareLists(walk, pair, setStep, SET_ITEM)
  else if (isJsonObject(value) && schema.kind === 'structure') compareStructures(walk, pair, schema.structure)
  else if (isJsonObject(value) && schema.kind === 'map') compareMaps(walk, pair, schema)
  else return compareLeaf(walk, pair)
  note(walk, pair)
}

/** An empty object stands for none. */
export const compareObjects = (old: JsonObject, fresh: JsonObject, schema: FieldSchema): Comparison => {
  const walk: Walk = { changed: new Set(), removed: new Set() }
  compareValues(walk, { path: '', old: withoutIdentity(old), fresh: withoutIdentity(fresh), schema })
  for (const set of [walk.changed, walk.removed]) for (const path of ['', METADATA]) set.delete(path)
  return walk
}
