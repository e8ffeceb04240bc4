/** apk and apt-get, which reach no mirror from here: what they say then. @see apk-tools 2.14, apt 2.6 */
import { done, type Command, type CommandResult, type Session } from '../session.ts'

const ALPINE = 'https://dl-cdn.alpinelinux.org/alpine/v3.21'
const REPOSITORIES = ['main', 'community'] as const
/** How long a resolver waits that is not answered. */
const UNANSWERED_MS = 5_000

/** What is asked for by its own name: options have none. */
const packagesOf = (args: readonly string[]): readonly string[] => args.filter((word) => !word.startsWith('-'))

const fetchIndexes = async (session: Session, isCached: boolean): Promise<string> => {
  const verb = isCached ? 'updating and opening' : 'fetching'
  let told = ''
  for (const name of REPOSITORIES) {
    const url = `${ALPINE}/${name}`
    const fetching = `fetch ${url}/x86_64/APKINDEX.tar.gz\n`
    if (!session.emit(fetching)) told += fetching
    await session.wait(UNANSWERED_MS)
    const warning = `WARNING: ${verb} ${url}: temporary error (try again later)\n`
    if (!session.emit(warning)) told += warning
  }
  return told
}

const LOCKED = 'ERROR: Unable to lock database: Permission denied\nERROR: Failed to open apk database: Permission denied\n'

const USAGE = `apk-tools 2.14.6, compiled for x86_64.

usage: apk [<OPTIONS>...] COMMAND [<ARGUMENTS>...]
`

const addPackages = async (session: Session, names: readonly string[], isCached: boolean): Promise<CommandResult> => {
  const told = await fetchIndexes(session, isCached)
  if (names.length === 0) return done(`${told}OK: 7 MiB in 15 packages\n`)
  const missing = names.toSorted().map((name) => `  ${name} (no such package):\n    required by: world[${name}]\n`)
  return { stdout: told, stderr: `ERROR: unable to select packages:\n${missing.join('')}`, exitCode: names.length }
}

export const apk: Command = async (args, session) => {
  const [action, ...names] = packagesOf(args)
  if (session.instance.setup.user.uid !== 0 && (action === 'add' || action === 'update'))
    return { stdout: '', stderr: LOCKED, exitCode: 99 }
  const isCached = !args.includes('--no-cache')
  if (args.includes('--version')) return done('apk-tools 2.14.6, compiled for x86_64.\n')
  if (action === 'update')
    return done(`${await fetchIndexes(session, isCached)}2 unavailable, 0 stale; 15 distinct packages available\n`, 2)
  if (action === 'add') return addPackages(session, names, isCached)
  if (action === undefined) return { stdout: USAGE, stderr: '', exitCode: 1 }
  return { stdout: '', stderr: `ERROR: '${action}' is not an apk command. See 'apk --help'.\n`, exitCode: 1 }
}

interface Suite {
  readonly host: string
  readonly archive: string
  readonly name: string
}

const suite = (host: string, archive: string, name: string): Suite => ({ host, archive, name })

const DEBIAN: readonly Suite[] = [
  suite('deb.debian.org', 'debian', 'bookworm'),
  suite('deb.debian.org', 'debian', 'bookworm-updates'),
  suite('deb.debian.org', 'debian-security', 'bookworm-security'),
]

const UBUNTU: readonly Suite[] = [
  suite('archive.ubuntu.com', 'ubuntu', 'noble'),
  suite('security.ubuntu.com', 'ubuntu', 'noble-security'),
  suite('archive.ubuntu.com', 'ubuntu', 'noble-updates'),
  suite('archive.ubuntu.com', 'ubuntu', 'noble-backports'),
]

const isUbuntu = ({ instance: { setup } }: Session): boolean => setup.image?.repositories.includes('ubuntu') === true

const TRIES = 3

const updateLists = async (session: Session): Promise<CommandResult> => {
  const suites = isUbuntu(session) ? UBUNTU : DEBIAN
  const unresolved = ({ host }: Suite): string => `Temporary failure resolving '${host}'`
  const heads = suites.map(({ host, archive, name }, index) => `${index + 1} http://${host}/${archive} ${name} InRelease\n`)
  let stdout = ''
  const tell = (text: string): void => {
    if (!session.emit(text)) stdout += text
  }
  for (let round = 0; round < TRIES; round++) {
    await session.wait(UNANSWERED_MS)
    for (const head of heads) tell(`Ign:${head}`)
  }
  await session.wait(UNANSWERED_MS)
  for (const [index, one] of suites.entries()) tell(`Err:${heads[index] ?? ''}  ${unresolved(one)}\n`)
  tell(`Reading package lists...${session.isTerminal ? ' Done' : ''}\n`)
  const failed = suites.map((one) => {
    const url = `http://${one.host}/${one.archive}/dists/${one.name}/InRelease`
    return `W: Failed to fetch ${url}  ${unresolved(one)}\n`
  })
  const ignored = 'W: Some index files failed to download. They have been ignored, or old ones used instead.\n'
  return { stdout, stderr: failed.join('') + ignored, exitCode: 0 }
}

const APT_FAILED = 100
const WARNING = '\nWARNING: apt does not have a stable CLI interface. Use with caution in scripts.\n\n'

const manage = async (args: readonly string[], session: Session): Promise<CommandResult> => {
  const [action = '', ...names] = packagesOf(args)
  if (action === 'update') return updateLists(session)
  if (args.includes('--version') || args.includes('-v')) return done(`apt ${isUbuntu(session) ? '2.7.14' : '2.6.1'} (amd64)\n`)
  if (action !== 'install') return { stdout: '', stderr: `E: Invalid operation ${action}\n`, exitCode: APT_FAILED }
  const end = session.isTerminal ? ' Done' : ''
  const read = ['Reading package lists', 'Building dependency tree', 'Reading state information'].map(
    (step) => `${step}...${end}\n`,
  )
  if (names.length === 0) return done(`${read.join('')}0 upgraded, 0 newly installed, 0 to remove and 0 not upgraded.\n`)
  const missing = names.map((name) => `E: Unable to locate package ${name}\n`)
  return { stdout: read.join(''), stderr: missing.join(''), exitCode: APT_FAILED }
}

export const aptGet: Command = manage

/** apt warns whoever does not sit at a terminal. */
export const apt: Command = async (args, session) => {
  const result = await manage(args, session)
  return session.isTerminal ? result : { ...result, stderr: WARNING + result.stderr }
}
