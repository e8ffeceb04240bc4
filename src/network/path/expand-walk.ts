/** From the hops of a walk, which decide, to every step on the way: interfaces, hooks, translations, the packet around the packet. */
import type { Pod } from '../../kubernetes/generated/types.ts'
import { referenceTo, type FieldReference } from '../../kubernetes/object.ts'
import { isLoopback } from '../address.ts'
import type { Hop, LinkHop, ListenerHop, PolicyHop, Snapshot, Source, Verdict, Walk } from '../model.ts'
import { decidersOf } from '../policy/deciders.ts'
import { containersOf } from '../service/derive-endpoints.ts'
import { indexSnapshot, keyOfObject, podAt, type NetworkState } from '../state.ts'
import { withSystemObjects } from '../system-objects.ts'
import {
  addressesOf,
  arriveAt,
  begin,
  circumstances,
  entryHook,
  isForThisNode,
  passNat,
  postroute,
  routeOnwards,
  type Draft,
} from './detail-draft.ts'
import type { DetailedWalk } from './detail-step.ts'
import { devicesFor, outerFor, vethOf } from './devices.ts'
import { expandReply, turn } from './expand-reply.ts'
import { expandService } from './expand-service.ts'
import { locate, type Place } from './place.ts'

/** The walk of one outcome, and what it came to. */
export interface WalkToExpand {
  /** Who asks. */
  readonly from: Source
  /** The way there, with the reasons. */
  readonly walk: Walk
  /** What the client sees. */
  readonly verdict: Verdict
}

/**
 * Expands the walk of one outcome, in the order of P12. Nothing is decided here: whatever a step says follows from the hops
 * and from the cluster's objects and facts. The snapshot has to be the one that was asked.
 */
export const expandWalk = (snapshot: Snapshot, { from, walk, verdict }: WalkToExpand): DetailedWalk => {
  const state = indexSnapshot(withSystemObjects(snapshot))
  const place = locate(state, from)
  const draft: Draft = {
    state,
    steps: [],
    hop: 0,
    origin: place.kind === 'nowhere' ? undefined : place,
    node: '',
    packet: undefined,
    pendingSource: undefined,
    here: { nat: false, route: false, isOwn: false },
  }
  let legStart = 0
  for (const [index, hop] of walk.hops.entries()) {
    draft.hop = index
    if (hop.kind === 'route' || hop.kind === 'reply') {
      expandAnswer(draft, hop)
      startLeg(draft)
      if (hop.kind === 'route') legStart = draft.steps.length
      continue
    }
    if (draft.packet === undefined && hop.before !== undefined) {
      draft.packet = addressesOf(hop.before)
      draft.origin ??= originOf(state, hop.before.sourceIp)
      if (hop.kind !== 'link' || hop.how !== 'same-pod') begin(draft)
    }
    expandHop(draft, hop, verdict)
  }
  const isAnswered = walk.hops.some((hop) => hop.kind === 'listener' && !hop.stops) && verdict === 'connected'
  return {
    steps: draft.steps,
    ...(isAnswered ? expandReply(state, draft.steps.slice(legStart)) : { reply: [], replyNotes: [] }),
  }
}

/** A controller connects anew: it is where its own packet comes from. */
const startLeg = (draft: Draft): void => {
  draft.origin = undefined
  draft.packet = undefined
  draft.pendingSource = undefined
  arriveAt(draft, '')
}

const originOf = (state: NetworkState, ip: string): Place | undefined => {
  const pod = podAt(state, ip)
  const node = state.nodesByIp.get(ip)?.metadata.name
  const source: Source | undefined =
    pod !== undefined
      ? { pod: { namespace: pod.metadata.namespace ?? 'default', name: pod.metadata.name ?? '' } }
      : node !== undefined
        ? { node }
        : undefined
  const place = source === undefined ? undefined : locate(state, source)
  return place === undefined || place.kind === 'nowhere' ? undefined : place
}

type NetworkHop = Exclude<Hop, { kind: 'route' | 'reply' }>

const expandHop = (draft: Draft, hop: NetworkHop, verdict: Verdict): void => {
  switch (hop.kind) {
    case 'resolve':
      draft.steps.push({
        does: 'look-up',
        name: hop.name,
        found: hop.resolution.addresses,
        ...circumstances(draft, { place: draft.origin?.name ?? '', semantics: hop.semantics }),
      })
      return
    case 'service':
      expandService(draft, hop, verdict)
      return
    case 'policy':
      expandPolicy(draft, hop)
      return
    case 'link':
      expandLink(draft, hop)
      return
    case 'listener':
      expandListener(draft, hop)
  }
}

