/** The part of spdy-transport 3.0.0 that is used here; the package has no types of its own. */
declare module 'spdy-transport' {
  import type { Duplex } from 'node:stream'

  export interface SpdyStream extends Duplex {
    /** Lower-case names. */
    readonly headers: Readonly<Record<string, string>>
    respond(status: number, headers: Readonly<Record<string, string>>, done: () => void): void
  }

  type HeadersCallback = (error: Error | null, headers?: Readonly<Record<string, unknown>>) => void

  export interface SpdyConnection {
    readonly _spdyState: {
      readonly window: { readonly send: object }
      readonly streamWindow: { readonly send: object }
      readonly parser: { parseKVs(buffer: unknown, done: HeadersCallback): void }
    }
    start(version: number): void
    end(): void
    on(event: 'stream', listener: (stream: SpdyStream) => void): this
    on(event: 'error', listener: (error: Error) => void): this
  }

  const transport: {
    readonly connection: { create(socket: Duplex, options: { protocol: 'spdy'; isServer: boolean }): SpdyConnection }
  }
  export default transport
}
