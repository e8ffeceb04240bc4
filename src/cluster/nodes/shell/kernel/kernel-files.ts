/** Files under /proc that say what the kernel knows now. Others of them are not there. */
import type { InMemoryFs } from 'just-bash'
import type { Session } from '../session.ts'
import { mountTable } from './mounts.ts'
import { deviceTable, routeTable, sixAddressTable, socketTable } from './network-tables.ts'
import { memoryOf, uptimeOf } from './node-resources.ts'

const memoryFile = (session: Session): string => {
  const { total, used, available } = memoryOf(session)
  const rows = { MemTotal: total, MemFree: total - used, MemAvailable: available, SwapTotal: 0, SwapFree: 0 }
  return Object.entries(rows)
    .map(([name, size]) => `${`${name}:`.padEnd(16)}${String(size).padStart(8)} kB\n`)
    .join('')
}

/** Who reads what the kernel says of a process itself. */
const READER = 'cat'
/** The first that is started beside the container's own. */
const READER_PID = 7

const statusFile = ({ instance: { setup } }: Session): string =>
  Object.entries({
    Name: READER,
    Umask: '0022',
    State: 'R (running)',
    Tgid: READER_PID,
    Ngid: 0,
    Pid: READER_PID,
    PPid: 0,
    TracerPid: 0,
    Uid: Array(4).fill(setup.user.uid).join('\t'),
    Gid: Array(4).fill(setup.user.gid).join('\t'),
    FDSize: 64,
    Threads: 1,
  })
    .map(([field, value]) => `${field}:\t${value}\n`)
    .join('')

const FILES: Readonly<Record<string, (session: Session) => string>> = {
  '/proc/net/tcp': (session) => socketTable(session, 'tcp', 'IPv4'),
  '/proc/net/tcp6': (session) => socketTable(session, 'tcp', 'IPv6'),
  '/proc/net/udp': (session) => socketTable(session, 'udp', 'IPv4'),
  '/proc/net/udp6': (session) => socketTable(session, 'udp', 'IPv6'),
  '/proc/net/route': routeTable,
  '/proc/net/dev': deviceTable,
  '/proc/net/if_inet6': sixAddressTable,
  '/proc/net/arp': () => 'IP address       HW type     Flags       HW address            Mask     Device\n',
  '/proc/sys/net/ipv4/ip_forward': () => '1\n',
  '/proc/sys/net/ipv4/ip_local_port_range': () => '32768\t60999\n',
  '/proc/sys/net/core/somaxconn': () => '4096\n',
  '/proc/version': () => 'Linux version 6.1.0 (root@build) (gcc 12.2.0, GNU ld 2.40) #1 SMP PREEMPT_DYNAMIC\n',
  '/proc/self/comm': () => `${READER}\n`,
  '/proc/self/cmdline': () => `${READER}\0/proc/self/cmdline\0`,
  '/proc/self/status': statusFile,
  '/proc/1/cmdline': ({ instance }) => (instance.setup.processes()[0] ?? []).map((word) => `${word}\0`).join(''),
  '/proc/uptime': (session) => `${uptimeOf(session).toFixed(2)} ${uptimeOf(session).toFixed(2)}\n`,
  '/proc/loadavg': () => '0.10 0.10 0.10 1/100 10\n',
  '/proc/meminfo': memoryFile,
  '/proc/mounts': mountTable,
}

/** What they say is asked for when they are read, for the first time after this. */
export const renewKernelFiles = (session: Session, fs: InMemoryFs): void => {
  for (const [path, render] of Object.entries(FILES)) fs.writeFileLazy(path, () => render(session))
}
