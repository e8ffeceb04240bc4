/** What stands in the log of the official image before the first request. @see github.com/nginx/docker-nginx, docker-entrypoint.sh and 10-listen-on-ipv6-by-default.sh, 1.27 */
import { isDefaultServer } from '../images/nginx.ts'
import { KERNEL_VERSION } from '../kernel-version.ts'
import type { ProgramContext } from './program.ts'

/** `2026/11/23 22:26:56`, as nginx's error log has it. */
export const errorLogTime = (atMs: number): string =>
  new Date(atMs).toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ')

const DEFAULT = 'etc/nginx/conf.d/default.conf'

/**
 * The first script lets the default server listen on IPv6, too, where it may write the file.
 * DIFFERS: any other file there is taken for a ConfigMap's, which nobody can write (test/unit/cluster/nodes/programs/nginx-server.test.ts).
 */
function listeningOnIpv6({ files }: ProgramContext): readonly string[] {
  const content = files.read(`/${DEFAULT}`)
  if (content === undefined) return [`/${DEFAULT} is not a file or does not exist`]
  if (!isDefaultServer(content)) return [`can not modify /${DEFAULT} (read-only file system?)`]
  return [`Getting the checksum of /${DEFAULT}`, `Enabled listen on IPv6 in /${DEFAULT}`]
}

/** What the image's script says before nginx starts; nothing where another command is run in its place. */
export function entrypointOf(context: ProgramContext): string {
  if (!context.isByEntrypoint) return ''
  const folder = '/docker-entrypoint.d/'
  const ipv6 = '10-listen-on-ipv6-by-default.sh'
  const said = (text: string): string => `/docker-entrypoint.sh: ${text}`
  const lines = [
    said(`${folder} is not empty, will attempt to perform configuration`),
    said(`Looking for shell scripts in ${folder}`),
    said(`Launching ${folder}${ipv6}`),
    ...listeningOnIpv6(context).map((text) => `${ipv6}: info: ${text}`),
    said(`Sourcing ${folder}15-local-resolvers.envsh`),
    said(`Launching ${folder}20-envsubst-on-templates.sh`),
    said(`Launching ${folder}30-tune-worker-processes.sh`),
    said('Configuration complete; ready for start up'),
  ]
  return lines.map((line) => `${line}\n`).join('')
}

/** All that is said where nginx starts. */
export function startOf(context: ProgramContext, version: string): string {
  const time = errorLogTime(context.nowMs)
  const notices = [
    'using the "epoll" event method',
    version,
    `built by gcc ${context.library === 'musl' ? '13.2.1 20240309 (Alpine 13.2.1_git20240309)' : '12.2.0 (Debian 12.2.0-14)'} `,
    `OS: Linux ${KERNEL_VERSION}`,
    'getrlimit(RLIMIT_NOFILE): 1048576:1048576',
    'start worker processes',
    'start worker process 29',
    'start worker process 30',
  ]
  return `${entrypointOf(context)}${notices.map((text) => `${time} [notice] 1#1: ${text}\n`).join('')}`
}
