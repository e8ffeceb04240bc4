/** A detailed walk while it is being written: where the packet is, and what it looks like there. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import type { Packet } from '../model.ts'
import type { NetworkState } from '../state.ts'
import type { Addresses, DetailStep, Hook, StepBase } from './detail-step.ts'
import { devicesFor, routeBeyond, routeToPod, vethOf, type ChosenRoute, type Devices } from './devices.ts'
import { isForNodeDns } from './node-dns.ts'
import { hasAddress, type Place } from './place.ts'

/** Changes as hops are expanded; no longer than one call of `expandWalk`. */
export interface Draft {
  readonly state: NetworkState
  readonly steps: DetailStep[]
  /** Number of the hop that is being expanded. */
  hop: number
  origin: Place | undefined
  /** The node whose rules see the packet; empty outside. */
  node: string
  packet: Addresses | undefined
  /** What the source will be when the packet leaves this node's rules. */
  pendingSource: { readonly ip: string; readonly semantics: readonly string[] } | undefined
  /** Which of this node's hooks are behind the packet, and whether a process of the node sent it. */
  here: { nat: boolean; route: boolean; isOwn: boolean }
}

/** What a node's own processes send comes through OUTPUT, everything else through PREROUTING. */
export const entryHook = ({ here }: Draft): Hook => (here.isOwn ? 'OUTPUT' : 'PREROUTING')

/** True where the packet is for the node that it is at. */
export const isForThisNode = ({ state, node, packet }: Draft): boolean =>
  packet !== undefined && node !== '' && (hasAddress(state, node, packet.destinationIp) || isForNodeDns(state, packet))

export const addressesOf = ({ sourceIp, destinationIp, destinationPort, protocol }: Packet): Addresses => ({
  sourceIp,
  destinationIp,
  destinationPort,
  protocol,
})

/** What every step says: where the packet is, unchanged unless said otherwise. */
export const circumstances = ({ node, packet, hop }: Draft, given: Partial<Omit<StepBase, 'hop'>> = {}): StepBase => ({
  place: node,
  ...(packet === undefined ? {} : { before: packet, after: packet }),
  by: [],
  semantics: ['P12'],
  hop,
  ...given,
})

/** The packet begins its way: out of a Pod's own network, or from a process of a node. */
export const begin = (draft: Draft): void => {
  const { origin, packet } = draft
  if (origin === undefined || packet === undefined) return
  if (origin.kind === 'outside') {
    draft.steps.push({ does: 'send', ...circumstances(draft, { place: origin.name }) })
    return
  }
  draft.node = origin.node
  if (origin.kind === 'node') {
    draft.here.isOwn = true
    draft.steps.push({ does: 'send', ...circumstances(draft, { place: origin.node, semantics: ['P12', 'S31'] }) })
    return
  }
  const devices = devicesFor(draft.state, packet.destinationIp)
  draft.steps.push(
    { does: 'send', ...circumstances(draft, { place: origin.name, device: devices.podLink, semantics: pluginLine(devices) }) },
    { does: 'receive', ...circumstances(draft, { device: vethOf(devices), semantics: pluginLine(devices) }) },
  )
  if (devices.bridge !== undefined)
    draft.steps.push({ does: 'bridge', ...circumstances(draft, { device: devices.bridge, semantics: ['P9', 'P10'] }) })
}

const pluginLine = ({ plugin }: Devices): readonly string[] => ['P12', plugin === 'ptp' ? 'P8' : 'P9']

/** The node's nat rules have nothing for the packet, unless a step of theirs is there already. */
export const passNat = (draft: Draft): void => {
  const { here, state, packet } = draft
  if (here.nat) return
  here.nat = true
  const isUntracked = packet !== undefined && isForNodeDns(state, packet)
  const semantics = isUntracked ? ['D29'] : ['P12', 'K2']
  draft.steps.push({ does: isUntracked ? 'untracked' : 'pass', ...circumstances(draft, { hook: entryHook(draft), semantics }) })
}

export const route = (draft: Draft, { route: chosen, by }: ChosenRoute): void => {
  if (draft.here.route) return
  passNat(draft)
  draft.here.route = true
  draft.steps.push({ does: 'route', route: chosen, ...circumstances(draft, { by }) })
}

/** Where the packet goes from here: to the Pod whose address it carries, or beyond the Pods. */
export const routeOnwards = (draft: Draft, pod: Pod | undefined): void => {
  const { state, node, packet } = draft
  if (packet === undefined) return
  const ip = packet.destinationIp
  if (isForNodeDns(state, packet)) return route(draft, { route: { destination: ip, device: 'nodelocaldns' }, by: [] })
  route(draft, pod === undefined ? routeBeyond(state, node, ip) : routeToPod(state, node, pod, ip))
}

/** The last hook before the packet leaves the node's rules: here the source is rewritten. */
export const postroute = (draft: Draft): void => {
  const { packet, pendingSource } = draft
  const hook = 'POSTROUTING'
  if (packet === undefined || pendingSource === undefined) {
    draft.steps.push({ does: 'pass', ...circumstances(draft, { hook }) })
    return
  }
  const after = { ...packet, sourceIp: pendingSource.ip }
  const { semantics } = pendingSource
  draft.steps.push({ does: 'translate-source', ...circumstances(draft, { hook, after, semantics }) })
  draft.packet = after
  draft.pendingSource = undefined
}

/** The packet arrives at a node, whose rules have not seen it. */
export const arriveAt = (draft: Draft, node: string): void => {
  draft.node = node
  draft.here = { nat: false, route: false, isOwn: false }
}
