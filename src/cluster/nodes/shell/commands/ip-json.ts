/** What `ip -j` prints, key by key in the order of iproute2 6. */
import { familyOf } from '../../../../network/address.ts'
import { broadcastOf, type Interface, type InterfaceAddress, type Neighbour, type Route } from './interfaces.ts'

const FOREVER = 4_294_967_295

export interface ShownLink {
  readonly link: Interface
  readonly addresses: readonly InterfaceAddress[]
  readonly scopeOf: (ip: string) => string
}

const addressInfo = ({ link, scopeOf }: ShownLink, address: InterfaceAddress): object => {
  const { ip, length } = address
  const isFour = familyOf(ip) === 'IPv4'
  const broadcast = link.isLoopback ? undefined : broadcastOf(address)
  return {
    family: isFour ? 'inet' : 'inet6',
    local: ip,
    prefixlen: length,
    ...(broadcast === undefined ? {} : { broadcast }),
    scope: scopeOf(ip),
    ...(isFour ? { label: link.name } : {}),
    valid_life_time: FOREVER,
    preferred_life_time: FOREVER,
  }
}

/** Of one family, the hardware's addresses are left out. */
export const linkAsJson = (shown: ShownLink, { isLink, isOneFamily }: Record<'isLink' | 'isOneFamily', boolean>): object => {
  const { index, name, peer, mac, isLoopback } = shown.link
  return {
    ifindex: index,
    ...(peer === undefined ? {} : { link_index: Number(peer.slice('if'.length)) }),
    ifname: name,
    flags: [...(isLoopback ? ['LOOPBACK'] : ['BROADCAST', 'MULTICAST']), 'UP', 'LOWER_UP'],
    mtu: isLoopback ? 65_536 : 1500,
    qdisc: 'noqueue',
    operstate: isLoopback ? 'UNKNOWN' : 'UP',
    ...(isLink ? { linkmode: 'DEFAULT' } : {}),
    group: 'default',
    ...(isLoopback ? { txqlen: 1000 } : {}),
    ...(isOneFamily
      ? {}
      : {
          link_type: isLoopback ? 'loopback' : 'ether',
          address: mac,
          broadcast: isLoopback ? '00:00:00:00:00:00' : 'ff:ff:ff:ff:ff:ff',
        }),
    ...(isLoopback ? {} : { link_netnsid: 0 }),
    ...(isLink ? {} : { addr_info: shown.addresses.map((address) => addressInfo(shown, address)) }),
  }
}

export const routeAsJson = ({ family, to, via, device, source, scope }: Route, metric: number): object => ({
  dst: to,
  ...(via === undefined ? {} : { gateway: via }),
  dev: device,
  ...(scope === undefined || family === 'IPv6' ? {} : { scope }),
  ...(source === undefined ? {} : { prefsrc: source }),
  ...(family === 'IPv6' ? { metric } : {}),
  flags: [],
  ...(family === 'IPv6' ? { pref: 'medium' } : {}),
})

export const neighbourAsJson = ({ ip, device, mac }: Neighbour): object => ({
  dst: ip,
  dev: device,
  lladdr: mac,
  state: ['REACHABLE'],
})

/** With -p each key has a line of its own. */
export const printJson = (values: readonly object[], isPretty: boolean): string =>
  `${isPretty ? pretty(values, 0) : JSON.stringify(values)}\n`

const INDENT = ' '.repeat(4)

/** Lists go on in their line, and count as a level of their own. */
const pretty = (value: unknown, level: number): string => {
  if (Array.isArray(value)) {
    const items = value.map((one: unknown) => pretty(one, level + 1))
    return items.length === 0 ? '[ ]' : `[ ${items.join(',')} ]`
  }
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const lines = Object.entries(value).map(
    ([key, one]) => `${INDENT.repeat(level + 1)}${JSON.stringify(key)}: ${pretty(one, level + 1)}`,
  )
  return `{\n${lines.join(',\n')}\n${INDENT.repeat(level)}}`
}
