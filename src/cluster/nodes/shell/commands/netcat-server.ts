/** nc -l: hands its standard input to the client that connects, and prints what the client sends. */
import type { ProgramListener, ProgramResult } from '../../programs/program.ts'
import { tcp } from '../../programs/program.ts'
import { readResponse } from '../../http-text.ts'
import { done, fail, type Command, type Session } from '../session.ts'

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

type Serving = Extract<ProgramResult, { kind: 'serves' }>

const createServer = (session: Session, port: number, { isDatagram, keeps, program, stdin }: Listening) => {
  let heard = ''
  let left = stdin
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => (end = resolve))
  const hear = (data: string): void => {
    if (!session.emit(data)) heard += data
  }
  const serving: Serving = {
    kind: 'serves',
    listeners: [listenerOf(port, isDatagram ? 'UDP' : 'TCP', foreseen(program, stdin))],
    converse: async ({ data }) => {
      if (program.length > 0) {
        const answer = await session.execute(program.map(quote).join(' '), data)
        if (!keeps) end()
        return answer
      }
      hear(data)
      // A later client gets what is left of the input: nothing.
      const answer = left
      left = ''
      if (!keeps && !isDatagram) end()
      return answer
    },
    bindFailure: () => 'nc: bind: Address already in use\n',
  }
  return { serving, ended, heard: () => heard }
}

export const netcatServer: Command = async (args, session, stdin) => {
  const port = listenPort(args)
  if (port === undefined) return fail('nc: missing port with option -l\n')
  const options = ownOptions(args)
  const { serving, ended, heard } = createServer(session, port, {
    isDatagram: hasLetter(options, 'u'),
    keeps: hasLetter(options, 'k'),
    program: programOf(args),
    stdin,
  })
  if (!session.instance.serve(serving, ['nc', ...args])) return fail('', 1)
  try {
    await session.waitUntil(ended)
    return done(heard())
  } finally {
    session.instance.stopServing(serving)
  }
}
