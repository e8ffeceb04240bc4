import { readFile } from 'node:fs/promises'
import type { Cli } from '../cli.ts'

/** `grade --version`. */
export async function version(cli: Cli): Promise<number> {
  const manifest: unknown = JSON.parse(await readFile(new URL('package.json', cli.root), 'utf8'))
  cli.out(typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '?')
  return 0
}
