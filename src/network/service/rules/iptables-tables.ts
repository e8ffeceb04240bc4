/** The rules that kube-proxy writes whatever Services there are: where packets enter its chains, and how they leave them (K2, K6, K8). */
import type { AddressFamily } from '../../address.ts'

/** Chains with their rules, in order; each rule is what follows `-A CHAIN`. */
export type Chains = ReadonlyMap<string, readonly string[]>

export interface Settings {
  readonly family: AddressFamily
  /** Of this family; what comes from it is local traffic. Undefined: nothing is known to be local (K12). */
  readonly podCidr: string | undefined
  readonly masqueradeAll: boolean
  readonly localhostNodePorts: boolean
}

/** A table under construction. */
export class Table {
  readonly chains = new Map<string, string[]>()

  constructor(chains: readonly string[]) {
    for (const chain of chains) this.chains.set(chain, [])
  }

  add(chain: string, ...words: readonly (string | readonly string[])[]): void {
    const rules = this.chains.get(chain) ?? []
    rules.push(words.flat().join(' '))
    this.chains.set(chain, rules)
  }
}

/** A comment match, quoted where it needs to be. */
export const comment = (text: string): string => `-m comment --comment ${/\s/u.test(text) ? `"${text}"` : text}`

const NAT_CHAINS = [
  'PREROUTING',
  'INPUT',
  'OUTPUT',
  'POSTROUTING',
  'KUBE-SERVICES',
  'KUBE-NODEPORTS',
  'KUBE-POSTROUTING',
  'KUBE-MARK-MASQ',
] as const
const FILTER_CHAINS = [
  'INPUT',
  'FORWARD',
  'OUTPUT',
  'KUBE-SERVICES',
  'KUBE-EXTERNAL-SERVICES',
  'KUBE-FORWARD',
  'KUBE-NODEPORTS',
  'KUBE-PROXY-FIREWALL',
  'KUBE-FIREWALL',
] as const

const MARK = '0x00004000'

export interface Tables {
  readonly nat: Table
  readonly filter: Table
}

export const beginTables = (settings: Settings): Tables => {
  const tables = { nat: new Table(NAT_CHAINS), filter: new Table(FILTER_CHAINS) }
  beginNat(tables.nat)
  beginFilter(tables.filter)
  if (settings.localhostNodePorts && settings.family === 'IPv4')
    tables.filter.add(
      'KUBE-FIREWALL',
      comment('block incoming localnet connections'),
      '-d 127.0.0.0/8 ! -s 127.0.0.0/8 -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP',
    )
  return tables
}

const beginNat = (nat: Table): void => {
  const portals = comment('kubernetes service portals')
  nat.add('PREROUTING', portals, '-j KUBE-SERVICES')
  nat.add('OUTPUT', portals, '-j KUBE-SERVICES')
  nat.add('POSTROUTING', comment('kubernetes postrouting rules'), '-j KUBE-POSTROUTING')
  nat.add('KUBE-MARK-MASQ', `-j MARK --or-mark ${MARK}`)
  nat.add('KUBE-POSTROUTING', `-m mark ! --mark ${MARK}/${MARK} -j RETURN`)
  nat.add('KUBE-POSTROUTING', `-j MARK --xor-mark ${MARK}`)
  nat.add('KUBE-POSTROUTING', comment('kubernetes service traffic requiring SNAT'), '-j MASQUERADE --random-fully')
}

const beginFilter = (filter: Table): void => {
  const isNew = '-m conntrack --ctstate NEW'
  const firewall = [isNew, comment('kubernetes load balancer firewall'), '-j KUBE-PROXY-FIREWALL']
  const portals = [isNew, comment('kubernetes service portals'), '-j KUBE-SERVICES']
  const external = [isNew, comment('kubernetes externally-visible service portals'), '-j KUBE-EXTERNAL-SERVICES']
  const forwarding = comment('kubernetes forwarding rules')
  filter.add('INPUT', '-j KUBE-FIREWALL')
  filter.add('INPUT', firewall)
  filter.add('INPUT', comment('kubernetes health check service ports'), '-j KUBE-NODEPORTS')
  filter.add('INPUT', external)
  filter.add('FORWARD', firewall)
  filter.add('FORWARD', forwarding, '-j KUBE-FORWARD')
  filter.add('FORWARD', portals)
  filter.add('FORWARD', external)
  filter.add('OUTPUT', '-j KUBE-FIREWALL')
  filter.add('OUTPUT', firewall)
  filter.add('OUTPUT', portals)
  filter.add('KUBE-FORWARD', '-m conntrack --ctstate INVALID -j DROP')
  filter.add('KUBE-FORWARD', forwarding, `-m mark --mark ${MARK}/${MARK} -j ACCEPT`)
  filter.add(
    'KUBE-FORWARD',
    comment('kubernetes forwarding conntrack rule'),
    '-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
  )
}

/** The last rule of KUBE-SERVICES: any address of the node may be asked for a node port (K2, K13). */
export const finishTables = ({ nat }: Tables, { family, localhostNodePorts }: Settings): void => {
  const except = family === 'IPv6' ? ' ! -d ::1/128' : localhostNodePorts ? '' : ' ! -d 127.0.0.0/8'
  nat.add(
    'KUBE-SERVICES',
    comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain'),
    `-m addrtype --dst-type LOCAL${except} -j KUBE-NODEPORTS`,
  )
}
