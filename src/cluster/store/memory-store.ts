import { isEqual } from '../../kubernetes/json.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import type { Journal, ResourceName, Store, StoredObject, StoreEvent } from './store.ts'
import { resourceNameOf } from '../../kubernetes/resources.ts'

export interface StoreOptions {
  readonly journal?: Journal
  readonly objects?: readonly StoredObject[]
  readonly revision?: number
}

/** How many changes a watch may lag behind before it is told to list again. */
const EVENT_WINDOW = 10_000

const keyOf = (namespace: string | undefined, name: string): string => `${namespace ?? ''}/${name}`

const compareKeys = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

class MemoryStore implements Store {
  revision: number
  private readonly tables = new Map<ResourceName, Map<string, StoredObject>>()
  private readonly listeners = new Set<(event: StoreEvent) => void>()
  private readonly journal: Journal | undefined
  private events: StoreEvent[] = []
  /** The revision before the oldest event that is held. */
  private horizon: number

  constructor({ journal, objects = [], revision = 0 }: StoreOptions) {
    this.journal = journal
    this.revision = revision
    this.horizon = revision
    for (const object of objects) {
      const resource = resourceNameOf(object)
      if (resource !== undefined) this.table(resource).set(keyOf(object.metadata.namespace, object.metadata.name ?? ''), object)
    }
  }

  get(resource: ResourceName, namespace: string | undefined, name: string): StoredObject | undefined {
    return this.tables.get(resource)?.get(keyOf(namespace, name))
  }

  list(resource: ResourceName, namespace?: string): readonly StoredObject[] {
    const table = this.tables.get(resource)
    if (table === undefined) return []
    const keys =
      namespace === undefined ? [...table.keys()] : [...table.keys()].filter((key) => key.startsWith(`${namespace}/`))
    return keys.sort(compareKeys).flatMap((key) => table.get(key) ?? [])
  }

  put(resource: ResourceName, object: KubernetesObject): StoredObject {
    const key = keyOf(object.metadata.namespace, object.metadata.name ?? '')
    const previous = this.table(resource).get(key)
    const versioned = (resourceVersion: string): StoredObject => ({
      ...object,
      metadata: { ...object.metadata, resourceVersion },
    })
    if (previous !== undefined && isEqual(previous, versioned(previous.metadata.resourceVersion ?? ''))) return previous
    const stored = versioned(String(this.revision + 1))
    this.table(resource).set(key, stored)
    this.emit({
      type: previous === undefined ? 'ADDED' : 'MODIFIED',
      resource,
      object: stored,
      ...(previous === undefined ? {} : { previous }),
    })
    return stored
  }

  remove(resource: ResourceName, namespace: string | undefined, name: string): StoredObject | undefined {
    const previous = this.get(resource, namespace, name)
    if (previous === undefined) return undefined
    this.table(resource).delete(keyOf(namespace, name))
    const last = { ...previous, metadata: { ...previous.metadata, resourceVersion: String(this.revision + 1) } }
    this.emit({ type: 'DELETED', resource, object: last, previous })
    return last
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  since(revision: number): readonly StoreEvent[] | undefined {
    if (revision < this.horizon) return undefined
    return this.events.filter((event) => event.revision > revision)
  }

  *entries(): Iterable<readonly [ResourceName, StoredObject]> {
    for (const [resource, table] of this.tables) for (const object of table.values()) yield [resource, object]
  }

  flushed(): Promise<void> {
    return this.journal?.flushed() ?? Promise.resolve()
  }

  private table(resource: ResourceName): Map<string, StoredObject> {
    const table = this.tables.get(resource) ?? new Map<string, StoredObject>()
    this.tables.set(resource, table)
    return table
  }

  private emit(change: Omit<StoreEvent, 'revision'>): void {
    this.revision += 1
    const event: StoreEvent = { ...change, revision: this.revision }
    this.events.push(event)
    if (this.events.length > EVENT_WINDOW) {
      const dropped = this.events.splice(0, this.events.length - EVENT_WINDOW / 2)
      this.horizon = dropped.at(-1)?.revision ?? this.horizon
    }
    this.journal?.append(event)
    for (const listener of this.listeners) listener(event)
  }
}

/** A new store, or one with what an earlier run held. */
export const createStore = (options: StoreOptions = {}): Store => new MemoryStore(options)