const expandAnswer = (draft: Draft, hop: Extract<Hop, { kind: 'route' | 'reply' }>): void => {
  const { semantics } = hop
  if (hop.kind === 'reply') {
    draft.steps.push({ does: 'respond', status: hop.status, ...circumstances(draft, { place: hop.program, semantics }) })
    return
  }
  const by = hop.rule === undefined ? [] : [hop.rule]
  const { requestedHost: host, requestedPath: path } = hop
  draft.steps.push({ does: 'choose-rule', host, path, ...circumstances(draft, { place: hop.controller, by, semantics }) })
}

/** Where the packet is when policies of the destination see it: as it comes through, or rewritten (N20). */
const expandPolicy = (draft: Draft, hop: PolicyHop): void => {
  const { direction, pod, decision, semantics } = hop
  const target = podAt(draft.state, draft.packet?.destinationIp ?? '')
  const at = draft.here.isOwn ? 'OUTPUT' : isForThisNode(draft) ? 'INPUT' : 'FORWARD'
  routeOnwards(draft, target)
  const delivers = direction === 'ingress' && target !== undefined && keyOfObject(target) === `${pod.namespace}/${pod.name}`
  const isRewritten = delivers && draft.pendingSource !== undefined
  if (isRewritten) postroute(draft)
  draft.steps.push({
    does: 'policy',
    direction,
    pod,
    decision,
    ...circumstances(draft, { hook: isRewritten ? 'POSTROUTING' : at, by: rulesOf(hop), semantics }),
  })
  if (!delivers || hop.stops) return
  if (!isRewritten) postroute(draft)
  enterPod(draft, target)
}

const rulesOf = (hop: PolicyHop): readonly FieldReference[] =>
  hop.decision !== 'denied' && hop.allowedByPeers.length > 0 ? hop.allowedByPeers : decidersOf(hop)

const enterPod = (draft: Draft, pod: Pod): void => {
  const devices = devicesFor(draft.state, draft.packet?.destinationIp ?? '')
  const semantics = ['P12', devices.plugin === 'ptp' ? 'P8' : 'P9']
  if (devices.bridge !== undefined)
    draft.steps.push({ does: 'bridge', ...circumstances(draft, { device: devices.bridge, semantics: ['P9', 'P10'] }) })
  draft.steps.push(
    { does: 'transmit', ...circumstances(draft, { device: vethOf(devices), semantics }) },
    { does: 'receive', ...circumstances(draft, { place: keyOfObject(pod), device: devices.podLink, semantics }) },
  )
}

const expandLink = (draft: Draft, hop: LinkHop): void => {
  switch (hop.how) {
    case 'same-pod':
      draft.steps.push({
        does: 'send',
        ...circumstances(draft, { place: hop.from, device: { name: 'lo', link: 'loopback' }, semantics: hop.semantics }),
      })
      return
    case 'outside-to-node':
      return fromOutside(draft, hop)
    case 'node-to-node':
      return betweenNodes(draft, hop)
    case 'to-outside':
      return leaveCluster(draft, hop)
    case 'host-port':
      return throughHostPort(draft, hop)
    case 'no-route':
      return expandLoss(draft, hop)
    case 'same-node':
    case 'node-to-pod':
    // What happens on a node follows from where the packet goes next.
  }
}

const expandLoss = (draft: Draft, { from, obstacle = 'no-such-destination', semantics }: LinkHop): void => {
  const { packet, node } = draft
  const isAnswer = obstacle === 'reply-not-translated'
  const lost = isAnswer && packet !== undefined ? turn(packet) : packet
  draft.steps.push({
    does: 'lost',
    obstacle,
    ...circumstances(draft, {
      place: node === '' || isAnswer ? from : node,
      ...(lost === undefined ? {} : { before: lost, after: lost }),
      semantics,
    }),
  })
}

const fromOutside = (draft: Draft, hop: LinkHop): void => {
  if (draft.steps.at(-1)?.does !== 'send') draft.steps.push({ does: 'send', ...circumstances(draft, { place: hop.from }) })
  arriveAt(draft, hop.to)
  const { nodeLink: device } = devicesFor(draft.state, draft.packet?.destinationIp ?? '')
  draft.steps.push({ does: 'receive', ...circumstances(draft, { device, semantics: hop.semantics }) })
}

