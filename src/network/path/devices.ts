/** The links of a Pod network: names, sizes, and the routes between nodes (semantics P8, P9, P11). */
import type { Node, Pod } from '../../kubernetes/generated/types.ts'
import { referenceTo, type FieldReference } from '../../kubernetes/object.ts'
import { addressInBlock, familyOf, inBlocks } from '../address.ts'
import { addressesOfNode, type NetworkState } from '../state.ts'
import type { Device, Outer, Route } from './detail-step.ts'
import { hasAddress, podCidrsOf } from './place.ts'

const DEFAULT_MTU = 1500
const VXLAN = { vni: 1, port: 8472 } as const
/** Inner Ethernet, UDP and VXLAN headers. */
const HEADERS = 14 + 8 + 8
const IP_HEADER = { IPv4: 20, IPv6: 40 } as const

export interface Devices {
  readonly plugin: 'ptp' | 'bridge' | 'vxlan'
  /** Of the Pod and the node's end. */
  readonly podLink: Device
  readonly nodeLink: Device
  /** Undefined where each Pod has a route of its own (ptp). */
  readonly bridge?: Device
  readonly overlay?: Device
}

/** The devices that packets of one family travel on. */
export const devicesFor = (state: NetworkState, ip: string): Devices => {
  const { plugin = 'ptp', nodeMtu = DEFAULT_MTU } = state.facts.podNetwork ?? {}
  const mtu = plugin === 'vxlan' ? nodeMtu - overheadOf(ip) : nodeMtu
  return {
    plugin,
    podLink: { name: 'eth0', link: 'veth', mtu },
    nodeLink: { name: 'eth0', link: 'ethernet', mtu: nodeMtu },
    ...(plugin === 'ptp' ? {} : { bridge: { name: 'cni0', link: 'bridge', mtu } as const }),
    ...(plugin === 'vxlan' ? { overlay: { name: overlayName(ip), link: 'vxlan', mtu } as const } : {}),
  }
}

/** The node's end of a Pod's link. */
export const vethOf = ({ podLink }: Devices): Device => ({ ...podLink, name: 'veth' })

const overlayName = (ip: string): string => (familyOf(ip) === 'IPv4' ? 'flannel.1' : 'flannel-v6.1')

const overheadOf = (ip: string): number => HEADERS + IP_HEADER[familyOf(ip)]

const internalIp = (node: Node | undefined, ip: string): string | undefined =>
  node === undefined ? undefined : addressesOfNode(node).find((own) => familyOf(own) === familyOf(ip))

/** The packet around a packet to a Pod of another node; undefined where nodes route plainly, or one of them is not known. */
export const outerFor = (state: NetworkState, from: string, to: string, podIp: string): Outer | undefined => {
  if (state.facts.podNetwork?.plugin !== 'vxlan') return undefined
  const sourceIp = internalIp(state.nodes.get(from), podIp)
  const destinationIp = internalIp(state.nodes.get(to), podIp)
  if (sourceIp === undefined || destinationIp === undefined) return undefined
  return {
    sourceIp,
    destinationIp,
    protocol: 'UDP',
    destinationPort: VXLAN.port,
    vni: VXLAN.vni,
    overhead: overheadOf(podIp),
  }
}

export interface ChosenRoute {
  readonly route: Route
  readonly by: readonly FieldReference[]
}

/** A node's route to a Pod: to the Pod itself where it is here, else to the node whose block of Pod addresses it belongs to. */
export const routeToPod = (state: NetworkState, node: string, pod: Pod, ip: string): ChosenRoute => {
  const home = pod.spec?.nodeName ?? ''
  const { bridge, overlay, nodeLink } = devicesFor(state, ip)
  const host = state.nodes.get(home)
  const block = host === undefined ? undefined : podCidrsOf(host).find((cidr) => inBlocks([cidr], ip))
  const by = host === undefined || block === undefined ? [] : [{ object: referenceTo(host), path: 'spec.podCIDR' }]
  if (home === node)
    return bridge === undefined
      ? { route: { destination: ip, device: 'veth' }, by: [] }
      : { route: { destination: block ?? ip, device: bridge.name }, by }
  const gateway = block === undefined ? undefined : addressInBlock(block, 0)
  const via = overlay === undefined ? internalIp(host, ip) : gateway
  return {
    route: {
      destination: block ?? ip,
      ...(via === undefined ? {} : { via }),
      device: overlay?.name ?? nodeLink.name,
    },
    by,
  }
}

/** To the node itself, to another node, or out of the cluster: these leave by the node's own link. */
export const routeBeyond = (state: NetworkState, node: string, ip: string): ChosenRoute => {
  if (hasAddress(state, node, ip)) return { route: { destination: ip, device: 'lo' }, by: [] }
  return {
    route: { destination: state.nodesByIp.has(ip) ? ip : 'default', device: devicesFor(state, ip).nodeLink.name },
    by: [],
  }
}
