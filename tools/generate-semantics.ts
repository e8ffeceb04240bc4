/** Writes docs/semantics.md; with `--verify` fails if it is not what would be written. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { findHops, findTests, readCatalogue, renderPage } from './semantics.ts'

const root = join(import.meta.dirname, '..')
const path = join(root, 'docs/semantics.md')
const text = renderPage({ catalogue: readCatalogue(root), tests: findTests(root), hops: findHops(root) })
if (!process.argv.includes('--verify')) writeFileSync(path, text)
else if (readFileSync(path, 'utf8') !== text) {
  console.error(`${path} is stale: run npm run generate`)
  process.exitCode = 1
}
