/** The store in memory: maps by resource, namespace and name, a revision that counts changes, and a window of past events. */
import { isCustomResourceDefinition } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { resourceNameOf } from '../../kubernetes/resources.ts'
import { createEventFeed } from './event-feed.ts'
import type { Journal, ResourceName, Store, StoredObject, StoreEvent } from './store.ts'

export interface StoreOptions {
  readonly journal?: Journal
  /** What an earlier run stored; each has its resourceVersion. */
  readonly objects?: readonly StoredObject[]
  /** The last revision of that run. */
  readonly revision?: number
}

interface Shelf {
  /** By namespace, `` for cluster-scoped kinds, then by name. */
  readonly spaces: Map<string, Map<string, StoredObject>>
  /** Sorted lists, kept until the shelf changes: by namespace, and under `*` of all. */
  readonly lists: Map<string, readonly StoredObject[]>
}

const ALL = '*'

const byName = (a: StoredObject, b: StoredObject): number => ((a.metadata.name ?? '') < (b.metadata.name ?? '') ? -1 : 1)

const byNamespace = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1)

const withRevision = (object: KubernetesObject, resourceVersion: string): StoredObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion },
})

const shelfOf = (shelves: Map<ResourceName, Shelf>, resource: ResourceName): Shelf => {
  const known = shelves.get(resource)
  if (known !== undefined) return known
  const shelf: Shelf = { spaces: new Map(), lists: new Map() }
  shelves.set(resource, shelf)
  return shelf
}

const spaceOf = (shelf: Shelf, namespace: string): Map<string, StoredObject> => {
  const known = shelf.spaces.get(namespace)
  if (known !== undefined) return known
  const space = new Map<string, StoredObject>()
  shelf.spaces.set(namespace, space)
  return space
}

const forgetLists = (shelf: Shelf, namespace: string): void => {
  shelf.lists.delete(namespace)
  shelf.lists.delete(ALL)
}

const sortShelf = (shelf: Shelf, namespace: string | undefined): readonly StoredObject[] => {
  if (namespace !== undefined) return [...(shelf.spaces.get(namespace)?.values() ?? [])].sort(byName)
  return [...shelf.spaces].sort(byNamespace).flatMap(([, space]) => [...space.values()].sort(byName))
}

const listShelf = (shelf: Shelf | undefined, namespace: string | undefined): readonly StoredObject[] => {
  if (shelf === undefined) return []
  const key = namespace ?? ALL
  const known = shelf.lists.get(key)
  if (known !== undefined) return known
  const sorted = sortShelf(shelf, namespace)
  shelf.lists.set(key, sorted)
  return sorted
}

/** Names of custom resources by group and kind: the definitions stand among the objects. */
const customNames = (objects: readonly StoredObject[]): ReadonlyMap<string, ResourceName> =>
  new Map(
    objects
      .filter(isCustomResourceDefinition)
      .map(({ spec }) => [`${spec.group}/${spec.names.kind}`, `${spec.names.plural}.${spec.group}`]),
  )

const restore = (shelves: Map<ResourceName, Shelf>, objects: readonly StoredObject[]): void => {
  const custom = customNames(objects)
  for (const object of objects) {
    const resource = resourceNameOf(object) ?? custom.get(`${object.apiVersion.split('/')[0] ?? ''}/${object.kind}`)
    if (resource === undefined) continue
    spaceOf(shelfOf(shelves, resource), object.metadata.namespace ?? '').set(object.metadata.name ?? '', object)
  }
}

const highestRevision = (objects: readonly StoredObject[]): number =>
  objects.reduce((highest, { metadata }) => Math.max(highest, Number(metadata.resourceVersion ?? 0)), 0)

function* entriesOf(shelves: ReadonlyMap<ResourceName, Shelf>): Generator<readonly [ResourceName, StoredObject]> {
  for (const [resource, shelf] of shelves) for (const object of sortShelf(shelf, undefined)) yield [resource, object] as const
}

const countObjects = (shelves: ReadonlyMap<ResourceName, Shelf>): number =>
  [...shelves.values()].flatMap(({ spaces }) => [...spaces.values()]).reduce((sum, space) => sum + space.size, 0)

export const createStore = (options: StoreOptions = {}): Store => {
  const { journal, objects = [] } = options
  const shelves = new Map<ResourceName, Shelf>()
  restore(shelves, objects)
  let revision = Math.max(options.revision ?? 0, highestRevision(objects))
  let size = countObjects(shelves)
  const feed = createEventFeed(revision)

  const record = (event: StoreEvent): void => {
    journal?.append(event)
    feed.publish(event)
  }

  return {
    get revision() {
      return revision
    },
    get size() {
      return size
    },
    get: (resource, namespace = '', name) => shelves.get(resource)?.spaces.get(namespace)?.get(name),
    list: (resource, namespace) => listShelf(shelves.get(resource), namespace),
    put: (resource, object) => {
      const { namespace = '', name = '' } = object.metadata
      const shelf = shelfOf(shelves, resource)
      const space = spaceOf(shelf, namespace)
      const previous = space.get(name)
      const resourceVersion = previous?.metadata.resourceVersion
      if (previous !== undefined && resourceVersion !== undefined && isEqual(previous, withRevision(object, resourceVersion)))
        return previous
      revision += 1
      if (previous === undefined) size += 1
      const stored = withRevision(object, String(revision))
      space.set(name, stored)
      forgetLists(shelf, namespace)
      record(
        previous === undefined
          ? { type: 'ADDED', resource, object: stored, revision }
          : { type: 'MODIFIED', resource, object: stored, previous, revision },
      )
      return stored
    },
    remove: (resource, namespace, name) => {
      const shelf = shelves.get(resource)
      const space = shelf?.spaces.get(namespace ?? '')
      const previous = space?.get(name)
      if (shelf === undefined || space === undefined || previous === undefined) return undefined
      space.delete(name)
      size -= 1
      if (space.size === 0) shelf.spaces.delete(namespace ?? '')
      forgetLists(shelf, namespace ?? '')
      revision += 1
      record({ type: 'DELETED', resource, object: withRevision(previous, String(revision)), previous, revision })
      return previous
    },
    subscribe: (listener) => feed.subscribe(listener),
    since: (after) => feed.since(after),
    entries: () => entriesOf(shelves),
    flushed: () => journal?.flushed() ?? Promise.resolve(),
  }
}
