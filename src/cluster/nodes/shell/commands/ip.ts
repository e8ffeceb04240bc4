/** ip and ifconfig: interfaces and routes as kindnetd (ptp) joins a Pod, and those of a node. */
import type { Node, Pod } from '../../../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../../../kubernetes/guards.ts'
import { hashText } from '../../../controllers/workloads/template-hash.ts'
import { toolsOf } from '../../userland.ts'
import { done, fail, type Command, type CommandResult, type Session } from '../session.ts'
import { podOf } from './pod.ts'

interface Interface {
  readonly index: number
  readonly name: string
  /** Behind `@` in the name: the other end of a veth. */
  readonly peer?: string
  readonly address: string
  readonly length: number
  readonly mac: string
  readonly isLoopback: boolean
}

interface Network {
  readonly links: readonly Interface[]
  /** A route with the blanks that both programs leave at its end. */
  readonly routes: readonly Route[]
}

interface Route {
  readonly to: string
  readonly via?: string
  readonly device: string
  readonly source?: string
  readonly scope?: 'link' | 'host'
}

/** Locally administered, and the same in every run. */
const macOf = (seed: string): string => {
  const hash = (hashText(seed) >>> 0).toString(16).padStart(8, '0')
  return ['5e', '4a', ...(hash.match(/../gu) ?? [])].join(':')
}

const LOOPBACK: Interface = {
  index: 1,
  name: 'lo',
  address: '127.0.0.1',
  length: 8,
  mac: '00:00:00:00:00:00',
  isLoopback: true,
}

const firstOf = (ip: string, length: 16 | 24): string =>
  ip.replace(length === 24 ? /\.\d+$/u : /\.\d+\.\d+$/u, length === 24 ? '.1' : '.0.1')
const netOf = (ip: string, length: 16 | 24): string =>
  ip.replace(length === 24 ? /\.\d+$/u : /\.\d+\.\d+$/u, length === 24 ? '.0' : '.0.0')

const networkOfPod = (ip: string): Network => {
  const gateway = firstOf(ip, 24)
  const eth0 = {
    index: 2,
    name: 'eth0',
    peer: `if${(hashText(ip) % 90) + 3}`,
    address: ip,
    length: 24,
    mac: macOf(ip),
    isLoopback: false,
  }
  return {
    links: [LOOPBACK, eth0],
    routes: [
      { to: 'default', via: gateway, device: 'eth0' },
      { to: `${netOf(ip, 24)}/24`, via: gateway, device: 'eth0', source: ip },
      { to: gateway, device: 'eth0', scope: 'link', source: ip },
    ],
  }
}

const internalIp = ({ status }: Node): string => status?.addresses?.find(({ type }) => type === 'InternalIP')?.address ?? ''

const vethOf = ({ metadata }: Pod): string => `veth${(hashText(metadata.uid ?? '') >>> 0).toString(16).padStart(8, '0')}`

/** A node's: its own address, a veth for each of its Pods, and a route to each other node's Pods. */
const networkOfNode = (session: Session, name: string): Network => {
  const { objects } = session.world.snapshot()
  const nodes = objects.filter(isNode)
  const here = nodes.find(({ metadata }) => metadata.name === name)
  const ip = here === undefined ? session.instance.setup.podIp : internalIp(here)
  const pods = objects
    .filter(isPod)
    .filter(({ spec, status }) => spec?.nodeName === name && spec.hostNetwork !== true && status?.podIP !== undefined)
  const gateway = here?.spec?.podCIDR === undefined ? '' : firstOf(here.spec.podCIDR.replace(/\/\d+$/u, ''), 24)
  const eth0 = {
    index: pods.length + 2,
    name: 'eth0',
    peer: 'if20',
    address: ip,
    length: 16,
    mac: macOf(ip),
    isLoopback: false,
  }
  const veths = pods.map((pod, index) => ({
    index: index + 2,
    name: vethOf(pod),
    peer: 'if2',
    address: gateway,
    length: 32,
    mac: macOf(vethOf(pod)),
    isLoopback: false,
  }))
  const others = nodes.filter(({ metadata, spec }) => metadata.name !== name && spec?.podCIDR !== undefined)
  const routes: readonly Route[] = [
    { to: 'default', via: firstOf(ip, 16), device: 'eth0' },
    ...others.map((node) => ({ to: node.spec?.podCIDR ?? '', via: internalIp(node), device: 'eth0' })),
    ...pods.map((pod): Route => ({ to: pod.status?.podIP ?? '', device: vethOf(pod), scope: 'host' })),
    { to: `${netOf(ip, 16)}/16`, device: 'eth0', scope: 'link', source: ip },
  ]
  return { links: [LOOPBACK, ...veths, eth0], routes: [...routes].sort(byDestination) }
}

const byDestination = (a: Route, b: Route): number => keyOf(a).localeCompare(keyOf(b))
const keyOf = ({ to }: Route): string => (to === 'default' ? '' : to.replaceAll(/\d+/gu, (digits) => digits.padStart(3, '0')))

