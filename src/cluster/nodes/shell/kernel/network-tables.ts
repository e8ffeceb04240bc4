/** The files of /proc/net: sockets, routes and interfaces, as the kernel prints them. @see proc_net(5); Linux net/ipv4/tcp_ipv4.c */
import type { Listener } from '../../../../network/facts.ts'
import { parseAddress, parseBlock } from '../../../../network/address.ts'
import { linkLocal } from '../../hardware-address.ts'
import { hashText } from '../../../controllers/workloads/template-hash.ts'
import { networkOf, type Route } from '../commands/interfaces.ts'
import type { Session } from '../session.ts'
import { listeningSockets } from './listening-sockets.ts'

type Protocol = 'tcp' | 'udp'
type Family = 'IPv4' | 'IPv6'

/** Lines of IPv4 are filled up to a width of their own. */
const WIDTHS = { tcp: 149, udp: 127, route: 127 } as const
/** Numbers of the kernel's socket states. */
const STATES = { tcp: '0A', udp: '07' } as const

const hex = (value: number, digits: number): string => value.toString(16).toUpperCase().padStart(digits, '0')

/** Each 32 bits in the order of a little-endian machine. */
const hexAddress = (address: string): string => {
  const bytes = parseAddress(address) ?? []
  const groups = Array.from({ length: bytes.length / 4 }, (_, group) => bytes.slice(group * 4, group * 4 + 4))
  return groups
    .map((group) =>
      [...group]
        .reverse()
        .map((byte) => hex(byte, 2))
        .join(''),
    )
    .join('')
}

const UNSPECIFIED: Readonly<Record<Family, string>> = { IPv4: '0.0.0.0', IPv6: '::' }

const familyOfListener = ({ address }: Listener): Family => (address.includes(':') ? 'IPv6' : 'IPv4')

const HEADS: Readonly<Record<Family, Readonly<Record<Protocol, string>>>> = {
  IPv4: {
    tcp: '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    udp: '   sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
  },
  IPv6: {
    tcp: '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
    udp: '  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode ref pointer drops',
  },
}

const rowOf = (listener: Listener, index: number, protocol: Protocol): string => {
  const { address, port } = listener
  const any = UNSPECIFIED[familyOfListener(listener)]
  const number = String(index).padStart(protocol === 'tcp' ? 4 : 5)
  const ends = `${hexAddress(address)}:${hex(port, 4)} ${hexAddress(any)}:0000`
  const inode = 1_000_000 + (hashText(`${address} ${port}`) % 1_000_000)
  const row = `${number}: ${ends} ${STATES[protocol]} 00000000:00000000 00:00000000 00000000     0        0 ${inode}`
  return protocol === 'tcp' ? `${row} 1 0000000000000000 100 0 0 10 0` : `${row} 2 0000000000000000 0`
}

/** Listening sockets alone: connections of clients do not last in a cluster that is simulated. */
export function socketTable(session: Session, protocol: Protocol, family: Family): string {
  const rows = listeningSockets(session)
    .filter((listener) => listener.protocol.toLowerCase() === protocol && familyOfListener(listener) === family)
    .map((listener, index) => rowOf(listener, index, protocol))
  const width = family === 'IPv4' ? WIDTHS[protocol] : 0
  return [HEADS[family][protocol], ...rows].map((line) => `${line.padEnd(width)}\n`).join('')
}

const UP = 1
const GATEWAY = 2
const HOST = 4

const maskOf = (prefixLength: number): string =>
  [0, 8, 16, 24].map((at) => 256 - 2 ** (8 - Math.min(8, Math.max(0, prefixLength - at)))).join('.')

const routeLine = ({ to, via, device }: Route): string => {
  const { bytes, prefixLength } = parseBlock(to === 'default' ? '0.0.0.0/0' : to.includes('/') ? to : `${to}/32`) ?? {
    bytes: [],
    prefixLength: 0,
  }
  const flags = UP + (via === undefined ? 0 : GATEWAY) + (prefixLength === 32 ? HOST : 0)
  const cells = [
    device,
    hexAddress(bytes.join('.')),
    via === undefined ? '00000000' : hexAddress(via),
    hex(flags, 4),
    '0',
    '0',
    '0',
    hexAddress(maskOf(prefixLength)),
    '0',
    '0',
    '0',
  ]
  return cells.join('\t')
}

export const routeTable = (session: Session): string =>
  [
    'Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT',
    ...networkOf(session)
      .routes.filter(({ family }) => family === 'IPv4')
      .map(routeLine),
  ]
    .map((line) => `${line.padEnd(WIDTHS.route)}\n`)
    .join('')

/** What passed is not counted. */
export const deviceTable = (session: Session): string =>
  [
    'Inter-|   Receive                                                |  Transmit',
    ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
    ...networkOf(session).links.map(
      ({ name }) =>
        `${name.padStart(6)}:       0       0    0    0    0     0          0         0        0       0    0    0    0     0       0          0`,
    ),
  ]
    .map((line) => `${line}\n`)
    .join('')

/** Scope and flags of an address of this kind. */
const KINDS = { global: ['00', '80'], link: ['20', '80'], host: ['10', '80'] } as const

export const sixAddressTable = (session: Session): string =>
  networkOf(session)
    .links.flatMap(({ index, name, addresses, mac, isLoopback }) => {
      const own = addresses.filter(({ ip }) => ip.includes(':'))
      const all = isLoopback ? own : [...own, { ip: linkLocal(mac), length: 64 }]
      return all.map(({ ip, length }) => {
        const [scope, flags] = KINDS[isLoopback ? 'host' : ip.startsWith('fe80:') ? 'link' : 'global']
        const address = (parseAddress(ip) ?? []).map((byte) => hex(byte, 2).toLowerCase()).join('')
        return `${address} ${hex(index, 2).toLowerCase()} ${hex(length, 2).toLowerCase()} ${scope} ${flags} ${name.padStart(8)}\n`
      })
    })
    .join('')
