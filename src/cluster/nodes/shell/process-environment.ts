/** The variables that a process in a container is started with. */
import type { ContainerInstance } from '../container-instance.ts'

/**
 * In a container runtime's order: the image's search path, the host's name, what the kubelet adds, a terminal's kind, and the home that
 * the runtime takes from /etc/passwd where nobody has set one.
 */
export const environmentOf = ({ setup }: ContainerInstance, isTerminal: boolean): Readonly<Record<string, string>> => ({
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOSTNAME: setup.hostname,
  ...setup.env,
  ...(isTerminal ? { TERM: 'xterm' } : {}),
  HOME: setup.env['HOME'] ?? '/root',
})

/** As `env` prints them. */
export const renderEnvironment = (environment: Readonly<Record<string, string>>): string =>
  Object.entries(environment)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')
