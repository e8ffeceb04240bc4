/** Two repairs as one. */
import type { KubernetesObject, ObjectReference } from '../../kubernetes/object.ts'
import { applyEdits, type Change, type Patch } from './patch.ts'

const isSame = (one: ObjectReference, { kind, namespace, name }: ObjectReference): boolean =>
  one.kind === kind && one.namespace === namespace && one.name === name

const referenceOf = (change: Change): ObjectReference => {
  if (change.kind !== 'create') return change.object
  const { kind, metadata } = change.object
  return { kind, name: metadata.name ?? '', ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }) }
}

/** One more change, put into one that is there where both edit the same object. Undefined where they contradict each other. */
const joinChange = (changes: readonly Change[], next: Change): readonly Change[] | undefined => {
  const index = changes.findIndex((one) => isSame(referenceOf(one), referenceOf(next)))
  const earlier = changes[index]
  if (earlier === undefined) return [...changes, next]
  if (next.kind !== 'edit') return undefined
  if (earlier.kind === 'edit') return changes.with(index, { ...earlier, edits: [...earlier.edits, ...next.edits] })
  if (earlier.kind === 'create') return changes.with(index, { ...earlier, object: applyEdits(earlier.object, next.edits) })
  return undefined
}

/**
 * What the second repair, thought out for the state after the first, adds to it. Undefined where it changes what is not there before
 * the first, such as an object that the first has moved.
 */
export const combinePatches = (
  first: Patch,
  second: Patch,
  find: (reference: ObjectReference) => KubernetesObject | undefined,
): Patch | undefined => {
  let changes: readonly Change[] | undefined = first.changes
  for (const change of second.changes) {
    const isThere = change.kind === 'create' || find(change.object) !== undefined
    const isMade = first.changes.some((one) => one.kind === 'create' && isSame(referenceOf(one), referenceOf(change)))
    changes = changes !== undefined && (isThere || isMade) ? joinChange(changes, change) : undefined
  }
  return changes === undefined ? undefined : { changes }
}
