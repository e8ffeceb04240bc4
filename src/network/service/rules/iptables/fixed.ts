/** The rules that kube-proxy and the kubelet keep on every node, whatever Services there are (K2, K6, K8). */
import type { AddressFamily } from '../../../address.ts'
import type { Match, Rule, Target } from './rule.ts'

export const comment = (text: string): Match => ({ kind: 'comment', text })

const jump = (chain: string): Target => ({ kind: 'jump', chain })

const NEW: Match = { kind: 'state', states: 'NEW' }

const firewall: Rule = { matches: [NEW, comment('kubernetes load balancer firewall')], target: jump('KUBE-PROXY-FIREWALL') }
const portals: Rule = { matches: [NEW, comment('kubernetes service portals')], target: jump('KUBE-SERVICES') }
const fromOutside: Rule = {
  matches: [NEW, comment('kubernetes externally-visible service portals')],
  target: jump('KUBE-EXTERNAL-SERVICES'),
}
const healthChecks: Rule = { matches: [comment('kubernetes health check service ports')], target: jump('KUBE-NODEPORTS') }
const forwarding: Rule = { matches: [comment('kubernetes forwarding rules')], target: jump('KUBE-FORWARD') }
const ofKubelet: Rule = { matches: [], target: jump('KUBE-FIREWALL') }
const translation: Rule = { matches: [comment('kubernetes service portals')], target: jump('KUBE-SERVICES') }

/** What the built-in chains of table filter begin with. */
export const FILTER_BASE: readonly (readonly [chain: string, rules: readonly Rule[]])[] = [
  ['INPUT', [ofKubelet, firewall, healthChecks, fromOutside]],
  ['FORWARD', [firewall, forwarding, portals, fromOutside]],
  ['OUTPUT', [ofKubelet, firewall, portals]],
]

/** The same of table nat. */
export const NAT_BASE: readonly (readonly [chain: string, rules: readonly Rule[]])[] = [
  ['PREROUTING', [translation]],
  ['INPUT', []],
  ['OUTPUT', [translation]],
  ['POSTROUTING', [{ matches: [comment('kubernetes postrouting rules')], target: jump('KUBE-POSTROUTING') }]],
]

export const FORWARD_RULES: readonly Rule[] = [
  { matches: [{ kind: 'state', states: 'INVALID' }], target: { kind: 'DROP' } },
  { matches: [comment('kubernetes forwarding rules'), { kind: 'mark' }], target: { kind: 'ACCEPT' } },
  {
    matches: [comment('kubernetes forwarding conntrack rule'), { kind: 'state', states: 'RELATED,ESTABLISHED' }],
    target: { kind: 'ACCEPT' },
  },
]

export const MARK_RULES: readonly Rule[] = [{ matches: [], target: { kind: 'set-mark' } }]

export const POSTROUTING_RULES: readonly Rule[] = [
  { matches: [{ kind: 'mark', isNot: true }], target: { kind: 'RETURN' } },
  { matches: [], target: { kind: 'clear-mark' } },
  { matches: [comment('kubernetes service traffic requiring SNAT')], target: { kind: 'MASQUERADE' } },
]

/** Node ports on 127.0.0.1 need route_localnet; then nobody else may send there. */
export const firewallRules = (hasLocalhostNodePorts: boolean, family: AddressFamily): readonly Rule[] =>
  hasLocalhostNodePorts && family === 'IPv4'
    ? [
        {
          matches: [
            comment('block incoming localnet connections'),
            { kind: 'destination', block: '127.0.0.0/8' },
            { kind: 'source', block: '127.0.0.0/8', isNot: true },
            { kind: 'state', states: 'RELATED,ESTABLISHED,DNAT', isNot: true },
          ],
          target: { kind: 'DROP' },
        },
      ]
    : []