const networkOf = (session: Session): Network => {
  const pod = podOf(session)
  const node = pod?.spec?.hostNetwork === true ? pod.spec.nodeName : undefined
  return node === undefined ? networkOfPod(session.instance.setup.podIp) : networkOfNode(session, node)
}

const broadcastOf = ({ address, length }: Interface): string =>
  length === 24
    ? ` brd ${address.replace(/\.\d+$/u, '.255')}`
    : length === 16
      ? ` brd ${address.replace(/\.\d+\.\d+$/u, '.255.255')}`
      : ''

type Wanted = 'address' | 'link'
type Family = 'both' | '4' | '6'

interface Showing {
  readonly wanted: Wanted
  readonly family: Family
  readonly isIproute: boolean
}

const FOREVER = '       valid_lft forever preferred_lft forever\n'

const headOf = ({ index, name, peer, isLoopback }: Interface, { wanted, isIproute }: Showing): string => {
  const label = `${index}: ${name}${peer === undefined ? '' : `@${peer}`}`
  const mode = wanted === 'link' ? 'mode DEFAULT ' : ''
  if (isLoopback) {
    const state = isIproute ? `state UNKNOWN ${mode}group default ` : ''
    return `${label}: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue ${state}qlen 1000\n`
  }
  return isIproute
    ? `${label}: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP ${mode}group default \n`
    : `${label}: <BROADCAST,MULTICAST,UP,LOWER_UP,M-DOWN> mtu 1500 qdisc noqueue \n`
}

const hardwareOf = ({ mac, isLoopback }: Interface, isIproute: boolean): string =>
  isLoopback
    ? `    link/loopback ${mac} brd 00:00:00:00:00:00\n`
    : `    link/ether ${mac} brd ff:ff:ff:ff:ff:ff${isIproute ? ' link-netnsid 0' : ''}\n`

const fourOf = (link: Interface): string => {
  const { name, address, length, isLoopback } = link
  const rest = isLoopback ? ' scope host lo' : `${broadcastOf(link)} scope global ${name}`
  return `    inet ${address}/${length}${rest}\n${FOREVER}`
}

const sixOf = ({ mac, isLoopback }: Interface): string =>
  `    inet6 ${isLoopback ? '::1/128 scope host' : `${linkLocal(mac)}/64 scope link`} \n${FOREVER}`

const showLink = (link: Interface, showing: Showing): string => {
  const { wanted, family, isIproute } = showing
  const addresses = wanted === 'link' ? '' : `${family === '6' ? '' : fourOf(link)}${family === '4' ? '' : sixOf(link)}`
  return `${headOf(link, showing)}${family === 'both' ? hardwareOf(link, isIproute) : ''}${addresses}`
}

/** EUI-64 of the hardware address. */
const linkLocal = (mac: string): string => {
  const bytes = mac.split(':').map((byte) => Number.parseInt(byte, 16))
  const all = [(bytes[0] ?? 0) ^ 2, bytes[1] ?? 0, bytes[2] ?? 0, 0xff, 0xfe, bytes[3] ?? 0, bytes[4] ?? 0, bytes[5] ?? 0]
  const groups = [0, 2, 4, 6].map((at) => (((all[at] ?? 0) << 8) | (all[at + 1] ?? 0)).toString(16))
  return `fe80::${groups.join(':')}`
}

const showBrief = ({ name, peer, address, length, mac, isLoopback }: Interface, wanted: Wanted): string => {
  const label = `${name}${peer === undefined ? '' : `@${peer}`}`.padEnd(16)
  const state = (isLoopback ? 'UNKNOWN' : 'UP').padEnd(14)
  const six = isLoopback ? '::1/128' : `${linkLocal(mac)}/64`
  return `${label} ${state} ${wanted === 'link' ? `${mac} <${isLoopback ? 'LOOPBACK' : 'BROADCAST,MULTICAST'},UP,LOWER_UP>` : `${address}/${length} ${six}`} \n`
}

const showRoute = ({ to, via, device, source, scope }: Route, isIproute: boolean): string => {
  const gap = isIproute ? ' ' : '  '
  return `${to}${via === undefined ? '' : ` via ${via}`} dev ${device} ${scope === undefined ? '' : `scope ${scope} `}${source === undefined ? '' : `${scope === undefined ? gap.slice(1) : gap.slice(1)}src ${source} `}\n`
}

const isWithin = (ip: string, { to }: Route): boolean => {
  if (to === 'default') return true
  const [net = '', length = '32'] = to.split('/')
  const parts = Number(length) / 8
  return ip.split('.').slice(0, parts).join('.') === net.split('.').slice(0, parts).join('.')
}

