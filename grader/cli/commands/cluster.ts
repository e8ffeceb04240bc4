import { readFile, writeFile } from 'node:fs/promises'
import { text as readText } from 'node:stream/consumers'
import { exportObjects, readArchive, replaceObjects } from '../../daemon/archive.ts'
import { whileStopped } from '../../daemon/launch.ts'
import { checkSaved, forgetState, restoreState, savedStates, saveState } from '../../daemon/saved-states.ts'
import type { Cli } from '../../terminal/cli.ts'
import { clusterMessages, savedLine } from '../../terminal/messages/cluster.ts'
import { Problem } from '../../terminal/problem.ts'

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** `grade cluster export [file]`: all objects as YAML, to standard output without a file. */
export async function exportCluster(cli: Cli, file: string | undefined): Promise<number> {
  const yaml = await exportObjects(cli.paths)
  if (file === undefined || file === '-') {
    cli.out(yaml.replace(/\n$/u, ''))
    return 0
  }
  await writeFile(file, yaml, { mode: 0o600 }).catch((error: unknown) => {
    throw new Problem('output-unwritable', { path: file, reason: reasonOf(error), option: '' }, error)
  })
  return 0
}

/** `grade cluster import <file> --yes`: its objects in the place of all there are; a cluster that ran runs again. */
export async function importCluster(cli: Cli, file: string, options: { readonly yes?: boolean }): Promise<number> {
  if (options.yes !== true) throw new Problem('confirm-import')
  const text = await (file === '-' ? readText(process.stdin) : readFile(file, 'utf8')).catch((error: unknown) => {
    throw new Problem('file-unreadable', { path: file, reason: reasonOf(error), option: '' }, error)
  })
  const objects = readArchive(text, file, Date.now())
  const ran = await whileStopped(cli.paths, cli, () => replaceObjects(cli.paths, objects))
  cli.out(clusterMessages(cli.language).imported(objects.length, ran))
  return 0
}

/** `grade cluster save <name>`: what the cluster has acknowledged, under a name. */
export async function saveCluster(cli: Cli, name: string, options: { readonly replace?: boolean }): Promise<number> {
  const state = await saveState(cli.paths, name, { mayReplace: options.replace === true })
  cli.out(clusterMessages(cli.language).saved(state))
  return 0
}

/** `grade cluster restore <name> --yes`: a saved state in the place of all there is; a cluster that ran runs again. */
export async function restoreCluster(cli: Cli, name: string, options: { readonly yes?: boolean }): Promise<number> {
  await checkSaved(cli.paths, name)
  if (options.yes !== true) throw new Problem('confirm-restore', { name })
  let count = 0
  const ran = await whileStopped(cli.paths, cli, async () => (count = await restoreState(cli.paths, name)))
  cli.out(clusterMessages(cli.language).restored(name, count, ran))
  return 0
}

/** `grade cluster saved`: a line for each. */
export async function listSaved(cli: Cli): Promise<number> {
  const states = await savedStates(cli.paths)
  const width = Math.max(0, ...states.map(({ name }) => name.length))
  cli.out(
    states.length === 0 ? clusterMessages(cli.language).noneSaved : states.map((state) => savedLine(state, width)).join('\n'),
  )
  return 0
}

/** `grade cluster forget <name>`. */
export async function forgetSaved(cli: Cli, name: string): Promise<number> {
  await forgetState(cli.paths, name)
  cli.out(clusterMessages(cli.language).forgotten(name))
  return 0
}
