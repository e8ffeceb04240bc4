import type { Store } from '../../store/store.ts'

/** When something began that is to last for a while, as one controller saw it. Like a real one's, it is forgotten with its process. */
export interface Begun {
  /** The time at which it began: now, where it was not known. */
  since(store: Store, key: string, nowMs: number): number
  /** It has ended. Whether it was known. */
  end(store: Store, key: string): boolean
}

export function createBegun(): Begun {
  const stores = new WeakMap<Store, Map<string, number>>()
  return {
    since(store, key, nowMs) {
      const known = stores.get(store) ?? new Map<string, number>()
      stores.set(store, known)
      const began = known.get(key) ?? nowMs
      known.set(key, began)
      return began
    },
    end: (store, key) => stores.get(store)?.delete(key) === true,
  }
}
