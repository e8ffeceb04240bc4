/** What stands between two programs that run beside each other. */
import type { Incoming } from '../connection.ts'

/** So much is kept for who reads; who writes more waits. A kernel keeps 64 KiB: with less, who reads has its turn earlier. */
const CAPACITY = 4_096

interface Wait {
  readonly promise: Promise<void>
  readonly resolve: () => void
}

const startWait = (): Wait => {
  let resolve: () => void = () => undefined
  const promise = new Promise<void>((done) => (resolve = done))
  return { promise, resolve }
}

/** Bytes as letters below 256. */
export class Pipe implements Incoming {
  private kept = ''
  private hasEnded = false
  private isClosed = false
  private reader: Wait | undefined
  private writer: Wait | undefined

  /** False where nobody reads any longer. */
  write(bytes: string): boolean {
    if (bytes === '') return true
    if (this.isClosed) return false
    this.kept += bytes
    this.wakeReader()
    return true
  }

  /** Nothing more is written. */
  end(): void {
    this.hasEnded = true
    this.wakeReader()
  }

  /** Nothing more is read. */
  close(): void {
    this.isClosed = true
    this.kept = ''
    this.writer?.resolve()
    this.writer = undefined
  }

  /** Who writes has to wait for who reads. */
  get isFull(): boolean {
    return this.kept.length >= CAPACITY && !this.isClosed
  }

  /** Resolves when there is room again. */
  drained(): Promise<void> {
    if (!this.isFull) return Promise.resolve()
    this.writer ??= startWait()
    return this.writer.promise
  }

  ready(): Promise<void> {
    if (this.kept !== '' || this.hasEnded) return Promise.resolve()
    this.reader ??= startWait()
    return this.reader.promise
  }

  take(): string | undefined {
    const { kept } = this
    this.kept = ''
    this.writer?.resolve()
    this.writer = undefined
    return kept === '' ? undefined : kept
  }

  private wakeReader(): void {
    this.reader?.resolve()
    this.reader = undefined
  }
}
