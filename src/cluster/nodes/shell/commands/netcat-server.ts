/** nc -l: hands its standard input to the client that connects, and prints what the client sends. */
import { openPair, type Connection } from '../../connection.ts'
import type { ProgramListener } from '../../programs/program.ts'
import { tcp } from '../../programs/program.ts'
import { readResponse } from '../../http-text.ts'
import type { Serving } from '../../served-ports.ts'
import { done, fail, type Command, type Session } from '../session.ts'
import { inputOf, relay, tellsEnd } from './netcat-relay.ts'

/** The single letters of options that are run together, such as `-lkp`. */
const CLUSTER = /^-([a-zA-Z]+)$/u

const hasLetter = (argv: readonly string[], letter: string): boolean =>
  argv.some((argument) => CLUSTER.exec(argument)?.[1]?.includes(letter) === true)

const COMMAND = /^(?:-[a-zA-Z]*[ec]|--exec|--sh-exec)$/u

/** The words of the program that serves each client, behind `-e`. */
const programOf = (args: readonly string[]): readonly string[] => {
  const at = args.findIndex((argument) => COMMAND.test(argument))
  return at < 0 ? [] : args.slice(at + 1)
}

const ownOptions = (args: readonly string[]): readonly string[] => {
  const at = args.findIndex((argument) => COMMAND.test(argument))
  return at < 0 ? args : args.slice(0, at + 1)
}

/** The port after `-p`, `-lkp` …, else the last number. */
export function listenPort(args: readonly string[]): number | undefined {
  const options = ownOptions(args)
  const index = options.findIndex((argument) => CLUSTER.exec(argument)?.[1]?.endsWith('p') === true)
  const text = index >= 0 ? options[index + 1] : options.findLast((argument) => /^\d+$/u.test(argument))
  const port = Number(text)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
}

export const isListening = (args: readonly string[]): boolean => hasLetter(ownOptions(args), 'l')

/** What is known of the answer before a client comes: standard input, or the words of a plain `echo`. */
const foreseen = (program: readonly string[], stdin: string): string | undefined => {
  const [name = '', ...words] = program
  if (name === '') return stdin === '' ? undefined : stdin
  if (!/(?:^|\/)echo$/u.test(name)) return undefined
  const text = words.filter((word) => !/^-[neE]+$/u.test(word)).join(' ')
  const shown = words.some((word) => /^-[nE]*e/u.test(word)) ? text.replaceAll('\\r', '\r').replaceAll('\\n', '\n') : text
  return words.some((word) => /^-[eE]*n/u.test(word)) ? shown : `${shown}\n`
}

/** An answer that is an HTTP response in full is one to HTTP clients, too. */
const listenerOf = (port: number, protocol: 'TCP' | 'UDP', said: string | undefined): ProgramListener => {
  const response = said === undefined ? undefined : readResponse(said)
  if (response !== undefined) return tcp('nc', port, { protocol, http: [{ path: '/', match: 'prefix', ...response }] })
  return tcp('nc', port, { protocol, ...(said === undefined ? {} : { banner: said }) })
}

const quote = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`

interface Listening {
  readonly isDatagram: boolean
  /** Goes on after the first client. */
  readonly keeps: boolean
  readonly program: readonly string[]
  readonly stdin: string
}

/** Clients that wait to be served, in the order of their coming. */
class Clients {
  private readonly waiting: Connection[] = []
  private wake: () => void = () => undefined

  add(client: Connection): boolean {
    this.waiting.push(client)
    this.wake()
    return true
  }

  async next(): Promise<Connection> {
    for (;;) {
      const client = this.waiting.shift()
      if (client !== undefined) return client
      await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }
}

type Server = Omit<Serving, 'kind' | 'listeners' | 'bindFailure'> & {
  /** Serves until no client is taken any more. */
  readonly run: () => Promise<void>
}

interface Ends {
  readonly hear: (data: string) => void
  /** Takes no further client. */
  readonly stop: () => void
}

/** A program for each client: it is given all that the client says, and its output goes back. */
const programServer = (session: Session, { keeps, program }: Listening): Server => {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  return {
    answersOnce: true,
    converse: async ({ data }) => {
      const answer = await session.execute(program.map(quote).join(' '), data)
      if (!keeps) end()
      return answer
    },
    run: () => session.waitUntil(ended),
  }
}

/** Its own input goes to the client, and what the client says is heard. */
const relayServer = (session: Session, { isDatagram, keeps, stdin }: Listening, { hear, stop }: Ends): Server => {
  const clients = new Clients()
  const input = inputOf(session, stdin)
  const options = { input, hear, tellsEnd: tellsEnd(session), endsWithPeer: !tellsEnd(session) }
  return {
    // A datagram's sender is there for the server once it has sent one.
    accept: (client) => {
      if (isDatagram) void client.ready().then(() => clients.add(client))
      else clients.add(client)
      return true
    },
    // HTTP clients, which have been told what the input holds.
    converse: async ({ data }) => {
      const [client, side] = openPair()
      clients.add(side)
      await client.send(data)
      await client.finish()
      return ''
    },
    run: async () => {
      do {
        const client = await session.waitUntil(clients.next())
        if (!keeps && !isDatagram) stop()
        await relay(session, client, options)
      } while (keeps)
    },
  }
}

export const netcatServer: Command = async (args, session, stdin) => {
  const port = listenPort(args)
  if (port === undefined) return fail('nc: missing port with option -l\n')
  const options = ownOptions(args)
  const listening: Listening = {
    isDatagram: hasLetter(options, 'u'),
    keeps: hasLetter(options, 'k'),
    program: programOf(args),
    stdin,
  }
  const { program, isDatagram } = listening
  let heard = ''
  const hear = (data: string): void => {
    if (!session.emit(data)) heard += data
  }
  const stop = (): void => session.instance.stopServing(serving)
  const { run, ...server } =
    program.length > 0 ? programServer(session, listening) : relayServer(session, listening, { hear, stop })
  const serving: Serving = {
    kind: 'serves',
    listeners: [listenerOf(port, isDatagram ? 'UDP' : 'TCP', foreseen(program, stdin))],
    ...server,
    bindFailure: () => 'nc: bind: Address already in use\n',
  }
  if (!session.instance.serve(serving, ['nc', ...args])) return fail('', 1)
  try {
    await run()
    return done(heard)
  } finally {
    stop()
  }
}
