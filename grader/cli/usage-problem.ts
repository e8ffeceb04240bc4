/** What is wrong with the command line, from what commander threw. */
import type { Command, CommanderError } from 'commander'
import type { Language } from './messages/messages.ts'
import { usageMessages } from './messages/usage.ts'
import { nearest } from '../../src/kubernetes/nearest.ts'
import { Problem } from './problem.ts'

/** `Allowed choices are a, b.`, or what an argument's own reader said. */
const allowedIn = (message: string): string | undefined =>
  / is invalid(?: for argument '[^']*')?\. (?:Allowed choices are )?(.+?)\.?$/u.exec(message)?.[1]

/** An argument is missing because `--file`, which takes several values, came before it. */
const isSwallowed = (program: Command): boolean =>
  [program, ...program.commands].some((command) => {
    const { file } = command.opts<{ file?: readonly string[] }>()
    return file !== undefined && file.length > 1
  })

/** What commander said, in the reader's language; in its own words where they are none that are known. */
const reasonOf = ({ code, message }: CommanderError, program: Command, language: Language): string => {
  const words = usageMessages(language)
  const [first = '', second = ''] = [...message.matchAll(/'([^']*)'/gu)].map(([, quoted]) => quoted)
  const allowed = allowedIn(message)
  const hint = allowed === undefined ? '' : ` ${words.allowed(allowed)}`
  switch (code) {
    case 'commander.missingArgument':
      return isSwallowed(program) ? `${words.argumentMissing(first)} ${words.filesFirst}` : words.argumentMissing(first)
    case 'commander.optionMissingArgument':
      return words.optionIncomplete(first)
    case 'commander.invalidArgument':
      return message.includes('command-argument')
        ? words.argumentInvalid(second, first) + hint
        : words.optionInvalid(first, second) + hint
    case 'commander.excessArguments': {
      const [, expected = '', given = ''] = /Expected (\d+) arguments? but got (\d+)/u.exec(message) ?? []
      return words.tooMany(expected, given)
    }
    default:
      return message.replace(/^error: /u, '')
  }
}

export function toUsageProblem(error: CommanderError, program: Command, language: Language): Problem {
  const given = /'([^']+)'/.exec(error.message)?.[1] ?? ''
  const commands = [program, ...program.commands]
  const flags = commands.flatMap((command) => command.options.flatMap(({ long }) => (typeof long === 'string' ? [long] : [])))
  const reason = reasonOf(error, program, language)
  switch (error.code) {
    case 'commander.unknownOption':
      return new Problem('unknown-option', { given, nearest: nearest(given, [...flags, '--help'])[0] ?? '' })
    case 'commander.excessArguments':
      return new Problem('too-many-arguments', { reason })
    default:
      return new Problem('option-argument', { reason })
  }
}
