/**
 * Words in which programs say that a file is missing: heard as the shell's own programs have them, told as the container's have them.
 * @see busybox 1.36 and GNU coreutils 9.1, sed 4.9, tar 1.34
 */

type Rewording = readonly [heard: RegExp, told: string]

const NONE = 'No such file or directory'

const BUSYBOX: readonly Rewording[] = [
  [
    /(^|\n)\nreal\t(\d+)m(\d+\.\d\d)\ds\nuser\t\d+m[\d.]+s\nsys\t\d+m[\d.]+s$/gmu,
    '$1real\t$2m $3s\nuser\t0m 0.00s\nsys\t0m 0.00s',
  ],
  [/^(cat|uniq|md5sum|sha1sum|sha256sum): ([^:\n]+): No such file or directory$/gmu, `$1: can't open '$2': ${NONE}`],
  [/^(cp|stat): cannot stat '([^'\n]+)': No such file or directory$/gmu, `$1: can't stat '$2': ${NONE}`],
  [/^mv: cannot stat '([^'\n]+)': No such file or directory$/gmu, `mv: can't rename '$1': ${NONE}`],
  [/^rm: cannot remove '([^'\n]+)': No such file or directory$/gmu, `rm: can't remove '$1': ${NONE}`],
  [/^ls: cannot access '?([^'\n]+?)'?: No such file or directory$/gmu, `ls: $1: ${NONE}`],
  [/^mkdir: cannot create directory '([^'\n]+)': (.+)$/gmu, "mkdir: can't create directory '$1': $2"],
  [/^rmdir: failed to remove '([^'\n]+)': (.+)$/gmu, "rmdir: '$1': $2"],
  [/^(chmod|chown): cannot access '([^'\n]+)': No such file or directory$/gmu, `$1: $2: ${NONE}`],
  [/^touch: cannot touch '([^'\n]+)': (.+)$/gmu, 'touch: $1: $2'],
  [/^cp: cannot create regular file '([^'\n]+)': (.+)$/gmu, "cp: can't create '$1': $2"],
  [/^mv: cannot move '([^'\n]+)' to '[^'\n]+': (.+)$/gmu, "mv: can't rename '$1': $2"],
  [
    /^tail: (?!can't open )((?!.* has become inaccessible:)[^:\n]+): No such file or directory$/gmu,
    `tail: can't open '$1': ${NONE}\ntail: no files`,
  ],
  [/^diff: ([^:\n]+): No such file or directory$/gmu, `diff: can't stat '$1': ${NONE}`],
  [/^du: cannot access '([^'\n]+)': No such file or directory$/gmu, `du: $1: ${NONE}`],
  [/^ln: failed to access '([^'\n]+)': No such file or directory$/gmu, `ln: $1: ${NONE}`],
  [/^rm: cannot remove '([^'\n]+)': Is a directory$/gmu, "rm: '$1' is a directory"],
  [/^cp: -r not specified; omitting directory '([^'\n]+)'$/gmu, "cp: omitting directory '$1'"],
  [/^cat: [^:\n]+: Is a directory$/gmu, 'cat: read error: Is a directory'],
  [/^tar: ([^:\n]+): Cannot stat: No such file or directory$/gmu, `tar: $1: ${NONE}`],
  [/^tar: Removing leading `\/' from member names$/gmu, "tar: removing leading '/' from member names"],
  [
    /^tar: ([^:\n]+): Cannot open: No such file or directory\ntar: Error is not recoverable: exiting now$/gmu,
    `tar: can't change directory to '$1': ${NONE}`,
  ],
  [/^tar: Exiting with failure status due to previous errors$/gmu, 'tar: error exit delayed from previous errors'],
]

const GNU: readonly Rewording[] = [
  [
    /^(head|tail): (?!cannot open )((?!.* has become inaccessible:)[^:\n]+): No such file or directory$/gmu,
    `$1: cannot open '$2' for reading: ${NONE}`,
  ],
  [/^sed: ([^:\n]+): No such file or directory$/gmu, `sed: can't read $1: ${NONE}`],
  [/^ls: ([^':\n]+): No such file or directory$/gmu, `ls: cannot access '$1': ${NONE}`],
  [/^find: ([^':\n]+): No such file or directory$/gmu, `find: '$1': ${NONE}`],
  [/^stat: cannot stat '([^'\n]+)': No such file or directory$/gmu, `stat: cannot statx '$1': ${NONE}`],
  [/^(cp|mv): missing destination file operand$/gmu, '$1: missing file operand'],
  [
    /^(touch|mkdir|rm|tr|cp|mv|seq|ln): missing ((?:file )?operand)$/gmu,
    "$1: missing $2\nTry '$1 --help' for more information.",
  ],
  [/^sort: ([^:\n]+): No such file or directory$/gmu, `sort: cannot read: $1: ${NONE}`],
]

/** What programs said, as busybox's or as GNU's say it. */
export const inWordsOfPrograms = (isBusybox: boolean, text: string): string =>
  (isBusybox ? BUSYBOX : GNU).reduce((said, [heard, told]) => said.replaceAll(heard, told), text)
