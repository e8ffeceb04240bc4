/** How much a repair changes, so that the smallest is shown. */
import { isJsonObject, isList } from '../../kubernetes/json.ts'
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import { applyChange, type Patch } from './patch.ts'

export interface PatchSize {
  /** Values that come, go or change; an object that is made or deleted counts with all that somebody wrote of it. */
  readonly fields: number
  readonly objects: number
}

export const sizeOf = (patch: Patch, find: (reference: ObjectReference) => KubernetesObject | undefined): PatchSize => ({
  objects: patch.changes.length,
  fields: patch.changes.reduce((sum, change) => {
    const changed = applyChange(change, find)
    return changed === undefined ? sum : sum + Math.max(1, countChanges(written(changed.before), written(changed.after)))
  }, 0),
})

/** The smaller one first: by fields, then by objects. */
export const compareSizes = (one: PatchSize, other: PatchSize): number =>
  one.fields - other.fields || one.objects - other.objects

/** Without what the server filled in by itself. */
const written = (object: KubernetesObject | undefined): unknown => {
  if (object === undefined) return undefined
  const { status: _status, ...rest } = object as KubernetesObject & { readonly status?: unknown }
  const { name, namespace, labels, annotations } = object.metadata
  return { ...rest, metadata: { name, namespace, labels, annotations } }
}

/** Leaves that differ; lists are compared item by item. */
const countChanges = (before: unknown, after: unknown): number => {
  if (isJsonObject(before) || isJsonObject(after)) {
    const [one, other] = [isJsonObject(before) ? before : {}, isJsonObject(after) ? after : {}]
    const keys = new Set([...Object.keys(one), ...Object.keys(other)])
    const inside = [...keys].reduce((sum, key) => sum + countChanges(one[key], other[key]), 0)
    return inside + Number(keys.size === 0 && before !== after && (before === undefined || after === undefined))
  }
  if (isList(before) || isList(after)) {
    const [one, other] = [isList(before) ? before : [], isList(after) ? after : []]
    return Array.from({ length: Math.max(one.length, other.length) }).reduce<number>(
      (sum, _, index) => sum + countChanges(one[index], other[index]),
      0,
    )
  }
  return Number(before !== after)
}
