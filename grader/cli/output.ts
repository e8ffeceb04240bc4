/** Where a command's result goes: to standard output, or with `--output` to a file. */
import { writeFile } from 'node:fs/promises'
import type { Cli } from '../terminal/cli.ts'
import { Problem } from '../terminal/problem.ts'

/** Fails with `output-unwritable` where the file cannot be written. */
export async function writeOutput(path: string, text: string, option?: string): Promise<void> {
  try {
    await writeFile(path, text)
  } catch (error) {
    throw outputUnwritable(path, error, option)
  }
}

/** `option` is what names the file; nothing where it is an argument. */
export const outputUnwritable = (path: string, error: unknown, option = '--output'): Problem =>
  new Problem(
    'output-unwritable',
    { path, reason: error instanceof Error ? error.message : String(error), ...(option === '--output' ? {} : { option }) },
    error,
  )

/** What every command that analyses takes. */
export interface Output {
  readonly output?: string
}

const WIDTH = 100

/** Runs a command whose result is written to the file that was named, if one was: without colours, and whole or not at all. */
export async function withOutput(cli: Cli, output: string | undefined, run: (cli: Cli) => Promise<number>): Promise<number> {
  if (output === undefined) return run(cli)
  const pieces: string[] = []
  const out = (text: string): void => void pieces.push(text.endsWith('\n') ? text : `${text}\n`)
  const code = await run({ ...cli, out, color: false, width: WIDTH })
  await writeOutput(output, pieces.join(''))
  return code
}
