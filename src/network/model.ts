/**
 * The words of the network model: what may be asked, what is answered, and the walk that explains it.
 * Everything here is plain JSON-serialisable data.
 */
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { Facts } from './facts.ts'
import type { EndpointChoice, Walk } from './hops.ts'

// A barrel, against the house rule: the model's words are one vocabulary, asked for in one place by some sixty files.
export type * from './hop-evidence.ts'
export type * from './hops.ts'

/** Plain Kubernetes objects plus the facts that no object states. Where it came from is nobody's business downstream. */
export interface Snapshot {
  /** In any order; each valid. */
  readonly objects: readonly KubernetesObject[]
  /** What no object states. */
  readonly facts: Facts
}

/** Transport protocols. */
export type Protocol = 'TCP' | 'UDP' | 'SCTP'

/** Names an object of a kind that has namespaces. */
export interface NamespacedName {
  /** The namespace. */
  readonly namespace: string
  /** The name. */
  readonly name: string
}

/** Who opens the connection. `outside` is an address that belongs to no Pod and no node of the cluster. */
export type Source =
  | {
      /** The Pod. */
      readonly pod: NamespacedName
    }
  | {
      /** The node's name. */
      readonly node: string
    }
  | {
      /** An address outside the cluster. */
      readonly outside: string
    }

/** Where the client points. `host` is a name to look up or an address, as it would stand in a URL. `node` asks its InternalIP. */
export type Destination =
  | {
      /** The Pod. */
      readonly pod: NamespacedName
    }
  | {
      /** The Service. */
      readonly service: NamespacedName
    }
  | {
      /** The node's name. */
      readonly node: string
    }
  | {
      /** A name or an address. */
      readonly host: string
    }

/** What `connect` is asked. */
export interface ConnectQuestion {
  /** Who asks. */
  readonly from: Source
  /** Whom it is about. */
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
  /** What the client sees. */
  readonly verdict: Verdict
  /** Of being chosen, 0 < probability <= 1; the outcomes of one answer add up to 1. */
  readonly probability: number
  /** The endpoint that is chosen. */
  readonly endpoint?: EndpointChoice
  /** The client's address as the server sees it; present where the verdict is `connected`. */
  readonly sourceIpSeen?: string
  /** The way there, with the reasons. */
  readonly walk: Walk
}

/** What `connect` answers. */
export interface Connection {
  /** What was asked. */
  readonly question: ConnectQuestion
  /** What may happen, one for each endpoint that may be chosen. */
  readonly outcomes: readonly ConnectOutcome[]
}

/** Types of records that can be asked for. */
export type DnsType = 'A' | 'AAAA' | 'SRV' | 'PTR' | 'TXT' | 'CNAME' | 'SOA' | 'NS' | 'MX' | 'ANY'
/** Response codes of DNS. @see RFC 1035, section 4.1.1 */
export type Rcode = 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED'

/** One resource record. */
export interface DnsRecord {
  /** The name that it is about, absolute. */
  readonly name: string
  /** How long it may be kept, in seconds. */
  readonly ttlSeconds: number
  /** The type of the record. */
  readonly type: DnsType
  /** Zone file form, e.g. `10.96.0.1` or `0 100 80 web.shop.svc.cluster.local.` */
  readonly data: string
}

/** What a DNS server answers. */
export interface DnsAnswer {
  /** The response code. */
  readonly rcode: Rcode
  /** True where the server answers for its own zone. */
  readonly authoritative: boolean
  /** Records that answer. */
  readonly answer: readonly DnsRecord[]
  /** Who is in charge of the zone. */
  readonly authority: readonly DnsRecord[]
  /** What comes besides. */
  readonly additional: readonly DnsRecord[]
  /** Why an alias brought no answer: it leads back to itself, on and on, or to a name that has nothing. */
  readonly brokenAlias?: 'loop' | 'too-long' | 'leads-nowhere'
}

