/**
 * Words in which a shell complains. Here they come as bash has them, or, where another shell says more, in a form of our own that begins
 * with a name (`>: /x: No such file or directory`), and go out in the words of the shell that the container has.
 * @see dash 0.5.12, busybox 1.36 shell/ash.c and bash 5.2, which test/unit/cluster/nodes/shell/dialect holds it against
 */
import type { Dialect } from './dialect.ts'
import { inWordsOfPrograms } from './program-words.ts'
import { syntaxError } from './syntax-errors.ts'

/** `$1` is what was heard, `#` the line, and `=` has nothing put before it; undefined: as it was heard, and '' is nothing said. */
type Words = Readonly<Partial<Record<Dialect, string>>>

interface Complaint extends Words {
  readonly heard: RegExp
}

const none = 'No such file or directory'

/** In the same words everywhere, and without a line. */
const plain = (heard: RegExp, words: string): Complaint => ({
  heard,
  ...{ bash: `=${words}`, dash: `=${words}`, busybox: `=${words}` },
})

const COMPLAINTS: readonly Complaint[] = [
  // Of a shell that was started as a program.
  plain(/^=(.*)$/su, '$1'),
  plain(/^connect: (.*)$/su, 'bash: connect: $1'),
  plain(/^device: (.*)$/su, 'bash: $1'),
  { heard: /^script: bash (.+)$/u, bash: `=bash: $1: ${none}`, dash: `=bash: $1: ${none}`, busybox: `=bash: $1: ${none}` },
  {
    heard: /^script: (.+?) (.+)$/u,
    bash: '=$1: 0: cannot open $2: No such file',
    dash: '=$1: 0: cannot open $2: No such file',
    busybox: `=$1: can't open '$2': ${none}`,
  },
  {
    heard: /^exec: (.*\/.*): not found$/u,
    bash: `$1: ${none}`,
    dash: 'exec: $1: not found',
    busybox: 'exec: line #: $1: not found',
  },
  { heard: /^exec: (.+): not found$/u, busybox: 'exec: line #: $1: not found' },
  {
    heard: /^(.+): command not (?:found|available in browser environments\..*)$/u,
    bash: '$1: command not found',
    dash: '$1: not found',
    busybox: '$1: not found',
  },
  // Told with the rest of what it prints.
  { heard: /^type: .+: not found$/u, dash: '', busybox: '' },
  { heard: /^return: can only .*$/u, dash: '', busybox: '' },
  { heard: /^hash: (.+): not found$/u, busybox: 'hash: line #: $1: not found' },
  {
    heard: /^cd: (.+): (No such file or directory|Not a directory)$/u,
    dash: "cd: can't cd to $1",
    busybox: "cd: line #: can't cd to $1: $2",
  },
  {
    heard: /^\.: (.+): No such file or directory$/u,
    bash: `$1: ${none}`,
    dash: '.: cannot open $1: No such file',
    busybox: `.: line #: can't open '$1': ${none}`,
  },
  {
    heard: /^<: (.+): No such file or directory$/u,
    bash: `$1: ${none}`,
    dash: 'cannot open $1: No such file',
    busybox: "can't open $1: no such file",
  },
  {
    heard: /^>: (.+): No such file or directory$/u,
    bash: `$1: ${none}`,
    dash: 'cannot create $1: Directory nonexistent',
    busybox: "can't create $1: nonexistent directory",
  },
  {
    heard: /^>: (.+): (Is a directory|Not a directory)$/u,
    bash: '$1: $2',
    dash: 'cannot create $1: $2',
    busybox: "can't create $1: $2",
  },
  { heard: /^([^ :]*\/[^:]*): No such file or directory$/u, dash: '$1: not found', busybox: '$1: not found' },
  {
    heard: /^read: `([^']*)': not a valid identifier$/u,
    dash: 'read: $1: bad variable name',
    busybox: "read: '$1': bad variable name",
  },
  {
    heard: /^(export|readonly|unset|local): `([^'=]*)(?:=.*)?': not a valid identifier$/u,
    dash: '$1: $2: bad variable name',
    busybox: '$1: line #: $2: bad variable name',
  },
  { heard: /^((?:un)?alias): (.+): not found$/u, dash: '=$1: $2 not found', busybox: '=$1: $2 not found' },
  { heard: /^(.+): readonly variable$/u, dash: '$1: is read only', busybox: '$1: is read only' },
  { heard: /^(.+): unbound variable$/u, dash: '$1: parameter not set', busybox: '$1: parameter not set' },
  { heard: /^required: (.*)$/su, bash: '$1', dash: '$1', busybox: '$1' },
  {
    heard: /^division: (.*)\t(.*)$/su,
    bash: '$1: division by 0 (error token is "$2")',
    dash: 'arithmetic expression: division by zero: "$1"',
    busybox: 'divide by zero',
  },
  { heard: /^shift: shift count out of range$/u, bash: '', dash: "shift: can't shift that many", busybox: '' },
  {
    heard: /^(exit|return|shift|break|continue): (.+): numeric argument required$/u,
    dash: '$1: Illegal number: $2',
    busybox: '$1: line #: Illegal number: $2',
  },
  { heard: /^\[: missing `\]'$/u, dash: '[: missing ]', busybox: 'missing ]' },
  {
    heard: /^(\[|test): (.*): integer expression expected$/su,
    dash: '$1: Illegal number: $2',
    busybox: '$2: out of range',
  },
  {
    heard: /^(\[|test): no test: (.*)\t(.*)\tunary operator expected$/su,
    bash: '$1: $2: unary operator expected',
    dash: '$1: $2: unexpected operator',
    busybox: '$3: unknown operand',
  },
  {
    heard: /^(\[|test): no test: (.*)\t(.*)\targument expected$/su,
    bash: '$1: $2: unary operator expected',
    dash: '$1: $3: argument expected',
    busybox: '$3: argument expected',
  },
  {
    heard: /^(\[|test): no test: (.*)\t(.*)\tbinary operator expected$/su,
    bash: '$1: $3: binary operator expected',
    dash: '$1: $2: unexpected operator',
    busybox: '$3: unknown operand',
  },
  {
    heard: /^(\[|test): no test: (.*)\t(.*)\ttoo much of one operand$/su,
    bash: '$1: $2: binary operator expected',
    dash: '$1: $2: unexpected operator',
    busybox: '$3: unknown operand',
  },
  {
    heard: /^(\[|test): no test: (.*)\t(.*)\ttoo many arguments$/su,
    bash: '$1: too many arguments',
    dash: '$1: $2: unexpected operator',
    busybox: '$3: unknown operand',
  },
  { heard: /^(\[|test): (.*): unexpected operator$/su, dash: '$1: $2: unexpected operator' },
  { heard: /^printf: (.+): invalid number$/u, dash: 'printf: $1: expected numeric value', busybox: "invalid number '$1'" },
  {
    heard: /^local: can only be used in a function$/u,
    dash: 'local: not in a function',
    busybox: 'local: line #: not in a function',
  },
  {
    heard: /^set: (.+): invalid option(?: name)?$/u,
    dash: 'set: Illegal option $1',
    busybox: 'set: line #: illegal option $1',
  },
  {
    heard: /^(?:syntax error: Parse error at \d+:\d+: )?(.*): bad substitution$/u,
    bash: '$1: bad substitution',
    dash: 'Bad substitution',
    busybox: 'syntax error: bad substitution',
  },
  {
    heard: /^kill: \((.+)\) - No such process$/u,
    dash: 'kill: No such process',
    busybox: "can't kill pid $1: No such process",
  },
  { heard: /^(kill|wait): (%.*): no such job$/u, dash: '$1: No such job: $2', busybox: '$1: line #: $2: no such job' },
  { heard: /^wait: pid (.+) is not a child of this shell$/u, dash: '', busybox: '' },
  {
    heard: /^wait: `(.+)': not a pid or valid job spec$/u,
    dash: 'wait: Illegal number: $1',
    busybox: 'wait: line #: Illegal number: $1',
  },
  {
    heard: /^kill: (.+): arguments must be process or job IDs$/u,
    dash: 'kill: Illegal number: $1',
    busybox: "invalid number '$1'",
  },
  {
    heard: /^umask: ([0-9]+): octal number out of range$/u,
    dash: 'umask: Illegal number: $1',
    busybox: 'umask: line #: illegal mode: $1',
  },
  {
    heard: /^umask: (.+): octal number out of range$/u,
    bash: "umask: `$1': invalid symbolic mode operator",
    dash: 'umask: Illegal mode: $1',
    busybox: 'umask: line #: illegal mode: $1',
  },
  {
    heard: /^ulimit: -(.): invalid option$/u,
    bash: 'ulimit: -$1: invalid option\nulimit: usage: ulimit [-SHabcdefiklmnpqrstuvxPRT] [limit]',
    dash: 'ulimit: Illegal option -$1',
    busybox: '=ulimit: unrecognized option: $1',
  },
  { heard: /^ulimit: (.+): invalid number$/u, dash: 'ulimit: bad number', busybox: "invalid number '$1'" },
  { heard: /^(fg|bg): no job control$/u, dash: '$1: No current job', busybox: '$1: line #: No current job' },
  {
    heard: /^kill: whom$/u,
    bash: '=kill: usage: kill [-s sigspec | -n signum | -sigspec] pid | jobspec ... or kill -l [sigspec]',
    dash: 'kill: Usage: kill [-s sigspec | -signum | -sigspec] [pid | job]... or\nkill -l [exitstatus]',
    busybox: 'you need to specify whom to kill',
  },
  {
    heard: /^kill: (.)(.*): invalid signal specification$/u,
    dash: 'kill: Illegal option -$1',
    busybox: "bad signal name '$1$2'",
  },
  {
    heard: /^trap: (.+): invalid signal specification$/u,
    dash: '=trap: $1: bad trap',
    busybox: 'trap: line #: $1: invalid signal specification',
  },
]

/** What bash says is read as it stands; programs that a shell has inside say their own name alone. */
const HEARD = /^(?:bash: (?:line \d+: )?)?(?<said>.*)$/su
const INSIDE = /^(?:\[|printf|(?:un)?alias): /u

/** Lines that tell of the commands a script was taken apart with, of options that no real shell explains, and what is told again. */
const OWN =
  /^test: (?:.*: unary operator expected|too many arguments)\n|^\++ (?:__streamed=1 )?__\w+.*\n|^set: usage: set \[-eux\][^]*?^ {2}\+o xtrace.*\n/gmu

export interface Speaker {
  readonly dialect: Dialect
  /** Programs are busybox's. */
  readonly isBusybox: boolean
  /** Somebody types: the lines are counted from the first that was typed. */
  readonly isSession: boolean
  /** The script, for shells that show the line they could not read; the first of its lines has number `firstLine`. */
  readonly text: string
  readonly firstLine: number
  /** Lines that the parser was given before the script's own. */
  readonly linesBefore: number
}

/** How a complaint begins. busybox counts a script's lines from 0, and says them for some of its commands only. */
const beginning = ({ dialect, isSession }: Speaker, line: number): string => {
  if (dialect === 'busybox') return 'sh: '
  if (dialect === 'dash') return `sh: ${line}: `
  return isSession ? 'bash: ' : `bash: line ${line}: `
}

const fill = (template: string, groups: readonly string[], line: number): string =>
  template.replaceAll(/\$(\d)|#/gu, (mark, group: string | undefined) =>
    group === undefined ? (mark === '#' ? String(line) : mark) : (groups[Number(group)] ?? ''),
  )

/** One complaint, without the line end; undefined where this shell says nothing. */
function complain(speaker: Speaker, said: string, line: number): string | undefined {
  const { dialect, isSession } = speaker
  const unread = syntaxError(speaker, said)
  if (unread !== undefined) return unread
  for (const { heard, [dialect]: words } of COMPLAINTS) {
    const groups = heard.exec(said)
    if (groups === null) continue
    if (words === '') return undefined
    const told = words === undefined ? said : fill(words, groups, isSession ? line : line - 1)
    return told.startsWith('=') ? told.slice(1) : beginning(speaker, line) + told
  }
  return beginning(speaker, line) + said
}

const inShellsWords = (speaker: Speaker, text: string, line: number): string =>
  text
    .split(/(?<=\n)/u)
    .map((one) => {
      const ended = one.endsWith('\n')
      const words = ended ? one.slice(0, -1) : one
      if (!words.startsWith('bash: ') && !INSIDE.test(words)) return one
      const told = complain(speaker, HEARD.exec(words)?.groups?.['said'] ?? words, line)
      return told === undefined ? '' : told + (ended ? '\n' : '')
    })
    .join('')

/** `line`: of the script, counted from 1, that the complaint is of. */
export const inWordsOf = (speaker: Speaker, text: string, line = speaker.firstLine): string => {
  const own = inShellsWords(speaker, text.replaceAll(OWN, ''), line)
  return inWordsOfPrograms(speaker.isBusybox, own)
}

/** As the shell says it that was started as a program; another one hands it on as it is. */
export const inOwnWordsOf = (speaker: Speaker, text: string): string =>
  inWordsOf({ ...speaker, linesBefore: 0, firstLine: 1 }, text).replaceAll(/^bash: /gmu, 'bash: =bash: ')

/** What a shell gives up at, and the code that it then ends with. @see bash(1), -u; dash(1), "Non-builtin errors" */
const FATAL: readonly { readonly complaint: RegExp; readonly ash: number; readonly bash: number }[] = [
  { complaint: /: unbound variable\n$/u, ash: 2, bash: 127 },
  { complaint: /: readonly variable\n$/u, ash: 2, bash: 1 },
  { complaint: /(?:^|\n)bash: required: [^\n]*\n$/u, ash: 2, bash: 127 },
  { complaint: /(?:^|\n)bash: division: [^\n]*\n$/u, ash: 2, bash: 1 },
  { complaint: /: bad substitution\n$/u, ash: 2, bash: 1 },
]

/** The shell's last complaint, where it ended with it, tells why. */
export const endOf = (
  { dialect }: Pick<Speaker, 'dialect'>,
  { stderr, exitCode }: { readonly stderr: string; readonly exitCode: number },
): number => {
  const fatal = exitCode === 1 || exitCode === 2 ? FATAL.find(({ complaint }) => complaint.test(stderr)) : undefined
  if (fatal === undefined) return exitCode
  return dialect === 'bash' ? fatal.bash : fatal.ash
}
