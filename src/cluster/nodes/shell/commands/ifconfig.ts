/** ifconfig and route of busybox and net-tools, and what their netstat tells of routes. */
import { addressInBlock, familyOf } from '../../../../network/address.ts'
import { done, type Command, type Session } from '../session.ts'
import { broadcastOf, networkOf, type Interface, type InterfaceAddress, type Route } from './interfaces.ts'
import { addressesOf, scopeOf } from './ip.ts'

/** The mask of a prefix length, as four numbers. */
const netmask = (length: number): string => addressInBlock('0.0.0.0/0', (0xff_ff_ff_ff << (32 - length)) >>> 0) ?? ''

const ifconfigAddress = (link: Interface, address: InterfaceAddress): string => {
  const { ip, length } = address
  if (familyOf(ip) === 'IPv4') {
    const broadcast = link.isLoopback ? '' : `  Bcast:${broadcastOf(address) ?? '0.0.0.0'}`
    return `          inet addr:${ip}${broadcast}  Mask:${netmask(length)}\n`
  }
  const scope = scopeOf(link, ip)
  return `          inet6 addr: ${ip}/${length} Scope:${scope.slice(0, 1).toUpperCase()}${scope.slice(1)}\n`
}

export const ifconfig: Command = (_args, session) => {
  const show = (link: Interface): string => {
    const { name, mac, isLoopback } = link
    const head = isLoopback ? 'Link encap:Local Loopback  ' : `Link encap:Ethernet  HWaddr ${mac.toUpperCase()}  `
    const addresses = addressesOf(link, 'both').map((address) => ifconfigAddress(link, address))
    const flags = isLoopback ? 'UP LOOPBACK RUNNING  MTU:65536' : 'UP BROADCAST RUNNING MULTICAST  MTU:1500'
    const counters = ['RX', 'TX']
      .map((way) => `          ${way} packets:0 errors:0 dropped:0 overruns:0 ${way === 'RX' ? 'frame' : 'carrier'}:0\n`)
      .join('')
    return `${name.padEnd(9)} ${head}\n${addresses.join('')}          ${flags}  Metric:1\n${counters}          collisions:0 txqueuelen:${isLoopback ? 1000 : 0} \n          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n\n`
  }
  return done([...networkOf(session).links].reverse().map(show).join(''))
}

interface Columns {
  readonly heads: string
  readonly cells: string
}

const OF_ROUTE: Columns = { heads: 'Metric Ref    Use', cells: '0      0        0' }
const OF_NETSTAT: Columns = { heads: '  MSS Window  irtt', cells: '    0 0          0' }

/** With numbers alone, `default` is 0.0.0.0, and so is no gateway. */
const listRoutes = (session: Session, args: readonly string[], { heads, cells }: Columns): string => {
  const isNumeric = args.some((word) => /^-[a-z]*n/u.test(word))
  const line = ({ to, via, device }: Route): string => {
    const [net = '', length] = to === 'default' ? [isNumeric ? '0.0.0.0' : 'default', '0'] : to.split('/')
    const mask = length === '0' ? '0.0.0.0' : netmask(Number(length ?? 32))
    const flags = `U${via === undefined ? '' : 'G'}${length === undefined ? 'H' : ''}`
    const gateway = via ?? (isNumeric ? '0.0.0.0' : '*')
    return `${net.padEnd(15)} ${gateway.padEnd(15)} ${mask.padEnd(15)} ${flags.padEnd(5)} ${cells} ${device}\n`
  }
  const head = `Kernel IP routing table\nDestination     Gateway         Genmask         Flags ${heads} Iface\n`
  const routes = networkOf(session).routes.filter(({ family }) => family === 'IPv4')
  return `${head}${routes.map(line).join('')}`
}

export const route: Command = (args, session) => done(listRoutes(session, args, OF_ROUTE))

/** `netstat -r`. */
export const netstatRoutes: Command = (args, session) => done(listRoutes(session, args, OF_NETSTAT))
