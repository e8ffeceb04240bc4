/** A generated page of docs. */
import { readFileSync, writeFileSync } from 'node:fs'

/** Writes it; with `--verify` on the command line says that it is stale, if so, and fails. */
export const writePage = (path: string, text: string): void => {
  if (!process.argv.includes('--verify')) return writeFileSync(path, text)
  if (readFileSync(path, 'utf8') === text) return
  console.error(`${path} is stale: run npm run generate`)
  process.exitCode = 1
}
