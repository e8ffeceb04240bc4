/** Says when a script changes files. */
import type { InMemoryFs } from 'just-bash'

const WRITERS = ['writeFile', 'appendFile', 'rm', 'mv', 'cp', 'link', 'symlink'] as const

/** The same files; `written` is called before each change. */
export function watchWrites(files: InMemoryFs, written: () => void): InMemoryFs {
  const watched = WRITERS.map((name) => {
    const write = files[name].bind(files) as (...args: readonly unknown[]) => Promise<void>
    const value = (...args: readonly unknown[]): Promise<void> => {
      written()
      return write(...args)
    }
    return [name, { value, configurable: true, writable: true }] as const
  })
  return Object.create(files, Object.fromEntries(watched)) as InMemoryFs
}
