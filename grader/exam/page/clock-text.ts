const SECOND_MS = 1000

/** Time that is left as `m:ss`, seconds begun. */
export const clockText = (ms: number): string => {
  const seconds = Math.ceil(ms / SECOND_MS)
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
