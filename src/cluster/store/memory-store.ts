/** The store in memory: maps by resource, namespace and name, a revision that counts changes, and a window of past events. */
import { isCustomResourceDefinition } from '../../kubernetes/guards.ts'
import { isEqual } from '../../kubernetes/json.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { resourceNameOf } from '../../kubernetes/resources.ts'
import { createEventFeed } from './event-feed.ts'
import { ObjectIndexes } from './object-indexes.ts'
import { SortedObjects } from './sorted-objects.ts'
import type { Journal, ResourceName, Store, StoredObject, StoreEvent } from './store.ts'

export interface StoreOptions {
  readonly journal?: Journal
  /** What an earlier run stored; each has its resourceVersion. */
  readonly objects?: readonly StoredObject[]
  /** The last revision of that run. */
  readonly revision?: number
}

interface Space {
  readonly byName: Map<string, StoredObject>
  readonly sorted: SortedObjects
}

interface Shelf {
  /** By namespace, `` for cluster-scoped kinds. */
  readonly spaces: Map<string, Space>
  readonly sorted: SortedObjects
}

const withRevision = (object: KubernetesObject, resourceVersion: string): StoredObject => ({
  ...object,
  metadata: { ...object.metadata, resourceVersion },
})

/** Objects without a key are in no group. */
const groupBy = (
  objects: readonly StoredObject[],
  keyOf: (object: StoredObject) => string | undefined,
): ReadonlyMap<string, readonly StoredObject[]> => {
  const groups = new Map<string, StoredObject[]>()
  for (const object of objects) {
    const key = keyOf(object)
    const group = key === undefined ? undefined : groups.get(key)
    if (group !== undefined) group.push(object)
    else if (key !== undefined) groups.set(key, [object])
  }
  return groups
}

const newSpace = (objects: readonly StoredObject[] = []): Space => ({
  byName: new Map(objects.map((object) => [object.metadata.name ?? '', object])),
  sorted: new SortedObjects(objects),
})

const newShelf = (objects: readonly StoredObject[] = []): Shelf => {
  const byNamespace = groupBy(objects, ({ metadata }) => metadata.namespace ?? '')
  return {
    spaces: new Map([...byNamespace].map(([namespace, some]) => [namespace, newSpace(some)])),
    sorted: new SortedObjects(objects),
  }
}

const shelfOf = (shelves: Map<ResourceName, Shelf>, resource: ResourceName): Shelf => {
  const known = shelves.get(resource)
  if (known !== undefined) return known
  const shelf = newShelf()
  shelves.set(resource, shelf)
  return shelf
}

const spaceOf = (shelf: Shelf, namespace: string): Space => {
  const known = shelf.spaces.get(namespace)
  if (known !== undefined) return known
  const space = newSpace()
  shelf.spaces.set(namespace, space)
  return space
}

const place = (object: StoredObject, shelf: Shelf, space: Space): void => {
  space.byName.set(object.metadata.name ?? '', object)
  space.sorted.set(object)
  shelf.sorted.set(object)
}

const displace = (object: StoredObject, shelf: Shelf, space: Space): void => {
  space.byName.delete(object.metadata.name ?? '')
  space.sorted.delete(object)
  shelf.sorted.delete(object)
}

const listShelf = (shelf: Shelf | undefined, namespace: string | undefined): readonly StoredObject[] => {
  if (shelf === undefined) return []
  return namespace === undefined ? shelf.sorted.list() : (shelf.spaces.get(namespace)?.sorted.list() ?? [])
}

/** Names of custom resources by group and kind: the definitions stand among the objects. */
const customNames = (objects: readonly StoredObject[]): ReadonlyMap<string, ResourceName> =>
  new Map(
    objects
      .filter(isCustomResourceDefinition)
      .map(({ spec }) => [`${spec.group}/${spec.names.kind}`, `${spec.names.plural}.${spec.group}`]),
  )

/** The shelves of an earlier run's objects. */
const restore = (objects: readonly StoredObject[]): Map<ResourceName, Shelf> => {
  const custom = customNames(objects)
  const byResource = groupBy(
    objects,
    (object) => resourceNameOf(object) ?? custom.get(`${object.apiVersion.split('/')[0] ?? ''}/${object.kind}`),
  )
  return new Map([...byResource].map(([resource, some]) => [resource, newShelf(some)]))
}

const highestRevision = (objects: readonly StoredObject[]): number =>
  objects.reduce((highest, { metadata }) => Math.max(highest, Number(metadata.resourceVersion ?? 0)), 0)

function* entriesOf(shelves: ReadonlyMap<ResourceName, Shelf>): Generator<readonly [ResourceName, StoredObject]> {
  for (const [resource, shelf] of shelves) for (const object of shelf.sorted.list()) yield [resource, object] as const
}

const countObjects = (shelves: ReadonlyMap<ResourceName, Shelf>): number =>
  [...shelves.values()].reduce((sum, { sorted }) => sum + sorted.length, 0)

export const createStore = (options: StoreOptions = {}): Store => {
  const { journal, objects = [] } = options
  const shelves = restore(objects)
  const indexes = new ObjectIndexes()
  let revision = Math.max(options.revision ?? 0, highestRevision(objects))
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
      return countObjects(shelves)
    },
    get: (resource, namespace = '', name) => shelves.get(resource)?.spaces.get(namespace)?.byName.get(name),
    list: (resource, namespace) => listShelf(shelves.get(resource), namespace),
    indexed: (index, key) => indexes.find(index, key, () => entriesOf(shelves)),
    put: (resource, object) => {
      const { namespace = '', name = '' } = object.metadata
      const shelf = shelfOf(shelves, resource)
      const space = spaceOf(shelf, namespace)
      const previous = space.byName.get(name)
      const resourceVersion = previous?.metadata.resourceVersion
      if (previous !== undefined && resourceVersion !== undefined && isEqual(previous, withRevision(object, resourceVersion)))
        return previous
      revision += 1
      const stored = withRevision(object, String(revision))
      place(stored, shelf, space)
      indexes.replace(resource, previous, stored)
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
      const previous = space?.byName.get(name)
      if (shelf === undefined || space === undefined || previous === undefined) return undefined
      displace(previous, shelf, space)
      indexes.replace(resource, previous, undefined)
      if (space.byName.size === 0) shelf.spaces.delete(namespace ?? '')
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
