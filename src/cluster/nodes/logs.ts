/** What a container printed, line by line, for `kubectl logs`. */
import type { LogOptions } from '../contract.ts'

interface LogLine {
  readonly atMs: number
  readonly text: string
  readonly isWhole: boolean
}

/** As much as a kubelet keeps, in lines. */
const MAX_LINES = 10_000

export class LogBuffer {
  private lines: LogLine[] = []
  private readonly followers = new Set<() => void>()
  private total = 0
  closed = false

  append(text: string, atMs: number): void {
    if (text === '') return
    const parts = text.split(/(?<=\n)/u)
    for (const part of parts) {
      const last = this.lines.at(-1)
      if (last !== undefined && !last.isWhole)
        this.lines[this.lines.length - 1] = { atMs: last.atMs, text: last.text + part, isWhole: part.endsWith('\n') }
      else {
        this.lines.push({ atMs, text: part, isWhole: part.endsWith('\n') })
        this.total += 1
      }
    }
    if (this.lines.length > MAX_LINES) this.lines.splice(0, this.lines.length - MAX_LINES)
    this.notify()
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
    return this.lines.map((line) => line.text).join('')
  }

  async *read(options: LogOptions, nowMs: number): AsyncIterable<Uint8Array> {
    const encoder = new TextEncoder()
    const { sinceSeconds, tailLines, limitBytes, timestamps = false, follow = false, signal } = options
    const render = ({ atMs, text }: LogLine): string =>
      timestamps ? `${new Date(atMs).toISOString().replace('Z', '000000Z')} ${text}` : text
    const recent = this.lines.filter(({ atMs }) => sinceSeconds === undefined || atMs >= nowMs - sinceSeconds * 1000)
    const chosen = tailLines === undefined ? recent : tailLines === 0 ? [] : recent.slice(-tailLines)
    const text = chosen.map(render).join('')
    const bytes = encoder.encode(text)
    if (bytes.length > 0) yield limitBytes === undefined ? bytes : bytes.slice(0, limitBytes)
    let seen = this.total
    while (follow && !this.closed && signal?.aborted !== true) {
      if (this.total === seen) await this.nextChange(signal)
      const fresh = this.lines.slice(Math.max(0, this.lines.length - (this.total - seen)))
      if (this.total > seen) yield encoder.encode(fresh.map(render).join(''))
      seen = this.total
    }
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
