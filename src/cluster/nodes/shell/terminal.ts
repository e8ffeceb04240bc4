/** Lines out of what somebody types. A terminal's client sends raw letters, and expects to see them echoed. */
import type { ShellStreams } from './shells.ts'

const END_OF_INPUT = '\u0004'
const INTERRUPT = '\u0003'
const ERASE = new Set(['\u007F', '\b'])

export async function* readLines({ stdin, tty, stdout }: ShellStreams): AsyncIterable<string> {
  if (stdin === undefined) return
  const decoder = new TextDecoder()
  let line = ''
  for await (const chunk of stdin) {
    for (const letter of decoder.decode(chunk, { stream: true })) {
      if (letter === '\r' || letter === '\n') {
        if (tty) stdout('\r\n')
        yield line
        line = ''
      } else if (tty && letter === END_OF_INPUT) {
        if (line === '') return
      } else if (tty && letter === INTERRUPT) {
        stdout('^C\r\n')
        line = ''
        yield ''
      } else if (tty && ERASE.has(letter)) {
        if (line !== '') stdout('\b \b')
        line = line.slice(0, -1)
      } else {
        if (tty) stdout(letter)
        line += letter
      }
    }
  }
  if (line !== '') yield line
}
