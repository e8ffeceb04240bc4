/** ss and netstat: the sockets of all containers of the Pod, since they share one network. */
import type { Listener } from '../../../../network/facts.ts'
import { isBusybox } from '../../userland.ts'
import { listeningSockets } from '../kernel/listening-sockets.ts'
import { openSockets, type OpenSocket } from '../open-sockets.ts'
import { netstatRoutes } from './ifconfig.ts'
import { done, type Command, type Session } from '../session.ts'

/** Whether a letter is among the options, alone or run together with others. */
const hasLetter = (args: readonly string[], letter: string): boolean =>
  args.some((word) => /^-[a-zA-Z0-9]+$/u.test(word) && word.includes(letter)) || args.includes(LONG[letter] ?? '')

const LONG: Readonly<Record<string, string>> = {
  t: '--tcp',
  u: '--udp',
  l: '--listening',
  a: '--all',
  n: '--numeric',
  p: '--processes',
}

const listenersOf = (session: Session, args: readonly string[]): readonly Listener[] => {
  if (!hasLetter(args, 'l') && !hasLetter(args, 'a')) return []
  const all = listeningSockets(session)
  const both = hasLetter(args, 't') === hasLetter(args, 'u')
  return (['UDP', 'TCP'] as const)
    .filter((protocol) => both || hasLetter(args, protocol === 'TCP' ? 't' : 'u'))
    .flatMap((protocol) => all.filter((listener) => listener.protocol === protocol))
}

const isSix = ({ address }: Listener): boolean => address.includes(':')

/** How many connections may wait to be accepted. */
const BACKLOGS: Readonly<Record<string, number>> = { nginx: 511, httpd: 511, 'redis-server': 511, python: 5, nc: 1 }
const USUAL_BACKLOG = 4096

type Row = readonly [
  kind: string,
  state: string,
  queued: string,
  room: string,
  address: string,
  port: string,
  peer: string,
  peerPort: string,
  process: string,
]

const rowOf = (listener: Listener, hasProcess: boolean): Row => {
  const { protocol, program, port } = listener
  const isTcp = protocol === 'TCP'
  // A socket of IPv6 that takes IPv4, too, is shown without its family.
  const isDual = listener.address === '::' && listener.ipv6 !== true
  const any = isDual ? '*' : isSix(listener) ? '[::]' : '0.0.0.0'
  const address = isDual ? '*' : isSix(listener) ? `[${listener.address}]` : listener.address
  return [
    protocol.toLowerCase(),
    isTcp ? 'LISTEN' : 'UNCONN',
    '0',
    isTcp ? String(BACKLOGS[program] ?? USUAL_BACKLOG) : '0',
    address,
    String(port),
    any,
    '*',
    hasProcess ? `users:(("${program}",pid=1,fd=3))` : '',
  ]
}

/** Widths of ss where it prints to no terminal: each column as wide as its widest cell, local and peer on both sides of a colon. */
const renderSs = (rows: readonly Row[], hasKind: boolean): string => {
  const heads: Row = ['Netid', 'State', 'Recv-Q', 'Send-Q', 'Local Address', 'Port', 'Peer Address', 'Port', 'Process']
  const width = (column: number): number => Math.max(...[heads, ...rows].map((row) => row[column]?.length ?? 0))
  const widths = heads.map((_, column) => width(column))
  const line = ([kind, state, queued, room, address, port, peer, peerPort, process]: Row): string => {
    const [kindWidth = 0, stateWidth = 0, queuedWidth = 0, roomWidth = 0, addressWidth = 0, portWidth = 0] = widths
    const [peerWidth = 0, peerPortWidth = 0, processWidth = 0] = widths.slice(6)
    const head = `${state.padEnd(stateWidth)} ${queued.padEnd(queuedWidth)} ${room.padEnd(roomWidth)}`
    const local = `${address.padStart(addressWidth)}:${port.padEnd(portWidth)}`
    const tail = `${peer.padStart(peerWidth + 1)}:${peerPort.padEnd(peerPortWidth)}${process.padEnd(processWidth)}`
    return `${hasKind ? `${kind.padEnd(kindWidth)} ` : ''}${head} ${local} ${tail}\n`
  }
  return [heads, ...rows].map(line).join('')
}

/** Those that are open between two, unless only those that wait, or other protocols, are asked for. */
const connectionsOf = (session: Session, args: readonly string[]): readonly OpenSocket[] => {
  const isAsked = hasLetter(args, 'a') || !hasLetter(args, 'l')
  return isAsked && (hasLetter(args, 't') || !hasLetter(args, 'u')) ? openSockets(session) : []
}

const nameEnd = (ip: string): string => (ip.includes(':') ? `[${ip}]` : ip)

const rowOfConnection = ({ own, peer, program }: OpenSocket, hasProcess: boolean): Row => [
  'tcp',
  'ESTAB',
  '0',
  '0',
  nameEnd(own.ip),
  String(own.port),
  nameEnd(peer.ip),
  String(peer.port),
  hasProcess ? `users:(("${program}",pid=1,fd=3))` : '',
]

export const ss: Command = (args, session) => {
  const hasProcess = hasLetter(args, 'p')
  const rows = [
    ...listenersOf(session, args).map((listener) => rowOf(listener, hasProcess)),
    ...connectionsOf(session, args).map((socket) => rowOfConnection(socket, hasProcess)),
  ]
  const shown = hasLetter(args, 'H') ? renderSs(rows, false).split('\n').slice(1).join('\n') : undefined
  return done(shown ?? renderSs(rows, hasLetter(args, 't') === hasLetter(args, 'u')))
}

const scopeOf = (args: readonly string[]): string => {
  if (hasLetter(args, 'a')) return 'servers and established'
  return hasLetter(args, 'l') ? 'only servers' : 'w/o servers'
}

export const netstat: Command = (args, session) => {
  if (hasLetter(args, 'r')) return netstatRoutes(args, session, '')
  const hasProcess = hasLetter(args, 'p')
  const names = isBusybox(session.instance.setup.image)
  const listeners = listenersOf(session, args)
  const line = ([kind, own, peer]: readonly [string, string, string], state: string, program: string): string =>
    `${kind.padEnd(5)} ${'0'.padStart(6)} ${'0'.padStart(6)} ${own.padEnd(23)} ${peer.padEnd(23)} ${state.padEnd(11)} ${hasProcess ? `1/${program}` : ''}\n`
  const showListener = (listener: Listener): string => {
    const { protocol, program, port, address } = listener
    const kind = `${protocol.toLowerCase()}${isSix(listener) && !names ? '6' : ''}`
    const peer = isSix(listener) ? ':::*' : '0.0.0.0:*'
    return line([kind, `${address}:${port}`, peer], protocol === 'TCP' ? 'LISTEN' : '', program)
  }
  const showConnection = ({ own, peer, program }: OpenSocket): string => {
    const kind = own.ip.includes(':') && !names ? 'tcp6' : 'tcp'
    return line([kind, `${own.ip}:${own.port}`, `${peer.ip}:${peer.port}`], 'ESTABLISHED', program)
  }
  const rows = [
    ...listeners.filter(({ protocol }) => protocol === 'TCP').map(showListener),
    ...connectionsOf(session, args).map(showConnection),
    ...listeners.filter(({ protocol }) => protocol !== 'TCP').map(showListener),
  ]
  const head = `Proto Recv-Q Send-Q Local Address           Foreign Address         State       ${hasProcess ? 'PID/Program name    ' : ''}\n`
  return done(`Active Internet connections (${scopeOf(args)})\n${head}${rows.join('')}`)
}
