/** How programs read that are given the script's own input. */

export type Reading =
  | 'nothing'
  /** All of it, before they say anything. */
  | 'whole'
  /** They answer each line. */
  | 'lines'
  /** They hand on each piece. */
  | 'pieces'

interface Program {
  /** It reads where it is given fewer words than this that are no options. */
  readonly readsWithout: number
  /** Options that have a value behind them. */
  readonly valued?: string
  /** Options in place of a word: with them there is one word less. */
  readonly inPlace?: RegExp
}

const FILES: Program = { readsWithout: 1 }

const GREP: Program = { readsWithout: 2, valued: 'efmABCd', inPlace: /^-[a-zA-Z]*[ef]|^--(?:regexp|file)/u }

const PROGRAMS: Readonly<Record<string, Program>> = {
  cat: FILES,
  dd: { readsWithout: 0 },
  tac: FILES,
  rev: FILES,
  nl: { readsWithout: 1, valued: 'bdfhilnsvw' },
  od: { readsWithout: 1, valued: 'AjNtwS' },
  wc: FILES,
  head: { readsWithout: 1, valued: 'nc' },
  tail: { readsWithout: 1, valued: 'ncs' },
  sort: { readsWithout: 1, valued: 'kotTS' },
  uniq: { readsWithout: 1, valued: 'fsw' },
  md5sum: FILES,
  sha1sum: FILES,
  sha256sum: FILES,
  base64: { readsWithout: 1, valued: 'w' },
  gzip: FILES,
  gunzip: FILES,
  zcat: FILES,
  cut: { readsWithout: 1, valued: 'bcdf' },
  grep: GREP,
  egrep: GREP,
  fgrep: GREP,
  sed: { readsWithout: 2, valued: 'ef', inPlace: /^-[a-zA-Z]*[ef]$|^--(?:expression|file)/u },
  awk: { readsWithout: 2, valued: 'Fvf', inPlace: /^-f/u },
  jq: { readsWithout: 2 },
  'redis-cli': { readsWithout: 1, valued: 'hpan' },
  tr: { readsWithout: Infinity },
  tee: { readsWithout: Infinity },
  xargs: { readsWithout: Infinity },
}

/** Programs that run another one, which reads what they are given. */
const LAUNCHERS: ReadonlySet<string> = new Set(['env', 'nice', 'nohup', 'timeout'])
/** Those that take it as it comes by themselves. */
const RELAYS: ReadonlySet<string> = new Set(['nc', 'ncat', 'netcat', 'telnet'])
export const SHELLS: ReadonlySet<string> = new Set(['sh', 'bash', 'ash', 'dash'])

/** Whether a program of this name may read the script's own input. */
export const mayRead = (name: string): boolean =>
  name in PROGRAMS || name === 'tar' || LAUNCHERS.has(name) || RELAYS.has(name) || SHELLS.has(name)

