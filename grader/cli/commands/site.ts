/** `grade site build|serve`: the study site is a program of its own, started here. */
import process from 'node:process'
import { fileURLToPath } from 'node:url'
import { execa } from 'execa'
import type { Cli } from '../cli.ts'

export interface SiteOptions {
  readonly pdf?: boolean
}

/** Resolves with the exit code of the site's program; `serve` runs until it is interrupted. */
export async function site(
  cli: Cli,
  [what, where]: readonly ['build' | 'serve', string | undefined],
  { pdf = false }: SiteOptions,
): Promise<number> {
  const program = fileURLToPath(new URL('dist/site.mjs', cli.root))
  const words = [what, ...(where === undefined ? [] : [where]), ...(pdf ? ['--pdf'] : [])]
  const { exitCode } = await execa(process.execPath, [program, ...words], {
    stdio: 'inherit',
    reject: false,
    env: { NETGRADE_ROOT: fileURLToPath(cli.root), NETGRADE_LANG: cli.language },
  })
  return exitCode ?? 0
}
