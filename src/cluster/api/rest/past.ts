/** Lists as they were: the pages of one list show one state, whatever has changed meanwhile. */
import { compareKeys } from '../../store/sorted-objects.ts'
import type { StoredObject } from '../../store/store.ts'
import type { ResourceCall } from '../api-context.ts'
import { readAll } from './read.ts'

/** Where a list stands: greater than all that came before. */
export const keyOf = ({ metadata }: StoredObject): string => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`

/**
 * The objects as of the revision, by taking back what came after it; undefined where the events since then are no longer held.
 * Linear in the number of those events.
 */
export function readAsOf(call: ResourceCall, revision: number): readonly StoredObject[] | undefined {
  const { context, info, namespace } = call
  const events = context.store
    .since(revision)
    ?.filter(
      ({ resource, object }) => resource === info.name && (namespace === undefined || object.metadata.namespace === namespace),
    )
  if (events === undefined) return undefined
  const now = readAll(call)
  if (events.length === 0) return now
  const objects = new Map(now.map((object) => [keyOf(object), object]))
  for (const { object, previous } of events.toReversed()) {
    if (previous === undefined) objects.delete(keyOf(object))
    else objects.set(keyOf(object), previous)
  }
  return [...objects.values()].sort(compareKeys)
}
