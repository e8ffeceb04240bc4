/** Remembers what was made of something as long as that itself is there: what has not changed is not made again while the site is served. */

/** `owner` is what it is made of, `key` what else decides about it. */
export type Memo<Made> = (owner: object, key: string, make: () => Made) => Made

export const createMemo = <Made>(): Memo<Made> => {
  const known = new WeakMap<object, Map<string, { readonly made: Made }>>()
  return (owner, key, make) => {
    const own = known.get(owner) ?? new Map<string, { readonly made: Made }>()
    known.set(owner, own)
    const found = own.get(key) ?? { made: make() }
    own.set(key, found)
    return found.made
  }
}
