/** The entry of dist/head-start.cjs: bin/grade.cjs calls it before it loads the command line, which takes as long as the daemon's own start. */
import { existsSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { makeFolder } from '../../src/node/make-folder.ts'
import { activeCluster } from '../exam/active.ts'
import { statePaths } from '../terminal/paths.ts'
import { startStandby, type Standby } from './standby.ts'

/** A command that needs a daemon's process soon. */
interface Starter {
  readonly words: readonly string[]
  /** How many arguments follow the words. */
  readonly arguments: number
  /** Those that must be there, or may be, whatever else the command line is found to say. */
  readonly options: { readonly required: readonly string[]; readonly allowed: readonly string[] }
  /** Whether it starts one where none runs, or another in the place of one that does. */
  readonly replaces: boolean
}

const AGREED = { required: ['--yes'], allowed: ['--yes'] }

const STARTERS: readonly Starter[] = [
  { words: ['up'], arguments: 0, options: { required: [], allowed: ['--brief'] }, replaces: false },
  { words: ['reset'], arguments: 0, options: AGREED, replaces: true },
  { words: ['cluster', 'restore'], arguments: 1, options: AGREED, replaces: true },
  { words: ['cluster', 'import'], arguments: 1, options: AGREED, replaces: true },
]

function isAsked({ words, arguments: count, options }: Starter, argv: readonly string[]): boolean {
  const given = argv.filter((word) => word.startsWith('-'))
  const rest = argv.filter((word) => !word.startsWith('-'))
  return (
    rest.length === words.length + count &&
    words.every((word, index) => rest[index] === word) &&
    given.every((option) => options.allowed.includes(option)) &&
    options.required.every((option) => given.includes(option))
  )
}

/**
 * A process for a command line that starts a daemon: `grade up` where none has left its record, `grade reset --yes` and its like where
 * one has. What fails here is told by the command itself, which tries again.
 */
export function giveHeadStart(
  argv: readonly string[],
  root: string,
  environment: Readonly<Record<string, string | undefined>>,
): Standby | undefined {
  const starter = STARTERS.find((one) => isAsked(one, argv))
  if (starter === undefined) return undefined
  try {
    const own = statePaths(environment)
    const paths = activeCluster(own) ?? own
    if (existsSync(paths.record) !== starter.replaces) return undefined
    makeFolder(paths.home, 0o700)
    return startStandby(paths, pathToFileURL(root))
  } catch {
    return undefined
  }
}
