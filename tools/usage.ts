/** What the command line takes, asked of the program that reads it. */
import type { Command, Help, Option } from 'commander'
import { createCli } from '../grader/terminal/cli.ts'
import { createProgram } from '../grader/cli/program/program.ts'
import type { Language } from '../src/grading/words.ts'
import type { CommandUsage, Term, Usage } from '../src/node/usage.ts'

/** Help is written here, where somebody asks for it. */
interface Sheet {
  text: string
}

const programIn = (language: Language, sheet: Sheet): Command => {
  const stdout = { write: (part: string) => (sheet.text += part) }
  return createProgram(createCli({ stdout, stderr: stdout, environment: {}, root: '/' }, language), () => undefined)
}

/** The texts that were added below a command's help. */
const textAfter = (command: Command, sheet: Sheet): string => {
  sheet.text = ''
  command.outputHelp()
  return sheet.text.slice(command.helpInformation().length).trim()
}

const isHelp = ({ long }: Option): boolean => long === '--help'

const usageOf = (command: Command, help: Help, sheet: Sheet): CommandUsage => ({
  name: help.commandUsage(command).split(/ [[<]/u)[0] ?? '',
  usage: help.commandUsage(command),
  description: help.commandDescription(command),
  arguments: help
    .visibleArguments(command)
    .map((argument): Term => ({ term: help.argumentTerm(argument), text: help.argumentDescription(argument) })),
  options: help
    .visibleOptions(command)
    .filter((option) => !isHelp(option))
    .map((option): Term => ({ term: help.optionTerm(option), text: help.optionDescription(option) })),
  after: textAfter(command, sheet),
})

/** A command and those below it; one that only holds others is left out. */
const usagesOf = (command: Command, sheet: Sheet): readonly CommandUsage[] => {
  const help = command.createHelp()
  const below = help.visibleCommands(command).flatMap((one) => usagesOf(one, sheet))
  const isGroup = below.length > 0 && command.parent !== null
  return isGroup ? below : [usageOf(command, help, sheet), ...below]
}

const usagesIn = (language: Language): readonly CommandUsage[] => {
  const sheet: Sheet = { text: '' }
  return usagesOf(programIn(language, sheet), sheet)
}

/** Every command in the order of the help. */
export const usageOfProgram = (): Usage => ({ en: usagesIn('en'), ko: usagesIn('ko') })
