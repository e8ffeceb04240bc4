/** Interfaces and routes as kindnetd (ptp) joins a Pod to its node, and those of a node, in the families that the cluster has. */
import type { Node, Pod } from '../../../../kubernetes/generated/types.ts'
import { isNode, isPod } from '../../../../kubernetes/guards.ts'
import { addressInBlock, familyOf, inBlocks, maskBlock, sizeOfBlock, type AddressFamily } from '../../../../network/address.ts'
import { podCidrsOf } from '../../../../network/path/place.ts'
import { addressesOfPod } from '../../../../network/state.ts'
import { hashText } from '../../../controllers/workloads/template-hash.ts'
import { macOf } from '../../hardware-address.ts'
import { hostIpsOf } from '../../pod-addresses.ts'
import type { Session } from '../session.ts'
import { podOf } from './pod.ts'

export interface InterfaceAddress {
  readonly ip: string
  readonly length: number
}

export interface Interface {
  readonly index: number
  readonly name: string
  /** Behind `@` in the name: the other end of a veth. */
  readonly peer?: string
  /** What it was given; the link-local one of IPv6 comes of `mac`. */
  readonly addresses: readonly InterfaceAddress[]
  readonly mac: string
  readonly isLoopback: boolean
}

export interface Route {
  readonly family: AddressFamily
  /** A block, an address, or `default`. */
  readonly to: string
  readonly via?: string
  readonly device: string
  readonly source?: string
  readonly scope?: 'link' | 'host'
}

/** Who is on the same link. */
export interface Neighbour {
  readonly ip: string
  readonly device: string
  readonly mac: string
}

export interface Network {
  readonly links: readonly Interface[]
  readonly routes: readonly Route[]
  /**
   * DIFFERS: as if each had been spoken to a moment ago; a kernel forgets those that nobody asks for
   * (test/unit/cluster/nodes/shell/commands/interfaces.test.ts).
   */
  readonly neighbours: readonly Neighbour[]
}

const LOOPBACK: Interface = {
  index: 1,
  name: 'lo',
  addresses: [
    { ip: '127.0.0.1', length: 8 },
    { ip: '::1', length: 128 },
  ],
  mac: '00:00:00:00:00:00',
  isLoopback: true,
}

/** What a node gives its Pods an address of where its own ranges are not known. */
const POD_LENGTH = { IPv4: 24, IPv6: 64 } as const
/** The network that the nodes are on. */
const NODE_LENGTH = { IPv4: 16, IPv6: 64 } as const

const lengthOf = (block: string): number => Number(block.split('/')[1])

/** The gateway of a block: its first address. */
const gatewayIn = (block: string): string => addressInBlock(block, 1) ?? ''

/** The last address of an IPv4 block; IPv6 has no broadcasts, and neither have blocks of one address. */
export const broadcastOf = ({ ip, length }: InterfaceAddress): string | undefined => {
  const block = `${ip}/${length}`
  return familyOf(ip) === 'IPv6' || length === 32 ? undefined : addressInBlock(block, sizeOfBlock(block) - 1)
}

const nodeOf = (session: Session, name: string | undefined): Node | undefined =>
  session.world
    .snapshot()
    .objects.filter(isNode)
    .find(({ metadata }) => metadata.name === name)

/** The range of its node that a Pod's address is from. */
const podBlockOf = (session: Session, ip: string): string => {
  const node = nodeOf(session, podOf(session)?.spec?.nodeName)
  const known = (node === undefined ? [] : podCidrsOf(node)).find((block) => inBlocks([block], ip))
  return maskBlock(known ?? `${ip}/${POD_LENGTH[familyOf(ip)]}`) ?? ''
}

/** Where a Pod sends what is for others. */
export const gatewayOfPod = (session: Session, ip: string): string => gatewayIn(podBlockOf(session, ip))

const networkOfPod = (session: Session, ips: readonly string[]): Network => {
  const [first = ''] = ips
  const eth0 = {
    index: 2,
    name: 'eth0',
    peer: `if${(hashText(first) % 90) + 3}`,
    addresses: ips.map((ip) => ({ ip, length: lengthOf(podBlockOf(session, ip)) })),
    mac: macOf(first),
    isLoopback: false,
  }
  const routes = ips.flatMap((ip): readonly Route[] => {
    const block = podBlockOf(session, ip)
    const common = { family: familyOf(ip), device: 'eth0' }
    const via = gatewayIn(block)
    return [
      { ...common, to: 'default', via },
      { ...common, to: block, via, source: ip },
      { ...common, to: via, scope: 'link', source: ip },
    ]
  })
  const pod = podOf(session)
  const mac = macOf(pod === undefined ? first : vethOf(pod))
  const neighbours = ips.map((ip) => ({ ip: gatewayIn(podBlockOf(session, ip)), device: 'eth0', mac }))
  return { links: [LOOPBACK, eth0], routes, neighbours }
}

