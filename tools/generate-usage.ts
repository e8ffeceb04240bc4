/** Writes docs/usage.json, which the study site shows; with `--verify` fails if it is not what would be written. */
import { join } from 'node:path'
import { usageOfProgram } from './usage.ts'
import { writePage } from './write-page.ts'

writePage(join(import.meta.dirname, '../docs/usage.json'), `${JSON.stringify(usageOfProgram(), undefined, 2)}\n`)
