/** Where a shell reads and writes. */
export interface ShellStreams {
  readonly stdin?: AsyncIterable<Uint8Array>
  stdout(text: string): void
  /** Standard output that is no text; left out where there is no way to hand it on. */
  binary?(bytes: Uint8Array): void
  stderr(text: string): void
  readonly tty: boolean
}
