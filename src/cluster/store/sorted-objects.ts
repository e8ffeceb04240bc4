/** Objects in the order of namespace and name, as lists answer them. */
import type { StoredObject } from './store.ts'

/** As etcd has them, by `namespace/name`: what is in `shop-2` comes before what is in `shop`. */
export const compareKeys = (a: StoredObject, b: StoredObject): number => {
  const [ours, theirs] = [a.metadata.namespace ?? '', b.metadata.namespace ?? '']
  if (ours !== theirs) return `${ours}/` < `${theirs}/` ? -1 : 1
  const [name, other] = [a.metadata.name ?? '', b.metadata.name ?? '']
  return name === other ? 0 : name < other ? -1 : 1
}

/** A list that was given out stays as it was: the next change is made to a copy. */
export class SortedObjects {
  private objects: StoredObject[]
  private isShared = false

  constructor(objects: readonly StoredObject[] = []) {
    this.objects = [...objects].sort(compareKeys)
  }

  get length(): number {
    return this.objects.length
  }

  /** The same array until something changes. */
  list(): readonly StoredObject[] {
    this.isShared = true
    return this.objects
  }

  set(object: StoredObject): void {
    const { index, found } = this.find(object)
    this.beforeChange()
    this.objects.splice(index, found ? 1 : 0, object)
  }

  delete(object: StoredObject): void {
    const { index, found } = this.find(object)
    if (!found) return
    this.beforeChange()
    this.objects.splice(index, 1)
  }

  private beforeChange(): void {
    if (this.isShared) this.objects = [...this.objects]
    this.isShared = false
  }

  /** Where the object of this namespace and name is, or would be. */
  private find(object: StoredObject): { readonly index: number; readonly found: boolean } {
    let low = 0
    let high = this.objects.length
    while (low < high) {
      const middle = (low + high) >> 1
      const other = this.objects[middle]
      if (other !== undefined && compareKeys(other, object) < 0) low = middle + 1
      else high = middle
    }
    const at = this.objects[low]
    return { index: low, found: at !== undefined && compareKeys(at, object) === 0 }
  }
}
