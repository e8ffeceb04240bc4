/** What is wrong with the command line, from what commander threw. */
import type { Command, CommanderError } from 'commander'
import type { Language } from '../terminal/messages/language.ts'
import { usageMessages } from '../terminal/messages/usage.ts'
import { nearest } from '../../src/kubernetes/nearest.ts'
import { Problem } from '../terminal/problem.ts'
import { pathOf } from './program/command-path.ts'

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
    case 'commander.missingMandatoryOptionValue':
      return words.optionMissing(first)
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

/** The commands that were called, from the program down: `grade exam new` is three. */
const calledIn = (program: Command): readonly Command[] => {
  const called = [program]
  for (const word of program.args) {
    const next = called.at(-1)?.commands.find((command) => command.name() === word || command.aliases().includes(word))
    if (next === undefined) break
    called.push(next)
  }
  return called
}

const pathCalled = (program: Command): string => pathOf(calledIn(program).at(-1) ?? program)

/** Options are looked for in what was called; where no command was named, in all. */
const unknownOption = (given: string, program: Command): Problem => {
  const called = calledIn(program)
  const commands = called.length > 1 ? called : [program, ...program.commands]
  const flags = commands.flatMap(({ options }) => options.flatMap(({ long }) => (typeof long === 'string' ? [long] : [])))
  // Where all commands were looked at, another one may have it: it is none of this one's, however near.
  const others = [...flags, '--help'].filter((flag) => flag !== given)
  return new Problem('unknown-option', { given, command: pathCalled(program), nearest: nearest(given, others)[0] ?? '' })
}

export function toUsageProblem(error: CommanderError, program: Command, language: Language): Problem {
  const given = /'([^']+)'/.exec(error.message)?.[1] ?? ''
  const reason = reasonOf(error, program, language)
  switch (error.code) {
    case 'commander.unknownOption':
      return unknownOption(given, program)
    case 'commander.excessArguments':
      return new Problem('too-many-arguments', { reason, command: pathCalled(program) })
    case 'commander.help':
    case 'commander.unknownCommand': {
      const group = program.commands.find((command) => command.name() === program.args[0])
      const names = (group ?? program).commands.map((command) => command.name())
      const detail = { group: group?.name() ?? '', given, nearest: nearest(given, names)[0] ?? '', commands: names.join(', ') }
      return new Problem('unknown-subcommand', detail)
    }
    default:
      return new Problem('option-argument', { reason, command: pathCalled(program) })
  }
}
