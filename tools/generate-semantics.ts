/** Writes docs/semantics.md; with `--verify` fails if it is not what would be written. */
import { join } from 'node:path'
import { findHops, findTests, readCatalogue } from '../src/node/semantics.ts'
import { renderPage } from './semantics.ts'
import { writePage } from './write-page.ts'

const root = join(import.meta.dirname, '..')
writePage(
  join(root, 'docs/semantics.md'),
  renderPage({ catalogue: readCatalogue(root), tests: findTests(root), hops: findHops(root) }),
)
