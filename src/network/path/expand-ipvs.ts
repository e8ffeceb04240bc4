/** The steps of a detailed walk at a Service's address where kube-proxy uses IPVS (K-ipvs). */
import type { Service } from '../../kubernetes/generated/types.ts'
import type { ServiceHop } from '../model.ts'
import { keyOf } from '../state.ts'
import { circumstances, type Draft } from './detail-draft.ts'
import { devicesFor } from './devices.ts'

const SEMANTICS = ['K-ipvs']
/** Every node has all addresses of Services on it. */
const DUMMY = 'kube-ipvs0'

/** No ipset has a port that the Service does not have. */
const PASSED = { does: 'pass' } as const

/** The ipset by which the few iptables rules of this mode know the packet. */
const setOf = ({ via, before }: ServiceHop, { spec = {} }: Pick<Service, 'spec'>): string => {
  const isLocal = spec.externalTrafficPolicy === 'Local'
  switch (via) {
    case 'external-ip':
      return isLocal ? 'KUBE-EXTERNAL-IP-LOCAL' : 'KUBE-EXTERNAL-IP'
    case 'load-balancer':
      return isLocal ? 'KUBE-LOAD-BALANCER-LOCAL' : 'KUBE-LOAD-BALANCER'
    case 'node-port':
      return `KUBE-NODE-PORT-${isLocal ? 'LOCAL-' : ''}${before?.protocol ?? 'TCP'}`
    default:
      return 'KUBE-CLUSTER-IP'
  }
}

/**
 * The address is the node's own: what comes in is looked up in ipsets, which decide about masquerading, and goes to INPUT, where IPVS
 * takes it and sends it on. What the node's own processes send never leaves before IPVS has it, at OUTPUT.
 */
export const comeToIpvs = (draft: Draft, hop: ServiceHop): void => {
  const { packet, state, here } = draft
  if (packet === undefined) return
  const isNodePort = hop.via === 'node-port'
  const device = isNodePort ? devicesFor(state, packet.destinationIp).nodeLink.name : DUMMY
  const route = { destination: packet.destinationIp, device }
  const service = state.services.get(keyOf(hop.service.namespace, hop.service.name)) ?? {}
  const marks = hop.before?.sourceIp !== hop.after?.sourceIp
  const matched = hop.via === 'none' ? PASSED : ({ does: 'match-set', set: setOf(hop, service), marks } as const)
  const hook = here.isOwn ? 'OUTPUT' : 'PREROUTING'
  const steps = [
    { ...matched, ...circumstances(draft, { hook, by: hop.port === undefined ? [] : [hop.port], semantics: SEMANTICS }) },
    { does: 'route', route, ...circumstances(draft, { semantics: SEMANTICS }) },
  ] as const
  draft.steps.push(...(here.isOwn ? steps.toReversed() : steps))
  draft.here = { ...here, nat: true, route: true }
}

/** IPVS sends on what it took: as from the node itself, by OUTPUT. */
export const leaveIpvs = (draft: Draft): void => {
  draft.here = { nat: true, route: false, isOwn: true }
}