const vethOf = ({ metadata }: Pod): string => `veth${(hashText(metadata.uid ?? '') >>> 0).toString(16).padStart(8, '0')}`

const isOn =
  (name: string) =>
  ({ spec, status }: Pod): boolean =>
    spec?.nodeName === name && spec.hostNetwork !== true && status?.podIP !== undefined

/** A node's: its own addresses, a veth for each of its Pods, and a route to each other node's Pods. */
const networkOfNode = (session: Session, name: string): Network => {
  const { objects } = session.world.snapshot()
  const nodes = objects.filter(isNode)
  const here = nodes.find(({ metadata }) => metadata.name === name)
  const ips = here === undefined ? session.instance.setup.podIps : hostIpsOf(here)
  const pods = objects.filter(isPod).filter(isOn(name))
  const gateways = (here === undefined ? [] : podCidrsOf(here)).map(gatewayIn)
  const eth0 = {
    index: pods.length + 2,
    name: 'eth0',
    peer: 'if20',
    addresses: ips.map((ip) => ({ ip, length: NODE_LENGTH[familyOf(ip)] })),
    mac: macOf(ips[0] ?? ''),
    isLoopback: false,
  }
  const veths = pods.map((pod, index) => ({
    index: index + 2,
    name: vethOf(pod),
    peer: 'if2',
    addresses: gateways.map((ip) => ({ ip, length: familyOf(ip) === 'IPv4' ? 32 : 128 })),
    mac: macOf(vethOf(pod)),
    isLoopback: false,
  }))
  const others = nodes.filter(({ metadata }) => metadata.name !== name)
  const routes = [...ips.flatMap(routesOfNode), ...others.flatMap(routesTo), ...pods.flatMap(routesToPod)]
  const neighbours = [...others.flatMap(neighboursAt), ...pods.flatMap(neighboursIn)]
  return { links: [LOOPBACK, ...veths, eth0], routes: routes.sort(byDestination), neighbours }
}

const routesOfNode = (ip: string): readonly Route[] => {
  const family = familyOf(ip)
  const block = maskBlock(`${ip}/${NODE_LENGTH[family]}`) ?? ''
  return [
    { family, to: 'default', via: gatewayIn(block), device: 'eth0' },
    { family, to: block, device: 'eth0', scope: 'link', source: ip },
  ]
}

const neighboursAt = (node: Node): readonly Neighbour[] => {
  const ips = hostIpsOf(node)
  return ips.map((ip) => ({ ip, device: 'eth0', mac: macOf(ips[0] ?? '') }))
}

const neighboursIn = (pod: Pod): readonly Neighbour[] => {
  const ips = addressesOfPod(pod)
  return ips.map((ip) => ({ ip, device: vethOf(pod), mac: macOf(ips[0] ?? '') }))
}

const routesTo = (node: Node): readonly Route[] =>
  podCidrsOf(node).flatMap((to) => {
    const family = familyOf(to)
    const via = hostIpsOf(node).find((ip) => familyOf(ip) === family)
    return via === undefined ? [] : [{ family, to, via, device: 'eth0' }]
  })

const routesToPod = (pod: Pod): readonly Route[] =>
  addressesOfPod(pod).map((to) => ({ family: familyOf(to), to, device: vethOf(pod), scope: 'host' }))

const byDestination = (a: Route, b: Route): number => keyOf(a).localeCompare(keyOf(b))
const keyOf = ({ to }: Route): string => (to === 'default' ? '' : to.replaceAll(/\d+/gu, (digits) => digits.padStart(3, '0')))

/** Those of the network that the process is in: its Pod's own, or its node's. */
export const networkOf = (session: Session): Network => {
  const pod = podOf(session)
  const node = pod?.spec?.hostNetwork === true ? pod.spec.nodeName : undefined
  return node === undefined ? networkOfPod(session, session.instance.setup.podIps) : networkOfNode(session, node)
}
