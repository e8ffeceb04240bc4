/** Bytes that go both ways between two processes while both run. */

/** What comes in pieces: typed lines, or what the other side of a connection sends. */
export interface Incoming {
  /** Resolves when there is something to take, or will never be again. */
  ready(): Promise<void>
  /** The next piece, bytes as letters below 256; undefined at the end. Ask only when it is ready. */
  take(): string | undefined
}

/** One side of an open connection. */
export interface Connection extends Incoming {
  /** The answer to a piece is there when `send` resolves; otherwise it comes when it comes. */
  readonly answersAtOnce: boolean
  /** Resolves when the other side has the data; false where it is gone. */
  send(data: string): Promise<boolean>
  /** Nothing more is sent; what the other side sends is still heard. Resolves as `send` does. */
  finish(): Promise<void>
  /** Neither sends nor hears: the process has ended. */
  close(): void
}

/** What was put into it, in order. */
export class Inbox implements Incoming {
  private readonly pieces: string[] = []
  private isEnded = false
  private waiting: { readonly promise: Promise<void>; readonly resolve: () => void } | undefined

  put(piece: string): void {
    if (this.isEnded || piece === '') return
    this.pieces.push(piece)
    this.wake()
  }

  end(): void {
    this.isEnded = true
    this.wake()
  }

  get isEmpty(): boolean {
    return this.pieces.length === 0 && !this.isEnded
  }

  ready(): Promise<void> {
    if (!this.isEmpty) return Promise.resolve()
    if (this.waiting === undefined) {
      let resolve: () => void = () => undefined
      const promise = new Promise<void>((done) => (resolve = done))
      this.waiting = { promise, resolve }
    }
    return this.waiting.promise
  }

  take(): string | undefined {
    return this.pieces.shift()
  }

  private wake(): void {
    this.waiting?.resolve()
    this.waiting = undefined
  }
}

/** A text that is there already. */
export const incomingText = (text: string): Incoming => {
  const inbox = new Inbox()
  inbox.put(text)
  inbox.end()
  return inbox
}

/** Undefined where there is no more, or the stream broke off. */
const nextOf = async (pieces: AsyncIterator<Uint8Array>): Promise<string | undefined> => {
  const next = await pieces.next().catch(() => undefined)
  if (next === undefined || next.done === true) return undefined
  return Array.from(next.value, (byte) => String.fromCharCode(byte)).join('')
}

/** What a stream brings, read no further than somebody waits for it: a piece that nobody took is the next one's. */
export const incomingFrom = (stream: AsyncIterable<Uint8Array>): Incoming => {
  const pieces = stream[Symbol.asyncIterator]()
  const inbox = new Inbox()
  let reading: Promise<void> | undefined
  const read = async (): Promise<void> => {
    let piece: string | undefined = ''
    while (piece === '') piece = await nextOf(pieces)
    if (piece === undefined) inbox.end()
    else inbox.put(piece)
    reading = undefined
  }
  return {
    ready: () => {
      if (inbox.isEmpty) reading ??= read()
      return inbox.ready()
    },
    take: () => inbox.take(),
  }
}

class Side implements Connection {
  readonly answersAtOnce = false
  readonly inbox = new Inbox()
  isGone = false
  private readonly other: () => Side
  /** Datagrams: that no more are sent, or that nobody is there, is not told. */
  private readonly isDatagram: boolean

  constructor(other: () => Side, isDatagram: boolean) {
    this.other = other
    this.isDatagram = isDatagram
  }

  ready(): Promise<void> {
    return this.inbox.ready()
  }

  take(): string | undefined {
    return this.inbox.take()
  }

  send(data: string): Promise<boolean> {
    const { inbox, isGone } = this.other()
    if (!isGone) inbox.put(data)
    return Promise.resolve(!isGone || this.isDatagram)
  }

  finish(): Promise<void> {
    if (!this.isDatagram) this.other().inbox.end()
    return Promise.resolve()
  }

  close(): void {
    this.isGone = true
    this.inbox.end()
    void this.finish()
  }
}

/** Both sides of a new connection. */
export const openPair = (protocol: 'TCP' | 'UDP' = 'TCP'): readonly [client: Connection, server: Connection] => {
  const client: Side = new Side(() => server, protocol === 'UDP')
  const server: Side = new Side(() => client, protocol === 'UDP')
  return [client, server]
}

interface Answering {
  readonly answer: (data: string) => Promise<string | undefined>
  readonly greeting?: string | undefined
  /** It is over with the first answer, which comes even where the client says nothing. */
  readonly answersOnce?: boolean
  /** Nothing tells the client that the other side has ended. */
  readonly isDatagram: boolean
}

/** A connection to what answers each piece at once, and closes when the client has said all. */
export const answering = ({ answer, greeting = '', answersOnce = false, isDatagram }: Answering): Connection => {
  const inbox = new Inbox()
  inbox.put(greeting)
  let asking = Promise.resolve()
  let isOver = false
  const ask = async (data: string): Promise<void> => {
    if (isOver) return
    isOver = answersOnce
    inbox.put((await answer(data)) ?? '')
    if (isOver && !isDatagram) inbox.end()
  }
  return {
    answersAtOnce: true,
    ready: () => inbox.ready(),
    take: () => inbox.take(),
    send: async (data) => {
      if (isOver) return isDatagram
      asking = asking.then(() => ask(data))
      await asking
      return true
    },
    finish: async () => {
      if (isDatagram) return
      if (answersOnce) asking = asking.then(() => ask(''))
      await asking
      inbox.end()
    },
    close: () => inbox.end(),
  }
}
