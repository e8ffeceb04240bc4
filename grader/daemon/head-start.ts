/** The entry of dist/head-start.cjs: bin/grade.cjs calls it before it loads the command line, which takes as long as the daemon's own start. */
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { makeFolder } from '../../src/node/make-folder.ts'
import { activeCluster } from '../exam/active.ts'
import { statePaths } from '../terminal/paths.ts'
import { startStandby, type Standby } from './standby.ts'

/** Command lines that start a daemon wherever none runs, whatever else the command line is found to say. */
const isUp = ([command, ...options]: readonly string[]): boolean =>
  command === 'up' && options.every((option) => option === '--brief')

/** A process for `grade up` where no daemon has left its record. What fails here is told by the command itself, which tries again. */
export function giveHeadStart(
  argv: readonly string[],
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): Standby | undefined {
  if (!isUp(argv)) return undefined
  try {
    const own = statePaths(environment)
    const paths = activeCluster(own) ?? own
    if (existsSync(paths.record)) return undefined
    makeFolder(paths.home, 0o700)
    return startStandby(paths, pathToFileURL(root))
  } catch {
    return undefined
  }
}