/** What `resolve` is asked. */
export interface ResolveQuestion {
  /** Who asks. */
  readonly from: Source
  /** The name to look up, as a program would give it. */
  readonly name: string
  /** A where absent. */
  readonly type?: DnsType
  /** Whose resolver the program uses (semantics D23): glibc where absent; Alpine images use musl. */
  readonly library?: ResolverLibrary
  /** Addresses of the name servers that are asked, without the hosts file, as `nslookup NAME SERVER` does; those of resolv.conf where absent. */
  readonly nameservers?: readonly string[]
}

/**
 * `old-musl` is musl before 1.1.13 (Alpine up to 3.3), which knows no search list. `busybox-nslookup` is the program of that
 * name since 1.30: it reads resolv.conf itself, searches for names without a dot only, and for those nothing else.
 */
export type ResolverLibrary = 'glibc' | 'musl' | 'old-musl' | 'busybox-nslookup'

/** One query the resolver sent, and what came back. `timed-out`: the DNS server could not be reached. */
export interface ResolutionStep {
  /** The name that was asked for, absolute. */
  readonly query: string
  /** Why this name was tried, or where it was found. */
  readonly source: 'hosts-file' | 'search-list' | 'as-is' | 'address'
  /** What came back. */
  readonly answer: DnsAnswer | 'timed-out' | 'refused'
}

/** What `resolve` answers. */
export interface Resolution {
  /** What was asked. */
  readonly question: ResolveQuestion
  /** One after the other. */
  readonly steps: readonly ResolutionStep[]
  /** `timed-out` where the DNS server could not be reached, e.g. because a policy forbids it. */
  readonly outcome: Rcode | 'NODATA' | 'timed-out' | 'refused'
  /** The name that answered, absolute and with a trailing dot. */
  readonly canonicalName?: string
  /** The addresses that were found. */
  readonly addresses: readonly string[]
  /** The records that were found. */
  readonly records: readonly DnsRecord[]
  /** Where nameservers that are asked at once would answer differently: what each would have brought, in their order. */
  readonly race?: readonly Pick<Resolution, 'outcome' | 'addresses'>[]
  /** Reaching the DNS server, for the explanation of `timed-out` and `refused`. */
  readonly server?: Connection
}

/** What `request` is asked. */
export interface RequestQuestion {
  /** Who asks. */
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
  readonly connectTo?:
    | 'ingress'
    | {
        /** The Gateway that is asked. */
        readonly gateway: NamespacedName
      }
  /** Whose resolver looks the host up; glibc where absent. */
  readonly library?: ResolverLibrary
  /** The address that an Ingress controller sees of a client outside; absent where that depends on what lies before the controller. */
  readonly seenAs?: string
}

/** What becomes of a request if this backend is chosen. */
export interface ExchangeOutcome {
  /** Of coming about, 0 < probability <= 1. */
  readonly probability: number
  /** What the client sees. */
  readonly verdict: Verdict
  /** Present where the verdict is `connected` and the server speaks HTTP. */
  readonly response?: HttpResponse
  /** Present where plain HTTP came to a port that expects TLS, which is what the response says. */
  readonly isPlainAtTls?: true
  /** Why a connection brought no response: the program speaks no HTTP or no TLS, or it is not known what it says. */
  readonly noResponse?: 'not-http' | 'not-tls' | 'unknown-program'
  /** What a program that speaks no HTTP sends instead. */
  readonly banner?: string
  /** What answered. */
  readonly backend?: {
    /** The Service. */ readonly service?: NamespacedName
    /** The endpoint that is chosen. */ readonly endpoint: EndpointChoice
    /** The container's name. */ readonly container?: string
  }
  /** The way there, with the reasons. */
  readonly walk: Walk
}

/** An HTTP response as the client gets it. */
export interface HttpResponse {
  /** The status code. */
  readonly status: number
  /** The words beside it; the usual ones where absent. */
  readonly reason?: string
  /** Of HTTP; 1.1 where absent. With 1.0 the connection ends with the content. */
  readonly version?: '1.0'
  /** Headers, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** The content. */
  readonly body: string
}

/** What `request` answers. */
export interface Exchange {
  /** What was asked. */
  readonly question: RequestQuestion
  /** What may happen, one for each endpoint that may be chosen. */
  readonly outcomes: readonly ExchangeOutcome[]
}
