/** Bytes between a client and a process that listens: what the client says, and what the process answers. */
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

/** An HTTP request that a client sends. */
export interface SentRequest extends RequestQuestion {
  readonly body?: Uint8Array
  /** Of HTTP; 1.1 where absent. */
  readonly version?: string
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
