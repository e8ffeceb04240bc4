/** `--on` and `--context`: which cluster is meant. */
import { Option, type Command } from 'commander'
import type { Cli } from '../../terminal/cli.ts'
import { liveMessages } from '../../terminal/messages/live.ts'
import { observeMessages } from '../../terminal/messages/observe.ts'
import { repairMessages } from '../../terminal/messages/repairs.ts'

export const onOption = ({ messages }: Cli): Option =>
  new Option('--on <environment>', messages.help.on).choices(['embedded', 'manifests', 'kubeconfig', 'kind'])

/** `--observe` and `--probe-image`. */
export const addObserve = (command: Command, { language }: Cli): Command => {
  const { help } = observeMessages(language)
  return command.option('--observe', help.observe).option('--probe-image <image>', help.probeImage)
}

/** `--try-repairs`, `--apply` and `--yes`. */
export const addRepairs = (command: Command, { language }: Cli): Command => {
  const { help } = repairMessages(language)
  return command.option('--try-repairs', help.tryRepairs).option('--apply', help.apply).option('--yes', help.yes)
}

export const contextOption = ({ language }: Cli): Option => new Option('--context <name>', liveMessages(language).help.context)