/** Whether what a shell is given to run may wait for input. */
const mayReadIn = (text: string): boolean =>
  text.split(/[\s;&|()`"']+/u).some((word) => {
    const name = word.slice(word.lastIndexOf('/') + 1)
    return name === 'read' || name === 'tar' || name in PROGRAMS || SHELLS.has(name)
  })

const readsWithShell = (args: readonly string[]): boolean => {
  const at = args.findIndex((word) => /^-[a-z]*c$/u.test(word))
  return at < 0 || mayReadIn(args[at + 1] ?? '')
}

const readsWithTar = (args: readonly string[]): boolean => {
  const at = args.findIndex((word) => /^-?[a-zA-Z]*f$/u.test(word))
  return args.some((word) => /^-?[a-zA-Z]*[xt]/u.test(word)) && (at < 0 || args[at + 1] === '-')
}

const operandsOf = (args: readonly string[], valued: string): readonly string[] => {
  const isValue = (index: number): boolean => {
    const before = args[index - 1] ?? ''
    return /^-[a-zA-Z]+$/u.test(before) && valued.includes(before.at(-1) ?? ' ')
  }
  return args.filter((word, index) => (!word.startsWith('-') || word === '-') && !isValue(index))
}

const reads = (name: string, args: readonly string[]): boolean => {
  if (name === 'dd') return !args.some((word) => word.startsWith('if='))
  if (SHELLS.has(name)) return readsWithShell(args)
  if (name === 'tar') return readsWithTar(args)
  const program = PROGRAMS[name]
  if (program === undefined) return false
  const operands = operandsOf(args, program.valued ?? '')
  const isInPlace = program.inPlace !== undefined && args.some((word) => program.inPlace?.test(word))
  return operands.includes('-') || operands.length < program.readsWithout - (isInPlace ? 1 : 0)
}

const NONE = /(?!)/u

/** Programs whose output of some lines begins their output of more, each with what makes that untrue. */
const BY_LINE: Readonly<Record<string, RegExp>> = {
  grep: /(?:^| )-[a-zA-Z]*[clL]/u,
  egrep: /(?:^| )-[a-zA-Z]*[clL]/u,
  fgrep: /(?:^| )-[a-zA-Z]*[clL]/u,
  sed: /(?:^|[;{\s,])\$[!\w{ ]/u,
  awk: /\bEND\b/u,
  cut: NONE,
  tr: NONE,
  nl: NONE,
  rev: NONE,
  head: /(?:^| )-[nc] ?-/u,
}

/** Programs that keep what they print until a buffer is full, where nobody looks on; with these options they do not. */
const UNBUFFERED: Readonly<Record<string, RegExp>> = {
  grep: /^--line-buffered$/u,
  egrep: /^--line-buffered$/u,
  fgrep: /^--line-buffered$/u,
  sed: /^(?:-[a-zA-Z]*u[a-zA-Z]*|--unbuffered)$/u,
}

/** How a program reads its script's own input. */
export const readingOf = (name: string, args: readonly string[], isTerminal: boolean): Reading => {
  if (!reads(name, args)) return 'nothing'
  if (name === 'tee') return 'pieces'
  if (name === 'cat') return args.length === 0 || args.every((word) => word === '-' || word === '-u') ? 'pieces' : 'lines'
  const hindrance = BY_LINE[name]
  if (hindrance === undefined || hindrance.test(args.join(' '))) return 'whole'
  const isSaid = args.some((word) => UNBUFFERED[name]?.test(word))
  return isTerminal || isSaid || endOf(name, args) !== undefined ? 'lines' : 'whole'
}

/** Where a program that has read so much, and printed this, reads no further; undefined where it goes on. */
export type End = (read: string, printed: string, exitCode: number) => number | undefined

const lineEnd = (text: string, count: number): number | undefined => {
  let at = 0
  for (let line = 0; line < count; line += 1) {
    at = text.indexOf('\n', at) + 1
    if (at === 0) return undefined
  }
  return at
}

const valueOf = (args: readonly string[], option: string): string | undefined => {
  const at = args.findIndex((word) => word.startsWith(option))
  const word = args[at] ?? ''
  return at < 0 ? undefined : word.length > option.length ? word.slice(option.length) : args[at + 1]
}

const endOfHead = (args: readonly string[]): End => {
  const bytes = Number(valueOf(args, '-c') ?? Number.NaN)
  if (bytes >= 0) return (read) => (read.length >= bytes ? bytes : undefined)
  const short = args.find((word) => /^-\d+$/u.test(word))?.slice(1)
  const lines = Number(valueOf(args, '-n') ?? short ?? 10)
  return (read) => lineEnd(read, lines)
}

/** When a program ends before its input does; undefined where it does not. */
export const endOf = (name: string, args: readonly string[]): End | undefined => {
  if (name === 'head') return endOfHead(args)
  if (/^[ef]?grep$/u.test(name)) {
    if (args.some((word) => /^-[a-zA-Z]*q/u.test(word)))
      return (read, _, exitCode) => (exitCode === 0 ? read.length : undefined)
    const most = Number(valueOf(args, '-m') ?? Number.NaN)
    return most >= 0 ? (read, printed) => (printed.split('\n').length > most ? read.length : undefined) : undefined
  }
  const quits = name === 'sed' ? args.map((word) => /(?:^|[;{\s])(\d+)(?:\{[^}]*)?q/u.exec(word)?.[1]).find(Boolean) : undefined
  return quits === undefined ? undefined : (read) => lineEnd(read, Number(quits))
}
