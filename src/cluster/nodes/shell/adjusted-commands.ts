/** Commands of the shell whose result is not quite a container's. */
import type { Command, CommandContext, defineCommand, ExecResult } from 'just-bash'
import type { Image } from '../images/image.ts'
import { isBusybox } from '../userland.ts'
import { withoutShellVariables } from './commands/text-tools.ts'
import { fileCommands } from './file-commands.ts'
import { launcherCommands, runWithEnvironment } from './launchers.ts'
import { bytePrinters } from './print-bytes.ts'
import { renderEnvironment } from './process-environment.ts'
import { findPrograms } from './program-places.ts'
import { Status } from './status.ts'
import { quoteWord } from './words.ts'

export interface Surroundings {
  readonly image: Image | undefined
  readonly environment: Readonly<Record<string, string>>
  /** What random bytes follow from, drawn anew for each read. */
  readonly chance: () => number
  /** One program, started without a shell around it. */
  readonly isProgram: boolean
  /** Runs the script of a shell that is started as a program, in that shell's way. */
  readonly inShell: (name: string, run: () => Promise<ExecResult>) => Promise<ExecResult>
  /** `tail -f`; undefined where these words ask for something else. */
  readonly follow: (args: readonly string[], context: CommandContext) => Promise<ExecResult | undefined>
}

/** Shells that are started as programs, for a script of theirs. */
const SHELLS = ['sh', 'ash', 'dash', 'bash'] as const
const NO_SCRIPT = 2

const VALUED = /^-[a-zA-Z]*[ABCmf]$/u

/** The shell's grep takes one pattern: several are put together as one that has each of them as an alternative. */
const withOnePattern = (name: string, args: string[]): string[] => {
  const patterns: string[] = []
  const rest: string[] = []
  for (let at = 0; at < args.length; at += 1) {
    const word = args[at] ?? ''
    const own = /^(?:-e|--regexp=)(.+)$/su.exec(word)?.[1]
    if (own !== undefined) patterns.push(own)
    else if (word === '-e') patterns.push(args[(at += 1)] ?? '')
    else if (word === '--') rest.push(...args.slice(at, (at = args.length)))
    else rest.push(word, ...(VALUED.test(word) ? args.slice(at + 1, (at += 1) + 1) : []))
  }
  if (patterns.length < 2) return args
  const has = (letter: string): boolean => rest.some((word) => /^-[a-zA-Z]+$/u.test(word) && word.includes(letter))
  if (name === 'egrep' || has('E')) return ['-e', patterns.map((one) => `(${one})`).join('|'), ...rest]
  if (name !== 'fgrep' && !has('F')) return ['-e', patterns.join('\\|'), ...rest]
  const plain = patterns.map((one) => one.replaceAll(/[\\^$.*+?()[\]{}|]/gu, '\\$&'))
  return [
    '-E',
    '-e',
    plain.join('|'),
    ...rest.map((word) => (/^-[a-zA-Z]+$/u.test(word) ? word.replace('F', '') : word)).filter((word) => word !== '-'),
  ]
}

/** GNU's grep and sed hand on each line at once where they are asked to, as they do here always; busybox's know no such option. */
const UNBUFFERED: Readonly<Record<'grep' | 'sed', RegExp>> = {
  grep: /^--line-buffered$/u,
  sed: /^(?:-u|--unbuffered)$/u,
}

const withoutBuffer = (name: 'grep' | 'sed', args: string[], image: Image | undefined): string[] =>
  isBusybox(image) ? args : args.filter((word) => !UNBUFFERED[name].test(word))

const original = async (args: string[], { origCommand }: CommandContext) =>
  (await origCommand?.(args)) ?? { stdout: '', stderr: '', exitCode: Status.notFound }

/** `\\012` as the letter that it is, which tr takes for itself and not for the end of a range. */
const withoutOctal = (word: string): string =>
  word.replaceAll(/(?<!\\)((?:\\\\)*)\\([0-7]{1,3})/gu, (_, before: string, digits: string) => {
    const letter = String.fromCharCode(Number.parseInt(digits, 8) & 0xff)
    return before + (letter === '-' || letter === '\\' ? `\\${letter}` : letter)
  })

/** ash and dash are what `sh` is. */
const byName = async (name: string, args: string[], context: CommandContext) =>
  name === 'sh' || name === 'bash'
    ? original(args, context)
    : ((await context.exec?.(['sh', ...args].map(quoteWord).join(' '), { cwd: context.cwd })) ?? original(args, context))

export const adjustedCommands = (
  define: typeof defineCommand,
  { image, environment, chance, isProgram, inShell, follow }: Surroundings,
): readonly Command[] => [
  ...['env', 'printenv'].map((name) =>
    define(name, async (args, context) => {
      const launched = name === 'env' ? await runWithEnvironment(args, context, image) : undefined
      if (launched !== undefined) return launched
      const result = await original(args, context)
      if (args.length > 0) return result
      return { ...result, stdout: isProgram ? renderEnvironment(environment) : withoutShellVariables(result.stdout) }
    }),
  ),
  ...['grep', 'egrep', 'fgrep'].map((name) =>
    define(name, async (args, context) => original(withOnePattern(name, withoutBuffer('grep', args, image)), context)),
  ),
  define('which', (args, context) => findPrograms(args, context, image)),
  define('tr', async (args, context) => original(args.map(withoutOctal), context)),
  define('sed', async (args, context) => original(withoutBuffer('sed', args, image), context)),
  ...SHELLS.map((name) =>
    define(name, async (args, context) => {
      const script = args.find((word) => !word.startsWith('-'))
      const isFile = script !== undefined && !args.some((word) => /^-[a-z]*[cs]$/u.test(word))
      if (!isFile || (await context.fs.exists(context.fs.resolvePath(context.cwd, script))))
        return inShell(name, () => byName(name, args, context))
      const exitCode = name === 'bash' ? Status.notFound : NO_SCRIPT
      return { stdout: '', stderr: `bash: script: ${name} ${script}\n`, exitCode }
    }),
  ),
  ...launcherCommands(define, image),
  ...bytePrinters(define),
  ...fileCommands(define, { image, chance, follow }),
]
