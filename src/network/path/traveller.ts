/** A packet on its way: what has happened to it so far. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import type { ConnectOutcome, EndpointChoice, Hop, LinkHop, Obstacle, Packet, Verdict } from '../model.ts'
import type { NetworkState } from '../state.ts'
import type { Arrived } from './listener-hop.ts'
import type { Place } from './place.ts'

export interface Traveller {
  readonly state: NetworkState
  readonly origin: Place
  readonly packet: Packet
  readonly hops: readonly Hop[]
  readonly probability: number
  /** The node whose rules see the packet now. */
  readonly node: string
  /** The source Pod, as long as its egress policies have not been asked. */
  readonly leaving?: Pod
  /** The Service's choice on the way, if one was made. */
  readonly endpoint?: EndpointChoice
}

export const withHop = (traveller: Traveller, hop: Hop): Traveller => ({
  ...traveller,
  packet: hop.after ?? traveller.packet,
  hops: [...traveller.hops, hop],
})

/** The walk ends. The server sees the packet's source as it is now. */
export const finish = ({ packet, hops, probability, endpoint }: Traveller, verdict: Verdict): ConnectOutcome => ({
  verdict,
  probability,
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(verdict === 'connected' ? { sourceIpSeen: packet.sourceIp } : {}),
  walk: { hops },
})

/** The walk ends at a listener, or where one would be. */
export const finishAt = (traveller: Traveller, { hop, verdict }: Arrived): ConnectOutcome => {
  const { packet, node, endpoint = endpointAt(packet, node) } = traveller
  return finish(
    { ...withHop(traveller, hop), endpoint: { ...endpoint, ...(hop.pod === undefined ? {} : { pod: hop.pod }) } },
    verdict,
  )
}

export const endpointAt = ({ destinationIp, destinationPort }: Packet, node: string): EndpointChoice => ({
  ip: destinationIp,
  port: destinationPort,
  ...(node === '' ? {} : { node }),
})

export interface LinkStep {
  readonly from: string
  readonly to: string
  readonly how: LinkHop['how']
  readonly before: Packet
  readonly after?: Packet
  readonly semantics: readonly string[]
}

export const linkHop = ({ after, before, ...step }: LinkStep): LinkHop => ({
  kind: 'link',
  ...step,
  before,
  after: after ?? before,
  masqueraded: after !== undefined && after.sourceIp !== before.sourceIp,
  stops: false,
})

/** A link that leads nowhere. */
export const deadEnd = (step: {
  readonly from: string
  readonly to: string
  readonly obstacle: Obstacle
  readonly packet?: Packet
  readonly semantics: readonly string[]
}): LinkHop => {
  const { packet, ...rest } = step
  return {
    kind: 'link',
    how: 'no-route',
    masqueraded: false,
    stops: true,
    ...rest,
    ...(packet === undefined ? {} : { before: packet, after: packet }),
  }
}
