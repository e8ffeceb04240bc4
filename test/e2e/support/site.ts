/** The study site as it is built, in a folder of its own. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSite } from '../../../site/build/build-site.ts'
import { writeSite } from '../../../site/build/write-site.ts'

export const repository = join(import.meta.dirname, '../../..')

export interface BuiltSite {
  /** Where it stands; a name with a blank, as folders of readers have. */
  readonly output: string
  readonly files: ReadonlyMap<string, string>
  readonly problems: readonly unknown[]
  /** Paths of all pages. */
  readonly pages: readonly string[]
  readonly urlOf: (path: string) => string
  readonly remove: () => void
}

export const buildStudySite = async (): Promise<BuiltSite> => {
  const output = mkdtempSync(join(tmpdir(), 'netgrade site-'))
  const { files, problems } = await buildSite({ root: repository })
  writeSite(output, files)
  return {
    output,
    files,
    problems,
    pages: [...files.keys()].filter((path) => path.endsWith('.html')),
    urlOf: (path) => `file://${encodeURI(join(output, path))}`,
    remove: () => {
      rmSync(output, { recursive: true, force: true })
    },
  }
}
