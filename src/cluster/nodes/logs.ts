/** What a container printed, line by line, for `kubectl logs`. */
import type { LogOptions } from '../contract.ts'

interface LogLine {
  readonly atMs: number
  readonly text: string
  readonly isWhole: boolean
  /** What somebody asked for, noted by a server. */
  readonly isRequest?: boolean
}

const MAX_LINES = 10_000
/** As large as a kubelet lets a log grow. @see kubelet's containerLogMaxSize */
const MAX_LETTERS = 10 * 1024 * 1024
/** A longer line is kept in parts, as container runtimes do. */
const MAX_LINE_LETTERS = 16 * 1024

export class LogBuffer {
  private lines: LogLine[] = []
  private readonly followers = new Set<() => void>()
  private total = 0
  private letters = 0
  private begun: (() => void) | undefined
  closed = false

  /** What is printed first, put together when somebody looks: most logs are read by nobody. */
  begin(text: () => string, atMs: number): void {
    this.begun = () => this.append(text(), atMs)
    this.notify()
  }

  private settle(): void {
    const { begun } = this
    this.begun = undefined
    begun?.()
  }

  append(text: string, atMs: number, isRequest = false): void {
    this.settle()
    if (text === '') return
    const parts = text.split(/(?<=\n)/u)
    for (const part of parts) {
      const last = this.lines.at(-1)
      this.letters += part.length
      if (last !== undefined && !last.isWhole && last.text.length < MAX_LINE_LETTERS)
        this.lines[this.lines.length - 1] = { atMs: last.atMs, text: last.text + part, isWhole: part.endsWith('\n') }
      else {
        this.lines.push({ atMs, text: part, isWhole: part.endsWith('\n'), ...(isRequest ? { isRequest } : {}) })
        this.total += 1
      }
    }
    this.forgetOldest()
    this.notify()
  }

  private forgetOldest(): void {
    let surplus = Math.max(0, this.lines.length - MAX_LINES)
    for (const line of this.lines.slice(0, surplus)) this.letters -= line.text.length
    for (; this.letters > MAX_LETTERS && surplus < this.lines.length - 1; surplus += 1)
      this.letters -= this.lines[surplus]?.text.length ?? 0
    if (surplus > 0) this.lines.splice(0, surplus)
  }

  /** Nothing more will come: followers end. */
  close(): void {
    this.closed = true
    this.notify()
  }

  private notify(): void {
    for (const follower of [...this.followers]) follower()
  }

  text(): string {
    this.settle()
    return this.lines.map((line) => line.text).join('')
  }

  /** The last line that the process printed of its own accord; empty where it printed none. */
  lastWords(): string {
    this.settle()
    return this.lines.findLast(({ text, isRequest }) => isRequest !== true && text.trim() !== '')?.text.trimEnd() ?? ''
  }

  async *read(options: LogOptions, nowMs: number): AsyncIterable<Uint8Array> {
    const encoder = new TextEncoder()
    const { sinceSeconds, sinceMs, tailLines, limitBytes, timestamps = false, follow = false, signal } = options
    const render = ({ atMs, text }: LogLine): string =>
      timestamps ? `${new Date(atMs).toISOString().replace('Z', '000000Z')} ${text}` : text
    const kept = this.readable()
    const fromMs = sinceMs ?? (sinceSeconds === undefined ? -Infinity : nowMs - sinceSeconds * 1000)
    const recent = kept.filter(({ atMs }) => atMs >= fromMs)
    const chosen = tailLines === undefined ? recent : tailLines === 0 ? [] : recent.slice(-tailLines)
    const text = chosen.map(render).join('')
    const bytes = encoder.encode(text)
    let seen = this.totalOf(kept)
    if (bytes.length > 0) yield limitBytes === undefined ? bytes : bytes.slice(0, limitBytes)
    while (follow && signal?.aborted !== true) {
      const all = this.readable()
      const count = this.totalOf(all) - seen
      const fresh = count === 0 ? [] : all.slice(-count)
      seen += count
      if (fresh.length > 0) yield encoder.encode(fresh.map(render).join(''))
      else if (this.closed) return
      else await this.nextChange(signal)
    }
  }

  /** A line that has not ended yet is written down when it has, or its process. */
  private readable(): readonly LogLine[] {
    this.settle()
    const last = this.lines.at(-1)
    const isOpen = last !== undefined && !last.isWhole && last.text.length < MAX_LINE_LETTERS
    return isOpen && !this.closed ? this.lines.slice(0, -1) : this.lines
  }

  /** How many lines there have been when these are the last. */
  private totalOf(readable: readonly LogLine[]): number {
    return this.total - (this.lines.length - readable.length)
  }

  private nextChange(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        this.followers.delete(done)
        signal?.removeEventListener('abort', done)
        resolve()
      }
      this.followers.add(done)
      signal?.addEventListener('abort', done)
    })
  }
}
