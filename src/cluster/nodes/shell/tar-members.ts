/** tar as GNU and busybox know it: members of an archive have no leading slash, and `kubectl cp` counts on it. */

/** The option that makes an archive, in either of its forms: `cf`, `-czf`, `--create`. */
const CREATES = /^(?:-?[a-z]*c[a-z]*|--create)$/u

/** Options whose argument may be a word of its own. */
const TAKES_WORD = /^(?:-?[a-z]*f|--file|-C|--directory)$/u

/** `tar cf - /etc/hosts` as `tar cf - -C / etc/hosts`; all other commands as they are. */
export const withRelativeMembers = (argv: readonly string[]): readonly string[] => {
  const [program = '', mode = '', ...rest] = argv
  if (!/(?:^|\/)tar$/u.test(program) || !CREATES.test(mode)) return argv
  const isMember = (word: string, index: number): boolean =>
    word.startsWith('/') && !TAKES_WORD.test(index === 0 ? mode : (rest[index - 1] ?? ''))
  const first = rest.findIndex(isMember)
  if (first < 0) return argv
  const members = rest
    .slice(first)
    .map((word, index) => (isMember(word, first + index) ? word.replace(/^\/+/u, '') || '.' : word))
  return [program, mode, ...rest.slice(0, first), '-C', '/', ...members]
}
