/** Ways to look objects up other than by name, kept up to date with every change. As client-go's Indexer. */
import type { Index, ResourceName, StoredObject } from './store.ts'

type Entries = Map<string, Map<string, StoredObject>>

const idOf = (resource: ResourceName, { metadata }: StoredObject): string =>
  `${resource}/${metadata.namespace ?? ''}/${metadata.name ?? ''}`

const concerns = (index: Index, resource: ResourceName): boolean => index.resource === undefined || index.resource === resource

const add = (entries: Entries, keys: readonly string[], id: string, object: StoredObject): void => {
  for (const key of keys) {
    const found = entries.get(key)
    if (found === undefined) entries.set(key, new Map([[id, object]]))
    else found.set(id, object)
  }
}

const remove = (entries: Entries, keys: readonly string[], id: string): void => {
  for (const key of keys) {
    const found = entries.get(key)
    found?.delete(id)
    if (found?.size === 0) entries.delete(key)
  }
}

export class ObjectIndexes {
  private readonly indexes = new Map<Index, Entries>()

  /** What is under the key, in the order in which it came there. The first question builds the index of `all`. */
  find(index: Index, key: string, all: () => Iterable<readonly [ResourceName, StoredObject]>): readonly StoredObject[] {
    const known = this.indexes.get(index) ?? this.build(index, all())
    return [...(known.get(key)?.values() ?? [])]
  }

  /** Follows one change; `object` is undefined where `previous` was removed. */
  replace(resource: ResourceName, previous: StoredObject | undefined, object: StoredObject | undefined): void {
    for (const [index, entries] of this.indexes) {
      if (!concerns(index, resource)) continue
      const keys = object === undefined ? [] : index.keysOf(object)
      if (previous !== undefined) {
        const left = index.keysOf(previous).filter((key) => !keys.includes(key))
        remove(entries, left, idOf(resource, previous))
      }
      if (object !== undefined) add(entries, keys, idOf(resource, object), object)
    }
  }

  private build(index: Index, all: Iterable<readonly [ResourceName, StoredObject]>): Entries {
    const entries: Entries = new Map()
    for (const [resource, object] of all)
      if (concerns(index, resource)) add(entries, index.keysOf(object), idOf(resource, object), object)
    this.indexes.set(index, entries)
    return entries
  }
}
