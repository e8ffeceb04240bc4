/** `--on` and `--context`: which cluster is meant. */
import { Option } from 'commander'
import type { Cli } from '../cli.ts'
import { liveMessages } from '../messages/live.ts'

export const onOption = ({ messages }: Cli): Option =>
  new Option('--on <environment>', messages.help.on).choices(['embedded', 'manifests', 'kubeconfig'])

export const contextOption = ({ language }: Cli): Option => new Option('--context <name>', liveMessages(language).help.context)
