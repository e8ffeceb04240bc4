/** Commands of the shell that read the script's own input as it comes. The shell's own are given a text. */
import type { Command, CommandContext, defineCommand, ExecResult } from 'just-bash'
import { takeUntil, type OwnInput } from './input.ts'
import { LIVE } from './input-routes.ts'
import { endOf, mayRead, readingOf, SHELLS } from './reading-programs.ts'
import type { Session } from './session.ts'
import { Status } from './status.ts'
import { FILED, STREAMED, type TakenOutput } from './streaming.ts'
import { quoteWord } from './words.ts'

type Run = Command['execute']

/** Of a command that reads the script's own input. */
export interface ReaderInput {
  readonly session: Session
  readonly input: OwnInput
  readonly taken: TakenOutput
}

interface Reader extends ReaderInput {
  readonly name: string
  readonly args: readonly string[]
  /** What it does with a text for its input. */
  readonly run: (stdin: string, args?: readonly string[]) => Promise<ExecResult>
}

const NONE: ExecResult = { stdout: '', stderr: '', exitCode: 0 }

const next = async ({ session, input }: Reader): Promise<string | undefined> => {
  await session.waitUntil(input.ready())
  return input.take()
}

const readWhole = async (reader: Reader): Promise<string> =>
  takeUntil(
    reader.input,
    () => undefined,
    async () => {
      await reader.session.waitUntil(reader.input.ready())
      return true
    },
  )

/** Each piece by itself. */
async function handOn(reader: Reader): Promise<ExecResult> {
  const { name, args, session, run } = reader
  let result: ExecResult | undefined
  let kept = ''
  for (let piece = await next(reader); piece !== undefined; piece = await next(reader)) {
    if (name === 'tee') result = await run(piece, result === undefined ? args : ['-a', ...args])
    if (!session.emit(piece)) kept += piece
  }
  return { ...(result ?? (await run(''))), stdout: kept, stdoutKind: 'bytes' }
}

/** All lines up to now again and again: what it prints of some begins what it prints of more. */
async function answerLines(reader: Reader): Promise<ExecResult> {
  const { name, args, session, input, run } = reader
  const end = endOf(name, args)
  let read = ''
  let told: ExecResult = NONE
  const tell = async (text: string): Promise<ExecResult> => {
    const result = await run(text)
    const isShown = session.emit(result.stdout.slice(told.stdout.length))
    told = { ...result, stdout: isShown ? result.stdout : told.stdout }
    return result
  }
  const rest = (result: ExecResult): ExecResult => ({ ...result, stdout: result.stdout.slice(told.stdout.length) })
  for (let piece = await next(reader); piece !== undefined; piece = await next(reader)) {
    read += piece
    const lines = read.slice(0, read.lastIndexOf('\n') + 1)
    const length = end?.(read, '', Status.killed)
    if (length !== undefined) {
      input.putBack(read.slice(length))
      return rest(await run(read.slice(0, length)))
    }
    if (lines === '') continue
    const result = await tell(lines)
    const answered = end?.(lines, result.stdout, result.exitCode)
    if (answered === undefined) continue
    input.putBack(read.slice(answered))
    return rest(result)
  }
  return rest(await run(read))
}

const readIn = async (reader: Reader): Promise<ExecResult | undefined> => {
  const { name, args, session, run } = reader
  const reading = readingOf(name, args, session.isTerminal)
  if (reading === 'pieces') return handOn(reader)
  if (reading === 'lines') return answerLines(reader)
  if (reading === 'whole') return run(await readWhole(reader))
  // What a shell runs reads what it is given, whatever stands before it.
  return SHELLS.has(name) ? run('') : undefined
}

const runAgain =
  (name: string, { exec, cwd, signal }: CommandContext, taken: TakenOutput): Reader['run'] =>
  async (stdin, args = []) => {
    const path = taken.open()
    const text = `${[name, ...args].map(quoteWord).join(' ')} >>${path}`
    const env = { [LIVE]: '', [STREAMED]: '', [FILED]: '' }
    const options = { cwd, env, stdin, stdinKind: 'bytes', ...(signal === undefined ? {} : { signal }) } as const
    const { stderr, exitCode } = (await exec?.(text, options)) ?? { ...NONE, exitCode: Status.notFound }
    return { stdout: taken.close(path), stderr, exitCode, stdoutKind: 'bytes' }
  }

const original: Run = async (args, { origCommand }) => (await origCommand?.(args)) ?? { ...NONE, exitCode: Status.notFound }

export interface Readers {
  /** The commands that are there, and their names. */
  readonly commands: readonly Command[]
  readonly names: readonly string[]
  readonly inputOf: (context: CommandContext) => ReaderInput | undefined
  /** A shell with a script of its own, as a process beside this script; undefined where it is to be run within it. */
  readonly runShell: (name: string, args: readonly string[], context: CommandContext) => Promise<ExecResult | undefined>
}

/** The commands given, and those of the shell that read. Each takes the script's own input where it stands in its way. */
export const readingCommands = (
  define: typeof defineCommand,
  { commands, names, inputOf, runShell }: Readers,
): readonly Command[] => {
  const known = new Set(commands.map(({ name }) => name))
  const others = names.filter((name) => !known.has(name) && mayRead(name)).map((name) => define(name, original))
  return [...commands, ...others].map((command) => {
    const { name } = command
    if (!mayRead(name)) return command
    return define(name, async (args, context) => {
      const beside = SHELLS.has(name) ? await runShell(name, args, context) : undefined
      if (beside !== undefined) return beside
      const given = inputOf(context)
      if (given === undefined) return command.execute(args, context)
      const again = runAgain(name, context, given.taken)
      const reader: Reader = { name, args, ...given, run: (stdin, words = args) => again(stdin, words) }
      return (await readIn(reader)) ?? command.execute(args, context)
    })
  })
}
