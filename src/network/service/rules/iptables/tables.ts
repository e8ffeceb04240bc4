/** All that kube-proxy in iptables mode writes on one node (K1 to K8). */
import type { NetworkState } from '../../../state.ts'
import { proxiedPorts, type ChooseService, type RulesNode } from '../proxied-ports.ts'
import { firewalled, healthChecks, refusedInside, refusedOutside } from './filter.ts'
import { FILTER_BASE, firewallRules, FORWARD_RULES, MARK_RULES, NAT_BASE, POSTROUTING_RULES } from './fixed.ts'
import { chainsOfPort, nodePortDispatch, nodePortRules, serviceRules } from './nat.ts'
import type { Rule, Table } from './rule.ts'

/** Tables with their rules in parts. */
export interface IptablesTables {
  readonly place: RulesNode
  readonly filter: Table
  readonly nat: Table
}

/**
 * The rules of kube-proxy in iptables mode for the Services of a snapshot, on one node, for one address family. Services are
 * taken by name; kube-proxy walks a map, so on a real node KUBE-SERVICES, KUBE-NODEPORTS, KUBE-EXTERNAL-SERVICES and
 * KUBE-PROXY-FIREWALL hold the same rules in any order, but for the last of KUBE-SERVICES. Where a cluster has several Pod
 * ranges of a family, the first counts: kube-proxy can be told of one.
 * @see kubernetes/kubernetes pkg/proxy/iptables/proxier.go (v1.34), semantics K1 to K8
 */
export const iptablesTables = (state: NetworkState, place: RulesNode, choose?: ChooseService): IptablesTables => {
  const programmer = { state, place }
  const ports = proxiedPorts(state, place, choose)
  const hasLocalhost = state.facts.localhostNodePorts !== false
  return {
    place,
    filter: new Map<string, readonly Rule[]>([
      ...FILTER_BASE,
      ['KUBE-EXTERNAL-SERVICES', ports.flatMap(refusedOutside)],
      ['KUBE-FIREWALL', firewallRules(hasLocalhost, place.family)],
      ['KUBE-FORWARD', FORWARD_RULES],
      ['KUBE-NODEPORTS', ports.flatMap(healthChecks)],
      ['KUBE-PROXY-FIREWALL', ports.flatMap(firewalled)],
      ['KUBE-SERVICES', ports.flatMap(refusedInside)],
    ]),
    nat: new Map<string, readonly Rule[]>([
      ...NAT_BASE,
      ['KUBE-MARK-MASQ', MARK_RULES],
      ['KUBE-NODEPORTS', ports.flatMap(nodePortRules)],
      ['KUBE-POSTROUTING', POSTROUTING_RULES],
      ['KUBE-SERVICES', [...ports.flatMap(serviceRules), ...nodePortDispatch(programmer)]],
      ...ports.flatMap((port) => chainsOfPort(programmer, port)),
    ]),
  }
}
