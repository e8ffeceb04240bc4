/** What a Corefile says of how CoreDNS answers, as far as answers depend on it. Names are absolute and in lower case. */
import type { DnsType, Rcode } from '../../model.ts'

/** How a question's name becomes another one. @see coredns plugin/rewrite */
export interface NameRewrite {
  /** Which names it is for. */
  readonly match: 'exact' | 'prefix' | 'suffix' | 'substring' | 'regex'
  /** The name, the part of one, or the expression, as Go has them. */
  readonly from: string
  /** What takes its place; `{1}` stands for what the first group of an expression matches. */
  readonly to: string
  /** Whether further rules are looked at. */
  readonly goesOn: boolean
  /** Whether answers are told under the name that was asked for. */
  readonly answersAuto: boolean
  /** What else becomes of answers. */
  readonly answers: readonly AnswerRewrite[]
}

/** What of an answer becomes another one. */
export interface AnswerRewrite {
  /** Names of records, or names within their data. */
  readonly of: 'name' | 'value'
  /** An expression, as Go has them. */
  readonly from: string
  /** What takes the name's place; `{1}` stands for what the first group matches. */
  readonly to: string
}

/** Names that are asked further where a plugin does not know them: those of these zones. Undefined: the plugin has the last word. */
export type Fallthrough = readonly string[] | undefined

/** Answers that are made up. @see coredns plugin/template */
export interface DnsTemplate {
  /** The type of record that it answers. */
  readonly types: DnsType | 'ANY'
  /** Whose names it is for. */
  readonly zones: readonly string[]
  /** Expressions, one of which has to match the name; all names where there is none. */
  readonly matches: readonly string[]
  /** Templates of records. */
  readonly answers: readonly string[]
  /** How it answers. */
  readonly rcode: Rcode
  /** Names that no expression matches. */
  readonly fallthrough: Fallthrough
}

/** A row of a table of names. */
export interface HostsRow {
  /** An address of either family. */
  readonly ip: string
  /** The names that it has. */
  readonly names: readonly string[]
}

/** Names with addresses as in /etc/hosts. @see coredns plugin/hosts */
export interface HostsTable {
  /** Whose names it is for. */
  readonly zones: readonly string[]
  /** Addresses, each with its names. */
  readonly rows: readonly HostsRow[]
  /** How long its answers may be kept, in seconds. */
  readonly ttlSeconds: number
  /** Whether it answers for the addresses' reverse names. */
  readonly isReversed: boolean
  /** Names that it does not have. */
  readonly fallthrough: Fallthrough
}

/** Of the plugin that knows the cluster. @see coredns plugin/kubernetes */
export interface ClusterZones {
  /** The cluster's domain, and zones of reverse names. */
  readonly zones: readonly string[]
  /** What it answers for addresses of Pods. */
  readonly pods: 'disabled' | 'insecure' | 'verified'
  /** How long its answers may be kept, in seconds. */
  readonly ttlSeconds: number
  /** Whose names it knows; all where absent. */
  readonly namespaces?: readonly string[]
  /** Names that are not the cluster's. */
  readonly fallthrough: Fallthrough
}

/** Who else is asked. @see coredns plugin/forward */
export interface Forwarding {
  /** The zone whose names are forwarded. */
  readonly from: string
  /** Zones within it whose names are not. */
  readonly except: readonly string[]
  /** Addresses, or files such as /etc/resolv.conf. */
  readonly to: readonly string[]
}

/** What one server does, for the zones whose names it is asked for. Its plugins are asked in the order of the fields. */
export interface DnsServerBlock {
  /** Whose names it is asked for: `.` for all. */
  readonly zones: readonly string[]
  /** Rules for names, in their order. */
  readonly rewrites: readonly NameRewrite[]
  /** Types that are asked for in the place of others. */
  readonly types: Readonly<Partial<Record<DnsType, DnsType>>>
  /** Answers that are made up. */
  readonly templates: readonly DnsTemplate[]
  /** Names with addresses. */
  readonly hosts?: HostsTable
  /** The cluster's names; absent where it does not know them. */
  readonly cluster?: ClusterZones
  /** Whom it asks what it does not know. */
  readonly forwards: readonly Forwarding[]
}