/** Between nodes a packet for a Pod may travel inside another (P11). */
const betweenNodes = (draft: Draft, hop: LinkHop): void => {
  const { state, packet } = draft
  if (packet === undefined) return
  const pod = podAt(state, packet.destinationIp)
  rewriteFor(draft, hop)
  routeOnwards(draft, pod)
  postroute(draft)
  const { nodeLink, overlay } = devicesFor(state, packet.destinationIp)
  const outer = pod === undefined ? undefined : outerFor(state, draft.node, hop.to, packet.destinationIp)
  const wrapped = outer === undefined || overlay === undefined ? undefined : { outer, device: overlay }
  const semantics = wrapped === undefined ? hop.semantics : ['P11']
  if (wrapped !== undefined)
    draft.steps.push({
      does: 'encapsulate',
      outer: wrapped.outer,
      ...circumstances(draft, { device: wrapped.device, semantics }),
    })
  const inside = wrapped === undefined ? {} : { outer: wrapped.outer }
  draft.steps.push({ does: 'transmit', ...inside, ...circumstances(draft, { device: nodeLink, semantics }) })
  arriveAt(draft, hop.to)
  draft.steps.push({ does: 'receive', ...inside, ...circumstances(draft, { device: nodeLink, semantics }) })
  if (wrapped !== undefined)
    draft.steps.push({
      does: 'decapsulate',
      outer: wrapped.outer,
      ...circumstances(draft, { device: wrapped.device, semantics }),
    })
}

const leaveCluster = (draft: Draft, hop: LinkHop): void => {
  rewriteFor(draft, hop)
  if (draft.node !== '') {
    routeOnwards(draft, undefined)
    postroute(draft)
    const { nodeLink: device } = devicesFor(draft.state, draft.packet?.destinationIp ?? '')
    draft.steps.push({ does: 'transmit', ...circumstances(draft, { device, semantics: hop.semantics }) })
  }
  arriveAt(draft, '')
  draft.steps.push({ does: 'receive', ...circumstances(draft, { place: hop.to, semantics: hop.semantics }) })
}

const rewriteFor = (draft: Draft, { masqueraded, after, semantics }: LinkHop): void => {
  if (masqueraded && after !== undefined) draft.pendingSource = { ip: after.sourceIp, semantics }
}

/** The plugin's portmap rules send the packet on to the container's port (P7). */
const throughHostPort = (draft: Draft, hop: LinkHop): void => {
  if (hop.after === undefined || draft.packet === undefined) return
  const after = { ...addressesOf(hop.after), sourceIp: draft.packet.sourceIp }
  const pod = podAt(draft.state, after.destinationIp)
  const by = pod === undefined ? [] : hostPortFields(pod, draft.packet.destinationPort)
  draft.steps.push({
    does: 'translate-destination',
    ...circumstances(draft, { hook: entryHook(draft), after, by, semantics: hop.semantics }),
  })
  draft.packet = after
  draft.here = { ...draft.here, nat: true, route: false }
}

const hostPortFields = (pod: Pod, port: number | undefined): readonly FieldReference[] =>
  containersOf(pod).flatMap(({ ports = [] }, container) =>
    ports.flatMap(({ hostPort }, index) =>
      hostPort === port ? [{ object: referenceTo(pod), path: `spec.containers[${container}].ports[${index}].hostPort` }] : [],
    ),
  )

const expandListener = (draft: Draft, hop: ListenerHop): void => {
  const { state, packet } = draft
  const pod = podAt(state, packet?.destinationIp ?? '')
  const isAtNode = packet !== undefined && draft.node !== '' && pod === undefined && !isLoopback(packet.destinationIp)
  if (isAtNode) {
    passNat(draft)
    if (draft.steps.at(-1)?.hook !== 'INPUT') draft.steps.push({ does: 'pass', ...circumstances(draft, { hook: 'INPUT' }) })
  }
  const place = hop.pod === undefined ? (draft.steps.at(-1)?.place ?? '') : `${hop.pod.namespace}/${hop.pod.name}`
  draft.steps.push({ does: hop.stops ? 'refuse' : 'accept', ...circumstances(draft, { place, semantics: hop.semantics }) })
}
