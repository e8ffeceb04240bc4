/** Remembers what was made of something as long as that itself is there: what has not changed is not made again while the site is served. */

export interface MemoKey {
  /** What it is part of, as long as which it is remembered. */
  readonly owner: object
  /** What is made; only the last of it is kept. */
  readonly slot: string
  /** All else that decides about it. */
  readonly of: string
}

export type Memo<Made> = (key: MemoKey, make: () => Made) => Made

export const createMemo = <Made>(): Memo<Made> => {
  const known = new WeakMap<object, Map<string, { readonly of: string; readonly made: Made }>>()
  return ({ owner, slot, of }, make) => {
    const own = known.get(owner) ?? new Map<string, { readonly of: string; readonly made: Made }>()
    known.set(owner, own)
    const last = own.get(slot)
    if (last?.of === of) return last.made
    const made = make()
    own.set(slot, { of, made })
    return made
  }
}
