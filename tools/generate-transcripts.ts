/** Writes docs/transcripts.md; with `--verify` fails if it is not what would be written. */
import { join } from 'node:path'
import { readDifferences, renderTranscripts } from './transcripts.ts'
import { writePage } from './write-page.ts'

const root = join(import.meta.dirname, '..')
writePage(join(root, 'docs/transcripts.md'), renderTranscripts(readDifferences(root)))
