/** nc -l: one port that takes connections. */
import { optionOf, tcp, type Program, type ProgramContext, type ProgramResult } from './program.ts'

const CLUSTER = /^-([a-zA-Z]+)$/u

/** Single letters of clustered options, such as `-lkp`. */
const hasLetter = (argv: readonly string[], letter: string): boolean =>
  argv.some((argument) => CLUSTER.exec(argument)?.[1]?.includes(letter) === true)

/** The port after `-p`, `-lkp` …, else the last number. */
export function listenPort(argv: readonly string[]): number | undefined {
  const index = argv.findIndex((argument) => CLUSTER.exec(argument)?.[1]?.endsWith('p') === true)
  const text = index >= 0 ? argv[index + 1] : argv.slice(1).findLast((argument) => /^\d+$/u.test(argument))
  const port = Number(text)
  return Number.isInteger(port) && port > 0 && port < 65_536 ? port : undefined
}

export const isListening = (argv: readonly string[]): boolean => hasLetter(argv, 'l')

/** The words an `-e` or `-c` program would print, where that is plain `echo`. */
function replyOf(argv: readonly string[]): string | undefined {
  const index = argv.findIndex((argument) => argument === '-e' || argument === '-c' || /^-[a-zA-Z]*e$/u.test(argument))
  if (index < 0) return undefined
  const words = argv.slice(index + 1)
  if (words[0] === 'echo') return `${words.slice(1).join(' ')}\n`
  return optionOf(argv, '-c')?.replace(/^echo\s+/u, '')
}

/** A reply that is an HTTP response in full is one to HTTP clients, too. */
function listenerOf(port: number, context: ProgramContext): ReturnType<typeof tcp> {
  const reply = replyOf(context.argv)
  const protocol = hasLetter(context.argv, 'u') ? ('UDP' as const) : ('TCP' as const)
  if (reply === undefined) return tcp('nc', port, { protocol })
  const match = /^HTTP\/1\.\d (\d{3})[^\r\n]*\r?\n(?:.*\r?\n)*?\r?\n([\s\S]*)$/u.exec(reply)
  if (match === null) return tcp('nc', port, { protocol, banner: reply })
  const route = { path: '/', match: 'prefix' as const, status: Number(match[1]), headers: {}, body: match[2] ?? '' }
  return tcp('nc', port, { protocol, http: [route] })
}

export const netcatServer: Program = {
  names: ['nc', 'netcat', 'ncat'],
  start: (context): ProgramResult => {
    const port = listenPort(context.argv)
    if (port === undefined) return { kind: 'exits', code: 1, errors: 'nc: a port is needed to listen\n' }
    return {
      kind: 'serves',
      listeners: [listenerOf(port, context)],
      bindFailure: () => 'nc: bind: Address already in use\n',
    }
  },
}
