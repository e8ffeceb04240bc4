/** What the official image of nginx prints when it starts. */
import { isDefaultServer } from '../images/nginx.ts'
import { KERNEL_VERSION } from '../kernel-version.ts'
import type { ProgramContext } from './program.ts'

const CONFIG = '/etc/nginx/conf.d/default.conf'
const SCRIPTS = '/docker-entrypoint.d'

/** Of `1.27.5`: 27. Versions with another first number are later ones. */
const minorOf = (version: string): number => {
  const [major = 1, minor = 0] = version.split('.').map(Number)
  return major > 1 ? Infinity : minor
}

/** The image has scripts since then. */
const FIRST_SCRIPTS = 19
const FIRST_RESOLVERS = 23
/** Its configuration asks for notices since then. */
const FIRST_NOTICES = 21

/** A script makes the packaged server listen on IPv6 as well. */
function listenScript({ files }: ProgramContext): readonly string[] {
  const name = '10-listen-on-ipv6-by-default.sh: info:'
  const content = files.read(CONFIG)
  if (content === undefined) return [`${name} ${CONFIG} is not a file or does not exist`]
  // Nothing but a volume brings another one before the container starts, and those of ConfigMaps cannot be written.
  if (!isDefaultServer(content)) return [`${name} can not modify ${CONFIG} (read-only file system?)`]
  return [`${name} Getting the checksum of ${CONFIG}`, `${name} Enabled listen on IPv6 in ${CONFIG}`]
}

/** What the image's entrypoint says before nginx starts, where it is what starts it. */
export function entrypointLines(context: ProgramContext, version: string): string {
  if (!context.viaEntrypoint || minorOf(version) < FIRST_SCRIPTS) return ''
  const resolvers = minorOf(version) < FIRST_RESOLVERS ? [] : [`Sourcing ${SCRIPTS}/15-local-resolvers.envsh`]
  const said = (lines: readonly string[]): readonly string[] => lines.map((line) => `/docker-entrypoint.sh: ${line}`)
  return [
    ...said([
      `${SCRIPTS}/ is not empty, will attempt to perform configuration`,
      `Looking for shell scripts in ${SCRIPTS}/`,
      `Launching ${SCRIPTS}/10-listen-on-ipv6-by-default.sh`,
    ]),
    ...listenScript(context),
    ...said([
      ...resolvers,
      `Launching ${SCRIPTS}/20-envsubst-on-templates.sh`,
      `Launching ${SCRIPTS}/30-tune-worker-processes.sh`,
      'Configuration complete; ready for start up',
    ]),
  ]
    .map((line) => `${line}\n`)
    .join('')
}

const compilerOf = ({ library }: ProgramContext, version: string): string => {
  if (library === 'musl') return 'gcc 14.2.0 (Alpine 14.2.0)'
  if (minorOf(version) < FIRST_RESOLVERS) return 'gcc 10.2.1 20210110 (Debian 10.2.1-6)'
  return minorOf(version) < 29 ? 'gcc 12.2.0 (Debian 12.2.0-14)' : 'gcc 14.2.0 (Debian 14.2.0-19)'
}

/** `2026/11/23 22:26:56`, as nginx's error log has it. */
export const errorLogTime = (atMs: number): string =>
  new Date(atMs).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')

/** The error log of a start. */
export function startLines(context: ProgramContext, version: string): string {
  if (minorOf(version) < FIRST_NOTICES) return ''
  const time = errorLogTime(context.nowMs)
  return [
    'using the "epoll" event method',
    `nginx/${version}`,
    `built by ${compilerOf(context, version)} `,
    `OS: Linux ${KERNEL_VERSION}`,
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
    'start worker processes',
    'start worker process 29',
    'start worker process 30',
  ]
    .map((text) => `${time} [notice] 1#1: ${text}\n`)
    .join('')
}
