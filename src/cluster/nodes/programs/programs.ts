/** All programs that run without a shell, by their names. */
import { databasePrograms } from './databases.ts'
import { agnhost, echoPrograms, httpEcho } from './echo-servers.ts'
import { idlePrograms } from './idle.ts'
import { isListening, netcatServer } from './netcat.ts'
import { nginx } from './nginx.ts'
import { systemPrograms } from './system-components.ts'
import { apache, busyboxHttpd, python } from './web-servers.ts'
import type { Program } from './program.ts'

const PROGRAMS: readonly Program[] = [
  nginx,
  apache,
  python,
  agnhost,
  httpEcho,
  ...echoPrograms,
  ...databasePrograms,
  ...systemPrograms,
  ...idlePrograms,
]

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** The program that `argv` starts. busybox has an httpd of its own; nc is a program only where it listens. */
export function findProgram(argv: readonly string[], isBusybox: boolean): Program | undefined {
  const name = baseName(argv[0] ?? '')
  if (name === 'busybox' && isBusybox) return findProgram(argv.slice(1), isBusybox)
  if (isBusybox && name === 'httpd') return busyboxHttpd
  if (netcatServer.names.includes(name)) return isListening(argv) ? netcatServer : undefined
  if (name === 'tail' && !argv.some((argument) => /^-[a-z]*f/iu.test(argument))) return undefined
  return PROGRAMS.find(({ names }) => names.includes(name))
}

/** Names that a container's shell must know as commands of their own. */
export const SERVER_NAMES: readonly string[] = [
  ...new Set([
    ...PROGRAMS.filter((program) => !idlePrograms.includes(program)).flatMap(({ names }) => names),
    ...idlePrograms.slice(5).flatMap(({ names }) => names),
  ]),
]
