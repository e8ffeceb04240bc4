import { readFile, writeFile } from 'node:fs/promises'
import process from 'node:process'
import { text as readText } from 'node:stream/consumers'
import { parseProgress, renderProgress, sectionsTold } from '../../../src/course/progress.ts'
import type { Cli } from '../../terminal/cli.ts'
import { progressMessages } from '../../terminal/messages/progress.ts'
import { Problem } from '../../terminal/problem.ts'
import { importProgress, readProgress } from '../../course/progress.ts'

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** `grade progress export [file]`: what is known of each section as JSON, to standard output without a file. */
export async function exportProgress(cli: Cli, file: string | undefined): Promise<number> {
  const text = renderProgress(await readProgress(cli.paths))
  if (file === undefined || file === '-') {
    cli.out(text)
    return 0
  }
  await writeFile(file, text).catch((error: unknown) => {
    throw new Problem('output-unwritable', { path: file, reason: reasonOf(error), option: '' }, error)
  })
  return 0
}

/** `grade progress import <file>`: adds a file's progress, from another machine or the study site; nothing is lost by it. */
export async function addProgress(cli: Cli, file: string | undefined): Promise<number> {
  if (file === undefined) throw new Problem('file-unreadable', { path: '', reason: '' })
  const text = await (file === '-' ? readText(process.stdin) : readFile(file, 'utf8')).catch((error: unknown) => {
    throw new Problem('file-unreadable', { path: file, reason: reasonOf(error), option: '' }, error)
  })
  const other = parseProgress(text)
  if (other === undefined) throw new Problem('progress-unreadable', { path: file })
  const told = sectionsTold(other)
  if (told === 0) throw new Problem('progress-empty', { path: file })
  await importProgress(cli.paths, other)
  cli.out(progressMessages(cli.language).imported(told))
  return 0
}
