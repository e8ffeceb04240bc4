/** What a script reads: bytes that a client sends or somebody types, taken by whichever of its programs asks for them. */
import type { Incoming } from '../connection.ts'

/** The one input of a script and its programs. What one of them has not used is the next one's. */
export class OwnInput implements Incoming {
  private readonly source: Incoming
  private ahead = ''
  private hasEnded = false

  constructor(source: Incoming) {
    this.source = source
  }

  ready(): Promise<void> {
    return this.isThere ? Promise.resolve() : this.source.ready()
  }

  take(): string | undefined {
    const { ahead } = this
    this.ahead = ''
    if (ahead !== '') return ahead
    const piece = this.source.take()
    this.hasEnded = piece === undefined
    return piece
  }

  /** Whether nobody has to wait for what comes next. */
  get isThere(): boolean {
    return this.ahead !== '' || this.hasEnded
  }

  putBack(text: string): void {
    this.ahead = text + this.ahead
  }
}

/**
 * As much as is enough, of which `lengthOf` says the length where it is there; at the end of input what there is.
 * @param ready Waits for the next piece; false where nobody waits for it any longer.
 */
export async function takeUntil(
  input: OwnInput,
  lengthOf: (text: string) => number | undefined,
  ready: () => Promise<boolean>,
): Promise<string> {
  let text = ''
  while (await ready()) {
    const piece = input.take()
    if (piece === undefined) break
    text += piece
    const length = lengthOf(text)
    if (length === undefined) continue
    input.putBack(text.slice(length))
    return text.slice(0, length)
  }
  return text
}

/** An input that nobody sends to yet. */
export interface Input {
  readonly stream: AsyncIterable<Uint8Array>
  /** What a client sends is read from now on. */
  connect(from: AsyncIterable<Uint8Array>): void
}

/** `isOnce`: it ends with what the first client sends; otherwise one client may come after another, and it does not end. */
export const openInput = (isOnce: boolean): Input => {
  const pieces: Uint8Array[] = []
  let isTaken = false
  let hasEnded = false
  const isOver = (): boolean => hasEnded
  let wake: () => void = () => undefined
  const pump = async (from: AsyncIterable<Uint8Array>): Promise<void> => {
    try {
      for await (const piece of from) {
        pieces.push(piece)
        wake()
      }
    } catch {
      // A client that breaks off has sent what it has sent.
    }
    hasEnded = isOnce
    wake()
  }
  return {
    stream: (async function* () {
      for (;;) {
        for (let piece = pieces.shift(); piece !== undefined; piece = pieces.shift()) yield piece
        if (isOver()) return
        await new Promise<void>((resolve) => (wake = resolve))
      }
    })(),
    connect: (from) => {
      if (isOnce && isTaken) return
      isTaken = true
      void pump(from)
    },
  }
}
