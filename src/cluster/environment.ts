/** What the embedded cluster needs of the world outside; passed in so that every run can be replayed. */

export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  now(): number
  /** Calls back once after the delay; the returned function cancels. A virtual clock calls back when it is advanced. */
  after(delayMs: number, callback: () => void): () => void
}

export interface Random {
  /** A whole number, 0 <= n < limit. */
  below(limit: number): number
  /** An RFC 4122 version 4 identifier. */
  uuid(): string
}