const showRouteTo = (session: Session, ip: string): string => {
  const { routes, links } = networkOf(session)
  const length = (route: Route): number => (route.to === 'default' ? 0 : Number(route.to.split('/')[1] ?? 32))
  const [route] = routes.filter((one) => isWithin(ip, one)).sort((a, b) => length(b) - length(a))
  const source = route?.source ?? links.at(-1)?.address ?? ''
  const way = route?.via === undefined || route.via === ip ? '' : ` via ${route.via}`
  return `${ip}${way} dev ${route?.device ?? 'eth0'} src ${source} uid 0 \n    cache \n`
}

/** The object that a word such as `a`, `addr` or `address` stands for. */
const objectOf = (word: string): string | undefined =>
  ['address', 'route', 'link', 'neighbour'].find(
    (name) => word !== '' && name.startsWith(word.replace(/^neighbor/u, 'neighbour')),
  )

const LIST_WORDS = /^(?:s|sh|sho|show|l|li|lis|list|ls|dev)$/u

const ipRoute = (session: Session, words: readonly string[], isIproute: boolean): CommandResult =>
  words[0] === 'get'
    ? done(showRouteTo(session, words[1] ?? ''))
    : done(
        networkOf(session)
          .routes.map((one) => showRoute(one, isIproute))
          .join(''),
      )

const familyOf = (options: readonly string[]): Family => (options.includes('-4') ? '4' : options.includes('-6') ? '6' : 'both')

const ipLinks = (session: Session, device: string | undefined, options: readonly string[], showing: Showing): CommandResult => {
  const { links } = networkOf(session)
  const chosen = device === undefined ? links : links.filter(({ name }) => name === device)
  if (device !== undefined && chosen.length === 0)
    return fail(showing.isIproute ? `Device "${device}" does not exist.\n` : `ip: can't find device '${device}'\n`)
  const isBrief = options.some((word) => /^-br(?:ief)?$/u.test(word))
  return done(chosen.map((link) => (isBrief ? showBrief(link, showing.wanted) : showLink(link, showing))).join(''))
}

export const ip: Command = (args, session) => {
  const [word = '', ...others] = args.filter((one) => !one.startsWith('-'))
  const options = args.filter((one) => one.startsWith('-'))
  const isIproute = toolsOf(session.instance.setup.image) === 'iputils'
  const object = objectOf(word)
  if (object === undefined)
    return fail(isIproute ? `Object "${word}" is unknown, try "ip help".\n` : `ip: invalid argument '${word}' to 'ip'\n`)
  if (object === 'neighbour') return done('')
  const rest = others.filter((one) => !LIST_WORDS.test(one))
  if (object === 'route') return ipRoute(session, rest, isIproute)
  const wanted: Wanted = object === 'link' ? 'link' : 'address'
  return ipLinks(session, rest[0], options, { wanted, family: familyOf(options), isIproute })
}

const netmask = (length: number): string =>
  length === 24 ? '255.255.255.0' : length === 16 ? '255.255.0.0' : length === 8 ? '255.0.0.0' : '255.255.255.255'

export const ifconfig: Command = (_args, session) => {
  const show = (link: Interface): string => {
    const { name, address, length, mac, isLoopback } = link
    const head = isLoopback ? 'Link encap:Local Loopback  ' : `Link encap:Ethernet  HWaddr ${mac.toUpperCase()}  `
    const broadcast = isLoopback ? '' : `  Bcast:${broadcastOf(link).replace(' brd ', '') || '0.0.0.0'}`
    const flags = isLoopback ? 'UP LOOPBACK RUNNING  MTU:65536' : 'UP BROADCAST RUNNING MULTICAST  MTU:1500'
    const counters = ['RX', 'TX']
      .map((way) => `          ${way} packets:0 errors:0 dropped:0 overruns:0 ${way === 'RX' ? 'frame' : 'carrier'}:0\n`)
      .join('')
    return `${name.padEnd(9)} ${head}\n          inet addr:${address}${broadcast}  Mask:${netmask(length)}\n          ${flags}  Metric:1\n${counters}          collisions:0 txqueuelen:${isLoopback ? 1000 : 0} \n          RX bytes:0 (0.0 B)  TX bytes:0 (0.0 B)\n\n`
  }
  return done([...networkOf(session).links].reverse().map(show).join(''))
}

/** route -n, of busybox and net-tools. */
export const route: Command = (_args, session) => {
  const line = ({ to, via, device }: Route): string => {
    const [net = '', length] = to === 'default' ? ['0.0.0.0', '0'] : to.split('/')
    const mask = length === '0' ? '0.0.0.0' : netmask(Number(length ?? 32))
    const flags = `U${via === undefined ? '' : 'G'}${length === undefined ? 'H' : ''}`
    return `${net.padEnd(15)} ${(via ?? '0.0.0.0').padEnd(15)} ${mask.padEnd(15)} ${flags.padEnd(5)} ${'0'.padEnd(6)} 0        0 ${device}\n`
  }
  const head = 'Kernel IP routing table\nDestination     Gateway         Genmask         Flags Metric Ref    Use Iface\n'
  return done(`${head}${networkOf(session).routes.map(line).join('')}`)
}
