/** What a Corefile says of how CoreDNS answers, as far as answers depend on it. Names are absolute and in lower case. */
import type { DnsType } from '../../model.ts'

/** How a question's name becomes another one. @see coredns plugin/rewrite */
export interface NameRewrite {
  readonly match: 'exact' | 'prefix' | 'suffix' | 'substring' | 'regex'
  readonly from: string
  /** `{1}` stands for what the first group of an expression matches. */
  readonly to: string
  /** Whether further rules are looked at. */
  readonly goesOn: boolean
  /** Whether answers are told under the name that was asked for. */
  readonly answersAuto: boolean
  readonly answers: readonly AnswerRewrite[]
}

/** What of an answer becomes another one: names of records, or names within their data. */
export interface AnswerRewrite {
  readonly of: 'name' | 'value'
  readonly from: string
  readonly to: string
}

/** Names that are asked further where a plugin does not know them: all where there is none. Undefined: the plugin has the last word. */
export type Fallthrough = readonly string[] | undefined

export interface DnsTemplate {
  readonly types: DnsType | 'ANY'
  readonly zones: readonly string[]
  readonly matches: readonly string[]
  readonly answers: readonly string[]
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED'
  readonly fallthrough: Fallthrough
}

export interface HostsTable {
  readonly zones: readonly string[]
  readonly rows: readonly { readonly ip: string; readonly names: readonly string[] }[]
  readonly ttlSeconds: number
  readonly isReversed: boolean
  readonly fallthrough: Fallthrough
}

/** Of the plugin that knows the cluster. */
export interface ClusterZones {
  readonly zones: readonly string[]
  /** What it answers for addresses of Pods. */
  readonly pods: 'disabled' | 'insecure' | 'verified'
  readonly ttlSeconds: number
  /** Whose names it knows; all where absent. */
  readonly namespaces?: readonly string[]
  readonly fallthrough: Fallthrough
}

export interface Forwarding {
  readonly from: string
  readonly except: readonly string[]
  /** Addresses, or files such as /etc/resolv.conf. */
  readonly to: readonly string[]
}

/** What one server does, for the zones whose names it is asked for. */
export interface DnsServerBlock {
  readonly zones: readonly string[]
  readonly rewrites: readonly NameRewrite[]
  /** Types that are asked for in the place of others. */
  readonly types: Readonly<Partial<Record<DnsType, DnsType>>>
  readonly templates: readonly DnsTemplate[]
  readonly hosts?: HostsTable
  readonly cluster?: ClusterZones
  readonly forwards: readonly Forwarding[]
}
