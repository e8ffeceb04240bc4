/**
 * The words of the network model: what may be asked, what is answered, and the walk that explains it.
 * Everything here is plain JSON-serialisable data.
 */
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { Facts } from './facts.ts'
import type { EndpointChoice, Walk } from './hops.ts'

// A barrel, against the house rule: the model's words are one vocabulary, asked for in one place by some sixty files.
export type * from './hops.ts'

/** Plain Kubernetes objects plus the facts that no object states. Where it came from is nobody's business downstream. */
export interface Snapshot {
  readonly objects: readonly KubernetesObject[]
  readonly facts: Facts
}

export type Protocol = 'TCP' | 'UDP' | 'SCTP'

export interface NamespacedName {
  readonly namespace: string
  readonly name: string
}

/** Who opens the connection. `outside` is an address that belongs to no Pod and no node of the cluster. */
export type Source = { readonly pod: NamespacedName } | { readonly node: string } | { readonly outside: string }

/** Where the client points. `host` is a name to look up or an address, as it would stand in a URL. `node` asks its InternalIP. */
export type Destination =
  | { readonly pod: NamespacedName }
  | { readonly service: NamespacedName }
  | { readonly node: string }
  | { readonly host: string }

export interface ConnectQuestion {
  readonly from: Source
  readonly to: Destination
  /** A number, or the name of a port of the Service or Pod asked for. */
  readonly port: number | string
  /** TCP where absent. */
  readonly protocol?: Protocol
  /** Whose resolver looks a name up; glibc where absent. */
  readonly library?: ResolverLibrary
}

/** What the client sees (semantics.md V1 to V5). */
export type Verdict = 'connected' | 'refused' | 'timed-out' | 'unresolved' | 'unreachable'

/** What happens if this endpoint is chosen. */
export interface ConnectOutcome {
  readonly verdict: Verdict
  /** Of being chosen, 0 < probability <= 1; the outcomes of one answer add up to 1. */
  readonly probability: number
  readonly endpoint?: EndpointChoice
  /** The client's address as the server sees it; present where the verdict is `connected`. */
  readonly sourceIpSeen?: string
  readonly walk: Walk
}

export interface Connection {
  readonly question: ConnectQuestion
  readonly outcomes: readonly ConnectOutcome[]
}

export type DnsType = 'A' | 'AAAA' | 'SRV' | 'PTR' | 'TXT' | 'CNAME' | 'SOA' | 'NS' | 'MX' | 'ANY'
export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED'

export interface DnsRecord {
  readonly name: string
  readonly ttlSeconds: number
  readonly type: DnsType
  /** Zone file form, e.g. `10.96.0.1` or `0 100 80 web.shop.svc.cluster.local.` */
  readonly data: string
}

export interface DnsAnswer {
  readonly rcode: Rcode
  readonly authoritative: boolean
  readonly answer: readonly DnsRecord[]
  readonly authority: readonly DnsRecord[]
  readonly additional: readonly DnsRecord[]
  /** Why an alias brought no answer: it leads back to itself, on and on, or to a name that has nothing. */
  readonly brokenAlias?: 'loop' | 'too-long' | 'leads-nowhere'
}

export interface ResolveQuestion {
  readonly from: Source
  readonly name: string
  /** A where absent. */
  readonly type?: DnsType
  /** Whose resolver the program uses (semantics D23): glibc where absent; Alpine images use musl. */
  readonly library?: ResolverLibrary
}

/**
 * `old-musl` is musl before 1.1.13 (Alpine up to 3.3), which knows no search list. `busybox-nslookup` is the program of that
 * name since 1.30: it reads resolv.conf itself, searches for names without a dot only, and for those nothing else.
 */
export type ResolverLibrary = 'glibc' | 'musl' | 'old-musl' | 'busybox-nslookup'

/** One query the resolver sent, and what came back. `timed-out`: the DNS server could not be reached. */
export interface ResolutionStep {
  readonly query: string
  readonly source: 'hosts-file' | 'search-list' | 'as-is' | 'address'
  readonly answer: DnsAnswer | 'timed-out' | 'refused'
}

export interface Resolution {
  readonly question: ResolveQuestion
  readonly steps: readonly ResolutionStep[]
  /** `timed-out` where the DNS server could not be reached, e.g. because a policy forbids it. */
  readonly outcome: Rcode | 'NODATA' | 'timed-out' | 'refused'
  /** The name that answered, absolute and with a trailing dot. */
  readonly canonicalName?: string
  readonly addresses: readonly string[]
  readonly records: readonly DnsRecord[]
  /** Where nameservers that are asked at once would answer differently: what each would have brought, in their order. */
  readonly race?: readonly Pick<Resolution, 'outcome' | 'addresses'>[]
  /** Reaching the DNS server, for the explanation of `timed-out` and `refused`. */
  readonly server?: Connection
}

export interface RequestQuestion {
  readonly from: Source
  /** GET where absent. */
  readonly method?: string
  /** `http://host:port/path`. The host decides where the connection goes unless `connectTo` is given. */
  readonly url: string
  /** Lower-case names. `host` overrides the URL's, as `curl -H 'Host: …'` does. */
  readonly headers?: Readonly<Record<string, string>>
  /**
   * `ingress`: go to the Ingress controller or Gateway that claims the host, whatever the name resolves to, as a client
   * outside whose DNS points there. A Gateway by its name: to that one.
   */
  readonly connectTo?: 'ingress' | { readonly gateway: NamespacedName }
  /** Whose resolver looks the host up; glibc where absent. */
  readonly library?: ResolverLibrary
}

export interface ExchangeOutcome {
  readonly probability: number
  readonly verdict: Verdict
  /** Present where the verdict is `connected` and the server speaks HTTP. */
  readonly response?: HttpResponse
  /** Why a connection brought no response: the program speaks no HTTP or no TLS, or it is not known what it says. */
  readonly noResponse?: 'not-http' | 'not-tls' | 'unknown-program'
  /** What a program that speaks no HTTP sends instead. */
  readonly banner?: string
  readonly backend?: { readonly service?: NamespacedName; readonly endpoint: EndpointChoice; readonly container?: string }
  readonly walk: Walk
}

export interface HttpResponse {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export interface Exchange {
  readonly question: RequestQuestion
  readonly outcomes: readonly ExchangeOutcome[]
}
