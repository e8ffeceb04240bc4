/** tar as GNU and busybox know it: members of an archive have no leading slash, and `kubectl cp` counts on it. */

/** The option that makes an archive, in either of its forms: `cf`, `-czf`, `--create`. */
const CREATES = /^(?:-?[a-z]*c[a-z]*|--create)$/u

/** Options whose argument may be a word of its own. */
const TAKES_WORD = /^(?:-?[a-z]*f|--file|-C|--directory)$/u

/** `cf - /etc/hosts` as `cf - -C / etc/hosts`; all other words as they are. */
export const withRelativeMembers = (args: readonly string[]): readonly string[] => {
  const [mode = '', ...rest] = args
  if (!CREATES.test(mode)) return args
  const isMember = (word: string, index: number): boolean =>
    word.startsWith('/') && !TAKES_WORD.test(index === 0 ? mode : (rest[index - 1] ?? ''))
  const first = rest.findIndex(isMember)
  if (first < 0) return args
  const members = rest
    .slice(first)
    .map((word, index) => (isMember(word, first + index) ? word.replace(/^\/+/u, '') || '.' : word))
  return [mode, ...rest.slice(0, first), '-C', '/', ...members]
}

/** The folder that the archive's members are to be looked for, or put, in. */
export const folderOf = (args: readonly string[]): string | undefined => {
  const at = args.findIndex((word) => word === '-C' || word === '--directory')
  return at < 0 ? args.find((word) => word.startsWith('--directory='))?.slice('--directory='.length) : args[at + 1]
}
