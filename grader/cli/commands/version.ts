import type { Cli } from '../../terminal/cli.ts'
import { readVersion } from '../version.ts'

/** `grade --version`. */
export async function version(cli: Cli): Promise<number> {
  cli.out(await readVersion(cli.root))
  return 0
}
