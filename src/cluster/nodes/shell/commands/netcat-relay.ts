/** What nc does once it is connected: its input goes to the other side, and what that sends is printed, each as it comes. */
import { incomingText, type Connection, type Incoming } from '../../connection.ts'
import { netcatOf } from '../../userland.ts'
import type { Session } from '../session.ts'

export interface RelayOptions {
  readonly input: Incoming
  hear(data: string): void
  /** Once the input has ended, the other side is told so; otherwise it goes on waiting. */
  readonly tellsEnd: boolean
  /** Ends with the other side's last byte, whatever its own input may still bring. */
  readonly endsWithPeer: boolean
  /** Ends where nothing has come or gone for so long. */
  readonly idleMs?: number
  /** Ends so long after its input did. */
  readonly lingerMs?: number
}

type Turn = 'input' | 'heard' | 'late'

/** The input of a command: what is typed while it runs, or the text that it was started with. */
export const inputOf = ({ input }: Session, stdin: string): Incoming =>
  input === undefined || stdin !== '' ? incomingText(stdin) : input

/** Busybox's tells the other side that its input has ended; that of OpenBSD has to be asked for it. */
export const tellsEnd = ({ instance }: Session): boolean => netcatOf(instance.setup.image) === 'busybox'

class Relay {
  private readonly session: Session
  private readonly connection: Connection
  private readonly options: RelayOptions
  private isReading = true
  private isHearing = true

  constructor(session: Session, connection: Connection, options: RelayOptions) {
    this.session = session
    this.connection = connection
    this.options = options
  }

  async run(): Promise<void> {
    while (this.isOpen()) {
      const turn = await this.next()
      if (turn === 'late') return
      if (turn === 'heard') this.hear()
      else if (!(await this.send())) return
    }
  }

  private isOpen(): boolean {
    return this.isHearing || (this.isReading && !this.options.endsWithPeer)
  }

  private async next(): Promise<Turn> {
    const { session, options } = this
    const limitMs = this.isReading ? options.idleMs : (options.lingerMs ?? options.idleMs)
    let cancel: () => void = () => undefined
    const turns: Promise<Turn>[] = []
    if (this.isReading) turns.push(options.input.ready().then(() => 'input'))
    if (this.isHearing) turns.push(this.connection.ready().then(() => 'heard'))
    if (limitMs !== undefined)
      turns.push(new Promise((resolve) => (cancel = session.world.clock.after(limitMs, () => resolve('late')))))
    return session.waitUntil(Promise.race(turns)).finally(() => cancel())
  }

  private hear(): void {
    const data = this.connection.take()
    if (data === undefined) this.isHearing = false
    else this.options.hear(data)
  }

  /** False where nobody is there any more to be sent to. */
  private async send(): Promise<boolean> {
    const data = this.options.input.take()
    if (data !== undefined) return this.connection.send(data)
    this.isReading = false
    if (this.options.tellsEnd) await this.connection.finish()
    return true
  }
}

/** Resolves when both sides have said all, or one of them is gone. */
export async function relay(session: Session, connection: Connection, options: RelayOptions): Promise<void> {
  try {
    await new Relay(session, connection, options).run()
  } finally {
    connection.close()
  }
}
