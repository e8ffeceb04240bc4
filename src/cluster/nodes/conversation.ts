/** Bytes between a client and a process that listens: what the client says, and what the process answers. */
import type { Certificate } from '../../kubernetes/x509/certificate.ts'
import type { ExchangeOutcome, HttpResponse, RequestQuestion } from '../../network/model.ts'

/** All that a client sends over one connection, or one datagram. */
export interface Call {
  /** The client's address as the server sees it. */
  readonly client: string
  readonly protocol: 'TCP' | 'UDP'
  readonly port: number
  /** Bytes as letters below 256. */
  readonly data: string
}

/** What the server sends back; undefined where it sends nothing. */
export type Answer = string | undefined

/** How a client begins TLS. */
export interface TlsClient {
  /** What it sends of the server's name; empty where it goes to an address. */
  readonly serverName: string
  /** What the server presents, its own certificate first; false where the client ends the connection for it. */
  meet(presented: readonly Certificate[]): Promise<boolean>
}

/** An HTTP request that a client sends. */
export interface SentRequest extends RequestQuestion {
  readonly body?: Uint8Array
  /** Of HTTP; 1.1 where absent. */
  readonly version?: string
  /** Of a client that looks at certificates; without it, any is taken. */
  readonly tls?: TlsClient
  /** Called when a server begins to wait for something, before it answers. */
  readonly onWait?: () => void
}

/** What comes of it. */
export interface Sent extends ExchangeOutcome {
  /** So long a proxy on the way tried to reach a backend before it answered. */
  readonly waitedMs?: number
}

/** One HTTP request as it came to a server. */
export interface HttpCall {
  readonly method: string
  /** Path and query. */
  readonly target: string
  /** The Host header, or where the client's URL leads. */
  readonly host: string
  /** The others, by lower-case name. */
  readonly headers: Readonly<Record<string, string>>
  /** Bytes as letters below 256. */
  readonly body: string
  readonly client: string
  readonly port: number
  readonly nowMs: number
  /** What the server's routes say. */
  readonly served: HttpResponse
}
