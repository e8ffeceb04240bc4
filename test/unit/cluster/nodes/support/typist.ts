/** Somebody at a terminal, typing into a shell as `kubectl exec -it` does. */
import type { TerminalSize } from '../../../../../src/cluster/contract.ts'
import { isVirtualClock } from '../../../../../src/cluster/virtual.ts'
import type { Lab } from './lab.ts'

export interface Typist {
  /** Types letters as they stand, then lets things happen. Resolves with what has come to the screen since. */
  type(letters: string): Promise<string>
  /** Undefined as long as the shell goes on. */
  code(): number | undefined
  resize(size: TerminalSize): void
  /** Ends the input, where there is no terminal that would say so by a letter. */
  end(): Promise<string>
}

const TURNS = 40
const STEP_MS = 20
/** How long a shell that has not prompted again may take for what it loads, in real time. */
const LOADING_TURNS = 200
const PROMPT = /[#$>] $/u

export async function sitDown({ cluster }: Lab, pod: string, command: readonly string[] = ['sh'], tty = true): Promise<Typist> {
  const waiting: string[] = []
  let hasEnded = false
  let wake: () => void = () => undefined
  let screen = ''
  let code: number | undefined
  let size: TerminalSize | undefined
  async function* stdin(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const letters = waiting.shift()
      if (letters === undefined && hasEnded) return
      if (letters === undefined) await new Promise<void>((resolve) => (wake = resolve))
      else yield new TextEncoder().encode(letters)
    }
  }
  const show = (chunk: Uint8Array): void => {
    screen += new TextDecoder().decode(chunk)
  }
  const streams = { stdin: stdin(), stdout: show, stderr: show, tty, size: () => size }
  void cluster.runtime
    .exec({ namespace: 'default', name: pod }, command, streams, new AbortController().signal)
    .then((result) => (code = 'exitCode' in result ? result.exitCode : -1))
  const happen = async (): Promise<string> => {
    for (let turn = 0; turn < TURNS; turn++) {
      await new Promise((resolve) => setTimeout(resolve, 1))
      if (turn % 5 === 4 && isVirtualClock(cluster.clock)) cluster.clock.advance(STEP_MS)
    }
    for (let turn = 0; turn < LOADING_TURNS && tty && code === undefined && !PROMPT.test(screen); turn++)
      await new Promise((resolve) => setTimeout(resolve, 1))
    const shown = screen
    screen = ''
    return shown
  }
  // Its shell is loaded in real time.
  while (tty && screen === '') await new Promise((resolve) => setTimeout(resolve, 1))
  screen = ''
  return {
    type: (letters) => {
      waiting.push(letters)
      wake()
      return happen()
    },
    code: () => code,
    resize: (told) => (size = told),
    end: () => {
      hasEnded = true
      wake()
      return happen()
    },
  }
}
