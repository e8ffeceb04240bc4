/** The embedded cluster's state: a revisioned store of objects with a change feed. Synchronous and in memory; durability is the Journal's. */
import type { KubernetesObject } from '../../kubernetes/object.ts'

/** Plural name and group of a resource: `pods`, `deployments.apps`, `networkpolicies.networking.k8s.io`. */
export type ResourceName = string

/** An object as it is stored: metadata has uid, resourceVersion, creationTimestamp, and namespace where the kind is namespaced. */
export type StoredObject = KubernetesObject

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  readonly resource: ResourceName
  readonly object: StoredObject
  /** The object before the change; absent for ADDED. */
  readonly previous?: StoredObject
  readonly revision: number
}

/** A way to look objects up other than by name. One constant for each way: the store keeps what it was asked for once. */
export interface Index {
  /** Absent: of every resource. */
  readonly resource?: ResourceName
  /** Under which keys the object is found. */
  keysOf(object: StoredObject): readonly string[]
}

/** Where changes are made durable, in the order of their revisions. */
export interface Journal {
  /** Called synchronously at each change. */
  append(event: StoreEvent): void
  /** Resolves when everything appended so far would survive a crash. */
  flushed(): Promise<void>
}

export interface Store {
  readonly revision: number
  /** How many objects there are. */
  readonly size: number
  get(resource: ResourceName, namespace: string | undefined, name: string): StoredObject | undefined
  /** In the order of namespace and name. All namespaces where `namespace` is absent. The same array until something of it changes. */
  list(resource: ResourceName, namespace?: string): readonly StoredObject[]
  /** What the index has under the key, in the order in which it came there. */
  indexed(index: Index, key: string): readonly StoredObject[]
  /** Stores the object under the next revision and returns it with its new resourceVersion. An equal object is returned as it is, without a new revision. */
  put(resource: ResourceName, object: KubernetesObject): StoredObject
  remove(resource: ResourceName, namespace: string | undefined, name: string): StoredObject | undefined
  subscribe(listener: (event: StoreEvent) => void): () => void
  /** Events after the revision, or undefined where they are no longer held (410 Gone). */
  since(revision: number): readonly StoreEvent[] | undefined
  /** Every object there is, with its resource. */
  entries(): Iterable<readonly [ResourceName, StoredObject]>
  flushed(): Promise<void>
}
