/** A repair as orders to an API server, and what takes them back. */
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import { applyChange, type Patch } from './patch.ts'
import { isAnew, isFixed } from './show-patch.ts'

/** `renew`: deleted, and made anew; under another name or in another namespace where `before` and `object` say so. */
export type Write =
  | { readonly kind: 'create'; readonly object: KubernetesObject }
  | { readonly kind: 'update' | 'renew'; readonly before: KubernetesObject; readonly object: KubernetesObject }
  | { readonly kind: 'delete'; readonly before: KubernetesObject }

/** What kubectl would do of each change, in their order. Undefined where an object that it changes is not there. */
export const writesOf = (
  { changes }: Patch,
  find: (reference: ObjectReference) => KubernetesObject | undefined,
): readonly Write[] | undefined => {
  const writes: Write[] = []
  for (const change of changes) {
    const changed = applyChange(change, find)
    if (changed === undefined) return undefined
    const { before, after } = changed
    if (before === undefined) {
      if (after !== undefined) writes.push({ kind: 'create', object: after })
    } else if (after === undefined) writes.push({ kind: 'delete', before })
    else writes.push({ kind: isAnew(change, changed) || isFixed(before, after) ? 'renew' : 'update', before, object: after })
  }
  return writes
}

const keyOf = ({ kind, metadata }: KubernetesObject): string => `${kind} ${metadata.namespace ?? ''}/${metadata.name ?? ''}`

/** The state after them, as far as objects say it. */
export const objectsAfter = (objects: readonly KubernetesObject[], writes: readonly Write[]): readonly KubernetesObject[] =>
  writes.reduce<readonly KubernetesObject[]>((all, write) => {
    const gone = 'before' in write ? keyOf(write.before) : keyOf(write.object)
    const index = all.findIndex((object) => keyOf(object) === gone)
    const rest = all.filter((_, at) => at !== index)
    if (!('object' in write)) return rest
    return index < 0 ? [...rest, write.object] : rest.toSpliced(index, 0, write.object)
  }, objects)

/** What brings back what was there, the last write first. */
export const inverseOf = (writes: readonly Write[]): readonly Write[] =>
  writes.toReversed().map((write): Write => {
    switch (write.kind) {
      case 'create':
        return { kind: 'delete', before: write.object }
      case 'delete':
        return { kind: 'create', object: write.before }
      case 'update':
      case 'renew':
        return { kind: write.kind, before: write.object, object: write.before }
    }
  })
