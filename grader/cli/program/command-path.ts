/** What a command is called by, as it is typed. */
import type { Command } from 'commander'

/** From the program down: `grade exam feedback`. */
export const pathOf = (command: Command): string =>
  command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`
