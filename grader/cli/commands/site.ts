/** `grade site build|serve`: the study site is a program of its own, started here. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Cli } from '../cli.ts'

/** Resolves with the exit code of the site's program; `serve` runs until it is interrupted. */
export async function site(cli: Cli, what: 'build' | 'serve', argument: string | undefined): Promise<number> {
  const program = fileURLToPath(new URL('dist/site.mjs', cli.root))
  const { exitCode } = await execa(process.execPath, [program, what, ...(argument === undefined ? [] : [argument])], {
    stdio: 'inherit',
    reject: false,
    env: { NETGRADE_ROOT: fileURLToPath(cli.root) },
  })
  return exitCode ?? 0
}
