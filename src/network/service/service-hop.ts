/** The step of a walk at which kube-proxy's rules translate a packet, or end it. */
import { referenceTo } from '../../kubernetes/object.ts'
import { familyOf, type AddressFamily } from '../address.ts'
import { choiceIn } from '../choices.ts'
import type { EndpointChoice, Packet, ServiceHop, Verdict } from '../model.ts'
import type { NetworkState } from '../state.ts'
import type { ServiceEndpoint } from './endpoints.ts'
import type { Arrival, ServiceMatch } from './lookup.ts'
import { missingEndpoints, missingOnNode } from './missing-endpoints.ts'
import type { Translation } from './translate.ts'

type Ended = Exclude<Translation, { decision: 'not-a-service' | 'translated' }>

/** A packet that a Service's rules end. In iptables mode no rule knows an undefined port: the packet leaves and is lost (S2). */
export const endedHop = (
  state: NetworkState,
  translation: Ended,
  { packet, node }: Pick<Arrival, 'packet' | 'node'>,
): { readonly hop: ServiceHop; readonly verdict: Verdict } => {
  const base = { kind: 'service', before: packet, after: packet, masqueraded: false, candidates: 0, stops: true } as const
  if (translation.decision === 'no-such-port') {
    const isIptables = state.facts.proxyMode === 'iptables'
    const { decision, service } = translation
    const semantics = isIptables ? ['S2'] : ['S2', state.facts.proxyMode === 'nftables' ? 'K-nft' : 'K-ipvs']
    const hop: ServiceHop = { ...base, decision, service: referenceTo(service), via: 'none', semantics }
    return { hop, verdict: isIptables ? 'timed-out' : 'refused' }
  }
  const { decision, match } = translation
  const family = familyOf(packet.destinationIp)
  const why = explain(state, translation, { family, node })
  const hop: ServiceHop = { ...base, ...namesOf(match), decision, semantics: semanticsOfEnd(decision, match), ...why }
  const isRejected = decision === 'no-endpoints' && choiceIn(state.facts, 'emptyService') === 'rejected'
  return { hop, verdict: isRejected ? 'refused' : 'timed-out' }
}

const explain = (
  state: NetworkState,
  { decision, match }: Exclude<Ended, { decision: 'no-such-port' }>,
  place: { readonly family: AddressFamily; readonly node: string },
): Pick<ServiceHop, 'missing' | 'nearMisses'> => {
  const { service, port } = match
  if (decision === 'no-endpoints') return missingEndpoints(state, service, { ...place, port }) ?? {}
  const missing = decision === 'no-local-endpoints' ? missingOnNode(state, service, { ...place, port }) : []
  return missing.length === 0 ? {} : { missing }
}

const semanticsOfEnd = (
  decision: 'no-endpoints' | 'no-local-endpoints' | 'source-not-allowed',
  { via }: ServiceMatch,
): readonly string[] => {
  if (decision === 'no-endpoints') return ['V2', 'K8']
  if (decision === 'source-not-allowed') return ['S13', 'K8']
  return ['V3', via === 'cluster-ip' ? 'S24' : 'S25', 'K8']
}

const namesOf = ({ service, via, index }: ServiceMatch): Pick<ServiceHop, 'service' | 'via' | 'port'> => ({
  service: referenceTo(service),
  via,
  port: { object: referenceTo(service), path: `spec.ports[${index}]` },
})

export interface Chosen {
  readonly match: ServiceMatch
  readonly endpoint: ServiceEndpoint
  readonly masqueraded: boolean
  readonly candidates: number
  readonly packet: Packet
  readonly after: Packet
}

export const translatedHop = ({ match, endpoint, masqueraded, candidates, packet, after }: Chosen): ServiceHop => ({
  kind: 'service',
  ...namesOf(match),
  decision: 'translated',
  before: packet,
  after,
  endpoint: choiceOf(endpoint),
  masqueraded,
  candidates,
  semantics: semanticsOfChoice(match, endpoint, { masqueraded, packet }),
  stops: false,
  ...(match.service.spec?.sessionAffinity === 'ClientIP' ? { affinity: 'ClientIP' as const } : {}),
})

const semanticsOfChoice = (
  { service, via }: ServiceMatch,
  endpoint: ServiceEndpoint,
  { masqueraded, packet }: { readonly masqueraded: boolean; readonly packet: Packet },
): readonly string[] => {
  const { sessionAffinity, externalTrafficPolicy, internalTrafficPolicy } = service.spec ?? {}
  const isLocal = (via === 'cluster-ip' ? internalTrafficPolicy : externalTrafficPolicy) === 'Local'
  const isHairpin = endpoint.ip === packet.sourceIp
  return [
    'S2',
    'S30',
    ...(isLocal ? [via === 'cluster-ip' ? 'S24' : 'S25'] : ['S23']),
    ...(isHairpin ? ['K4'] : []),
    ...(masqueraded && !isHairpin ? [via === 'cluster-ip' ? 'K3' : 'S27'] : []),
    ...(masqueraded ? [] : ['K11']),
    ...(sessionAffinity === 'ClientIP' ? ['S28'] : []),
  ]
}

export const choiceOf = ({ ip, port, pod, node }: ServiceEndpoint): EndpointChoice => ({
  ip,
  port,
  ...(pod === undefined ? {} : { pod }),
  ...(node === undefined ? {} : { node }),
})
