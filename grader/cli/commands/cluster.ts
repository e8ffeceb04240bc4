import { readFile, writeFile } from 'node:fs/promises'
import { text as readText } from 'node:stream/consumers'
import { exportObjects, readArchive, replaceObjects } from '../../daemon/archive.ts'
import { findDaemon } from '../../daemon/client.ts'
import { ensureDaemon, stopDaemon } from '../../daemon/launch.ts'
import type { Cli } from '../cli.ts'
import { clusterMessages } from '../messages/cluster.ts'
import { Problem } from '../problem.ts'

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** `grade cluster export [file]`: all objects as YAML, to standard output without a file. */
export async function exportCluster(cli: Cli, file: string | undefined): Promise<number> {
  const yaml = await exportObjects(cli.paths)
  if (file === undefined || file === '-') {
    cli.out(yaml.replace(/\n$/u, ''))
    return 0
  }
  await writeFile(file, yaml, { mode: 0o600 }).catch((error: unknown) => {
    throw new Problem('output-unwritable', { path: file, reason: reasonOf(error) }, error)
  })
  return 0
}

/** `grade cluster import <file> --yes`: its objects in the place of all there are; a cluster that ran runs again. */
export async function importCluster(cli: Cli, file: string | undefined, options: { readonly yes?: boolean }): Promise<number> {
  if (file === undefined) throw new Problem('file-unreadable', { path: '', reason: '' })
  if (options.yes !== true) throw new Problem('confirm-import')
  const text = await (file === '-' ? readText(process.stdin) : readFile(file, 'utf8')).catch((error: unknown) => {
    throw new Problem('file-unreadable', { path: file, reason: reasonOf(error) }, error)
  })
  const objects = readArchive(text, file, Date.now())
  const ran = (await findDaemon(cli.paths)) !== undefined
  await stopDaemon(cli.paths)
  await replaceObjects(cli.paths, objects)
  if (ran) await ensureDaemon(cli.paths, { root: cli.root })
  const words = clusterMessages(cli.language)
  cli.out(words.imported(objects.length, ran))
  return 0
}
