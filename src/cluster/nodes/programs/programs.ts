/** All programs that run without a shell, by their names. */
import { echoImages } from '../images/servers.ts'
import { databasePrograms } from './databases.ts'
import { serveHostname, startAgnhost } from './agnhost/agnhost.ts'
import { startEcho } from './echo-servers.ts'
import { idlePrograms } from './idle.ts'
import { nginx } from './nginx.ts'
import { startRedis } from './redis.ts'
import { systemPrograms } from './system-components.ts'
import { startPython } from './python.ts'
import { startApache, startBusyboxHttpd } from './web-servers.ts'
import type { Program } from './program.ts'

/** Subcommands of agnhost that ask and end: they are no servers. */
export const AGNHOST_CLIENTS: ReadonlySet<string> = new Set(['connect', 'dns-suffix', 'dns-server-list', 'etc-hosts', 'help'])

const BUSYBOX_HTTPD: Program = { names: ['httpd'], start: startBusyboxHttpd }

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Servers made for trying out networks, as their images start them. */
const ECHO_NAMES = [...echoImages.map(({ entrypoint: [path = ''] }) => baseName(path)), 'multitool-nginx']

const PROGRAMS: readonly Program[] = [
  nginx,
  { names: ['httpd-foreground', 'apache2-foreground', 'apachectl', 'apache2', 'httpd'], start: startApache },
  { names: ['python', 'python3'], start: startPython },
  { names: ['agnhost'], start: startAgnhost },
  { names: ['serve_hostname'], start: serveHostname },
  { names: ECHO_NAMES, start: startEcho },
  { names: ['redis-server', 'valkey-server'], start: startRedis },
  ...databasePrograms,
  ...systemPrograms,
  ...idlePrograms,
]

/** `tail -f /dev/null`, which only keeps its container alive. */
const followsNothing = (words: readonly string[]): boolean =>
  words.includes('/dev/null') &&
  words.every((word) => word === '/dev/null' || /^-[fF]$|^--follow/u.test(word)) &&
  words.length > 1

/** The program that `argv` starts. busybox has an httpd of its own. */
export function findProgram(argv: readonly string[], isBusybox: boolean): Program | undefined {
  const name = baseName(argv[0] ?? '')
  if (name === 'busybox' && isBusybox) return findProgram(argv.slice(1), isBusybox)
  if (isBusybox && name === 'httpd') return BUSYBOX_HTTPD
  if (name === 'agnhost' && AGNHOST_CLIENTS.has(argv[1] ?? '')) return undefined
  if (name === 'tail' && !followsNothing(argv.slice(1))) return undefined
  return PROGRAMS.find(({ names }) => names.includes(name))
}

/** Names that a container's shell must know as commands of their own. */
export const SERVER_NAMES: readonly string[] = [
  ...new Set([
    ...PROGRAMS.filter((program) => !idlePrograms.includes(program)).flatMap(({ names }) => names),
    ...idlePrograms.slice(5).flatMap(({ names }) => names),
  ]),
]
