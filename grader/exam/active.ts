/** Which exam runs on this machine: read before every command. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { statePaths, type StatePaths } from '../terminal/paths.ts'

export const examsFolder = (home: string): string => join(home, 'exam')

/** Names the folder of the attempt that runs. */
export const activeFile = (home: string): string => join(examsFolder(home), 'active')

/** Where the cluster of an attempt keeps its state. */
export const clusterOf = (folder: string): StatePaths => statePaths({ NETGRADE_HOME: join(folder, 'cluster') })

/** Of the attempt that runs; undefined where none does. */
export function activeCluster({ home }: Pick<StatePaths, 'home'>): StatePaths | undefined {
  const file = activeFile(home)
  return existsSync(file) ? clusterOf(join(examsFolder(home), readFileSync(file, 'utf8').trim())) : undefined
}
