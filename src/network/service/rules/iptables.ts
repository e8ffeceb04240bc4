/** kube-proxy's rules on one node as iptables has them. @see kubernetes/kubernetes pkg/proxy/iptables/proxier.go (v1.34), semantics K1 to K8 */
import type { AddressFamily } from '../../address.ts'
import type { NetworkState } from '../../state.ts'
import { renderRule, saveRule, type Table } from './iptables/rule.ts'
import { iptablesTables } from './iptables/tables.ts'
import type { ChooseService, RulesNode } from './proxied-ports.ts'

/** Chains with their rules, in order; each rule is what follows `-A CHAIN`. */
export type Chains = ReadonlyMap<string, readonly string[]>

/** `restore`: as kube-proxy hands rules to iptables-restore; `save`: as iptables-save prints them back. */
export type IptablesForm = 'restore' | 'save'

export interface IptablesRules {
  readonly family: AddressFamily
  readonly nat: Chains
  readonly filter: Chains
}

export interface IptablesOptions {
  /** `restore` where absent. */
  readonly form?: IptablesForm
  /** The Services of interest; all where absent. */
  readonly choose?: ChooseService
}

/** The rules of one node and family, Services by name; kube-proxy's own order is none. */
export const iptablesRules = (
  state: NetworkState,
  node: RulesNode,
  { form = 'restore', choose }: IptablesOptions = {},
): IptablesRules => {
  const { nat, filter } = iptablesTables(state, node, choose)
  const write = (table: Table): Chains =>
    new Map(
      [...table].map(([chain, rules]) => [
        chain,
        rules.map((rule) => (form === 'restore' ? renderRule(rule) : saveRule(rule, node.family))),
      ]),
    )
  return { family: node.family, nat: write(nat), filter: write(filter) }
}

const BUILT_IN = /^(?:PREROUTING|INPUT|FORWARD|OUTPUT|POSTROUTING)$/u

/** As iptables-restore, or ip6tables-restore for IPv6, reads it. */
export const renderIptables = ({ nat, filter }: IptablesRules): string =>
  Object.entries({ nat, filter })
    .map(([table, chains]) =>
      [
        `*${table}`,
        ...[...chains.keys()].map((name) => `:${name} ${BUILT_IN.test(name) ? 'ACCEPT' : '-'} [0:0]`),
        ...[...chains].flatMap(([chain, rules]) => rules.map((rule) => `-A ${chain} ${rule}`)),
        'COMMIT',
        '',
      ].join('\n'),
    )
    .join('')
