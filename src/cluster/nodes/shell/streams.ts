import type { TerminalSize } from '../../contract.ts'

/** Where a shell reads and writes. */
export interface ShellStreams {
  readonly stdin?: AsyncIterable<Uint8Array>
  stdout(text: string): void
  /** Standard output that is no text; left out where there is no way to hand it on. */
  binary?(bytes: Uint8Array): void
  stderr(text: string): void
  readonly tty: boolean
  /** Resolves when who reads has room for more; undefined where that is so now. */
  full?(): Promise<void> | undefined
  /** Of the terminal of who looks on, once that has told it. */
  size?(): TerminalSize | undefined
}
