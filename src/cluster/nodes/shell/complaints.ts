/** Words in which a shell complains: those of busybox and dash in place of bash's. @see busybox 1.35 shell/ash.c */

type Reading = readonly [RegExp, string]

const ASH: readonly Reading[] = [
  [/^bash: (?:line \d+: )?(?:type: )?([^:\n]+): command not found$/gmu, 'sh: $1: not found'],
  [/^bash: (?:line \d+: )?((?:\.|\/)[^:\n]*): No such file or directory$/gmu, 'sh: $1: not found'],
  [
    /^bash: (?:line \d+: )?cd: ([^:\n]+): No such file or directory$/gmu,
    "sh: cd: line 0: can't cd to $1: No such file or directory",
  ],
  [/^bash: (?:line \d+: )?([^:\n]+): unbound variable$/gmu, 'sh: $1: parameter not set'],
  [/^bash: (?:line \d+: )?division by 0$/gmu, 'sh: divide by zero'],
  [
    /^bash: (?:line \d+: )?unexpected EOF while looking for matching [^\n]*$/gmu,
    'sh: syntax error: unterminated quoted string',
  ],
  [/^bash: (?:line \d+: )?/gmu, 'sh: '],
]

const BUSYBOX: readonly Reading[] = [
  [
    /^(cat|md5sum|sha1sum|sha256sum): ([^:\n]+): No such file or directory$/gmu,
    "$1: can't open '$2': No such file or directory",
  ],
  [/^cp: cannot stat '([^'\n]+)': No such file or directory$/gmu, "cp: can't stat '$1': No such file or directory"],
  [/^rm: cannot remove '([^'\n]+)': No such file or directory$/gmu, "rm: can't remove '$1': No such file or directory"],
  [/^ls: cannot access '?([^'\n]+?)'?: No such file or directory$/gmu, 'ls: $1: No such file or directory'],
]

/** Lines that tell of the commands a script was taken apart with. */
const OWN = /^\++ (?:__streamed=1 )?__\w+.*\n/gmu

export interface Speaker {
  readonly isBash: boolean
  readonly isBusybox: boolean
}

export const inWordsOf = ({ isBash, isBusybox }: Speaker, text: string): string => {
  const readings = [...(isBash ? [] : ASH), ...(isBusybox ? BUSYBOX : [])]
  return readings.reduce((said, [pattern, words]) => said.replaceAll(pattern, words), text.replaceAll(OWN, ''))
}

/** What a shell gives up at, and the code that it then ends with. @see bash(1), -u; dash(1), "Non-builtin errors" */
const FATAL: readonly { readonly complaint: RegExp; readonly ash: number; readonly bash: number }[] = [
  { complaint: /: unbound variable\n$/u, ash: 2, bash: 127 },
  { complaint: /: readonly variable\n$/u, ash: 2, bash: 1 },
  { complaint: /: (?:must be set|parameter null or not set|parameter not set)\n$/u, ash: 2, bash: 1 },
]

/** The shell's last complaint, where it ended with it, tells why. */
export const endOf = (
  { isBash }: Speaker,
  { stderr, exitCode }: { readonly stderr: string; readonly exitCode: number },
): number => {
  const fatal = exitCode === 1 ? FATAL.find(({ complaint }) => complaint.test(stderr)) : undefined
  if (fatal === undefined) return exitCode
  return isBash ? fatal.bash : fatal.ash
}
