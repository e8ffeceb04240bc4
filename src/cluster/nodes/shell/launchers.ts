/** Programs that start another one: env, xargs, nice, nohup and timeout. */
import type { Command, CommandContext, defineCommand, ExecResult } from 'just-bash'
import type { Image } from '../images/image.ts'
import { isBusybox } from '../userland.ts'
import { marksIn } from './input-routes.ts'
import type { CommandResult } from './session.ts'
import { Status } from './status.ts'
import { quoteWord } from './words.ts'

const WHY: Readonly<Record<number, readonly [heard: string, said: string]>> = {
  127: ['command not found', 'No such file or directory'],
  126: ['Permission denied', 'Permission denied'],
}

const complaint = (launcher: string, program: string, image: Image | undefined): string => {
  if (launcher === 'xargs') return program
  if (isBusybox(image)) return `can't execute '${program}'`
  return launcher === 'env' || launcher === 'nice' ? `'${program}'` : `failed to run command '${program}'`
}

/** Who could not start a program says so itself: there was no shell that could have. */
export function inWordsOfLauncher<Result extends CommandResult>(
  launcher: string,
  program: string,
  image: Image | undefined,
  result: Result,
): Result {
  const [heard, said] = WHY[result.exitCode] ?? []
  const lines = result.stderr.split('\n')
  const at = lines.findIndex((line) => heard !== undefined && line.endsWith(`${program}: ${heard}`))
  if (at < 0) return result
  const told = `${launcher}: ${complaint(launcher, program, image)}: ${said ?? ''}`
  return { ...result, stderr: lines.map((line, index) => (index === at ? told : line)).join('\n') }
}

interface Launch {
  /** Names that the program does not see. */
  readonly unset: readonly string[]
  readonly assignments: readonly string[]
  readonly program: readonly string[]
}

/** Undefined where env is asked for something else than to run a program. */
function readEnv(args: readonly string[]): Launch | undefined {
  const unset: string[] = []
  let at = 0
  for (; args[at] === '-u'; at += 2) unset.push(args[at + 1] ?? '')
  const names = args.slice(at).findIndex((word) => !/^[A-Za-z_]\w*=/u.test(word))
  const first = args[at + names]
  if (names < 0 || first === undefined || first.startsWith('-') || first.includes('=')) return undefined
  return { unset, assignments: args.slice(at, at + names), program: args.slice(at + names) }
}

const assign = (assignment: string): string => {
  const at = assignment.indexOf('=') + 1
  return `${assignment.slice(0, at)}${quoteWord(assignment.slice(at))}`
}

const run = async (text: string, { exec, cwd, env, stdin, signal }: CommandContext): Promise<ExecResult> => {
  const input = typeof stdin === 'string' ? ({ stdin, stdinKind: 'bytes' } as const) : {}
  const result = await exec?.(text, { cwd, env: marksIn(env), ...input, ...(signal === undefined ? {} : { signal }) })
  return result ?? { stdout: '', stderr: '', exitCode: Status.notFound }
}

const original = async (args: readonly string[], { origCommand }: CommandContext): Promise<ExecResult> =>
  (await origCommand?.([...args])) ?? { stdout: '', stderr: '', exitCode: Status.notFound }

/** `env` with a program; undefined where it is asked for something else. */
export async function runWithEnvironment(
  args: readonly string[],
  context: CommandContext,
  image: Image | undefined,
): Promise<ExecResult | undefined> {
  const launch = readEnv(args)
  if (launch === undefined) return undefined
  const { unset, assignments, program } = launch
  const hidden = unset.map((name) => `unset ${quoteWord(name)}; `).join('')
  const result = await run(`( ${hidden}${[...assignments.map(assign), ...program.map(quoteWord)].join(' ')} )`, context)
  return inWordsOfLauncher('env', program[0] ?? '', image, result)
}

/** Its options with their values behind them as words of their own. */
const splitOptions = (args: readonly string[]): readonly string[] => {
  const end = args.findIndex((word, index) => !word.startsWith('-') && !/^-[IdnLPs]$/u.test(args[index - 1] ?? ''))
  const options = end < 0 ? args : args.slice(0, end)
  return [
    ...options.flatMap((word) => (/^-[IdnLPs]./u.test(word) ? [word.slice(0, 2), word.slice(2)] : [word])),
    ...(end < 0 ? [] : args.slice(end)),
  ]
}

const programOfXargs = (args: readonly string[]): string =>
  args.find((word, index) => !word.startsWith('-') && !/^-[IdnLPs]$/u.test(args[index - 1] ?? '')) ?? 'echo'

export const launcherCommands = (define: typeof defineCommand, image: Image | undefined): readonly Command[] => [
  define('xargs', async (args, context) => {
    const words = splitOptions(args)
    return inWordsOfLauncher('xargs', programOfXargs(words), image, await original(words, context))
  }),
  ...(['nice', 'nohup'] as const).map((name) =>
    define(name, async (args, context) => {
      const program = name === 'nice' && args[0] === '-n' ? args.slice(2) : args
      return inWordsOfLauncher(name, program[0] ?? '', image, await run(program.map(quoteWord).join(' '), context))
    }),
  ),
]
