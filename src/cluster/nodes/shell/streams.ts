/** Where a shell reads and writes. */
export interface ShellStreams {
  readonly stdin?: AsyncIterable<Uint8Array>
  stdout(text: string): void
  stderr(text: string): void
  readonly tty: boolean
}
