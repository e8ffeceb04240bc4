/** Commander's help, in the reader's language and in columns that Hangul fits into. */
import { Help, type HelpConfiguration } from 'commander'
import type { Cli } from '../../terminal/cli.ts'
import { displayWidth } from '../../terminal/display-width.ts'
import { usageMessages } from '../../terminal/messages/usage.ts'

export const helpIn = ({ language, messages }: Pick<Cli, 'language' | 'messages'>): HelpConfiguration => {
  const words = usageMessages(language)
  const { usage, arguments: args, options, commands } = messages.help
  const titles: Readonly<Record<string, string>> = {
    'Usage:': usage,
    'Arguments:': args,
    'Options:': options,
    'Commands:': commands,
  }
  const plain = new Help()
  const term = (text: string): string => text.replace('[options]', words.optionsTerm).replace('[command]', words.commandTerm)
  const description = (text: string): string =>
    text.replace(/([(,] ?)choices: /u, `$1${words.choices}: `).replace(/([(,] ?)default: /u, `$1${words.byDefault}: `)
  return {
    styleTitle: (title) => titles[title] ?? title,
    commandUsage: (command) => term(plain.commandUsage(command)),
    subcommandTerm: (command) => term(plain.subcommandTerm(command)),
    optionDescription: (option) => description(plain.optionDescription(option)),
    argumentDescription: (argument) => description(plain.argumentDescription(argument)),
    displayWidth,
  }
}
