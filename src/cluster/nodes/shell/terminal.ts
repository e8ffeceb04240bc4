/** What somebody types, to a shell's prompt or to a program that runs. A terminal's client sends raw letters, and expects to see them echoed. */
import { LineEditor, type Complete, type LineEnd } from './line-editor.ts'
import type { ShellStreams } from './streams.ts'

const END_OF_INPUT = '\u0004'
const INTERRUPT = '\u0003'
const ERASE: ReadonlySet<string> = new Set(['\u007F', '\b'])
const USUAL_COLUMNS = 80

/** Lines that a program may read while it runs; each ends with a line feed but for the last where the input ends behind it. */
export interface TypedInput extends AsyncIterable<Uint8Array> {
  /** The next line; undefined at the end of input. */
  nextLine(): Promise<string | undefined>
}

/** Collects lines as a terminal does before a program gets them. */
class LineDiscipline implements TypedInput {
  line = ''
  isEnded = false
  readonly lines: string[] = []
  /** The program has asked for input at least once. */
  isWanted = false
  private wake: () => void = () => undefined
  private readonly want: () => void

  constructor(want: () => void) {
    this.want = want
  }

  push(text: string): void {
    this.lines.push(text)
    this.wake()
  }

  end(): void {
    this.isEnded = true
    this.wake()
  }

  async nextLine(): Promise<string | undefined> {
    this.isWanted = true
    this.want()
    for (;;) {
      const line = this.lines.shift()
      if (line !== undefined || this.isEnded) return line
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array> {
    for (let line = await this.nextLine(); line !== undefined; line = await this.nextLine())
      yield new TextEncoder().encode(line)
  }
}

interface Prompted {
  readonly accept: (letter: string) => LineEnd | undefined
  readonly resolve: (end: LineEnd) => void
}

interface Running {
  readonly input: LineDiscipline
  readonly interrupt: () => void
}

export class Terminal {
  private readonly streams: ShellStreams
  private readonly complete: Complete
  private readonly history: string[] = []
  /** Letters that nobody has taken yet. */
  private ahead = ''
  private isClosed = false
  private prompted: Prompted | undefined
  private running: Running | undefined

  constructor(streams: ShellStreams, complete: Complete) {
    this.streams = streams
    this.complete = complete
    void this.listen()
  }

  /** The next line of a shell's input. Who types sees the prompt; without a terminal there is none. */
  readLine(prompt: string): Promise<LineEnd> {
    const accept = this.streams.tty ? this.editor(prompt) : this.plainLines()
    return new Promise((resolve) => {
      this.prompted = { accept, resolve }
      this.drain()
    })
  }

  /** From now on a program runs: it may read, and Ctrl-C interrupts it. */
  run(interrupt: () => void): TypedInput {
    const input = new LineDiscipline(() => this.drain())
    this.running = { input, interrupt }
    this.drain()
    return input
  }

  /** What the program has not read is the shell's. */
  endRun(): void {
    const { input } = this.running ?? {}
    this.running = undefined
    this.ahead = [...(input?.lines ?? []), input?.line ?? '', this.ahead].join('')
  }

  private editor(prompt: string): Prompted['accept'] {
    const { streams } = this
    const view = {
      prompt,
      write: (text: string) => streams.stdout(text),
      get columns() {
        return streams.size?.()?.columns ?? USUAL_COLUMNS
      },
    }
    const editor = new LineEditor(view, this.history, this.complete)
    return (letter) => editor.accept(letter)
  }

  private plainLines(): Prompted['accept'] {
    let line = ''
    return (letter) => {
      if (letter === '\n') return { kind: 'line', text: line }
      line += letter
      return undefined
    }
  }

  private async listen(): Promise<void> {
    const decoder = new TextDecoder()
    for await (const chunk of this.streams.stdin ?? []) {
      this.ahead += decoder.decode(chunk, { stream: true })
      this.drain()
    }
    // A last line needs no line feed.
    if (!this.streams.tty && this.ahead !== '' && !this.ahead.endsWith('\n')) this.ahead += '\n'
    this.isClosed = true
    this.drain()
  }

  private drain(): void {
    while (this.ahead !== '' && (this.prompted !== undefined || this.mayRun())) {
      const [letter = ''] = this.ahead
      this.ahead = this.ahead.slice(letter.length)
      if (this.prompted === undefined) this.take(letter)
      else this.edit(this.prompted, letter)
    }
    if (!this.isClosed || this.ahead !== '') return
    this.running?.input.end()
    this.prompted?.resolve({ kind: 'end' })
    this.prompted = undefined
  }

  /** Without a terminal nothing is taken from a script's text before a program asks for it. */
  private mayRun(): boolean {
    return this.running !== undefined && (this.streams.tty || this.running.input.isWanted)
  }

  private edit({ accept, resolve }: Prompted, letter: string): void {
    const end = accept(letter)
    if (end === undefined) return
    this.prompted = undefined
    resolve(end)
  }

  /** A letter that is typed while a program runs. */
  private take(letter: string): void {
    const { input, interrupt } = this.running ?? {}
    if (input === undefined) return
    if (letter === '\n' || (this.streams.tty && letter === '\r')) {
      this.echo('\r\n')
      input.push(`${input.line}\n`)
      input.line = ''
    } else if (this.streams.tty && letter === INTERRUPT) {
      this.echo('^C\r\n')
      input.line = ''
      input.lines.length = 0
      interrupt?.()
    } else if (this.streams.tty && letter === END_OF_INPUT) this.endInput(input)
    else if (this.streams.tty && ERASE.has(letter)) {
      if (input.line !== '') this.echo('\b \b')
      input.line = input.line.slice(0, -1)
    } else {
      this.echo(letter)
      input.line += letter
    }
  }

  private echo(text: string): void {
    if (this.streams.tty) this.streams.stdout(text)
  }

  private endInput(input: LineDiscipline): void {
    if (input.line === '') return input.end()
    input.push(input.line)
    input.line = ''
  }
}
