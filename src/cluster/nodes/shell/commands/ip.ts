/** ip, as iproute2 and busybox print it. */
import { familyOf, inBlocks, type AddressFamily } from '../../../../network/address.ts'
import { linkLocal } from '../../hardware-address.ts'
import { toolsOf } from '../../userland.ts'
import { done, fail, type Command, type CommandResult, type Session } from '../session.ts'
import { broadcastOf, networkOf, type Interface, type InterfaceAddress, type Neighbour, type Route } from './interfaces.ts'
import { linkAsJson, neighbourAsJson, printJson, routeAsJson } from './ip-json.ts'

type Wanted = 'address' | 'link'
type Family = 'both' | '4' | '6'

interface Showing {
  readonly wanted: Wanted
  readonly family: Family
  readonly isIproute: boolean
  readonly isJson: boolean
  /** With -p, of JSON only. */
  readonly isPretty: boolean
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

/** What an interface has: IPv4 first, then IPv6 by scope, the link-local one last. */
export const addressesOf = ({ addresses, mac, isLoopback }: Interface, family: Family): readonly InterfaceAddress[] => {
  const local = isLoopback ? [] : [{ ip: linkLocal(mac), length: 64 }]
  const of = (wanted: AddressFamily): readonly InterfaceAddress[] => addresses.filter(({ ip }) => familyOf(ip) === wanted)
  return [...(family === '6' ? [] : of('IPv4')), ...(family === '4' ? [] : [...of('IPv6'), ...local])]
}

export const scopeOf = ({ isLoopback }: Interface, ip: string): string =>
  isLoopback ? 'host' : ip.startsWith('fe80:') ? 'link' : 'global'

const showAddress = (link: Interface, address: InterfaceAddress): string => {
  const { ip, length } = address
  const scope = `scope ${scopeOf(link, ip)}`
  if (familyOf(ip) === 'IPv6') return `    inet6 ${ip}/${length} ${scope} \n${FOREVER}`
  const broadcast = link.isLoopback ? undefined : broadcastOf(address)
  return `    inet ${ip}/${length}${broadcast === undefined ? '' : ` brd ${broadcast}`} ${scope} ${link.name}\n${FOREVER}`
}

const showLink = (link: Interface, showing: Showing): string => {
  const { wanted, family, isIproute } = showing
  const addresses = wanted === 'link' ? [] : addressesOf(link, family).map((address) => showAddress(link, address))
  return `${headOf(link, showing)}${family === 'both' ? hardwareOf(link, isIproute) : ''}${addresses.join('')}`
}

const showBrief = (link: Interface, { wanted, family }: Showing): string => {
  const { name, peer, mac, isLoopback } = link
  const label = `${name}${peer === undefined ? '' : `@${peer}`}`.padEnd(16)
  const state = (isLoopback ? 'UNKNOWN' : 'UP').padEnd(14)
  const flags = `<${isLoopback ? 'LOOPBACK' : 'BROADCAST,MULTICAST'},UP,LOWER_UP>`
  const addresses = addressesOf(link, family).map(({ ip, length }) => `${ip}/${length}`)
  return `${label} ${state} ${wanted === 'link' ? `${mac} ${flags}` : addresses.join(' ')} \n`
}

/** What the kernel gives routes of IPv6 that nobody gave a preference; those of link-local addresses come before. */
const METRIC = { given: 1024, kernel: 256 } as const

const showRoute = ({ family, to, via, device, source, scope }: Route, isIproute: boolean): string => {
  const gap = isIproute ? '' : ' '
  const shownScope = scope === undefined || family === 'IPv6' ? '' : `scope ${scope} `
  const tail = family === 'IPv4' ? '' : `${gap}metric ${METRIC.given} ${isIproute ? 'pref medium' : ''}`
  return `${to}${via === undefined ? '' : ` via ${via}`} dev ${device} ${shownScope}${source === undefined ? '' : `${gap}src ${source} `}${tail}\n`
}

/** The kernel's own route to neighbours, and no default before others. */
const showSix = (routes: readonly Route[], isIproute: boolean): readonly string[] => {
  const local = isIproute
    ? `fe80::/64 dev eth0 proto kernel metric ${METRIC.kernel} pref medium\n`
    : `fe80::/64 dev eth0  metric ${METRIC.kernel} \n`
  const [defaults, others] = [true, false].map((wanted) => routes.filter(({ to }) => (to === 'default') === wanted))
  const show = (route: Route): string => showRoute(route, isIproute)
  return [...(others ?? []).map(show), local, ...(defaults ?? []).map(show)]
}

const lengthOf = ({ to, family }: Route): number =>
  to === 'default' ? 0 : Number(to.split('/')[1] ?? (family === 'IPv4' ? 32 : 128))

const isWithin = (ip: string, route: Route): boolean =>
  route.family === familyOf(ip) &&
  (route.to === 'default' || inBlocks([route.to.includes('/') ? route.to : `${route.to}/${lengthOf(route)}`], ip))

const showRouteTo = (session: Session, ip: string): string => {
  const { routes, links } = networkOf(session)
  const [route] = routes.filter((one) => isWithin(ip, one)).sort((a, b) => lengthOf(b) - lengthOf(a))
  if (route === undefined) return ''
  const own = links.at(-1)?.addresses.find((address) => familyOf(address.ip) === route.family)
  const way = route.via === undefined || route.via === ip ? '' : ` via ${route.via}`
  const head = `${ip}${route.family === 'IPv6' ? ' from ::' : ''}${way} dev ${route.device} src ${route.source ?? own?.ip ?? ''}`
  return route.family === 'IPv6' ? `${head} metric ${METRIC.given} pref medium\n` : `${head} uid 0 \n    cache \n`
}

/** The object that a word such as `a`, `addr` or `address` stands for. */
const objectOf = (word: string): string | undefined =>
  ['address', 'route', 'link', 'neighbour'].find(
    (name) => word !== '' && name.startsWith(word.replace(/^neighbor/u, 'neighbour')),
  )

const LIST_WORDS = /^(?:s|sh|sho|show|l|li|lis|list|ls|dev)$/u

const UNREACHABLE = 'RTNETLINK answers: Network is unreachable\n'

/** Without -6 routes are those of IPv4. */
const ipRoute = (
  session: Session,
  words: readonly string[],
  { family, isIproute, isJson, isPretty }: Showing,
): CommandResult => {
  if (words[0] === 'get') {
    const found = showRouteTo(session, words[1] ?? '')
    return found === '' ? fail(UNREACHABLE, isIproute ? 2 : 1) : done(found)
  }
  const { routes } = networkOf(session)
  const of = (wanted: AddressFamily): readonly Route[] => routes.filter((one) => one.family === wanted)
  if (isJson)
    return done(
      printJson(
        of(family === '6' ? 'IPv6' : 'IPv4').map((one) => routeAsJson(one, METRIC.given)),
        isPretty,
      ),
    )
  const lines = family === '6' ? showSix(of('IPv6'), isIproute) : of('IPv4').map((one) => showRoute(one, isIproute))
  return done(lines.join(''))
}

const wantedFamily = (options: readonly string[]): Family =>
  options.includes('-4') ? '4' : options.includes('-6') ? '6' : 'both'

/** Of one family, what has no address of it is left out. */
const isShown = (link: Interface, { wanted, family }: Showing): boolean =>
  wanted === 'link' || family === 'both' || addressesOf(link, family).length > 0

const asJson = (link: Interface, { wanted, family }: Showing): object =>
  linkAsJson(
    { link, addresses: addressesOf(link, family), scopeOf: (ip) => scopeOf(link, ip) },
    { isLink: wanted === 'link', isOneFamily: family !== 'both' },
  )

/** Those of both families, unless one is named. */
const ipNeighbours = (session: Session, { family, isIproute, isJson, isPretty }: Showing): CommandResult => {
  const { neighbours } = networkOf(session)
  const shown = neighbours.filter(({ ip }) => family === 'both' || (familyOf(ip) === 'IPv6') === (family === '6'))
  if (isJson) return done(printJson(shown.map(neighbourAsJson), isPretty))
  // What busybox tells besides: how long ago it was used, and how often it was looked for.
  const told = isIproute ? '' : 'ref 1 used 0/0/0 probes 1 '
  const line = ({ ip, device, mac }: Neighbour): string => `${ip} dev ${device} lladdr ${mac} ${told}REACHABLE \n`
  return done(shown.map(line).join(''))
}

const usage = (): string => `BusyBox v1.37.0 multi-call binary.

Usage: ip [OPTIONS] address|route|link|tunnel|neigh|rule [ARGS]

OPTIONS := -f[amily] inet|inet6|link | -o[neline]
`

const ipLinks = (session: Session, device: string | undefined, options: readonly string[], showing: Showing): CommandResult => {
  const { links } = networkOf(session)
  const chosen = links.filter(({ name }) => device === undefined || name === device)
  if (chosen.length === 0)
    return fail(showing.isIproute ? `Device "${device}" does not exist.\n` : `ip: can't find device '${device}'\n`)
  const isBrief = options.some((word) => /^-br(?:ief)?$/u.test(word))
  const shown = chosen.filter((link) => isShown(link, showing))
  if (showing.isJson)
    return done(
      printJson(
        shown.map((link) => asJson(link, showing)),
        showing.isPretty,
      ),
    )
  return done(shown.map((link) => (isBrief ? showBrief(link, showing) : showLink(link, showing))).join(''))
}

export const ip: Command = (args, session) => {
  const [word = '', ...others] = args.filter((one) => !one.startsWith('-'))
  const options = args.filter((one) => one.startsWith('-'))
  const isIproute = toolsOf(session.instance.setup.image) === 'iputils'
  const object = objectOf(word)
  if (object === undefined)
    return fail(isIproute ? `Object "${word}" is unknown, try "ip help".\n` : `ip: invalid argument '${word}' to 'ip'\n`)
  const rest = others.filter((one) => !LIST_WORDS.test(one))
  const wanted: Wanted = object === 'link' ? 'link' : 'address'
  const isJson = options.some((one) => /^-j(?:son)?$/u.test(one))
  if (isJson && !isIproute) return fail(usage())
  const isPretty = options.some((one) => /^-p(?:retty)?$/u.test(one))
  const showing = { wanted, family: wantedFamily(options), isIproute, isJson, isPretty }
  if (object === 'neighbour') return ipNeighbours(session, showing)
  return object === 'route' ? ipRoute(session, rest, showing) : ipLinks(session, rest[0], options, showing)
}
