/** What a reader's browser remembers. Where it may not, nothing is remembered, and nothing fails. */

export const recall = (key: string): string | undefined => {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

export const remember = (key: string, value: string): void => {
  try {
    localStorage.setItem(key, value)
  } catch {
    // A full or forbidden storage loses a convenience.
  }
}
