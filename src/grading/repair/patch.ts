/** A repair as data: what to change, so that it can be shown, tried on a copy, and measured. */
import { parsePath, setPath } from '../../kubernetes/field-path.ts'
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'

export interface Edit {
  readonly path: string
  /** Undefined removes the field. */
  readonly value: unknown
}

export type Change =
  | { readonly kind: 'edit'; readonly object: ObjectReference; readonly edits: readonly Edit[] }
  | { readonly kind: 'create'; readonly object: KubernetesObject }
  | { readonly kind: 'delete'; readonly object: ObjectReference }
  /** Deleted and made anew as it is, as `kubectl replace --force` does. */
  | { readonly kind: 'recreate'; readonly object: ObjectReference }
  | {
      readonly kind: 'move'
      readonly object: ObjectReference
      readonly to: { readonly namespace?: string; readonly name: string }
    }

export interface Patch {
  readonly changes: readonly Change[]
}

export const editOf = (object: ObjectReference, path: string, value: unknown): Patch => ({
  changes: [{ kind: 'edit', object, edits: [{ path, value }] }],
})

export const editsOf = (object: ObjectReference, edits: readonly Edit[]): Patch => ({
  changes: [{ kind: 'edit', object, edits }],
})

export const moveOf = (object: ObjectReference, to: { readonly namespace?: string; readonly name: string }): Change => ({
  kind: 'move',
  object,
  to,
})

export const applyEdits = <Value extends object>(value: Value, edits: readonly Edit[]): Value =>
  edits.reduce<Value>((changed, { path, value: item }) => setPath(changed, parsePath(path), item) as Value, value)

/** The object before and after one change; absent where it does not exist then. */
export interface Changed {
  readonly reference: ObjectReference
  readonly before?: KubernetesObject
  readonly after?: KubernetesObject
}

export const applyChange = (
  change: Change,
  find: (reference: ObjectReference) => KubernetesObject | undefined,
): Changed | undefined => {
  if (change.kind === 'create') {
    const { kind, metadata } = change.object
    const { name = '', namespace } = metadata
    return { reference: { kind, name, ...(namespace === undefined ? {} : { namespace }) }, after: change.object }
  }
  const before = find(change.object)
  if (before === undefined) return undefined
  const reference = change.object
  switch (change.kind) {
    case 'delete':
      return { reference, before }
    case 'recreate':
      return { reference, before, after: before }
    case 'edit':
      return { reference, before, after: applyEdits(before, change.edits) }
    case 'move':
      return { reference, before, after: { ...before, metadata: { ...before.metadata, ...change.to } } }
  }
}
