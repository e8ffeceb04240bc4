/** What a process reads: bytes that a client sends, collected before the process runs. */

/** Commands that read their standard input where no file is named; everything else is not kept waiting for it. */
const READERS =
  /(?:^|[\s;&|(`])(?:\S*\/)?(?:cat|tee|grep|egrep|fgrep|sed|awk|wc|sort|uniq|head|tail|cut|tr|tac|rev|nl|od|xargs|base64|md5sum|sha1sum|sha256sum|gzip|gunzip|zcat|tar|jq|read|sh|bash|ash|perl|python3?|curl|wget)(?=$|[\s;&|)`])/u

/** Commands that hand on what they read as it comes. */
const RELAYS = /(?:^|[\s;&|(`])(?:\S*\/)?(?:nc|ncat|netcat|telnet)(?=$|[\s;&|)`])/u

/** Whether a script takes its input piece by piece while it runs: nothing else of it reads. */
export const takesInputLive = (script: string): boolean => RELAYS.test(script) && !mayReadInput(script)

/** Whether a script may wait for its standard input. */
export const mayReadInput = (script: string): boolean => READERS.test(script)

/** All there is until the stream's end, or until `signal` ends the waiting: bytes as letters below 256, as the shell takes them. */
export async function collectInput(stream: AsyncIterable<Uint8Array> | undefined, signal: AbortSignal): Promise<string> {
  const chunks: Uint8Array[] = []
  const aborted = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)))
  const all = (async (): Promise<void> => {
    for await (const chunk of stream ?? []) chunks.push(chunk)
  })()
  await Promise.race([all, aborted])
  return chunks.map((chunk) => Array.from(chunk, (byte) => String.fromCharCode(byte)).join('')).join('')
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
