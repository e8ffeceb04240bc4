/** Lines out of what somebody types. A terminal's client sends raw letters, and expects to see them echoed. */
import type { ShellStreams } from './streams.ts'

const END_OF_INPUT = '\u0004'
const INTERRUPT = '\u0003'
const ERASE = new Set(['\u007F', '\b'])

/** What one letter does: `line` ends a line, `end` the input. */
type Step = { readonly kind: 'line'; readonly text: string } | { readonly kind: 'end' } | { readonly kind: 'more' }

class LineEditor {
  line = ''
  private readonly streams: ShellStreams
  private readonly interrupt: () => boolean

  constructor(streams: ShellStreams, interrupt: () => boolean) {
    this.streams = streams
    this.interrupt = interrupt
  }

  accept(letter: string): Step {
    if (letter === '\r' || letter === '\n') return this.finish('\r\n', this.line)
    if (this.streams.tty) {
      if (letter === END_OF_INPUT) return this.line === '' ? { kind: 'end' } : { kind: 'more' }
      if (letter === INTERRUPT) {
        const end = this.finish('^C\r\n', '')
        return this.interrupt() ? { kind: 'more' } : end
      }
      if (ERASE.has(letter)) return this.erase()
    }
    this.echo(letter)
    this.line += letter
    return { kind: 'more' }
  }

  private finish(echo: string, text: string): Step {
    this.echo(echo)
    this.line = ''
    return { kind: 'line', text }
  }

  private erase(): Step {
    if (this.line !== '') this.echo('\b \b')
    this.line = this.line.slice(0, -1)
    return { kind: 'more' }
  }

  private echo(text: string): void {
    if (this.streams.tty) this.streams.stdout(text)
  }
}

/** Ctrl-C gives up the line that stands there, or what runs: then `interrupt` says true. */
export async function* readLines(streams: ShellStreams, interrupt: () => boolean): AsyncIterable<string> {
  if (streams.stdin === undefined) return
  const decoder = new TextDecoder()
  const editor = new LineEditor(streams, interrupt)
  for await (const chunk of streams.stdin) {
    for (const letter of decoder.decode(chunk, { stream: true })) {
      const step = editor.accept(letter)
      if (step.kind === 'end') return
      if (step.kind === 'line') yield step.text
    }
  }
  if (editor.line !== '') yield editor.line
}
