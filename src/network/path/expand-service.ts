/** The steps of a detailed walk at a Service's rules. */
import type { Service } from '../../kubernetes/generated/types.ts'
import { inBlocks } from '../address.ts'
import type { ServiceHop, Verdict } from '../model.ts'
import { iptablesChain, iptablesEndpointChain, type ChainKind, type PortName } from '../service/rules/chain-name.ts'
import { keyOf, nameOf, type NetworkState } from '../state.ts'
import { addressesOf, circumstances, entryHook, passNat, routeOnwards, type Draft } from './detail-draft.ts'
import { comeToIpvs, leaveIpvs } from './expand-ipvs.ts'

/** What kube-proxy's rules make of the packet, or how they end it. */
export const expandService = (draft: Draft, hop: ServiceHop, verdict: Verdict): void => {
  const { before, after, port, semantics } = hop
  const by = port === undefined ? [] : [port]
  if (before === undefined || after === undefined) return
  draft.packet = { ...addressesOf(before) }
  const isIpvs = draft.state.facts.proxyMode === 'ipvs'
  if (isIpvs) comeToIpvs(draft, hop)
  if (hop.decision === 'translated') {
    const translated = { ...addressesOf(after), sourceIp: before.sourceIp }
    const hook = isIpvs && !draft.here.isOwn ? 'INPUT' : entryHook(draft)
    const chains = chainsOf(draft.state, hop)
    draft.steps.push({
      does: 'translate-destination',
      ...(chains.length === 0 ? {} : { chains }),
      ...(isIpvs ? { ipvs: true as const } : {}),
      ...circumstances(draft, { hook, after: translated, by, semantics }),
    })
    draft.packet = translated
    draft.here = { ...draft.here, nat: true, route: false }
    if (isIpvs) leaveIpvs(draft)
    if (after.sourceIp !== before.sourceIp)
      draft.pendingSource = {
        ip: after.sourceIp,
        semantics: hop.endpoint?.ip === before.sourceIp ? ['K4', 'K6'] : ['K3', 'K6', 'S27'],
      }
    return
  }
  expandEnd(draft, hop, verdict)
}

/** The rules end the packet: it is refused, dropped, or leaves by the default route because no rule knows the port. */
const expandEnd = (draft: Draft, { decision, port, semantics }: ServiceHop, verdict: Verdict): void => {
  const by = port === undefined ? [] : [port]
  passNat(draft)
  if (decision === 'no-such-port' && verdict === 'timed-out') {
    routeOnwards(draft, undefined)
    draft.steps.push({ does: 'lost', obstacle: 'no-rule-for-port', ...circumstances(draft, { by, semantics }) })
    return
  }
  const hook = entryHook(draft) === 'OUTPUT' ? 'OUTPUT' : draft.state.facts.proxyMode === 'ipvs' ? 'INPUT' : 'FORWARD'
  draft.steps.push({ does: verdict === 'refused' ? 'reject' : 'drop', ...circumstances(draft, { hook, by, semantics }) })
}

/** The chains of iptables that the packet goes through, in order (K1 to K5); none in other modes. */
const chainsOf = (state: NetworkState, hop: ServiceHop): readonly string[] => {
  const { service, endpoint } = hop
  const found = state.services.get(keyOf(service.namespace, service.name))
  if (state.facts.proxyMode !== 'iptables' || endpoint === undefined || found === undefined) return []
  const names = portNameOf(found, hop)
  const ip = endpoint.ip.includes(':') ? `[${endpoint.ip}]` : endpoint.ip
  return [
    ...kindsOf(state, found, hop).map((kind) => iptablesChain(kind, names)),
    iptablesEndpointChain(names, `${ip}:${endpoint.port}`),
  ]
}

const portNameOf = (service: Service, { port }: ServiceHop): PortName => {
  const index = Number(/\d+/.exec(port?.path ?? '')?.[0])
  const { name = '', protocol = 'TCP' } = service.spec?.ports?.[index] ?? {}
  return { ...nameOf(service), port: name, protocol: protocol.toLowerCase() }
}

const kindsOf = (state: NetworkState, { spec = {} }: Service, hop: ServiceHop): readonly ChainKind[] => {
  if (hop.via === 'cluster-ip') return [spec.internalTrafficPolicy === 'Local' ? 'SVL' : 'SVC']
  // What is masqueraded, or comes from Pods, has policy Cluster whatever the Service says of traffic from outside (K5).
  const isShortCut = hop.masqueraded || inBlocks(state.facts.podCidrs, hop.before?.sourceIp ?? '')
  const isGuarded = hop.via === 'load-balancer' && (spec.loadBalancerSourceRanges ?? []).length > 0
  return [...(isGuarded ? (['FW'] as const) : []), 'EXT', spec.externalTrafficPolicy === 'Local' && !isShortCut ? 'SVL' : 'SVC']
}
